//! What is found as of 1 June 2026, a Monday: whole findings, each at its place.

use super::*;
use crate::directory::{check_named, load};
use crate::schedule::plan;

const EVERYTHING: &str = r#"community: { zone: UTC }
sigs:
- dir: sig-a
  name: A
  leadership: { chairs: [{ name: Ada }, { name: Grace }], tech_leads: [{ name: Alan }, { name: Edsger }] }
  meetings:
  - { description: Regular, cadence: every Monday 9:00 UTC }
  - { description: Triage, cadence: every Monday 8:45 UTC }
  - { description: Office hours, cadence: every Monday 9:00 UTC, duration: 30m }
  - { description: Until July, cadence: every Tuesday 9:00 UTC, until: 2026-07-31 }
  - { description: Until August, cadence: every Wednesday 9:00 UTC, until: 2026-08-31 }
  - { description: Until May, cadence: every Thursday 9:00 UTC, until: 2026-05-31 }
  - { description: One day, on: 2026-05-05 9:00 }
  - { description: Reading, cadence: biweekly Friday 9:00 UTC }
  - { description: Writing, cadence: biweekly Friday 9:00 UTC }
  subprojects:
  - { name: s, meetings: [{ description: S, cadence: every Saturday 9:00 UTC }] }
  - { name: t, meetings: [{ description: T, cadence: every Saturday 9:00 UTC }] }
workinggroups:
- { dir: wg-b, name: B, lead_sigs: [sig-a], meetings: [{ description: Behind, cadence: first Monday 9:00 UTC }] }
- { dir: wg-ends, name: C, until: 2026-06-30, meetings: [{ description: C, cadence: first Sunday 1:00 UTC }] }
- dir: wg-goes-on
  until: 2026-05-31
  leadership: { chairs: [{ name: alan }, { name: ADA }, { name: Edsger }, { name: Grace }] }
  meetings:
  - { description: D, cadence: every Monday 9:00 UTC }
  - { description: E, cadence: every Tuesday 20:00 UTC, until: 2026-06-01, status: tentative }
  - { description: F, cadence: biweekly Monday 9:00 UTC, start: 2026-06-01, status: tentative }
- { dir: wg-ended, name: G, until: 2026-05-31, meetings: [{ description: G, cadence: first Sunday 1:00 UTC, until: 2026-05-31 }] }
events:
- { name: Call, cadence: every Monday 9:00 UTC, until: 2026-06-01 }
- { name: Conference, on: 2026-05-05, duration: 3d }
"#;

fn found(text: &str) -> Found {
    let community = load(text).community.expect("a community");
    let (series, _) = plan(&community);
    check(&community, &series, NaiveDate::from_ymd_opt(2026, 6, 1).expect("a day of the calendar"))
}

fn lines(found: &Found) -> Vec<String> {
    let line = |finding: &Finding| {
        let Finding { level, check, place, message, remedy } = finding;
        let remedy = remedy.as_deref().unwrap_or("-");
        format!("{}:{}+{} {level:?} {check}: {message} = {remedy}", place.line, place.column, place.length)
    };
    found.findings.iter().map(line).collect()
}

#[test]
fn everything_that_is_doubtful_as_of_a_day_is_found_at_once() {
    let want = "\
8:20+6 Note overlap: as this is assumed to last an hour, it is at the same time as `Regular` in line 7 on 13 dates, first 2026-06-01, 2026-06-08 and 2026-06-15; both are of `sig-a` = say how long `Triage` lasts, as `duration: 30m`
9:20+12 Warning overlap: this is at the same time as `Regular` in line 7 on 13 dates, first 2026-06-01, 2026-06-08 and 2026-06-15; both are of `sig-a` = move one of the two, or write `allow: [{ check: overlap, reason: … }]` where it is meant
9:20+12 Note overlap: this is at the same time as `Triage` in line 8, which is assumed to last an hour, on 13 dates, first 2026-06-01, 2026-06-08 and 2026-06-15; both are of `sig-a` = say how long `Triage` lasts, as `duration: 30m`
15:20+7 Note overlap: if the weeks are as assumed, this is at the same time as `Reading` in line 14 on 6 dates, first 2026-06-12, 2026-06-26 and 2026-07-10; both are of `sig-a` = add `start: <a date it met>` to both, to say which of the weeks is meant
18:42+1 Note overlap: this is at the same time as `S` in line 17 on 13 dates, first 2026-06-06, 2026-06-13 and 2026-06-20; both are of subprojects of `sig-a` = move one of the two, or write `allow: [{ check: overlap, reason: … }]` where it is meant
20:71+6 Note overlap: this is at the same time as `Regular` of `sig-a` in line 7 on 2026-06-01, 2026-07-06 and 2026-08-03; `sig-a` is behind `wg-b` = move one of the two, or write `allow: [{ check: overlap, with: sig-a, reason: … }]` where it is meant
20:71+6 Note overlap: this is at the same time as `Office hours` of `sig-a` in line 9 on 2026-06-01, 2026-07-06 and 2026-08-03; `sig-a` is behind `wg-b` = move one of the two, or write `allow: [{ check: overlap, with: sig-a, reason: … }]` where it is meant
26:20+1 Warning overlap: this is at the same time as `Regular` of `sig-a` in line 7 on 13 dates, first 2026-06-01, 2026-06-08 and 2026-06-15; both groups are led by `Ada`, `Alan`, `Edsger` and 1 more = move one of the two, or write `allow: [{ check: overlap, with: sig-a, reason: … }]` where it is meant
26:20+1 Note overlap: this is at the same time as `Triage` of `sig-a` in line 8, which is assumed to last an hour, on 13 dates, first 2026-06-01, 2026-06-08 and 2026-06-15; both groups are led by `Ada`, `Alan`, `Edsger` and 1 more = say how long `Triage` lasts, as `duration: 30m`
26:20+1 Warning overlap: this is at the same time as `Office hours` of `sig-a` in line 9 on 13 dates, first 2026-06-01, 2026-06-08 and 2026-06-15; both groups are led by `Ada`, `Alan`, `Edsger` and 1 more = move one of the two, or write `allow: [{ check: overlap, with: sig-a, reason: … }]` where it is meant
28:20+1 Note overlap: if the tentative times hold, this is at the same time as `Regular` of `sig-a` in line 7 on 7 dates, first 2026-06-01, 2026-06-15 and 2026-06-29; both groups are led by `Ada`, `Alan`, `Edsger` and 1 more = nothing has to be done before the times are certain
28:20+1 Note overlap: if the tentative times hold, this is at the same time as `Triage` of `sig-a` in line 8 on 7 dates, first 2026-06-01, 2026-06-15 and 2026-06-29; both groups are led by `Ada`, `Alan`, `Edsger` and 1 more = nothing has to be done before the times are certain
28:20+1 Note overlap: if the tentative times hold, this is at the same time as `Office hours` of `sig-a` in line 9 on 7 dates, first 2026-06-01, 2026-06-15 and 2026-06-29; both groups are led by `Ada`, `Alan`, `Edsger` and 1 more = nothing has to be done before the times are certain
28:20+1 Note overlap: if the tentative times hold, this is at the same time as `D` in line 26 on 7 dates, first 2026-06-01, 2026-06-15 and 2026-06-29; both are of `wg-goes-on` = nothing has to be done before the times are certain
10:20+10 Note ends-soon: `Until July` happens for the last time on 2026-07-28, in 57 days = where it goes on, give it a later end
12:20+9 Warning ended: `Until May` last happened on 2026-05-28, and is still listed = remove it once nobody needs its past, or give it a later end
31:11+4 Note ends-soon: `Call` happens for the last time on 2026-06-01, today = where it goes on, give it a later end
21:10+7 Note ends-soon: `wg-ends` ends on 2026-06-30, in 29 days = where it goes on, give it a later end
22:8+10 Warning meets-after-end: `wg-goes-on` ended on 2026-05-31, and `D` and `F` go on = give what is over an `until` of its own, or the group a later one
29:10+8 Warning ended: `wg-ended` ended on 2026-05-31, and is still listed = remove it once nobody needs its past, or give it a later end";
    assert_eq!(lines(&found(EVERYTHING)), want.lines().collect::<Vec<_>>());
}

#[test]
fn every_check_of_the_table_finds_something_and_its_names_are_known() {
    let findings = found(EVERYTHING).findings;
    let found: BTreeSet<_> = findings.iter().map(|finding| finding.check).collect();
    let names: BTreeSet<_> = CHECKS.iter().flat_map(|check| check.names).copied().collect();
    assert_eq!(found, names);
    for name in names {
        assert_eq!(check_named(name), Ok(name));
    }
}

#[test]
fn an_overlap_is_allowed_by_either_meeting_and_only_with_what_it_names() {
    let of = |first: &str, second: &str| {
        let meeting = |name: &str, allow: &str| {
            let allow = if allow.is_empty() {
                String::new()
            } else {
                format!(", allow: [{{ check: overlap, {allow}reason: R }}]")
            };
            format!("[{{ description: {name}, cadence: every Monday 9:00 UTC{allow} }}]")
        };
        let leads = "leadership: { chairs: [{ name: Ada }] }";
        let text = format!(
            "sigs:\n- {{ dir: sig-a, name: A, {leads}, meetings: {} }}\n- {{ dir: sig-b, name: B, {leads}, meetings: {} }}\n",
            meeting("M", first),
            meeting("N", second)
        );
        let found = found(&text);
        (found.findings.len(), found.used.into_iter().map(|place| place.line).collect::<Vec<_>>())
    };
    assert_eq!(of("", ""), (1, vec![]));
    for with in ["with: sig-b, ", "with: sig-b/N, "] {
        assert_eq!(of(with, ""), (0, vec![2]), "{with}");
    }
    for with in ["with: sig-a, ", "with: sig-a/M, "] {
        assert_eq!(of("", with), (0, vec![3]), "{with}");
    }
    assert_eq!(of("with: sig-a, ", ""), (1, vec![]));
    assert_eq!(of("", "with: sig-b/N, "), (1, vec![]));
}
