//! Texts, addresses and dates.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use crate::directory::keys::{self, Keys};
use crate::directory::node::{Node, Scalar, Value};
use crate::directory::report::Report;
use crate::directory::{Text, keys::wrong_shape};

/// The text under a key, in one language or two; empty where there is none.
pub(in crate::directory) fn text(keys: &Keys<'_>, key: &str, report: &mut Report) -> Text {
    match keys.get(key) {
        Some(node) => text_of(node, &format!("`{key}`"), report),
        None => Text::default(),
    }
}

/// A text, or `{ en: …, zh: … }`.
pub(super) fn text_of(node: &Node, name: &str, report: &mut Report) -> Text {
    match &node.value {
        Value::Scalar(scalar) => Text { en: scalar.text.clone(), zh: None },
        Value::Mapping(_) => {
            let Some(keys) = Keys::of(node, &keys::TEXT, report) else { return Text::default() };
            let in_language =
                |key, report: &mut Report| keys.scalar(key, report).map(|scalar| scalar.text.clone());
            let (en, zh) = (in_language("en", report), in_language("zh", report));
            Text { en: en.or_else(|| zh.clone()).unwrap_or_default(), zh }
        }
        Value::Sequence(_) => {
            wrong_shape(node, name, "a text", report);
            Text::default()
        }
        Value::Nothing => Text::default(),
    }
}

/// The plain text under a key.
pub(super) fn plain(keys: &Keys<'_>, key: &str, report: &mut Report) -> Option<String> {
    keys.scalar(key, report).map(|scalar| scalar.text.clone()).filter(|text| !text.is_empty())
}

/// Characters of no width, which come with copying from a page.
const INVISIBLE: [char; 5] = ['\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{feff}'];

/// The web address under a key. Anything else could be a script once it stands in a page, and is left out.
pub(super) fn url(keys: &Keys<'_>, key: &str, report: &mut Report) -> Option<String> {
    let scalar = keys.scalar(key, report)?;
    let visible = scalar.text.trim_matches(INVISIBLE);
    if is_web_address(visible) {
        if visible != scalar.text {
            report.warning(
                "invisible-characters",
                &scalar.place,
                format!("invisible characters stand around `{visible}`; they are left out"),
                "delete them: they come with copying from a page",
            );
        }
        return Some(visible.to_owned());
    }
    report.warning(
        "not-a-url",
        &scalar.place,
        format!("`{}` is no web address, and `{key}` is left out", scalar.text),
        "write it with `https://` and without spaces, or remove it until there is one",
    );
    None
}

/// Whether a text is an address that a page may link to.
pub(in crate::directory) fn is_web_address(text: &str) -> bool {
    let lower = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    let rest =
        lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://").filter(|_| text.len() > 7));
    rest.is_some() && text.len() > 8 && !text.contains(|c: char| c.is_whitespace() || c.is_control())
}

/// The date under a key.
pub(super) fn date(keys: &Keys<'_>, key: &str, report: &mut Report) -> Option<NaiveDate> {
    date_of(keys.scalar(key, report)?, report)
}

/// A date, `2025-10-24`.
pub(super) fn date_of(scalar: &Scalar, report: &mut Report) -> Option<NaiveDate> {
    let date = parse_date(&scalar.text);
    if date.is_none() {
        report.error(
            "bad-date",
            &scalar.place,
            format!("`{}` is no date", scalar.text),
            "write a day of the calendar as `2025-10-24`",
        );
    }
    date
}

/// A date with a time of day, `2026-02-05 11:00`.
pub(super) fn date_time_of(scalar: &Scalar, report: &mut Report) -> Option<NaiveDateTime> {
    let parsed = parse_date_time(&scalar.text);
    if parsed.is_none() {
        report.error(
            "bad-date",
            &scalar.place,
            format!("`{}` is no date with a time of day", scalar.text),
            "write it as `2026-02-05 11:00`",
        );
    }
    parsed
}

/// A date where the text is one. Years have four digits, so that every date can be written in a feed.
pub(super) fn parse_date(text: &str) -> Option<NaiveDate> {
    let digits = |part: &str, n: usize| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let shaped = digits(year, 4) && digits(month, 2) && digits(day, 2) && parts.next().is_none();
    let year = year.parse().ok().filter(|_| shaped).filter(|year| (1900..2200).contains(year))?;
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
}

/// A date with a time where the text is one.
pub(super) fn parse_date_time(text: &str) -> Option<NaiveDateTime> {
    let (date, time) = text.split_once(['T', ' '])?;
    let time =
        ["%H:%M", "%H:%M:%S"].iter().find_map(|form| NaiveTime::parse_from_str(time.trim(), form).ok())?;
    Some(parse_date(date)?.and_time(time))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_a_day_of_the_calendar_in_four_two_and_two_digits() {
        assert_eq!(parse_date("2025-10-24"), NaiveDate::from_ymd_opt(2025, 10, 24));
        for text in
            ["2025-02-30", "2025-2-3", "24.10.2025", "2025-10", "20251024", "+2025-10-24", "0001-01-01", ""]
        {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }

    #[test]
    fn a_date_with_a_time_has_a_space_or_a_t_between() {
        let want = NaiveDate::from_ymd_opt(2026, 2, 5).and_then(|date| date.and_hms_opt(11, 0, 0));
        assert_eq!(parse_date_time("2026-02-05 11:00"), want);
        assert_eq!(parse_date_time("2026-02-05T11:00:00"), want);
        for text in ["2026-02-05", "2026-02-05 25:00", "2026-02-05T11:00Z", "11:00"] {
            assert_eq!(parse_date_time(text), None, "{text}");
        }
    }

    #[test]
    fn only_web_addresses_are_linked() {
        assert!(is_web_address("https://zoom.us/my/apimachinery"));
        assert!(is_web_address("HTTP://example.org"));
        for text in
            ["javascript:alert(1)", "zoom.us/j/1", "https://", "http://", "https://a b", "链接链接链接"]
        {
            assert!(!is_web_address(text), "{text}");
        }
    }
}
