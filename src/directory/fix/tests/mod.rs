//! Whole texts, before and after.

mod anchors;

use super::*;

/// A text fixed, with anchors given as group, key and date.
fn fixed(text: &str, anchors: &[(&str, Option<&str>, &str)]) -> Result<Fixed, FixError> {
    let anchor = |(slug, key, date): &(&str, Option<&str>, &str)| Anchor {
        slug: (*slug).to_owned(),
        key: key.map(str::to_owned),
        date: date.parse().expect("a test's own date"),
    };
    let anchors: Vec<Anchor> = anchors.iter().map(anchor).collect();
    fix(text, &anchors).map(|fixed| fixed.expect("a data file"))
}

/// `line:column outcome: message`.
fn told(fixed: &Fixed) -> Vec<String> {
    let line = |repair: &Repair| {
        let Repair { outcome, place, message, .. } = repair;
        format!("{}:{}+{} {outcome:?}: {message}", place.line, place.column, place.length)
    };
    fixed.repairs.iter().map(line).collect()
}

fn becomes(before: &str, after: &str) {
    let done = fixed(before, &[]).expect("it can be fixed");
    assert_eq!(done.text, after, "{:#?}", done.repairs);
    assert_eq!(fixed(after, &[]).expect("it can be fixed").text, after, "a second run changes nothing");
}

const TUESDAY: &str = "cadence: every Tuesday at 09:00 Pacific time";

#[test]
fn in_a_block_one_line_stands_for_the_fields_and_comments_stay() {
    becomes(
        "# top\nevents:\n- name: E\n  day: Tuesday   # since 2020\n  url: https://x.org\n\n  time: '9:00'\n  # why\n  tz:  PT # ours\n  frequency: weekly\n- name: F\n",
        "# top\nevents:\n- name: E\n  cadence: every Tuesday at 09:00 Pacific time   # since 2020\n  url: https://x.org\n\n  # why\n  # ours\n- name: F\n",
    );
    // The first key of an item, keys without a value, and a list of one without the list.
    becomes(
        "events:\n  - day: Tuesday\n    time: 9:00\n    utc:\n    frequency: weekly\n    name: E\n    tz: \"PT\"\n",
        &format!("events:\n  - {TUESDAY}\n    name: E\n"),
    );
}

#[test]
fn line_ends_a_byte_order_mark_and_a_missing_last_line_end_stay() {
    let file = "\u{feff}events:\r\n- name: 节点\r\n  day: Tuesday\r\n  time: 9:00\r\n  tz: PT\r\n  frequency: weekly";
    becomes(file, &format!("\u{feff}events:\r\n- name: 节点\r\n  {TUESDAY}"));
    let after =
        "\u{feff}events:\n- name: E\n  cadence: every Tuesday at 09:00 Pacific time\n  url: https://x.org";
    becomes(
        "\u{feff}events:\n- name: E\n  day: Tuesday\n  time: 9:00\n  tz: PT\n  frequency: weekly\n  url: https://x.org",
        after,
    );
}

#[test]
fn in_a_flow_mapping_one_entry_stands_for_the_fields() {
    becomes(
        "events: [{day: Tuesday, name: E, time: \"9:00\",\n  tz: PT , frequency: weekly }, {name: F}]\n",
        "events: [{cadence: every Tuesday at 09:00 Pacific time, name: E  }, {name: F}]\n",
    );
    // Quotes where YAML needs them, and as the file's other keys have them.
    becomes(
        "events: [{name: E, frequency: 'weekly', day: 'Monday, Wednesday and Friday', time: 9:00, tz: PT}]\n",
        "events: [{name: E, cadence: \"every Monday, Wednesday and Friday at 09:00 Pacific time\"}]\n",
    );
    becomes(
        r#"{"events": [{"name": "E", "frequency": "weekly", "day": "Tuesday", "time": "9:00", "tz": "PT"}]}"#,
        r#"{"events": [{"name": "E", "cadence": "every Tuesday at 09:00 Pacific time"}]}"#,
    );
}

#[test]
fn the_oldest_fields_and_chinese_ones_are_rewritten_too() {
    becomes(
        "events:\n- name: E\n  day: Tuesday\n  utc: \"9:00\"\n  frequency: weekly\n",
        "events:\n- name: E\n  cadence: every Tuesday at 09:00 UTC\n",
    );
    becomes(
        "events:\n- name: E\n  day: 周四\n  time: 9:00\n  tz: 北京时间\n  frequency: 每周\n",
        "events:\n- name: E\n  cadence: 每周四 09:00（北京时间）\n",
    );
}

#[test]
fn what_was_done_and_left_has_its_place_in_the_new_text() {
    let text = "events:\n- name: E\n  day: Tuesday\n  time: 9:00\n  tz: PT\n  frequency: weekly\n\
        - { name: F, frequency: weekly, day: Tuesday, time: 9:00, tz: PST }\n";
    let done = fixed(text, &[]).expect("it can be fixed");
    assert_eq!(
        told(&done),
        [
            "3:3+44 Fixed: four fields → `cadence: every Tuesday at 09:00 Pacific time`",
            "4:25+6 Left: the fields of `F`: one sentence would hide a note: `PST`: read as the wall clock of \
             `America/Los_Angeles` all year, summer time in summer [standard-time-year-round]",
        ]
    );
    assert_eq!(
        done.repairs[1].remedy.as_deref(),
        Some("if that is what is meant, write `cadence: every Tuesday at 09:00 Pacific time`")
    );
}

#[test]
fn fields_without_one_complete_reading_are_left_with_what_to_write() {
    for (fields, why, remedy) in [
        (
            "day: Tuesday, frequency: weekly",
            "they do not say the hour",
            "once it is known, write the whole, as `cadence: every Tuesday at 9:00 PT`",
        ),
        (
            "frequency: weekly, time: 9:00, tz: UTC",
            "they do not say the weekday",
            "once it is known, write the whole, as `cadence: second Thursday of the month 9:00 PT`",
        ),
        (
            "day: Tuesday, frequency: weekly, time: 9:00, tz: CST",
            "they have several readings",
            "write the one that is meant: `cadence: every Tuesday at 09:00 US Central time` or \
             `cadence: every Tuesday at 09:00 Beijing time`",
        ),
        (
            "frequency: on demand",
            "they state no recurrence",
            "write `cadence: on demand`, or when it happens once that is settled",
        ),
        ("frequency: foo bar", "they are not understood", "write it as `cadence: weekly Thursday 9:00 PT`"),
        (
            "frequency: weekly, day: Tuesday, time: 9:00 and 17:00, tz: UTC",
            "they state 2 rules, which no one sentence holds",
            "list a meeting for each, with `cadence: every Tuesday at 09:00 UTC` and \
             `cadence: every Tuesday at 17:00 UTC`",
        ),
        (
            "frequency: weekly in room 9, day: Tuesday, time: 9:00, tz: UTC",
            "they say more than when it happens (`room`), which would be lost",
            "write `cadence: every Tuesday at 09:00 UTC`, and the rest where people look for it",
        ),
    ] {
        let text = format!("events:\n- {{ name: E, {fields} }}\n");
        let done = fixed(&text, &[]).expect("it can be fixed");
        assert_eq!(done.text, text);
        let said: Vec<_> = done.repairs.iter().map(|r| (r.message.as_str(), r.remedy.as_deref())).collect();
        assert_eq!(said, [(format!("the fields of `E`: {why}").as_str(), Some(remedy))], "{fields}");
    }
}

#[test]
fn odd_forms_are_left_and_say_which() {
    let rest = "time: 9:00, tz: PT, frequency: weekly";
    let block = "  time: 9:00\n  tz: PT\n  frequency: weekly\n";
    let shared = "an anchor, alias or merge key stands there";
    let alias = "an anchor, alias or tag stands there";
    for (text, why) in [
        (format!("x: &d Tuesday\nevents:\n- {{ name: E, day: *d, {rest} }}\n"), alias),
        (format!("events:\n- {{ name: E, day: &d Tuesday, {rest} }}\n"), alias),
        (format!("events:\n- {{ name: E, day: !!str Tuesday, {rest} }}\n"), alias),
        (
            format!("events:\n- name: E\n  day: >\n    Tuesday\n{block}"),
            "a value is not on the line of its key",
        ),
        (
            format!("events:\n- name: E\n  day:\n    Tuesday\n{block}"),
            "a value is not on the line of its key",
        ),
        (
            format!("events:\n- name: E\n  day: 'Tuesday\n    '\n{block}"),
            "a value is not on the line of its key",
        ),
        (
            format!("x: &x {{ day: Monday, tz: PT }}\nevents:\n- name: E\n  <<: *x\n  day: Tuesday\n{block}"),
            shared,
        ),
        (
            "x: &x { tz: PT }\nevents:\n- <<: *x\n  name: E\n  day: Tuesday\n  time: 9:00\n  frequency: weekly\n".to_owned(),
            shared,
        ),
        (format!("x: [&x {{ name: E, day: Tuesday, {rest} }}]\nevents: [*x]\n"), shared),
        (
            format!("events:\n- {{ name: E, # a,\n  day: Tuesday, {rest} }}\n"),
            "the fields are written in a way that is not edited",
        ),
        (
            format!("events:\n- name: E\n  ? day\n  : Tuesday\n{block}"),
            "the fields are written in a way that is not edited",
        ),
        (
            format!("events:\n- {{ name: E, cadence: , day: Tuesday, {rest} }}\n"),
            "an empty `cadence` stands beside them",
        ),
        (
            format!("events:\n- {{ name: E, day: Tuesday, day: Tuesday, {rest} }}\n"),
            "a key stands there twice",
        ),
        (
            format!("events:\n- {{ name: E, day: Tuesday, utc: 16:00, {rest} }}\n"),
            "`utc` is not read beside `time` and `tz`, and would be lost",
        ),
    ] {
        let done = fixed(&text, &[]).expect("it can be fixed");
        assert_eq!(done.text, text);
        let said: Vec<_> = done.repairs.iter().map(|r| (r.message.as_str(), r.remedy.as_deref())).collect();
        let remedy = "write `cadence: every Tuesday at 09:00 Pacific time` in their place";
        assert_eq!(said, [(format!("the fields of `E`: {why}").as_str(), Some(remedy))], "{text}");
    }
}

#[test]
fn what_has_a_cadence_or_a_rule_is_left_alone() {
    for meeting in [
        "cadence: Tuesday 9:00 PST",
        "cadence: every Tuesday 9:00 PT, day: Tuesday, time: 9:00, tz: PT, frequency: weekly",
        "rrule: FREQ=DAILY, start: 2026-01-01 9:00, tz: PT",
        "day: , time:",
        "url: https://x.org",
    ] {
        let text =
            format!("events:\n- {{ name: E, {} }}\n", meeting.replace("day: , time:", "day: , time: "));
        let done = fixed(&text, &[]).expect("it can be fixed");
        assert_eq!((done.text.as_str(), told(&done)), (text.as_str(), vec![]));
    }
}

#[test]
fn a_file_that_says_something_else_is_no_fix_of_it() {
    let read = |text: &str| load(text).community.expect("a community");
    let none = BTreeMap::new();
    let text = "events:\n- { name: E, cadence: every Tuesday 9:00 PT }\n- { name: F, cadence: weekly Friday 9:00 PST, skip: [2026-01-02] }\n";
    let proven = |other: &str| same_but_for_anchors(&read(text), &read(other), &none);
    assert_eq!(
        proven(&text.replace("events:", "\n# more\nevents:").replace("every Tuesday 9:00", "Tuesdays at 9 ")),
        Ok(())
    );
    assert_eq!(proven(&text.replace("every Tuesday", "Tuesday")), Err(Some(MeetingId(0))));
    assert_eq!(proven(&text.replace("9:00 PST", "9:00 PT")), Err(Some(MeetingId(1))), "a note is lost");
    assert_eq!(proven(&text.replace("name: F", "name: G")), Err(Some(MeetingId(1))));
    assert_eq!(proven(&format!("{text}- {{ name: G, cadence: TBD }}\n")), Err(None));
    assert_eq!(proven(&format!("community: {{ start: 2026-01-01 }}\n{text}")), Err(None));
}
