//! Overlaps in June 2026, which begins on a Monday.

use super::*;
use crate::directory::load;
use crate::schedule::plan;

/// Each overlap as one line.
fn told(text: &str) -> Vec<String> {
    let community = load(text).community.expect("a community");
    let (series, _) = plan(&community);
    let day = |month| NaiveDate::from_ymd_opt(2026, month, 1).expect("a day of the calendar");
    let window = Window::days(day(6), day(7), Zone::utc());
    let told = |overlap: &Overlap| {
        let [earlier, later] = overlap.meetings.map(|id| community.meeting(id).key.as_str());
        let dates: Vec<String> = overlap.dates.iter().map(|date| date.format("%d").to_string()).collect();
        let certainty = match overlap.certainty {
            Certainty::Length(id) => format!("length of {}", community.meeting(id).key),
            Certainty::Guess => "guess".to_owned(),
            Certainty::Certain => "certain".to_owned(),
        };
        format!("{earlier} and {later}: {:?}, {certainty}: {}", overlap.shared, dates.join(" "))
    };
    overlaps(&community, &series, window, Zone::utc()).iter().map(told).collect()
}

/// What overlaps among the meetings of one group.
fn of_group(meetings: &[&str]) -> Vec<String> {
    let meetings: String = meetings.iter().map(|keys| format!("  - {{ {keys} }}\n")).collect();
    told(&format!("sigs:\n- dir: sig-a\n  name: A\n  meetings:\n{meetings}"))
}

/// What overlaps among groups with the keys of each and one meeting `M`-and-its-number with the given keys.
fn of_groups(kinds: &[(&str, &str, &str)]) -> Vec<String> {
    let group = |(n, (kind, keys, meeting)): (usize, &(&str, &str, &str))| {
        format!(
            "{kind}:\n- {{ dir: g-{n}, name: G{n}, {keys}, meetings: [{{ description: M{n}, {meeting} }}] }}\n"
        )
    };
    told(&kinds.iter().enumerate().map(group).collect::<String>())
}

#[test]
fn what_happens_at_one_time_is_compared_and_not_the_rules() {
    assert_eq!(
        of_group(&[
            "description: A, cadence: every Monday 9:00 UTC, skip: 2026-06-08, cancelled: 2026-06-15",
            "description: B, cadence: every Monday 11:00 Europe/Berlin, moved: [{ on: 2026-06-22, to: 2026-06-22 14:00 }]",
        ]),
        ["A and B: Members, certain: 01 29"]
    );
    // One after the other, in other weeks, and in the same hour of two zones.
    let apart = [
        "description: A, cadence: every Monday 9:00 UTC",
        "description: B, cadence: every Monday 10:00 UTC",
        "description: C, cadence: every Monday 9:00 PT",
        "description: D, cadence: every other Tuesday 9:00 UTC, start: 2026-06-02",
        "description: E, cadence: every other Tuesday 9:00 UTC, start: 2026-06-09",
    ];
    assert_eq!(of_group(&apart), [""; 0]);
}

#[test]
fn whole_days_and_what_takes_no_time_overlap_with_nothing() {
    let all = [
        "description: A, cadence: every day 9:00 UTC",
        "description: B, cadence: every Monday",
        "description: C, on: 2026-06-02, duration: 3d",
        "description: D, on: 2026-06-03 9:30 UTC, duration: 0m",
        "description: E, on: 2026-06-04 9:30 UTC, duration: 1m",
    ];
    assert_eq!(of_group(&all), ["A and E: Members, length of A: 04"]);
}

#[test]
fn a_meeting_does_not_overlap_with_itself() {
    let twice = "description: A, cadence: every Monday and Tuesday 9:00 UTC; every Monday 9:30 UTC";
    assert_eq!(of_group(&[twice]), [""; 0]);
    let changed = "description: A, cadence: every Monday 9:00 UTC, until: 2026-06-29, \
                   changes: [{ from: 2026-06-08, cadence: every Monday 9:30 UTC }]";
    assert_eq!(
        of_group(&[changed, "description: B, cadence: every Monday 9:00 UTC, duration: 45m"]),
        ["A and B: Members, certain: 01 08 15 22 29"]
    );
}

#[test]
fn a_meeting_that_several_list_is_one() {
    let url = "url: 'https://example.org/a'";
    let joint = format!("cadence: every Monday 9:00 UTC, {url}");
    let ada = "leadership: { chairs: [{ name: Ada }] }";
    assert_eq!(of_groups(&[("sigs", ada, &joint), ("workinggroups", ada, &joint)]), [""; 0]);
    // In its one room, a group may have two meetings.
    let (one, other) = (format!("description: A, {joint}"), format!("description: B, {joint}"));
    assert_eq!(of_group(&[&one, &other]), ["A and B: Members, certain: 01 08 15 22 29"]);
    let listed = told(&format!(
        "sigs:\n- dir: sig-a\n  name: A\n  meetings: [{{ {one} }}]\n  \
         subprojects: [{{ name: s, meetings: [{{ {one} }}] }}, {{ name: t, meetings: [{{ {one} }}] }}]\n"
    ));
    assert_eq!(listed, [""; 0]);
}

#[test]
fn a_lead_of_two_groups_is_one_person_however_the_name_is_spaced() {
    let leads = |names: &str| format!("leadership: {{ chairs: [{names}] }}");
    let monday = "cadence: every Monday 9:00 UTC";
    let both = [
        ("sigs", &*leads("{ name: Ada  Lovelace }, { name: Grace }"), monday),
        ("workinggroups", &*leads("{ name: ada lovelace }, { name: Grace }, { name: Ada Lovelace }"), monday),
        ("committees", &*leads("{ name: Grace }"), "cadence: every Monday 9:30 UTC, until: 2026-06-08"),
    ];
    assert_eq!(
        of_groups(&both),
        [
            "M0 and M1: Leads([\"Ada Lovelace\", \"Grace\"]), certain: 01 08 15 22 29",
            "M0 and M2: Leads([\"Grace\"]), length of M0: 01 08",
            "M1 and M2: Leads([\"Grace\"]), length of M1: 01 08",
        ]
    );
}

#[test]
fn a_working_group_and_a_sig_behind_it_have_members_in_common() {
    let monday = "cadence: every Monday 9:00 UTC";
    let groups = [
        ("sigs", "category: x", monday),
        ("workinggroups", "lead_sigs: [g-0]", monday),
        ("committees", "category: x", monday),
    ];
    assert_eq!(of_groups(&groups), ["M0 and M1: Sig, certain: 01 08 15 22 29"]);
}

#[test]
fn whoever_leads_a_sig_need_not_be_in_its_subprojects() {
    let meeting = "[{ description: M, cadence: every Monday 9:00 UTC }]";
    let leads = "leadership: { chairs: [{ name: Ada }] }";
    let text = format!(
        "sigs:\n- dir: sig-a\n  {leads}\n  subprojects: [{{ name: s, meetings: {meeting} }}, {{ name: t, meetings: {meeting} }}]\n\
         - dir: sig-b\n  {leads}\n  meetings: {meeting}\n"
    );
    assert_eq!(told(&text), ["s/M and t/M: Subprojects, certain: 01 08 15 22 29"]);
}

#[test]
fn how_certain_an_overlap_is_depends_on_weeks_and_lengths() {
    let pair = |a: &str, b: &str| {
        let [a, b] = [("A", a), ("B", b)].map(|(name, keys)| format!("description: {name}, {keys}"));
        of_group(&[&a, &b]).into_iter().map(|line| line.replace("A and B: Members, ", "")).collect::<Vec<_>>()
    };
    let every = "cadence: every Monday 9:00 UTC";
    let biweekly = "cadence: biweekly Monday 9:00 UTC";
    assert_eq!(pair(biweekly, biweekly), ["guess: 08 22"]);
    // It meets the other one in whatever week that is.
    assert_eq!(pair(biweekly, every), ["certain: 08 22"]);
    assert_eq!(pair(&format!("{biweekly}, status: tentative"), every), ["guess: 08 22"]);
    assert_eq!(pair(&format!("{every}, status: tentative"), every), ["guess: 01 08 15 22 29"]);
    let later = "cadence: every Monday 9:30 UTC, until: 2026-06-08";
    assert_eq!(pair(every, later), ["length of A: 01 08"]);
    assert_eq!(pair(&format!("{every}, duration: 45m"), later), ["certain: 01 08"]);
    assert_eq!(pair("cadence: every Monday 9:00-9:45 UTC", later), ["certain: 01 08"]);
    assert_eq!(pair(&format!("{every}, duration: 30m"), later), [""; 0]);
}

/// Nobody leads as many groups as this, and a file in which somebody does is checked all the same.
#[test]
fn a_crowd_at_one_time_is_no_square() {
    let group = |n: usize| {
        format!(
            "- {{ dir: sig-{n}, name: G, leadership: {{ chairs: [{{ name: Ada }}] }}, meetings: [{{ description: M, cadence: every Monday 9:00 UTC }}] }}\n"
        )
    };
    let text = format!("sigs:\n{}", (0..1000).map(group).collect::<String>());
    assert_eq!(told(&text).len(), (0..16).sum::<usize>() + (1000 - 16) * 16);
}
