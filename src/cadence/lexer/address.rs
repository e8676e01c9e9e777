//! Addresses of the web and of people: noise, whatever their letters and digits would mean elsewhere.

/// The length of the address a text starts with.
pub(super) fn length(text: &str) -> Option<usize> {
    let scheme = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let web = scheme > 1 && text[scheme..].starts_with("://") || text.starts_with("www.");
    let end = |ends: fn(char) -> bool| text.find(ends).unwrap_or(text.len());
    if web {
        // Brackets and quotes are around an address more often than in it, and Chinese goes on without a space.
        return Some(end(|c| {
            c.is_whitespace() || !c.is_ascii() || matches!(c, ')' | '>' | ']' | '"' | '\'' | '`')
        }));
    }
    let all = &text[..end(|c| !(c.is_ascii_alphanumeric() || matches!(c, '@' | '.' | '-' | '_' | '+')))];
    let (person, host) = all.split_once('@')?;
    let dotted = host
        .trim_end_matches('.')
        .rsplit_once('.')
        .is_some_and(|(_, top)| top.len() > 1 && top.bytes().all(|byte| byte.is_ascii_alphabetic()));
    (dotted && person.starts_with(|c: char| c.is_ascii_alphabetic())).then_some(all.len())
}

/// The length of the target right behind a Markdown link's text, with its brackets.
pub(super) fn link_target(text: &str) -> Option<usize> {
    let close = match text.chars().next()? {
        '(' => ')',
        '[' => ']',
        _ => return None,
    };
    let end = text.find([close, '\n'])?;
    let target = &text[1..end];
    // Words in brackets behind a link are no target: `[Tuesday](weekly at 9:00)`.
    let pointed = close == ']' || length(target).is_some() || target.starts_with(['/', '#', '.']);
    (text[end..].starts_with(close) && pointed && !target.contains(' ')).then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_ends_at_a_space_a_bracket_or_a_chinese_word() {
        let address = |text: &'static str| length(text).map(|length| &text[..length]);
        assert_eq!(
            address("https://a.example/?t=14:00&tz=PT). Then"),
            Some("https://a.example/?t=14:00&tz=PT")
        );
        assert_eq!(address("https://a.example/会议"), Some("https://a.example/"));
        assert_eq!(address("www.a.example weekly"), Some("www.a.example"));
        assert_eq!(address("sig@lists.example.org, weekly"), Some("sig@lists.example.org"));
    }

    #[test]
    fn a_link_points_to_an_address_or_a_name() {
        assert_eq!(link_target("(https://a.example/?t=9:00&tz=PT), weekly"), Some(33));
        assert_eq!(link_target("[community-meeting] the"), Some(19));
        assert_eq!(link_target("(weekly at 9:00)"), None);
        assert_eq!(link_target(" (weekly)"), None);
    }

    #[test]
    fn a_time_at_a_place_is_no_address() {
        assert_eq!(length("0900@London. 1000@Berlin."), None);
        assert_eq!(length("weekly: 9:00"), None);
        assert_eq!(length("PT/ET"), None);
    }
}
