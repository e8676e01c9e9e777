//! Words in the fields that say nothing about when a meeting happens: people read them, and a sentence would lose them.

use crate::cadence::{Context, read};
use crate::time::{phrase_at, phrase_of};

/// Texts with a place for a word. In one of them, a word of the language makes a difference to one that is none.
const PROBES: [&str; 9] = [
    "{} 9:00 UTC",
    "{} Tuesday 9:00 UTC",
    "every {} 9:00 UTC",
    "every {} weeks Tuesday 9:00 UTC",
    "first Tuesday of {} 9:00 UTC",
    "first Tuesday of {} month 9:00 UTC",
    "biweekly Tuesday 9:00 UTC {} 2020-01-07",
    "biweekly Tuesday 9:00 UTC 2020 start {}: Jan. 7th",
    "Wednesday {} fourth Tuesday 9:00 UTC",
];

/// A word of no language.
const NO_WORD: &str = "qzxvqzxv";

/// The words of a field that are none of the language of cadences and name no zone. Short ones only join others.
pub(super) fn remarks(field: &str) -> impl Iterator<Item = &str> {
    let words = if phrase_of(field).is_some() { vec![] } else { words(field) };
    words.into_iter().filter(|word| !is_glue(word) && !is_known(word))
}

/// Runs of letters of one script, but for the names of zones.
fn words(text: &str) -> Vec<&str> {
    let latin = |c: char| c.is_alphabetic() && c.is_ascii();
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(from) = rest.find(char::is_alphabetic) {
        rest = &rest[from..];
        if let Some((length, _)) = phrase_at(rest).filter(|(length, _)| *length > 0) {
            rest = &rest[length..];
            continue;
        }
        let first = rest.chars().next().is_some_and(latin);
        let end = rest.find(|c: char| !c.is_alphabetic() || latin(c) != first).unwrap_or(rest.len());
        found.push(&rest[..end]);
        rest = &rest[end..];
    }
    found
}

fn is_glue(word: &str) -> bool {
    word.chars().count() < if word.is_ascii() { 4 } else { 2 }
}

fn is_known(word: &str) -> bool {
    let outcome = |probe: &str, word: &str| {
        let reading = read(&probe.replace("{}", word), Context::default());
        let codes = super::fields::codes(&reading.notes);
        (reading.verdict, reading.cadences, reading.readings, reading.missing, codes)
    };
    PROBES.iter().any(|probe| outcome(probe, word) != outcome(probe, NO_WORD))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(field: &str) -> Vec<&str> {
        remarks(field).collect()
    }

    #[test]
    fn what_people_write_about_when_has_no_remark_and_what_they_add_is_one() {
        for field in [
            "weekly",
            "bi-weekly",
            "Biweekly",
            "fortnightly",
            "every four weeks",
            "every other week",
            "once a week",
            "first Tuesday of each month",
            "monthly - last Wednesday every month",
            "1st and 3rd Thursday",
            "monthly - Wednesday, after the fourth Tuesday, every month",
            "Monthly on 4th Thursday",
            "biweekly starting Wednesday March 20, 2019",
            "'monthly 2020 start date: Jan. 7th'",
            "daily",
            "weekdays",
            "Thursdays (starting February 15th 2024)",
            "weekly until December 2026",
            "odd weeks",
            "quarterly",
            "每周",
            "每两周",
            "每月第二个周三",
            "单周",
            "隔周",
            "双周周四",
            "工作日",
            "9:00 AM",
            "noon",
            "4PM",
            "下午3点",
            "9:00 to 10:00",
            "9:00-10:00 am",
            "PT (Pacific Time)",
            "Eastern Time (ET)",
            "Poland",
            "UTC+8",
            "Europe/Berlin",
            "北京时间",
            "9:00 Pacific Time",
        ] {
            assert_eq!(all(field), [""; 0], "{field}");
        }
        let zoom = "weekly, you must be signed into a free zoom account to join";
        assert_eq!(all(zoom), ["must", "signed", "into", "free", "zoom", "account", "join"]);
        assert_eq!(all("bi-weekly ([upcoming dates](#u))"), ["upcoming", "dates"]);
        assert_eq!(all("每周（需登录 Zoom）"), ["需登录", "Zoom"]);
    }
}
