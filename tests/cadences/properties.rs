//! Whatever the text, reading ends, and what it says is about the text.

use proptest::prelude::*;
use sigcal::cadence::{Context, Verdict, read};

/// Words of the language and of no language, in any order.
fn soup() -> impl Strategy<Value = String> {
    let words = [
        "every",
        "other",
        "second",
        "Thursday",
        "Mondays",
        "周三",
        "双周",
        "每",
        "第二个",
        "月",
        "9:00",
        "25:99",
        "4",
        "to",
        "PM",
        "PT",
        "IST",
        "UTC+8",
        "(",
        ")",
        "and",
        "or",
        "/",
        ",",
        "alternating",
        "between",
        "starting",
        "2026-02-30",
        "Feb",
        "29",
        "except",
        "after",
        "before",
        "the",
        "last",
        "点",
        "半",
        "下午",
        "TBD",
        "每周一次",
        "\u{0}",
        "é",
        "👩‍💻",
        "9",
        "1/0",
        "week",
        "monthly",
        "bimonthly",
        "odd",
        "weeks",
        "until",
        "2999-01-01",
        "(+1)",
        "0000",
        "UTC-99",
        "|",
    ];
    let word =
        prop_oneof![4 => proptest::sample::select(words.to_vec()).prop_map(str::to_owned), 1 => ".{0,6}"];
    proptest::collection::vec(word, 0..14).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn a_reading_is_sound(text in soup()) {
        let reading = read(&text, Context::default());
        prop_assert_eq!(&reading.text, &text);
        for note in &reading.notes {
            prop_assert!(text.get(note.span.clone()).is_some(), "{:?} in {:?}", note, text);
        }
        match reading.verdict {
            Verdict::Exact => prop_assert!(reading.notes.iter().all(|note| !note.code.assumes())),
            Verdict::Assumed => prop_assert!(reading.notes.iter().any(|note| note.code.assumes())),
            Verdict::Incomplete => prop_assert!(!reading.missing.is_empty()),
            Verdict::Ambiguous | Verdict::Irregular | Verdict::Unreadable => prop_assert!(reading.cadences.is_empty()),
        }
        if matches!(reading.verdict, Verdict::Exact | Verdict::Assumed) {
            prop_assert!(!reading.cadences.is_empty());
            prop_assert!(reading.cadences.iter().all(|cadence| cadence.clock.is_some()));
            prop_assert!(reading.readings.is_empty() && reading.missing.is_empty());
        }
    }

    #[test]
    fn any_text_at_all_is_read(text in "\\PC{0,60}") {
        let reading = read(&text, Context::default());
        prop_assert_eq!(reading.text, text);
    }
}
