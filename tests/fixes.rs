//! Files of untidy fields, as nobody would write them: fixed, they say the same, and every other byte stays.

use std::collections::BTreeMap;

use proptest::prelude::*;
use sigcal::directory::{Community, FixError, Outcome, Timing, fix, load};
use sigcal::schedule::plan;

const FREQUENCIES: [&str; 14] = [
    "weekly",
    "bi-weekly",
    "every other week",
    "monthly",
    "second Thursday of the month",
    "monthly - last Wednesday every month",
    "biweekly starting 2026-01-08",
    "weekly (tentative)",
    "every four weeks",
    "on demand",
    "weekly, bring a friend",
    "每两周",
    "每月第二个周三",
    "1st and 3rd",
];
const DAYS: [&str; 9] = [
    "Tuesday",
    "Thursdays",
    "Monday, Wednesday and Friday",
    "周四",
    "third Wednesday",
    "TBD",
    "Thu",
    "",
    "daily",
];
const TIMES: [&str; 9] = [
    "9:00",
    "09:00",
    "4PM",
    "9:00-10:30",
    "9:00 PT / 17:00 UTC",
    "noon",
    "9:00 and 17:00",
    "下午3点",
    "25:00",
];
const ZONES: [&str; 10] =
    ["PT (Pacific Time)", "UTC", "PST", "CET", "IST", "Poland", "北京时间", "UTC+8", "Europe/Berlin", ""];

const MARKS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    ": ",
    "#",
    " # ",
    "&a ",
    "*a",
    "!!str ",
    "|",
    ">",
    "'",
    "\"",
    "-",
    "- ",
    "? ",
    " ",
    "\n",
    "\r",
    "\t",
    "\n    ",
    "<<: *a",
    "<<: {day: Monday}\n    ",
    "%",
    "---\n",
    "...",
    "\u{85}",
    "\u{2028}",
    "é",
    "\\",
    "~",
];

/// One entry of a meeting's mapping as it is written.
#[derive(Clone, Debug)]
struct Entry {
    field: bool,
    text: String,
    /// Spaces behind it, and a comment where lines are.
    behind: String,
}

#[derive(Clone, Debug)]
struct Meeting {
    entries: Vec<Entry>,
    /// What stands between the entries of a flow mapping; none for a block mapping.
    flow: Option<String>,
}

/// The entries with one `cadence` for the fields, where there is one.
fn written(meeting: &Meeting, cadence: Option<&str>, eol: &str) -> String {
    let mut first = true;
    let mut text = String::new();
    for (n, entry) in meeting.entries.iter().enumerate() {
        let own = match (cadence, entry.field) {
            (Some(cadence), true) if first => {
                first = false;
                let quoted = meeting.flow.is_some() && cadence.contains(',');
                let quote = if quoted { "\"" } else { "" };
                Some(format!("cadence: {quote}{cadence}{quote}"))
            }
            (Some(_), true) => None,
            (_, false) | (None, true) => Some(entry.text.clone()),
        };
        match (&meeting.flow, own) {
            (Some(between), Some(own)) => {
                let comma = if n > 0 { format!(",{between}") } else { String::new() };
                text += &format!("{comma}{own}{}", entry.behind.replace('#', " "));
            }
            (Some(_), None) => text += &entry.behind.replace('#', " "),
            (None, Some(own)) => {
                let indent = if n > 0 { "    " } else { "  - " };
                text += &format!("{indent}{own}{}{eol}", entry.behind);
            }
            (None, None) => {
                let comment = entry.behind.find('#').map(|at| format!("    {}{eol}", &entry.behind[at..]));
                text += &comment.unwrap_or_default();
            }
        }
    }
    match &meeting.flow {
        Some(_) => format!("  - {{{text}}}{eol}"),
        None => text,
    }
}

fn file(meetings: &[Meeting], cadences: &BTreeMap<usize, String>, form: &Form) -> String {
    let eol = if form.crlf { "\r\n" } else { "\n" };
    let mark = if form.mark { "\u{feff}" } else { "" };
    let zone = if form.zone { "zone: America/Los_Angeles, " } else { "" };
    let mut text = format!("{mark}community: {{ {zone}start: 2026-01-05 }}  # ours{eol}events:{eol}");
    for (n, meeting) in meetings.iter().enumerate() {
        text += &written(meeting, cadences.get(&n).map(String::as_str), eol);
    }
    if form.open { text.trim_end_matches(['\r', '\n']).to_owned() } else { text }
}

#[derive(Clone, Debug)]
struct Form {
    crlf: bool,
    mark: bool,
    zone: bool,
    open: bool,
}

fn form() -> impl Strategy<Value = Form> {
    any::<[bool; 4]>().prop_map(|[crlf, mark, zone, open]| Form { crlf, mark, zone, open })
}

fn value(text: &str, quotes: u8) -> String {
    match quotes {
        0 if !text.contains([',', '(']) => text.to_owned(),
        1 => format!("'{text}'"),
        _ => format!("\"{text}\""),
    }
}

fn entry(key: &'static str, values: &'static [&'static str], field: bool) -> impl Strategy<Value = Entry> {
    let behind = prop::sample::select(&["", "", " ", "   # was: 8:00, {x}", "\t# 也许"][..]);
    (prop::sample::select(values), 0_u8..3, prop::sample::select(&[": ", ":  ", " : "][..]), behind).prop_map(
        move |(text, quotes, colon, behind)| Entry {
            field,
            text: format!("{key}{colon}{}", value(text, quotes)).trim_end().to_owned(),
            behind: behind.to_owned(),
        },
    )
}

fn meeting() -> impl Strategy<Value = Meeting> {
    let some = |entry| prop::option::weighted(0.9, entry);
    let fields = (
        some(entry("frequency", &FREQUENCIES, true).boxed()),
        some(entry("day", &DAYS, true).boxed()),
        some(entry("time", &TIMES, true).boxed()),
        some(entry("tz", &ZONES, true).boxed()),
    );
    let others = (
        entry("url", &["https://example.org/#a", "https://example.org/?b=1"], false),
        prop::option::weighted(0.2, entry("start", &["2026-01-08", "2026-02-03"], false)),
        prop::option::weighted(0.2, entry("until", &["2026-12-31"], false)),
        prop::option::weighted(0.2, entry("skip", &["2026-03-05"], false)),
    );
    let flow = prop::option::of(prop::sample::select(&[" ", "", "\n      ", "  \n    "][..]));
    (fields, others, flow).prop_flat_map(|((a, b, c, d), (url, start, until, skip), flow)| {
        let entries: Vec<Entry> = [a, b, c, d, Some(url), start, until, skip].into_iter().flatten().collect();
        let flow = flow.map(str::to_owned);
        Just(entries).prop_shuffle().prop_map(move |entries| {
            let mut entries = entries;
            if flow.is_some() {
                // A comment ends no flow mapping on its line.
                entries
                    .iter_mut()
                    .for_each(|entry| entry.behind = entry.behind.split('#').next().unwrap_or("").into());
            }
            Meeting { entries, flow: flow.clone() }
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_fixed_file_has_the_same_series_and_every_other_byte(
        mut meetings in prop::collection::vec(meeting(), 1..6),
        form in form(),
    ) {
        for (n, meeting) in meetings.iter_mut().enumerate() {
            meeting.entries.push(Entry { field: false, text: format!("name: M{n}"), behind: String::new() });
        }
        let text = file(&meetings, &BTreeMap::new(), &form);
        let fixed = fix(&text, &[]).expect("what was rewritten says the same").expect("a data file");
        let before = load(&text).community.expect("a community");
        let after = load(&fixed.text).community.expect("a community");
        prop_assert_eq!(plan(&before).0, plan(&after).0);

        let left = |n: usize| {
            let name = format!("the fields of `M{n}`: ");
            fixed.repairs.iter().any(|r| r.outcome == Outcome::Left && r.message.starts_with(&name))
        };
        let has_fields = |n: usize| meetings[n].entries.iter().any(|entry| entry.field);
        let cadences: BTreeMap<usize, String> = after
            .meetings
            .iter()
            .enumerate()
            .filter(|(n, _)| has_fields(*n) && !left(*n))
            .filter_map(|(n, meeting)| match &meeting.timing {
                // Keys with nothing behind them are no fields.
                Timing::Written(reading) => (!reading.text.is_empty()).then(|| (n, reading.text.clone())),
                Timing::Rules(_) => None,
            })
            .collect();
        prop_assert_eq!(&fixed.text, &file(&meetings, &cadences, &form));
        let done = fixed.repairs.iter().filter(|repair| repair.outcome == Outcome::Fixed).count();
        prop_assert_eq!(done, cadences.len());

        let again = fix(&fixed.text, &[]).expect("it says the same").expect("a data file");
        prop_assert_eq!(&again.text, &fixed.text);
        prop_assert!(again.repairs.iter().all(|repair| repair.outcome == Outcome::Left));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// Marks of YAML anywhere in the file: what comes of it is left, or fixed and the same.
    #[test]
    fn no_mark_in_a_file_makes_it_say_something_else(
        meetings in prop::collection::vec(meeting(), 1..4),
        form in form(),
        marks in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(MARKS)), 1..4),
    ) {
        let mut text: Vec<char> = file(&meetings, &BTreeMap::new(), &form).chars().collect();
        for (at, mark) in marks {
            let at = at.index(text.len() + 1);
            text.splice(at..at, mark.chars());
        }
        let text: String = text.into_iter().collect();
        // Of some forms it is only seen afterwards that they would say something else: then nothing is written.
        let fixed = match fix(&text, &[]) {
            Ok(fixed) => fixed,
            Err(error) => {
                prop_assert!(matches!(error, FixError::Differs(_)), "{error:?}");
                None
            }
        };
        if let Some(fixed) = fixed {
            let (before, after) = (load(&text).community, load(&fixed.text).community);
            let series = |community: Option<Community>| community.map(|community| plan(&community).0);
            prop_assert_eq!(series(before), series(after));
            let again = fix(&fixed.text, &[]).expect("it says the same").expect("a data file");
            prop_assert_eq!(&again.text, &fixed.text);
        }
    }
}

/// The property would hold too where nothing is ever fixed.
#[test]
fn most_fields_that_people_write_are_fixed() {
    let meetings: Vec<String> = ["weekly", "bi-weekly", "every four weeks", "每两周"]
        .iter()
        .flat_map(|frequency| ["Tuesday", "Thursdays", "周四"].map(|day| (*frequency, day)))
        .flat_map(|(frequency, day)| ["9:00", "4PM"].map(|time| (frequency, day, time)))
        .enumerate()
        .map(|(n, (frequency, day, time))| {
            format!("- {{ name: M{n}, frequency: {frequency}, day: {day}, time: {time}, tz: PT (Pacific Time) }}\n")
        })
        .collect();
    let fixed = fix(&format!("events:\n{}", meetings.concat()), &[]).expect("the same").expect("a data file");
    let left: Vec<_> = fixed.repairs.iter().filter(|repair| repair.outcome == Outcome::Left).collect();
    assert!(left.is_empty(), "{left:#?}");
    assert_eq!(fixed.repairs.len(), 24);
}
