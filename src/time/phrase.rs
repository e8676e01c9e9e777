//! Zone phrases: what people call a zone, and which zone they mean.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::phrase_table as table;
use super::place::country;
use super::{FixedOffset, Zone, iana};

/// A zone phrase and what it may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// In what way the phrase names a zone.
    pub kind: PhraseKind,
    /// The zones it may mean, the likeliest first: one, several where the phrase is ambiguous, none where it is
    /// impossible.
    pub zones: Vec<Zone>,
}

/// In what way a phrase names a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhraseKind {
    /// The wall clock of a place, all year: `PT`, `Europe/Berlin`, `北京时间`.
    Wall,
    /// Standard time by its letters, where the place has summer time too: `PST`, `CET`.
    Standard,
    /// Summer time by its letters: `PDT`, `CEST`.
    Summer,
    /// An offset written as one: `UTC+8`.
    Offset,
    /// Letters that mean several zones: `IST`, `CST`, `BST`.
    Ambiguous,
    /// An offset that no clock keeps, as `UTC+99`; there are no zones then.
    Impossible,
}

impl Phrase {
    fn of(kind: PhraseKind, tzids: &[&str]) -> Option<Phrase> {
        let zones: Vec<Zone> = tzids.iter().filter_map(|tzid| Zone::named(tzid).ok()).collect();
        (!zones.is_empty()).then_some(Phrase { kind, zones })
    }

    pub(super) fn wall(tzid: &str) -> Option<Phrase> {
        Phrase::of(PhraseKind::Wall, &[tzid])
    }
}

/// The longest zone phrase that `text` starts with, and its length in bytes. A phrase ends at a word's end.
///
/// ```
/// use sigcal::time::phrase_at;
/// let (length, phrase) = phrase_at("US Pacific Time, every week").unwrap();
/// assert_eq!((length, phrase.zones[0].tzid()), (15, "America/Los_Angeles"));
/// ```
pub fn phrase_at(text: &str) -> Option<(usize, Phrase)> {
    chinese(text).or_else(|| offset(text)).or_else(|| iana_name(text)).or_else(|| words(text))
}

impl Zone {
    /// The zone that a phrase means, where it means one alone.
    ///
    /// ```
    /// use sigcal::time::Zone;
    /// assert_eq!(Zone::called("Beijing time").map(Zone::tzid), Some("Asia/Shanghai"));
    /// assert_eq!(Zone::called("CST"), None);
    /// ```
    pub fn called(phrase: &str) -> Option<Zone> {
        match phrase_of(phrase)?.zones[..] {
            [zone] => Some(zone),
            _ => None,
        }
    }
}

/// The zone phrase that `text` is as a whole, city and country names included: `Poland`, `Tokyo`.
pub fn phrase_of(text: &str) -> Option<Phrase> {
    let text = text.trim();
    let whole =
        |text: &str| phrase_at(text).filter(|(length, _)| *length == text.len()).map(|(_, phrase)| phrase);
    // By itself, `wet` is no word but the letters.
    match whole(text).or_else(|| whole(&text.to_ascii_uppercase())) {
        Some(phrase) => Some(phrase),
        None => {
            let tzid = iana::canonical(text).or_else(|| iana::city(text)).or_else(|| country(text))?;
            Phrase::wall(tzid)
        }
    }
}

fn chinese(text: &str) -> Option<(usize, Phrase)> {
    let hits = table::CHINESE.iter().filter(|(phrase, _)| text.starts_with(phrase));
    let (phrase, tzid) = hits.max_by_key(|(phrase, _)| phrase.len())?;
    Some((phrase.len(), Phrase::wall(tzid)?))
}

/// `UTC+8`, `GMT -03:30`, `UTC`, and a bare `+08:00`.
fn offset(text: &str) -> Option<(usize, Phrase)> {
    let named = ["UTC", "GMT"].iter().any(|name| text.get(..3).is_some_and(|t| t.eq_ignore_ascii_case(name)));
    let name = if named { 3 } else { 0 };
    let rest = &text[name..];
    let sign_at = if named { rest.len() - rest.trim_start_matches([' ', '(']).len() } else { 0 };
    let mut chars = rest[sign_at..].char_indices();
    let (sign, sign_length) = match chars.next() {
        Some((_, c @ ('+' | '＋'))) => (1, c.len_utf8()),
        Some((_, c @ ('-' | '−' | '–'))) if named => (-1, c.len_utf8()),
        _ => return None,
    };
    let digits_at = sign_at + sign_length;
    let digits: String = rest[digits_at..].chars().take_while(char::is_ascii_digit).collect();
    let mut length = name + digits_at + digits.len();
    let (hours, minutes) = match digits.len() {
        1 | 2 => {
            let minutes: String = text[length..]
                .strip_prefix(':')
                .map(|rest| rest.chars().take_while(char::is_ascii_digit).take(2).collect())
                .unwrap_or_default();
            if minutes.len() == 2 {
                length += 3;
                (digits, minutes)
            } else if named {
                (digits, "0".to_owned())
            } else {
                return None;
            }
        }
        4 => (digits[..2].to_owned(), digits[2..].to_owned()),
        _ => return None,
    };
    let minutes = hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?;
    if text[length..].starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let Some(zone) = FixedOffset::new(sign * minutes).and_then(FixedOffset::zone) else {
        return named.then(|| (length, Phrase { kind: PhraseKind::Impossible, zones: vec![] }));
    };
    if rest[..sign_at].contains('(') && text[length..].starts_with(')') {
        length += 1;
    }
    Some((length, Phrase { kind: PhraseKind::Offset, zones: vec![zone] }))
}

/// No name or word of a zone is longer. What is longer is not read to its end, or a text that is one long word would
/// be read anew at each of its tokens.
const LONGEST_NAME: usize = 40;

fn iana_name(text: &str) -> Option<(usize, Phrase)> {
    let in_name = |c: &u8| c.is_ascii_alphanumeric() || matches!(c, b'/' | b'_' | b'-' | b'+');
    let length = text.bytes().take(LONGEST_NAME + 1).take_while(in_name).count();
    if length > LONGEST_NAME {
        return None;
    }
    let name = &text[..length];
    let us = ["PST8PDT", "MST7MDT", "CST6CDT", "EST5EDT"].iter().position(|us| name.eq_ignore_ascii_case(us));
    let places = ["America/Los_Angeles", "America/Denver", "America/Chicago", "America/New_York"];
    let named = || name.contains('/').then(|| iana::canonical(name)).flatten();
    let tzid = us.map(|n| places[n]).or_else(named)?;
    Some((length, Phrase::wall(tzid)?))
}

const TIME_WORDS: [&str; 5] = ["time", "timezone", "tz", "local", "zone"];
const LONGEST_IN_WORDS: usize = 6;

/// Phrases of words: the table's, and `<city> time`.
fn words(text: &str) -> Option<(usize, Phrase)> {
    let ends = word_ends(text);
    for &end in ends.iter().rev() {
        let written = &text[..end];
        let spoken = written.split_whitespace().collect::<Vec<_>>().join(" ").replace('.', "");
        if let Some(phrase) = dictionary().get(&spoken.to_lowercase())
            && phrase.exact_case.as_ref().is_none_or(|case| *case == spoken)
        {
            return Some((end, phrase.phrase.clone()));
        }
        let mut place: Vec<&str> = spoken.split(' ').collect();
        let all = place.len();
        while place.len() > 1 && place.last().is_some_and(|w| TIME_WORDS.contains(&w.to_lowercase().as_str()))
        {
            place.pop();
        }
        if place.len() < all {
            let name = place.join(" ");
            if let Some(phrase) = iana::city(&name).or_else(|| country(&name)).and_then(Phrase::wall) {
                return Some((end, phrase));
            }
        }
    }
    None
}

/// Where each of the first few words of a text ends, as long as only spaces part them.
pub(super) fn word_ends(text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut at = 0;
    while ends.len() < LONGEST_IN_WORDS {
        let word: usize = text[at..]
            .chars()
            .take(LONGEST_NAME)
            .take_while(|c| c.is_alphabetic() && c.is_ascii() || *c == '.' || *c == '/')
            .map(char::len_utf8)
            .sum();
        let written = text[at..at + word].trim_end_matches(['.', '/']);
        let dotted = written.contains('.') && text[at..at + word].ends_with('.');
        let written = if dotted { &text[at..at + written.len() + 1] } else { written };
        if written.is_empty() {
            break;
        }
        // A slash parts words too, unless the table knows them as one (`PDT/PST`).
        if let Some(slash) = written.find('/') {
            ends.push(at + slash);
        }
        ends.push(at + written.len());
        if written.len() < word {
            break;
        }
        at += word;
        let spaces = text[at..].len() - text[at..].trim_start_matches(' ').len();
        if spaces == 0 {
            break;
        }
        at += spaces;
    }
    ends
}

struct Entry {
    phrase: Phrase,
    /// Letters that are also a word must be written as capitals.
    exact_case: Option<String>,
}

fn dictionary() -> &'static BTreeMap<String, Entry> {
    static DICTIONARY: OnceLock<BTreeMap<String, Entry>> = OnceLock::new();
    DICTIONARY.get_or_init(|| {
        let mut entries = BTreeMap::new();
        let mut add = |written: String, kind: PhraseKind, tzids: &[&str], capitals: bool| {
            if let Some(phrase) = Phrase::of(kind, tzids) {
                let exact_case = capitals.then(|| written.clone());
                entries.insert(written.to_lowercase(), Entry { phrase, exact_case });
            }
        };
        for (letters, kind, tzids) in table::LETTERS {
            let capitals = table::ALSO_WORDS.contains(letters);
            add((*letters).to_owned(), *kind, tzids, capitals);
            for after in [" time", " timezone", " time zone"] {
                add(format!("{letters}{after}"), *kind, tzids, false);
            }
        }
        for (phrase, tzid) in table::PHRASES {
            add((*phrase).to_owned(), PhraseKind::Wall, &[*tzid], false);
        }
        for (phrase, kind, tzid) in table::HALVES {
            add((*phrase).to_owned(), *kind, &[*tzid], false);
        }
        for (region, tzid, plain_enough) in table::REGIONS {
            for country in ["", "us ", "usa ", "american ", "north american "] {
                for (qualifier, kind) in table::QUALIFIERS {
                    for time in ["", " time", " timezone", " time zone", " tz"] {
                        let bare = country.is_empty() && time.is_empty() && !qualifier.contains("us");
                        if !bare || (*plain_enough && qualifier.is_empty()) {
                            add(format!("{country}{region}{qualifier}{time}"), *kind, &[*tzid], false);
                        }
                    }
                }
            }
        }
        entries
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(&str, PhraseKind, Vec<&'static str>)> {
        phrase_at(text).map(|(length, phrase)| {
            (&text[..length], phrase.kind, phrase.zones.iter().map(|zone| zone.tzid()).collect())
        })
    }

    #[test]
    fn the_longest_phrase_is_taken() {
        use PhraseKind::{Standard, Wall};
        assert_eq!(read("PT (Pacific Time)"), Some(("PT", Wall, vec!["America/Los_Angeles"])));
        assert_eq!(read("Pacific Time (PT)"), Some(("Pacific Time", Wall, vec!["America/Los_Angeles"])));
        assert_eq!(read("pacific."), Some(("pacific", Wall, vec!["America/Los_Angeles"])));
        assert_eq!(read("US east coast time"), Some(("US east coast time", Wall, vec!["America/New_York"])));
        assert_eq!(
            read("US East Local Time (EST)"),
            Some(("US East Local Time", Wall, vec!["America/New_York"]))
        );
        assert_eq!(
            read("Pacific Standard Time"),
            Some(("Pacific Standard Time", Standard, vec!["America/Los_Angeles"]))
        );
        assert_eq!(
            read("Central European Time"),
            Some(("Central European Time", Wall, vec!["Europe/Berlin"]))
        );
        assert_eq!(read("Berlin Time on Wednesday"), Some(("Berlin Time", Wall, vec!["Europe/Berlin"])));
        assert_eq!(read("PDT/PST"), Some(("PDT/PST", Wall, vec!["America/Los_Angeles"])));
        assert_eq!(read("中国标准时间 - 北京"), Some(("中国标准时间", Wall, vec!["Asia/Shanghai"])));
    }

    #[test]
    fn offsets_are_fixed_only_where_written() {
        use PhraseKind::{Offset, Wall};
        assert_eq!(read("UTC+8"), Some(("UTC+8", Offset, vec!["Etc/GMT-8"])));
        assert_eq!(read("utc-3,"), Some(("utc-3", Offset, vec!["Etc/GMT+3"])));
        assert_eq!(read("GMT+08:00) x"), Some(("GMT+08:00", Offset, vec!["Etc/GMT-8"])));
        assert_eq!(read("GMT(+08:00) x"), Some(("GMT(+08:00)", Offset, vec!["Etc/GMT-8"])));
        assert_eq!(read("UTC+0530"), Some(("UTC+0530", Offset, vec!["Asia/Kolkata"])));
        assert_eq!(read("UTC"), Some(("UTC", Wall, vec!["UTC"])));
        assert_eq!(read("UTC+99"), Some(("UTC+99", PhraseKind::Impossible, vec![])));
        assert_eq!(read("EST").map(|r| r.2), Some(vec!["America/New_York"]));
    }

    #[test]
    fn letters_of_several_zones_are_ambiguous() {
        assert_eq!(read("IST").map(|r| r.1), Some(PhraseKind::Ambiguous));
        assert_eq!(read("CST").map(|r| r.1), Some(PhraseKind::Ambiguous));
        assert_eq!(read("BST").map(|r| r.1), Some(PhraseKind::Ambiguous));
    }

    #[test]
    fn words_are_no_zones() {
        for text in
            ["eat", "west", "art", "met", "the", "Easter", "Thursday", "central", "meeting time", "a time"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_field_of_its_own_may_name_a_country_or_a_city() {
        let zone = |text| phrase_of(text).map(|phrase| phrase.zones[0].tzid());
        assert_eq!(zone("Poland"), Some("Europe/Warsaw"));
        assert_eq!(zone("Tokyo"), Some("Asia/Tokyo"));
        assert_eq!(zone("germany"), Some("Europe/Berlin"));
        assert_eq!(zone("the moon"), None);
    }
}
