//! Floor 6: what people and programs read that is not a feed: the week, a calendar's page, the community's, lists of groups.

mod ask;
mod base;
mod calendar;
mod card;
mod changes;
mod community;
pub mod dates;
mod frame;
mod groups;
mod groups_json;
mod leads;
mod meeting;
mod messages;
mod overlap;
mod problem;
mod source;
mod subscribe;
mod week;
mod week_json;
mod week_writer;
mod zone_form;
mod zones_json;

pub use ask::{Choice, Kept, PageAsk, Said, YEARS, first_askable};
pub use base::{Base, InvalidBase, Links};
pub use calendar::calendar;
pub use changes::changes;
pub use community::community;
pub use dates::Hours;
pub use groups::{groups, groups_file};
pub use groups_json::groups_json;
pub use problem::{Trouble, problem};
pub use source::Source;
pub use week::week;
pub use week_json::{OccurrenceJson, WeekJson, WeekQuestion, occurrence_json, week_json};
pub use week_writer::WeekWriter;
pub use zones_json::zones_json;

/// The script of every page. All of them are whole without it.
pub const SCRIPT: &str = include_str!("templates/script.js");

/// The style sheet of every page.
pub fn style() -> String {
    format!("{}{}\n", include_str!("templates/style.css"), week::style())
}
