//! Input that nobody means well with: it ends quickly, with a finding at a place, and never with a panic.

use proptest::prelude::*;

use super::line;
use crate::directory::{KUBERNETES, Level, MAX_BYTES, lines, load, load_bytes};

/// The only finding of a text that is no community.
fn refused(text: &str) -> String {
    let loaded = load(text);
    assert!(loaded.community.is_none());
    assert_eq!(loaded.findings.len(), 1);
    line(&loaded.findings[0])
}

#[test]
fn an_alias_bomb_is_refused_where_it_goes_off() {
    let mut text = "a: &a [x,x,x,x,x,x,x,x,x,x]\n".to_owned();
    for (name, of) in ["b", "c", "d", "e", "f", "g"].iter().zip(["a", "b", "c", "d", "e", "f"]) {
        text.push_str(&format!("{name}: &{name} [{}]\n", [format!("*{of}").as_str(); 10].join(",")));
    }
    let refused = refused(&text);
    assert!(refused.starts_with("5:") && refused.contains("aliases stand for more than"), "{refused}");
}

#[test]
fn deep_nesting_is_refused_in_either_style() {
    let remedy = "is this the right file? The data needs nothing of the kind";
    let flow = format!("sigs: {}", "[".repeat(100_000));
    assert_eq!(
        refused(&flow),
        format!("1:38+1 Error yaml: mappings and lists are nested more than 32 deep = {remedy}")
    );
    let block: String = (0..1000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    assert_eq!(
        refused(&block),
        format!("33:33+1 Error yaml: mappings and lists are nested more than 32 deep = {remedy}")
    );
}

#[test]
fn what_is_no_file_of_ours_is_refused_with_a_reason() {
    assert!(refused("").contains("empty"));
    assert!(refused("# nothing\n").contains("empty"));
    assert!(refused("hello").contains("a data file is a mapping, and this is a text"));
    assert!(refused("- 1\n").contains("and this is a list"));
    assert!(refused("sigs: [\n").starts_with("1:7+1 Error yaml: this is not YAML"));
    assert!(refused("sigs: []\n---\nsigs: []\n").starts_with("2:1+3 Error yaml: a second document"));
}

#[test]
fn bytes_that_are_no_utf_8_are_found_in_characters() {
    let loaded = load_bytes(b"sigs: []\n# \xe8\x8a\x82 \xff");
    let found: Vec<_> = loaded.findings.iter().map(line).collect();
    assert_eq!(found, ["2:5+1 Error encoding: the byte `0xff` is not UTF-8 = save the file as UTF-8"]);
}

#[test]
fn a_file_over_the_limit_is_not_even_parsed() {
    let loaded = load(&" ".repeat(MAX_BYTES + 1));
    assert_eq!((loaded.findings[0].check, loaded.community.is_none()), ("too-large", true));
}

#[test]
fn a_byte_order_mark_and_crlf_do_not_shift_places() {
    let loaded = load("\u{feff}sigs: []\r\nsig: []\r\n");
    let unknown =
        loaded.findings.iter().find(|finding| finding.check == "unknown-key").expect("`sig` is none");
    assert_eq!((unknown.place.line, unknown.place.column), (2, 1));
}

/// Words that a file may have anywhere, whether they make sense there or not.
fn word() -> impl Strategy<Value = String> {
    let words = [
        "sigs",
        "community",
        "meetings",
        "dir",
        "name",
        "cadence",
        "start",
        "until",
        "rrule",
        "tz",
        "skip",
        "moved",
        "on",
        "to",
        "duration",
        "zones",
        "categories",
        "9:00",
        "2025-02-30",
        "2025-10-24 09:00",
        "FREQ=WEEKLY",
        "1h",
        "每周二",
        "~",
        "[",
        "]",
        "{",
        "}",
        ",",
        ": ",
        "- ",
        "\n",
        "\n  ",
        "\n    ",
        "\"",
        "'",
        "&a ",
        "*a",
        "<<: ",
        "!!int ",
        "| ",
        "> ",
        "? ",
        "# ",
        "\t",
        "\u{85}",
        "\u{200b}",
        "🗓",
        ".nan",
        "0x",
        "%",
        "@",
    ];
    prop_oneof![8 => proptest::sample::select(words.to_vec()).prop_map(str::to_owned), 1 => ".{0,6}"]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn no_text_makes_it_panic(words in proptest::collection::vec(word(), 0..60)) {
        let loaded = load(&words.concat());
        prop_assert!(loaded.community.is_some() || loaded.findings.iter().any(|f| f.level == Level::Error));
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        load_bytes(&bytes);
    }

    #[test]
    fn no_change_to_a_good_file_makes_it_panic(
        at in 0.0..1.0_f64,
        length in 0..40_usize,
        words in proptest::collection::vec(word(), 0..6),
    ) {
        // Only the file's last part, so that a case is quick; its groups and events are like those before.
        let from = KUBERNETES.find("\nworkinggroups:").expect("the file has working groups");
        let text: Vec<char> = KUBERNETES[from..].chars().collect();
        let at = (at * text.len() as f64) as usize;
        let after = text.len().min(at + length);
        let changed: String =
            text[..at].iter().copied().chain(words.concat().chars()).chain(text[after..].iter().copied()).collect();
        let lines = u32::try_from(lines(&changed).len()).expect("few lines");
        for finding in load(&changed).findings {
            prop_assert!(finding.place.line >= 1 && finding.place.line <= lines, "{}", line(&finding));
            prop_assert!(finding.place.column >= 1 && finding.place.length >= 1);
        }
    }
}
