//! English words.

mod phrases;

use chrono::{NaiveTime, Weekday};

use super::super::Parity;
use super::{DayPart, Tok, Unit, Whose};
use crate::time::phrase_at;
use phrases::{PHRASES, ordinal};

/// The phrase a text starts with.
pub(super) fn phrase(text: &str) -> Option<(Tok, usize)> {
    let ends = |length: usize| !text[length..].starts_with(|c: char| c.is_ascii_alphanumeric());
    PHRASES
        .iter()
        .filter(|(phrase, _)| {
            text.get(..phrase.len()).is_some_and(|start| start.eq_ignore_ascii_case(phrase))
        })
        .filter(|(phrase, _)| ends(phrase.len()))
        // `every quarter to discuss` is no time of day.
        .filter(|(phrase, tok)| {
            let after = text[phrase.len()..].trim_start();
            let first = after.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
            let hour =
                first.starts_with(|c: char| c.is_ascii_digit()) || matches!(word(first), Tok::Number { .. });
            !matches!(tok, Tok::Past { .. }) || hour
        })
        .max_by_key(|(phrase, _)| phrase.len())
        .map(|(phrase, tok)| (tok.clone(), phrase.len()))
}

/// `am`, `p.m.`, `a` right behind a number. The letters end there, or a zone follows: `12pET`.
pub(super) fn meridiem(text: &str) -> Option<(bool, usize)> {
    let lower: String = text.chars().take(4).collect::<String>().to_ascii_lowercase();
    let pm = match lower.chars().next()? {
        'a' => false,
        'p' => true,
        _ => return None,
    };
    ["a.m.", "p.m.", "a.m", "p.m", "am", "pm", "a", "p"]
        .into_iter()
        .filter(|form| lower.starts_with(form))
        .find(|form| {
            let rest = &text[form.len()..];
            !rest.starts_with(|c: char| c.is_ascii_alphanumeric())
                || form.len() <= 2 && phrase_at(rest).is_some()
        })
        .map(|form| (pm, form.len()))
}

/// What a word means, singular or plural, in any case.
pub(super) fn word(word: &str) -> Tok {
    let lower = word.to_ascii_lowercase();
    if let Some((day, plural)) = weekday(&lower) {
        return Tok::Weekday { day, plural };
    }
    if let Some(month) = month(&lower) {
        return Tok::Month(month);
    }
    let unit = |unit| Tok::Unit { unit, adverb: false };
    let adverb = |unit| Tok::Unit { unit, adverb: true };
    let number = |value| Tok::Number { value, digits: 0, chinese: false };
    match lower.as_str() {
        "every" | "each" | "per" => Tok::Every,
        "other" | "alternate" => Tok::Other,
        "alternating" | "alternates" | "rotate" | "rotates" | "rotating" | "alter" => Tok::Alternating,
        "day" | "days" => unit(Unit::Day),
        "week" | "weeks" | "wk" | "wks" => unit(Unit::Week),
        "month" | "months" => unit(Unit::Month),
        "quarter" | "quarters" => unit(Unit::Quarter),
        "year" | "years" => unit(Unit::Year),
        "daily" => adverb(Unit::Day),
        "weekly" => adverb(Unit::Week),
        "monthly" => adverb(Unit::Month),
        "quarterly" => adverb(Unit::Quarter),
        "yearly" | "annually" | "annual" | "semiannual" | "semiannually" | "biannual" | "biannually" => {
            adverb(Unit::Year)
        }
        "biweekly" | "biweek" | "fortnightly" | "fortnight" => Tok::EveryTwoWeeks,
        "triweekly" => Tok::EveryThreeWeeks,
        "bimonthly" | "semimonthly" => Tok::Bimonthly,
        "weekday" | "weekdays" | "workday" | "workdays" => Tok::Workdays,
        "weekend" | "weekends" => Tok::Weekend,
        "first" => ordinal(1),
        "second" => ordinal(2),
        "third" => ordinal(3),
        "fourth" => ordinal(4),
        "fifth" => ordinal(5),
        "sixth" => ordinal(6),
        "seventh" => ordinal(7),
        "eighth" => ordinal(8),
        "ninth" => ordinal(9),
        "tenth" => ordinal(10),
        "last" | "final" => ordinal(-1),
        "penultimate" => ordinal(-2),
        "one" => number(1),
        "two" => number(2),
        "three" => number(3),
        "four" => number(4),
        "five" => number(5),
        "six" => number(6),
        "seven" => number(7),
        "nine" => number(9),
        "ten" => number(10),
        "eleven" => number(11),
        "twelve" => number(12),
        "half" => Tok::Half,
        "night" => Tok::DayPart(DayPart::Late),
        "nights" => Tok::DayParts(DayPart::Late),
        "eight" => number(8),
        "odd" | "uneven" => Tok::Parity(Parity::Odd),
        "even" => Tok::Parity(Parity::Even),
        "am" => Tok::Meridiem { pm: false },
        "pm" => Tok::Meridiem { pm: true },
        "morning" => Tok::DayPart(DayPart::Morning),
        "afternoon" | "evening" => Tok::DayPart(DayPart::Evening),
        "mornings" => Tok::DayParts(DayPart::Morning),
        "afternoons" | "evenings" => Tok::DayParts(DayPart::Evening),
        "noon" | "midday" => NaiveTime::from_hms_opt(12, 0, 0).map_or(Tok::Word, Tok::Time),
        "midnight" => Tok::Time(NaiveTime::MIN),
        "hour" | "hours" | "hr" | "hrs" | "h" => Tok::Hours,
        "minute" | "minutes" | "min" | "mins" | "m" => Tok::Minutes,
        "starting" | "starts" | "since" | "beginning" | "from" | "start" | "effective" => Tok::Starting,
        "until" | "till" | "through" | "thru" | "ending" | "ends" => Tok::Until,
        "to" => Tok::Range,
        "except" | "excluding" | "excepting" | "skipping" => Tok::Except,
        "meeting" | "meetings" | "call" | "calls" | "sync" | "syncs" | "standup" | "session" | "sessions" => {
            Tok::Meeting
        }
        "unless" | "approximately" | "roughly" => Tok::Tentative,
        "formerly" | "previously" | "was" | "replacing" | "replaces" => Tok::InsteadOf,
        "cancelled" | "canceled" | "suspended" | "paused" | "discontinued" | "inactive" | "archived"
        | "disbanded" | "retired" | "hiatus" => Tok::Stopped,
        "not" | "no" | "never" | "don" | "won" | "some" => Tok::Negated,
        "after" | "following" => Tok::After,
        "before" | "preceding" => Tok::Before,
        "interleaved" => Tok::Relative,
        "once" => Tok::Times(Some(1)),
        "twice" => Tok::Times(Some(2)),
        "thrice" => Tok::Times(Some(3)),
        "times" => Tok::Times(None),
        "tbd" | "tba" | "tbc" | "undetermined" | "varies" | "irregular" | "unscheduled" | "sporadic"
        | "adhoc" => Tok::NoFixedTime,
        "tentative" | "tentatively" | "usually" | "typically" | "normally" | "generally" | "most"
        | "ideally" | "occasional" | "occasionally" | "sometimes" | "around" | "ish" => Tok::Tentative,
        "otherwise" | "summer" | "winter" | "dst" => Tok::Season(Whose::Unsaid),
        "holiday" | "holidays" | "semester" | "kubecon" => Tok::Unread,
        "between" => Tok::Between,
        "and" => Tok::And,
        "or" => Tok::Or,
        "the" | "of" | "on" | "in" | "at" | "a" | "an" | "s" | "about" | "held" | "iso" | "numbered"
        | "calendar" => Tok::Filler,
        _ => Tok::Word,
    }
}

fn weekday(word: &str) -> Option<(Weekday, bool)> {
    let (stem, plural) = match word.strip_suffix('s') {
        Some(stem) if stem.ends_with("day") => (stem, true),
        _ => (word, false),
    };
    let day = match stem {
        "monday" | "mon" => Weekday::Mon,
        "tuesday" | "tue" | "tues" => Weekday::Tue,
        "wednesday" | "wed" | "weds" => Weekday::Wed,
        "thursday" | "thu" | "thur" | "thurs" => Weekday::Thu,
        "friday" | "fri" => Weekday::Fri,
        "saturday" | "sat" => Weekday::Sat,
        "sunday" | "sun" => Weekday::Sun,
        _ => return None,
    };
    Some((day, plural))
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

fn month(word: &str) -> Option<u32> {
    let fits = |name: &&str| {
        **name == *word
            || word.len() == 3 && name.starts_with(word)
            || word == "sept" && **name == *"september"
    };
    (1..).zip(MONTHS).find(|(_, name)| fits(name)).map(|(number, _)| number)
}

/// The word that a misspelt one may have meant: at most so many letters off.
pub(in crate::cadence) fn nearest_word(word: &str, off: usize) -> Option<&'static str> {
    const WORDS: [&str; 23] = [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "weekly",
        "biweekly",
        "bimonthly",
        "monthly",
        "quarterly",
        "daily",
        "first",
        "second",
        "third",
        "fourth",
        "every",
        "other",
        "alternate",
        "starting",
        "until",
        "fortnightly",
    ];
    let letters = word.chars().count();
    let distance = |known: &str| strsim::damerau_levenshtein(&word.to_lowercase(), &known.to_lowercase());
    let as_long = WORDS.into_iter().filter(|known| known.len().abs_diff(letters) <= 2);
    let near = as_long.map(|known| (distance(known), known)).min()?;
    (word.len() >= 5 && near.0 <= off).then_some(near.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_meridiem_may_touch_a_zone_but_no_other_word() {
        assert_eq!(meridiem("am PT"), Some((false, 2)));
        assert_eq!(meridiem("p.m. Monday"), Some((true, 4)));
        assert_eq!(meridiem("pET"), Some((true, 1)));
        assert_eq!(meridiem("apples"), None);
        assert_eq!(meridiem("PT"), None);
    }

    #[test]
    fn weekdays_and_months_may_be_short() {
        assert_eq!(word("Thurs"), Tok::Weekday { day: Weekday::Thu, plural: false });
        assert_eq!(word("WEDNESDAYS"), Tok::Weekday { day: Weekday::Wed, plural: true });
        assert_eq!(word("Sept"), Tok::Month(9));
        assert_eq!(word("mayor"), Tok::Word);
    }
}
