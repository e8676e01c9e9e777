//! One file with everything wrong: all of it is found at once, each at its place.

use std::collections::BTreeSet;

use super::{line, lines};
use crate::directory::checks::CHECKS;
use crate::directory::{Timing, check_named, load};

const EVERYTHING_WRONG: &str = r#"# 注释
community:
  nam: Example
  zone: America/Los_Angles
  zones: { IST: Asia/Kolkatta }
  start: 2025-02-30
  url: javascript:alert(1)
  categories: { tools: Tools, Big Ones: Big }
  skip: { kubecon: { from: 2027-03-15, to: 2027-03-18 }, back: { from: 2027-03-18, to: 2027-03-15 } }
  checks: { overlaps: warn, overlap: maybe, unreadable: allow }
sigs:
- dir: sig-a
  category: tool
  dir: sig-b
  lead_sigs: [sig-aa]
  since: last year
  leadership: { chairs: [{ company: Example }] }
  formerly: [Sig A]
  meetings:
  - description: Regular
    cadence: TBD
    duration: 25h
    start: 2026-01-02
    until: 2026-01-01
    skip: [kubecn, { on: 2026-13-01 }, { from: 2026-01-01 }]
    cancelled: [someday]
    moved: [{ on: 2026-02-06, to: 11:00 }]
    changes: [{ from: 2026-06-05, cadence: TBD }]
  - description: Regular
    recordings_url: "\u200Bhttps://example.org/"
    allow: [{ check: overlaps, reason: R }, { check: unreadable, reason: R }, { check: overlap, with: sig-b, reason: R }, { check: overlap }, all]
  - rrule: FREQ=WEKLY
    cadence: TBD
    tz: Mars/Olympus
  - { description: Rules, rrule: FREQ=DAILY, start: 2025-10-24 09:00 }
- dir: sig-a
  name: Again
- dir: Sig C
  name: C
- dir: week
  name: Week
- name: Without
- just a text
"#;

#[test]
fn everything_that_is_wrong_is_found_at_once() {
    let want = "\
3:3+3 Warning unknown-key: a community has no key `nam` = did you mean `name`?
4:9+18 Error unknown-zone: `America/Los_Angles` is no zone of the IANA database = did you mean `America/Los_Angeles`?
5:17+13 Error unknown-zone: `Asia/Kolkatta` is no zone of the IANA database = did you mean `Asia/Kolkata`?
6:10+10 Error bad-date: `2025-02-30` is no date = write a day of the calendar as `2025-10-24`
7:8+19 Warning not-a-url: `javascript:alert(1)` is no web address, and `url` is left out = write it with `https://` and without spaces, or remove it until there is one
8:31+8 Error bad-slug: `Big Ones` cannot be a category's path = use small letters, digits and `-` only, and give the category its name as the value
9:64+1 Error backward-skip: the skip ends on 2027-03-15, before it begins on 2027-03-18 = swap the two dates
10:13+8 Warning unknown-check: no check is called `overlaps` = did you mean `overlap`?
10:38+5 Warning bad-level: `maybe` is nothing that a check can be set to, and `overlap` stays as it is = write `allow`, `note`, `warn` or `deny`
10:57+5 Warning not-allowable: what `unreadable` finds is not served, and stays an error = mend what it finds, and remove this
12:8+5 Warning former-name: `Sig A` was never a path = write the `dir` that the group had before
12:8+5 Warning no-name: `sig-a` has no name and is called by its path = add `name:`
13:13+4 Warning unknown-category: the community has no category `tool`, and the group is in none = did you mean `tools`?
14:3+3 Error repeated-key: `dir` stands here a second time; only the one in line 12 is read = remove one of the two
15:15+6 Warning unknown-sig: `sig-aa` is no SIG of this file, and is left out = did you mean `sig-a`?
16:10+9 Error bad-date: `last year` is no year = write the year it was founded as `2025`
17:26+1 Warning no-name: this chair has no name and is left out = add `name:`
22:15+3 Error bad-duration: `25h` is longer than a day = give one meeting's length, 24 hours at most; list days on their own
24:12+10 Error until-before-start: the meeting ends on 2026-01-01, before it starts on 2026-01-02 = swap the two dates, or remove the meeting
25:12+6 Error unknown-skip: the community has no skip list `kubecn` = did you mean `kubecon`?
25:26+10 Error bad-date: `2026-13-01` is no date = write a day of the calendar as `2025-10-24`
25:40+1 Error missing-key: a skip has either `on`, or `from` and `to`, and one is missing or too many are given = give it as `2025-10-24`
26:17+7 Error bad-date: `someday` is no date = write a day of the calendar as `2025-10-24`
27:35+5 Error bad-date: `11:00` is no date with a time of day = write it as `2026-02-05 11:00`
28:23+10 Error bad-change: the change is from 2026-06-05 on, after the meeting ends on 2026-01-01 = correct `until` or `from`
29:18+7 Warning duplicate-key: `Regular` is already the meeting in line 20; only the order of the file tells them apart = give each an `id:` of its own, or another description
29:18+7 Warning no-cadence: nothing says when this happens, and it is in no calendar = add `cadence: weekly Thursday 9:00 PT`, or `cadence: TBD` where it is not settled
30:21+28 Warning invisible-characters: invisible characters stand around `https://example.org/`; they are left out = delete them: they come with copying from a page
31:22+8 Warning unknown-check: no check is called `overlaps` = did you mean `overlap`?
31:54+10 Warning not-allowable: what `unreadable` finds is not served, and stays an error = mend what it finds, and remove this
31:88+7 Warning unknown-meeting: no group is called `sig-b`, and nothing is allowed = did you mean `sig-a`?
31:123+1 Error missing-key: an allowance without `reason` allows nothing = write it as `{ check: overlap, reason: the same people, in alternate weeks }`
31:143+3 Error wrong-shape: an allowance is a mapping, as `{ check: overlap, reason: … }`, and this is a text = write a mapping, as `{ check: overlap, reason: … }` here
32:5+1 Warning no-description: nothing says what this is called; calendars show it as `Meeting` = add `description:`
32:12+10 Error rrule: `FREQ=WEKLY`: FREQ is SECONDLY to YEARLY, not `WEKLY` = write it as `FREQ=MONTHLY;BYDAY=2WE` (RFC 5545 3.3.10)
32:12+10 Error rrule: an `rrule` starts at no time that the file gives = add `start:` with a date and a time, as `start: 2025-10-24 09:00`
33:14+3 Error two-timings: both `cadence` and `rrule` say when the meeting happens; `rrule` is read = remove one of the two
34:9+12 Error unknown-zone: `Mars/Olympus` is no zone of the IANA database = a zone is written like `Europe/Berlin`
35:34+10 Error rrule: nothing says in which zone the rule's times are = add `tz:` here, or `zone:` to the community
36:8+5 Error duplicate-slug: `sig-a` is already the group in line 12; this one is not served = give one of the two another `dir`
38:8+5 Error bad-slug: `Sig C` cannot be a path, and the group is not served = use small letters, digits and `-` only, as `sig-c`
40:8+4 Error reserved-slug: `week` is a path of the server itself = give the group another `dir`, as `sig-week`
42:3+1 Error no-slug: a group without a `dir` has no path and is not served = add `dir: sig-without`, the path it is served under
43:3+11 Error wrong-shape: a group is a mapping, and this is a text = write a mapping here";
    let found = lines(&load(EVERYTHING_WRONG));
    assert_eq!(found, want.lines().collect::<Vec<_>>());
}

#[test]
fn every_check_of_the_table_finds_something_somewhere() {
    let about_cadences =
        ["cadence-fields-disagree", "incomplete", "ambiguous", "unreadable", "irregular", "no-anchor"];
    let (loaded, empty) = (load(EVERYTHING_WRONG), load("{}"));
    let findings = loaded.findings.iter().chain(&empty.findings);
    let found: BTreeSet<_> = findings.map(|finding| finding.check).chain(about_cadences).collect();
    for name in CHECKS.iter().flat_map(|check| check.names) {
        assert!(found.contains(name), "{name}");
    }
    for name in found {
        assert_eq!(check_named(name), Ok(name));
    }
}

#[test]
fn what_cannot_be_served_is_left_out_and_the_rest_is_served() {
    let community = load(EVERYTHING_WRONG).community.expect("a community");
    let slugs: Vec<_> = community.groups.iter().map(|group| group.slug.as_str()).collect();
    assert_eq!(slugs, ["sig-a"]);
    let keys: Vec<_> = community.meetings.iter().map(|meeting| meeting.key.as_str()).collect();
    assert_eq!(keys, ["Regular", "Regular#2", "Meeting", "Rules"]);
    assert!(community.url.is_none() && community.zone.is_none());
}

#[test]
fn a_key_that_was_written_is_never_given_to_another_meeting() {
    let text = "events:\n- { name: A }\n- { name: A }\n- { name: 'A#2' }\n- { name: B, id: A }\n";
    let community = load(text).community.expect("a community");
    let keys: Vec<_> = community.meetings.iter().map(|meeting| meeting.key.as_str()).collect();
    assert_eq!(keys, ["A", "A#3", "A#2", "A#4"]);
}

#[test]
fn rules_have_a_start_with_a_time_and_a_zone() {
    let text = "events:\n- { name: R, rrule: 'rrule:freq=weekly;byday=th', start: 2025-10-24 09:00, tz: PT (Pacific Time) }\n";
    let loaded = load(text);
    assert!(loaded.findings.is_empty(), "{:?}", loaded.findings.iter().map(line).collect::<Vec<_>>());
    let community = loaded.community.expect("a community");
    let Timing::Rules(rules) = &community.meetings[0].timing else { panic!("rules") };
    assert_eq!(rules.rrules, ["FREQ=WEEKLY;BYDAY=TH"]);
    assert_eq!(rules.zone.map(|zone| zone.tzid()), Some("America/Los_Angeles"));
    assert_eq!(rules.dtstart.to_string(), "2025-10-24 09:00:00");
}

#[test]
fn exceptions_and_skip_lists_become_dates() {
    let text = "community: { skip: { kubecon: { from: 2027-03-15, to: 2027-03-18, reason: KubeCon } } }\nevents:\n\
                - name: E\n  cadence: TBD\n  skip: [kubecon, { on: 2025-12-26, reason: holidays }, 2026-01-01]\n  \
                cancelled: [{ on: 2026-01-02, reason: { en: no agenda, zh: 无议题 } }]\n  \
                moved: [{ on: 2026-02-06, to: 2026-02-05 11:00, reason: room }]\n";
    let loaded = load(text);
    assert_eq!(lines(&loaded), Vec::<String>::new());
    let community = loaded.community.expect("a community");
    let meeting = &community.meetings[0];
    let skips: Vec<_> = meeting
        .skips
        .iter()
        .map(|skip| format!("{}/{} {} {}", skip.from, skip.to, skip.reason.en, skip.place.column))
        .collect();
    assert_eq!(
        skips,
        [
            "2027-03-15/2027-03-18 KubeCon 10",
            "2025-12-26/2025-12-26 holidays 19",
            "2026-01-01/2026-01-01  57"
        ]
    );
    assert_eq!(meeting.cancelled[0].reason.zh.as_deref(), Some("无议题"));
    assert_eq!(meeting.moved[0].to.to_string(), "2026-02-05 11:00:00");
}

#[test]
fn texts_may_be_in_two_languages_and_a_third_is_not_known() {
    let text =
        "sigs:\n- dir: sig-a\n  name: { zh: 甲 }\n  aim: { en: Aim, zh: 目标, fr: But }\n  status: [x]\n";
    let loaded = load(text);
    let found = lines(&loaded);
    assert_eq!(
        found,
        [
            "4:27+2 Warning unknown-key: a text has no key `fr` = a text may have `en`, `zh`",
            "5:11+1 Error wrong-shape: `status` is a text, and this is a list = write a text here",
        ]
    );
    let community = loaded.community.expect("a community");
    assert_eq!((community.groups[0].name.en.as_str(), community.groups[0].aim.en.as_str()), ("甲", "Aim"));
}

#[test]
fn a_file_without_groups_is_not_passed_over() {
    for text in ["{}", "sigs: []\n", "community: { name: Empty }\n"] {
        let found: Vec<String> = load(text).findings.iter().map(line).collect();
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert!(found[0].starts_with("1:1+1 Warning no-groups: "), "{text}: {found:?}");
    }
}

#[test]
fn a_tab_has_a_remedy_of_its_own() {
    let found: Vec<String> = load("sigs:\n\t- dir: sig-a\n").findings.iter().map(line).collect();
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].ends_with(" = indent with spaces: YAML allows no tabs there"), "{found:?}");
}
