//! A request's head, whoever read it.

use hyper::{Method, Request, Version};

use super::{Fields, Peer};

/// A request's head, and what is known of its sender and of the moment.
#[derive(Clone, Copy, Debug)]
pub(in crate::http) struct Head<'r> {
    pub method: &'r Method,
    pub version: Version,
    /// The path and the query, as they are read.
    pub address: &'r str,
    pub path: &'r str,
    pub query: Option<&'r str>,
    /// The host, where the target names it (RFC 9112 3.2.2, RFC 9113 8.3.1).
    pub authority: Option<&'r str>,
    pub fields: Fields<'r>,
    pub peer: &'r Peer,
    /// Whether requests wait longer than they should, when it is answered.
    pub busy: bool,
}

impl<'r> Head<'r> {
    /// That of a request as hyper reads it.
    pub(in crate::http) fn of(request: &'r Request<()>, peer: &'r Peer) -> Head<'r> {
        let uri = request.uri();
        Head {
            method: request.method(),
            version: request.version(),
            address: uri.path_and_query().map_or("", |asked| asked.as_str()),
            path: uri.path(),
            query: uri.query(),
            authority: uri.authority().map(|authority| authority.as_str()),
            fields: Fields::Map(request.headers()),
            peer,
            busy: false,
        }
    }

    /// Whether it asks for no more than to read.
    pub(in crate::http) fn reads(&self) -> bool {
        *self.method == Method::GET || *self.method == Method::HEAD
    }
}
