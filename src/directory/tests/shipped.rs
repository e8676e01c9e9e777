//! The community that sigcal ships with.

use std::collections::BTreeSet;

use super::lines;
use crate::directory::{Community, KUBERNETES, Kind, Lang, Level, Timing, load};

fn shipped() -> Community {
    load(KUBERNETES).community.expect("the shipped file is a community")
}

fn count(community: &Community, kind: Kind) -> usize {
    community.groups.iter().filter(|group| group.kind == kind).count()
}

#[test]
fn the_shipped_file_loads_with_nothing_to_say_but_about_cadences() {
    assert_eq!(lines(&load(KUBERNETES)), Vec::<String>::new());
}

#[test]
fn it_has_every_group_of_the_survey() {
    let community = shipped();
    assert_eq!(count(&community, Kind::Sig), 29);
    assert_eq!(count(&community, Kind::Wg), 11);
    assert_eq!(count(&community, Kind::Ug), 0);
    assert_eq!(count(&community, Kind::Committee), 6);
    assert_eq!(community.categories.len(), 8);
}

#[test]
fn every_sig_has_a_category_a_lead_one_meeting_and_its_channels() {
    let community = shipped();
    for (at, sig) in community.groups.iter().enumerate().filter(|(_, group)| group.kind == Kind::Sig) {
        let slug = &sig.slug;
        assert!(sig.category.is_some(), "{slug}");
        assert_eq!(sig.leads.len(), 1, "{slug}");
        assert!(sig.mission.zh.is_some(), "{slug}");
        assert_eq!(
            community.meetings.iter().filter(|meeting| meeting.group == Some(at)).count(),
            1,
            "{slug}"
        );
        assert_eq!(sig.contact.slack.as_ref(), Some(slug));
        let list = format!("kubernetes-{slug}@googlegroups.com");
        assert_eq!(sig.contact.mailing_list, Some(list));
    }
    let filled: BTreeSet<_> = community.groups.iter().filter_map(|group| group.category.as_deref()).collect();
    assert_eq!(filled.len(), 8, "no category is empty");
}

#[test]
fn five_sigs_are_new_in_2025_and_so_are_two_working_groups() {
    let community = shipped();
    let new: Vec<_> = community.groups.iter().filter(|group| group.since == Some(2025)).collect();
    let slugs: Vec<_> = new.iter().map(|group| group.slug.as_str()).collect();
    let want =
        ["sig-ai-ml", "sig-dev-tools", "sig-wasm", "sig-serverless", "sig-security", "wg-ai-ml", "wg-wasm"];
    assert_eq!(slugs, want);
}

#[test]
fn a_working_group_is_described_or_says_that_it_is_not() {
    let community = shipped();
    for group in community.groups.iter().filter(|group| group.kind == Kind::Wg) {
        match group.stakeholders.len() {
            2 => assert!(!group.aim.is_empty() && !group.status.is_empty(), "{}", group.slug),
            0 => assert!(!group.remark.is_empty(), "{}", group.slug),
            n => panic!("{} has {n} lead SIGs", group.slug),
        }
    }
}

#[test]
fn cadences_stand_as_the_survey_writes_them() {
    let community = shipped();
    let cadence = |slug: &str| {
        let at = community.groups.iter().position(|group| group.slug == slug).expect("a slug of the file");
        let meeting = community.meetings.iter().find(|meeting| meeting.group == Some(at));
        match &meeting.expect("the group meets").timing {
            Timing::Written(reading) => reading.text.clone(),
            Timing::Rules(_) => panic!("{slug} is written by rules"),
        }
    };
    assert_eq!(cadence("sig-api-machinery"), "每周二 9:00 PST");
    assert_eq!(cadence("sig-architecture"), "每月第二个周三");
    assert_eq!(cadence("sig-security"), "每周一 14:00 PST");
}

#[test]
fn names_are_in_both_languages() {
    let community = shipped();
    let node = community.group("sig-node").expect("a SIG of the file");
    assert_eq!((node.name.get(Lang::En), node.name.get(Lang::Zh)), ("Node", "节点"));
    assert!(community.groups.iter().all(|group| !group.mission.is_empty()));
}

#[test]
fn its_weekly_meetings_are_read_and_the_others_lack_what_the_survey_leaves_out() {
    let loaded = load(KUBERNETES);
    let count = |check: &str| loaded.findings.iter().filter(|finding| finding.check == check).count();
    // 21 SIGs meet weekly at an hour of `PST`, which the file settles; 8 meet monthly without an hour.
    assert_eq!(count("incomplete"), 8);
    assert_eq!(count("irregular"), 4);
    assert_eq!(loaded.findings.len(), 12);
    assert!(loaded.findings.iter().all(|finding| finding.level == Level::Note));
}
