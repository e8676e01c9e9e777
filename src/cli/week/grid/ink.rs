//! Colours, where the terminal shows any.

/// The colours of categories, of the 256 that terminals have: told apart, and readable on black and on white. Their order is
/// that of the calendars' own colours.
const CATEGORIES: [u8; 10] = [62, 29, 166, 134, 30, 161, 99, 64, 67, 167];

/// What a part of the grid is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    Plain,
    /// Lines between.
    Rule,
    /// The day that it is.
    Today,
    /// The line at now.
    Now,
    /// A meeting of a category, by its place among the community's.
    Category(usize),
    /// A meeting that does not take place.
    Cancelled,
}

/// Paints, or does not.
#[derive(Clone, Copy)]
pub(super) struct Palette {
    pub(super) colours: bool,
}

impl Palette {
    pub(super) fn paint(self, text: &str, ink: Ink) -> String {
        let codes = match ink {
            Ink::Plain => return text.to_owned(),
            Ink::Rule => "2".to_owned(),
            Ink::Today => "1;7".to_owned(),
            Ink::Now => "1;31".to_owned(),
            Ink::Category(place) => format!("38;5;{}", CATEGORIES[place % CATEGORIES.len()]),
            Ink::Cancelled => "2;9".to_owned(),
        };
        // Nothing is seen of a painted space.
        match self.colours && !text.trim().is_empty() {
            true => format!("\u{1b}[{codes}m{text}\u{1b}[0m"),
            false => text.to_owned(),
        }
    }
}
