//! Places that go by their name alone: cities, countries, parts of countries.

use super::phrase::word_ends;
use super::phrase_table as table;
use super::{Phrase, iana};

/// The name of a city, a country or a region that `text` starts with, and its length in bytes. Names are words of many
/// other meanings: ask only where a zone may stand, as right behind a time of day.
///
/// ```
/// use sigcal::time::place_at;
/// let (length, phrase) = place_at("Poland (weekly)").unwrap();
/// assert_eq!((length, phrase.zones[0].tzid()), (6, "Europe/Warsaw"));
/// assert_eq!(place_at("nice to have"), None);
/// ```
pub fn place_at(text: &str) -> Option<(usize, Phrase)> {
    if !text.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let region = |name: &str| {
        let name = name.to_lowercase();
        table::REGIONS.iter().find(|(region, _, _)| *region == name).map(|(_, tzid, _)| *tzid)
    };
    let place = |end: usize| {
        let name = &text[..end];
        // `Poland` and `Japan` are names of the database themselves.
        let name_itself = || (name.len() > 3).then(|| iana::canonical(name)).flatten();
        let found = iana::city(name).or_else(|| country(name)).or_else(|| region(name)).or_else(name_itself);
        // `Wet` is no place, though the database has a `WET`.
        found.filter(|tzid| tzid.contains('/'))
    };
    word_ends(text).into_iter().rev().find_map(|end| Some((end, Phrase::wall(place(end)?)?)))
}

/// The zone of a country that has one.
pub(super) fn country(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    table::COUNTRIES.iter().find(|(country, _)| *country == name).map(|(_, tzid)| *tzid)
}
