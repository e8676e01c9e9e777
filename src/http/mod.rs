//! Floor 7: the server. What is asked becomes a [`Route`], a pure function of the request's line; what is
//! answered is looked up in a [`Publication`], most of it rendered and compressed when it was loaded.
//!
//! Its rooms name only those below their own, lowest first: `limits`, `request`, `answer`, `publication`, `metrics`, `site`,
//! `server`.

mod answer;
mod limits;
mod metrics;
mod publication;
mod request;
mod server;
mod site;

use http_body_util::Full;
use hyper::body::Bytes;

pub use answer::Resource;
pub use limits::{Addresses, Limits, Serving};
pub use publication::Publication;
pub use request::{FeedQuery, PageName, PageQuery, Proxies, Proxy, Refusal, Route, WeekQuery, route};
pub use server::{BindError, Listen, Server, Sockets, Stop, Tls, TlsError};
pub use site::{Clock, Site};

/// An answer's body: whole, and shared with the publication.
type Body = Full<Bytes>;
