//! The page that says why what was asked for is not there.

use askama::Template;

use super::Source;
use super::frame::{Frame, page_query};
use super::messages::messages;
use crate::directory::Lang;

/// What kind of trouble it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// There is nothing of that kind.
    Missing,
    /// The address says something that cannot be understood.
    Wrong,
    /// Not now.
    Busy,
}

#[derive(Template)]
#[template(path = "problem.html")]
struct Problem<'a> {
    frame: Frame,
    heading: &'static str,
    sentence: &'a str,
}

/// A page that says what is wrong, and where else one can go.
pub fn problem(source: Source<'_>, lang: Lang, trouble: Trouble, sentence: &str) -> String {
    let m = messages(lang);
    let heading = match trouble {
        Trouble::Missing => m.missing,
        Trouble::Wrong => m.wrong,
        Trouble::Busy => m.busy,
    };

    let other = page_query(lang.other()).to_owned();
    let frame = Frame::new(source, lang, "", heading, other);
    let page = Problem { frame, heading, sentence };
    page.render().expect("writing to a String does not fail, and the template has no other error")
}
