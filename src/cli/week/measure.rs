//! Texts in columns of a terminal, of which a Chinese character takes two.

use unicode_linebreak::linebreaks;
use unicode_width::UnicodeWidthStr;

/// The text, with as many spaces as fill a width. What is wider is cut, and ends with `…`.
pub(super) fn fitted(text: &str, width: usize) -> String {
    let text = cut(text, width);
    let filled = text.width();
    text + &" ".repeat(width.saturating_sub(filled))
}

/// The text, or as much of it as leaves room for `…`.
pub(super) fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    match width {
        0 => String::new(),
        room => head(text, room - 1).trim_end().to_owned() + "…",
    }
}

/// As many characters as a width has room for.
fn head(text: &str, width: usize) -> &str {
    let mut end = 0;
    for (at, c) in text.char_indices() {
        // What joins the character before it may take less than it does alone; never is a line too wide.
        if text[..at + c.len_utf8()].width() > width {
            break;
        }
        end = at + c.len_utf8();
    }
    &text[..end]
}

/// The text in lines that are no wider than a width, broken where its script allows it (UAX 14), at most so many: the
/// last is then cut. All but the first are indented.
pub(super) fn wrapped(text: &str, width: usize, most: usize, indent: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut rest = text.trim_end();
    while !rest.is_empty() {
        let indent = if lines.is_empty() { 0 } else { indent.min(width) };
        let (width, lead) = (width - indent, " ".repeat(indent));
        if lines.len() + 1 == most || rest.width() <= width {
            lines.push(lead + &cut(rest, width));
            break;
        }
        // A space at the end of a line needs no room.
        let fits = |end: &usize| rest[..*end].trim_end().width() <= width;
        let end = linebreaks(rest).map(|(end, _)| end).take_while(fits).last();
        let end = end.unwrap_or_else(|| {
            let first = rest.chars().next().map_or(0, char::len_utf8);
            head(rest, width).len().max(first)
        });
        lines.push(lead + rest[..end].trim_end());
        rest = rest[end..].trim_start();
    }
    lines
}

/// A line as a terminal of a width shows it best: indented as it is, and where it goes on a little further.
pub(super) fn folded(line: &str, width: usize) -> Vec<String> {
    let text = line.trim_start();
    let indent = line.len() - text.len();
    if indent >= width || text.is_empty() {
        return vec![String::new()];
    }
    let lines = wrapped(text, width - indent, usize::MAX, 2);
    lines.into_iter().map(|line| " ".repeat(indent) + &line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_as_wide_as_a_terminal_shows_it() {
        assert_eq!(fitted("SIG Node", 10), "SIG Node  ");
        assert_eq!(fitted("SIG 节点", 10), "SIG 节点  ");
        assert_eq!(fitted("SIG 节点: 例会", 10), "SIG 节点:…");
        assert_eq!(fitted("SIG 节点例会", 10), "SIG 节点… ");
        assert_eq!(fitted("周一", 3), "周…");
        assert_eq!(fitted("周一", 2), "… ");
        assert_eq!(fitted("周一", 0), "");
    }

    #[test]
    fn a_text_is_broken_where_its_script_allows_it() {
        let broken = |text, width| wrapped(text, width, 9, 0);
        assert_eq!(broken("SIG Node: Regular meeting", 17), ["SIG Node: Regular", "meeting"]);
        assert_eq!(broken("SIG Node: Regular meeting", 16), ["SIG Node:", "Regular meeting"]);
        assert_eq!(broken("节点特别兴趣小组，例会", 12), ["节点特别兴趣", "小组，例会"]);
        // No line begins with a comma.
        assert_eq!(broken("节点特别兴趣小组，例会", 16), ["节点特别兴趣小", "组，例会"]);
        assert_eq!(broken("Unbreakable", 4), ["Unbr", "eaka", "ble"]);
        assert_eq!(broken("", 4), [""; 0]);
        // Where not even one fits, one stands all the same: there is no end otherwise.
        assert_eq!(broken("节点", 1), ["节", "点"]);
    }

    #[test]
    fn the_last_line_that_there_is_room_for_is_cut() {
        assert_eq!(
            wrapped("SIG Contributor Experience: Regular meeting", 15, 2, 1),
            ["SIG Contributor", " Experience: R…"]
        );
    }

    #[test]
    fn no_line_is_too_wide() {
        for width in 2..30 {
            for text in ["SIG 节点: 例会 and more 👩‍👩‍👧‍👦 of it", "é e\u{301} ﷽ 한국어 ไทย", "—…—…—…—"]
            {
                let lines = wrapped(text, width, usize::MAX, 0);
                assert!(lines.iter().all(|line| line.width() <= width), "{width}: {lines:?}");
                let kept: String = lines.concat().split_whitespace().collect();
                assert_eq!(kept, text.split_whitespace().collect::<String>());
            }
        }
    }
}
