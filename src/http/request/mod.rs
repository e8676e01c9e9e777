//! What is asked: a route, which is a pure function of the request's line, and by whom; or why it is refused.

pub(in crate::http) mod negotiate;
pub(in crate::http) mod options;
pub(in crate::http) mod page_route;
pub(in crate::http) mod peer;
pub(in crate::http) mod quality;
pub(in crate::http) mod query;
pub(in crate::http) mod refusal;
pub(in crate::http) mod route;
pub(in crate::http) mod route_name;

pub use options::FeedQuery;
pub use page_route::{PageName, PageQuery};
pub use peer::{Proxies, Proxy};
pub use query::WeekQuery;
pub use refusal::Refusal;
pub use route::{Route, route};
