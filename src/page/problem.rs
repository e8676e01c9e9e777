//! The page that says why what was asked for is not there.

use askama::Template;

use super::frame::Frame;
use super::messages::messages;
use super::{Kept, Source};
use crate::directory::Text;

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
pub fn problem(source: Source<'_>, kept: Kept, trouble: Trouble, sentence: &Text) -> String {
    let lang = kept.lang;
    let m = messages(lang);
    let heading = match trouble {
        Trouble::Missing => m.missing,
        Trouble::Wrong => m.wrong,
        Trouble::Busy => m.busy,
    };
    let other = Kept { lang: lang.other(), ..kept }.query();
    let frame = Frame::new(source, kept, "", heading, other);
    let page = Problem { frame, heading, sentence: sentence.get(lang) };
    page.render().expect("writing to a String does not fail, and the template has no other error")
}
