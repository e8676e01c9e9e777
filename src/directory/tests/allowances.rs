//! `allow` and `checks`: what is told of what is found.

use std::collections::BTreeSet;

use super::line;
use crate::directory::{Levels, Setting, load};

/// What is told of a file, once its allowances and levels are applied, and what is said of the allowances.
fn told(text: &str) -> Vec<String> {
    let loaded = load(text);
    let community = loaded.community.expect("a community");
    let (mut findings, mut used) = (loaded.findings, BTreeSet::new());
    community.take_allowed(&mut findings, &mut used);
    findings.extend(community.unused_allowances(&used));
    community.levels.apply(&mut findings);
    findings.iter().map(|finding| line(finding).split(": ").next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn an_allowance_is_for_its_own_meeting_from_its_first_key_to_its_last() {
    let file = |allow: &str| {
        format!(
            "events:\n\
             - name: A\n  cadance: x\n  cadence: TBD\n  links: x\n\
             - cadance: x\n  name: B\n  {allow}\n  cadence: TBD\n  links: x\n\
             - {{ name: C, cadance: x, cadence: TBD, links: x }}\n"
        )
    };
    let without = told(&file("id: b"));
    let found = ["3:3+7", "4:12+3", "5:3+5", "6:3+7", "9:12+3", "10:3+5", "11:14+7", "11:35+3", "11:40+5"];
    let places = |told: &[String]| {
        told.iter().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(places(&without), found);
    let keys = told(&file("allow: [{ check: unknown-key, reason: R }]"));
    assert_eq!(places(&keys), ["3:3+7", "4:12+3", "5:3+5", "9:12+3", "11:14+7", "11:35+3", "11:40+5"]);
    let both = told(&file("allow: [{ check: unknown-key, reason: R }, { check: irregular, reason: R }]"));
    assert_eq!(places(&both), ["3:3+7", "4:12+3", "5:3+5", "11:14+7", "11:35+3", "11:40+5"]);
}

#[test]
fn an_allowance_that_allows_nothing_is_said() {
    let text = "sigs:\n- dir: sig-a\n  name: A\n  meetings:\n  - { description: M, cadence: weekly Friday 9:00 UTC, \
                allow: [{ check: irregular, reason: R }, { check: irregular, with: sig-a/M, reason: R }] }\n";
    assert_eq!(told(text), ["5:73+9 Note unused-allow", "5:106+9 Note unused-allow"]);
    let loaded = load(text);
    let unused = loaded.community.expect("a community").unused_allowances(&BTreeSet::new());
    assert_eq!(
        unused.iter().map(|finding| finding.message.as_str()).collect::<Vec<_>>(),
        [
            "nothing is found that this allows: the meeting has no `irregular`",
            "nothing is found that this allows: the meeting has no `irregular` with `sig-a/M`",
        ]
    );
}

#[test]
fn a_meeting_that_another_group_has_not_is_told_with_the_nearest() {
    let allowed = |with: &str| {
        let text = format!(
            "sigs:\n- dir: sig-a\n  name: A\n  meetings:\n  - description: Regular\n    cadence: TBD\n    \
             changes: [{{ from: 2026-06-05, cadence: TBD }}]\n    \
             allow: {{ check: overlap, with: {with}, reason: R }}\n"
        );
        let loaded = load(&text);
        let found: Vec<_> =
            loaded.findings.iter().filter(|finding| finding.check == "unknown-meeting").collect();
        found
            .iter()
            .map(|f| format!("{} = {}", f.message, f.remedy.clone().unwrap_or_default()))
            .collect::<Vec<_>>()
    };
    assert_eq!(allowed("sig-a"), Vec::<String>::new());
    assert_eq!(allowed("sig-a/Regular"), Vec::<String>::new());
    assert_eq!(
        allowed("sig-a/Reglar"),
        ["`sig-a` has no meeting `Reglar`, and nothing is allowed = did you mean `sig-a/Regular`?"]
    );
    assert_eq!(
        allowed("wg-zzz"),
        [
            "no group is called `wg-zzz`, and nothing is allowed = name a group by its `dir`, or a meeting as `dir/description`"
        ]
    );
}

#[test]
fn a_level_that_is_set_holds_for_all_but_errors() {
    let text = |checks: &str| {
        format!(
            "community: {{ checks: {{ {checks} }} }}\nevents:\n- {{ name: A, cadance: x, cadence: TBD, duration: 25h }}\n"
        )
    };
    let levels = |checks: &str| {
        let all = told(&text(checks)).into_iter();
        all.map(|line| line.split_once(' ').map(|(_, rest)| rest.to_owned()).unwrap_or_default())
            .collect::<Vec<_>>()
    };
    assert_eq!(levels(""), ["Warning unknown-key", "Note irregular", "Error bad-duration"]);
    assert_eq!(levels("unknown-key: allow, irregular: warn"), ["Warning irregular", "Error bad-duration"]);
    assert_eq!(
        levels("unknown-key: note, irregular: deny, bad-duration: deny"),
        ["Note unknown-key", "Error irregular", "Error bad-duration"]
    );
    assert_eq!(
        levels("bad-duration: note"),
        ["Warning not-allowable", "Warning unknown-key", "Note irregular", "Error bad-duration"]
    );
}

#[test]
fn what_is_set_later_wins() {
    let set = |all: &[(&'static str, Setting)]| {
        all.iter().fold(Levels::default(), |mut levels, (check, setting)| {
            levels.set(check, *setting);
            levels
        })
    };
    let file = set(&[("overlap", Setting::Allow), ("ended", Setting::Deny)]);
    let asked = set(&[("overlap", Setting::Warn), ("ends-soon", Setting::Note)]);
    let both = set(&[("overlap", Setting::Warn), ("ended", Setting::Deny), ("ends-soon", Setting::Note)]);
    assert_eq!(file.overridden_by(&asked), both);
}
