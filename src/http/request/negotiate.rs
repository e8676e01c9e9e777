//! What a client can read: formats, languages, problem documents (RFC 9110 12.5).

use hyper::header::{ACCEPT, ACCEPT_LANGUAGE, HeaderName};

use super::Fields;
use super::quality::{Weight, members};
use crate::directory::Lang;
use crate::feed::Format;

/// How the media types of feeds in JSON end.
const JSON: &[u8] = b"calendar+json";

/// The members of a header in small letters.
fn weighted(fields: Fields<'_>, name: &HeaderName) -> Vec<(String, Weight)> {
    members(fields, name).map(|(word, weight)| (word.to_ascii_lowercase(), weight)).collect()
}

fn weight_of(members: &[(String, Weight)], words: &[&str]) -> Option<Weight> {
    members.iter().filter(|(word, _)| words.contains(&word.as_str())).map(|(_, weight)| *weight).max()
}

/// The language a reader prefers among ours; English where they name neither.
pub(in crate::http) fn preferred_lang(fields: Fields<'_>) -> Lang {
    let members = weighted(fields, &ACCEPT_LANGUAGE);
    let best = |tag: &str| {
        let of = |word: &str| word == tag || word.strip_prefix(tag).is_some_and(|rest| rest.starts_with('-'));
        members
            .iter()
            .enumerate()
            .filter(|(_, (word, _))| of(word))
            .map(|(n, (_, q))| (*q, usize::MAX - n))
            .max()
    };
    match (best("zh"), best("en")) {
        (Some(zh), None) if zh.0 > 0 => Lang::Zh,
        (Some(zh), Some(en)) if zh > en => Lang::Zh,
        _ => Lang::En,
    }
}

/// The format that a client names instead of the one that a path ends in. Nobody gets another who does not name it: many
/// calendar programs send no Accept, and others accept everything.
pub(in crate::http) fn named_format(fields: Fields<'_>) -> Option<Format> {
    // Hardly anybody does, and a feed by its plain path has to cost no more than a look-up.
    let names_one = |octets: &[u8]| octets.windows(JSON.len()).any(|part| part.eq_ignore_ascii_case(JSON));
    if !fields.all(&ACCEPT).any(names_one) {
        return None;
    }
    let members = weighted(fields, &ACCEPT);
    let named = |format: Format| {
        let plain = format.content_type().split(';').next().unwrap_or_default();
        weight_of(&members, &[plain]).unwrap_or(0)
    };
    let best = [Format::JCal, Format::JsCalendar].into_iter().rev().max_by_key(|format| named(*format))?;
    (named(best) > named(Format::Ics)).then_some(best)
}

/// Whether an error should be a page: browsers name them, and nothing else does.
pub(in crate::http) fn wants_page(fields: Fields<'_>) -> bool {
    weight_of(&weighted(fields, &ACCEPT), &["text/html"]).is_some_and(|weight| weight > 0)
}

/// Whether an error should be a problem document (RFC 9457) instead of a line of text.
pub(super) fn wants_json(fields: Fields<'_>) -> bool {
    let members = weighted(fields, &ACCEPT);
    let json =
        weight_of(&members, &["application/problem+json", "application/json", "application/*"]).unwrap_or(0);
    json > 0 && json >= weight_of(&members, &["text/plain", "text/html", "text/*"]).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: Fields<'_> = Fields::Lines(&[]);

    /// What is made of a request with this field.
    fn with<T>(name: HeaderName, value: &str, made: impl FnOnce(Fields<'_>) -> T) -> T {
        made(Fields::Lines(&[(name, value.as_bytes())]))
    }

    #[test]
    fn chinese_is_for_those_who_put_it_first() {
        let lang = |value: &str| with(ACCEPT_LANGUAGE, value, preferred_lang);
        assert_eq!(lang("zh-CN,zh;q=0.9,en;q=0.8"), Lang::Zh);
        assert_eq!(lang("zh"), Lang::Zh);
        assert_eq!(lang("de, zh;q=0.2"), Lang::Zh);
        assert_eq!(lang("en-GB, zh"), Lang::En);
        assert_eq!(lang("en;q=0.2, zh-Hans;q=0.4"), Lang::Zh);
        assert_eq!(lang("zh;q=0"), Lang::En);
        assert_eq!(lang("zhu"), Lang::En);
        assert_eq!(preferred_lang(NONE), Lang::En);
    }

    #[test]
    fn another_format_is_for_those_who_name_it() {
        let named = |value: &str| with(ACCEPT, value, named_format);
        let jscalendar = Some(Format::JsCalendar);
        for (accept, format) in [
            ("application/calendar+json", Some(Format::JCal)),
            ("application/calendar+json, */*;q=0.1", Some(Format::JCal)),
            ("application/jscalendar+json;type=group", jscalendar),
            ("Application/JSCalendar+JSON", jscalendar),
            ("application/calendar+json;q=0.5, application/jscalendar+json", jscalendar),
            ("application/calendar+json, application/jscalendar+json", Some(Format::JCal)),
            ("text/calendar;q=0.5, application/calendar+json", Some(Format::JCal)),
            ("text/calendar, application/calendar+json", None),
            ("application/calendar+json;q=0", None),
            ("application/json", None),
            ("text/calendar, text/plain;q=0.8, */*;q=0.5", None),
            ("*/*", None),
        ] {
            assert_eq!(named(accept), format, "{accept}");
        }
        assert_eq!(named_format(NONE), None);
    }

    #[test]
    fn a_problem_document_is_for_programs() {
        assert!(with(ACCEPT, "application/json", wants_json));
        assert!(with(ACCEPT, "application/problem+json, */*;q=0.1", wants_json));
        assert!(with(ACCEPT, "application/json;q=0, application/problem+json", wants_json));
        assert!(with(ACCEPT, "application/*", wants_json));
        assert!(!with(ACCEPT, "text/html,application/json;q=0.5", wants_json));
        assert!(!with(ACCEPT, "*/*", wants_json));
        assert!(!wants_json(NONE));
    }
}
