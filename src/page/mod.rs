//! Floor 6: what people and programs read that is not a feed: the index page, the week, the list of groups.

mod base;
mod changes;
mod groups_json;
mod index;
mod meeting;
mod messages;
mod source;
mod week_json;
mod week_writer;

pub use base::{Base, InvalidBase, Links};
pub use changes::changes;
pub use groups_json::groups_json;
pub use index::{index, index_file};
pub use source::Source;
pub use week_json::{WeekJson, WeekQuestion, week_json};
pub use week_writer::WeekWriter;

/// The stylesheet of every page.
pub const STYLE: &str = include_str!("templates/style.css");
