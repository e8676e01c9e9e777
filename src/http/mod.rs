//! Floor 7: the server. What is asked becomes a [`Route`], a pure function of the request's line; what is
//! answered is looked up in a [`Publication`], rendered and compressed when it was loaded.

mod accept;
mod bind;
mod cache;
mod conditional;
mod connection;
mod encoding;
mod limits;
mod negotiate;
mod options;
mod prepared;
mod publication;
mod refusal;
mod resource;
mod route;
mod server;
mod site;
mod week;
mod weeks;

pub use bind::BindError;
pub use limits::Limits;
pub use options::FeedQuery;
pub use publication::Publication;
pub use refusal::Refusal;
pub use resource::Resource;
pub use route::{Route, WeekQuery, route};
pub use server::{Server, Stop};
pub use site::{Clock, Site};
