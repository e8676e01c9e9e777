//! The page that says why what was asked for is not there.

use askama::Template;

use super::Source;
use super::frame::{Frame, page_query};
use super::messages::messages;
use crate::directory::Lang;

#[derive(Template)]
#[template(path = "problem.html")]
struct Problem<'a> {
    frame: Frame,
    sentence: &'a str,
}

/// A page that says what is wrong, and where else one can go.
pub fn problem(source: Source<'_>, lang: Lang, sentence: &str) -> String {
    let other = page_query(lang.other()).to_owned();
    let frame = Frame::new(source, lang, "", messages(lang).problem, other);
    let page = Problem { frame, sentence };
    page.render().expect("writing to a String does not fail, and the template has no other error")
}
