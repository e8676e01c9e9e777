//! What is asked: a route, which is a pure function of the request's line, and by whom; or why it is refused.

mod fields;
mod head;
pub(in crate::http) mod negotiate;
pub(in crate::http) mod options;
pub(in crate::http) mod page_route;
mod peer;
mod quality;
pub(in crate::http) mod query;
mod refusal;
mod route;
mod route_name;

pub(in crate::http) use fields::{Fields, Line};
pub(in crate::http) use head::Head;
pub use options::FeedQuery;
pub use page_route::{PageName, PageQuery};
pub(in crate::http) use peer::Peer;
pub use peer::{Proxies, Proxy};
pub(in crate::http) use quality::members;
pub use query::WeekQuery;
pub use refusal::Refusal;
pub(in crate::http) use refusal::{METHODS, nearest, nearest_in_words, quoted, unknown_selection};
pub use route::{Route, route};
pub(in crate::http) use route_name::RouteName;
