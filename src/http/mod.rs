//! Floor 7: the server. What is asked becomes a [`Route`], a pure function of the request's line; what is
//! answered is looked up in a [`Publication`], rendered and compressed when it was loaded.

mod accept;
mod access;
mod cache;
mod coders;
mod conditional;
mod connection;
mod documents;
mod encoding;
mod feeds;
mod fields;
mod kind;
mod limits;
mod methods;
mod metrics;
mod negotiate;
mod openapi;
mod options;
mod page_route;
mod pages;
mod peer;
mod prepared;
mod probes;
mod publication;
mod quality;
mod query;
mod range;
mod refusal;
mod reply;
mod representation;
mod resource;
mod route;
mod route_name;
mod server;
mod site;
mod socket;
mod surrogate;
mod week;
mod weeks;
mod worker;

use http_body_util::Full;
use hyper::body::Bytes;

pub use limits::{Addresses, Limits, Serving};
pub use options::FeedQuery;
pub use page_route::{PageName, PageQuery};
pub use peer::{Proxies, Proxy};
pub use publication::Publication;
pub use query::WeekQuery;
pub use refusal::Refusal;
pub use resource::Resource;
pub use route::{Route, route};
pub use server::{Server, Stop};
pub use site::{Clock, Site};
pub use socket::{BindError, Listen, Sockets, Tls, TlsError};

/// An answer's body: whole, and shared with the publication.
type Body = Full<Bytes>;
