//! Marks under the words of a line.

use std::ops::Range;

use unicode_width::UnicodeWidthStr;

/// Spaces and carets that, printed under [`visible`] `line`, mark the bytes of `span`: as wide as a terminal shows them,
/// and at least one.
pub(super) fn marks(line: &str, span: Range<usize>) -> String {
    let before = line.get(..span.start).unwrap_or_default();
    let marked = line.get(span).unwrap_or_default();
    " ".repeat(visible(before).width()) + &"^".repeat(visible(marked).width().max(1))
}

/// A text without what would add lines, move the mark, or the terminal's cursor.
pub(super) fn visible(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_as_wide_as_what_is_above_them() {
        assert_eq!(marks("每周二 9:00 PST", 15..18), format!("{}^^^", " ".repeat(12)));
        assert_eq!(marks("每周二", 3..6), "  ^^");
        assert_eq!(marks("a\tb", 2..3), "  ^");
        assert_eq!(marks("9:00", 4..4), "    ^");
    }
}
