//! Edits in which the past is easily lost, doubled or made up.

use super::*;

/// The dates from 18 January to 19 February 2026 after an edit at noon of 4 February, without the hour where that is 9:00.
fn after(before: &str, after: &str) -> String {
    let (starts, _) = edited(before, after);
    let short = |start: &String| start.strip_suffix(" 09:00").unwrap_or(start).to_owned();
    starts.iter().map(short).collect::<Vec<_>>().join(", ")
}

fn mondays(keys: &str) -> String {
    format!("{MONDAYS}, {keys}")
}

#[test]
fn what_was_over_does_not_come_back_in_the_past() {
    let over = mondays("until: 2026-01-20");
    assert_eq!(after(&over, MONDAYS), "01-19, 02-09, 02-16");
    assert_eq!(after(&over, &mondays("until: 2026-02-10")), "01-19, 02-09");
    let revised = mondays("changes: [{ from: 2026-01-26, url: \"https://example.org/2\" }]");
    let folded = mondays("url: \"https://example.org/2\"");
    assert_eq!(after(&revised, &folded), "01-19, 01-26, 02-02, 02-09, 02-16");
    let change =
        |from: &str| mondays(&format!("changes: [{{ from: {from}, cadence: every Friday 9:00 UTC }}]"));
    assert_eq!(after(&change("2026-01-27"), &change("2026-02-12")), "01-19, 01-26, 01-30, 02-09, 02-13");
}

#[test]
fn a_change_to_come_does_not_take_the_place_of_what_is_before_it() {
    let change = |cadence: &str| {
        format!("cadence: {cadence}, changes: [{{ from: 2026-02-15, url: \"https://example.org/2\" }}]")
    };
    assert_eq!(
        after(&change("every Monday 9:00 UTC"), &change("every Thursday 9:00 UTC")),
        "01-19, 01-26, 02-02, 02-05, 02-12, 02-19"
    );
    // What was revised, with a change that is past, goes on as it was when another one is added.
    let passed = "changes: [{ from: 2026-01-12, url: \"https://example.org/2\" }";
    let first = locked(&mondays(&format!("{passed}]")), None, "2026-01-01T00:00:00Z");
    let short = mondays(&format!("duration: 30m, {passed}]"));
    let second = locked(&short, Some(&first.lock), "2026-01-24T00:00:00Z");
    let third = mondays(&format!(
        "duration: 30m, {passed}, {{ from: 2026-02-15, cadence: every Thursday 9:00 UTC }}]"
    ));
    let third = locked(&third, Some(&second.lock), "2026-02-04T12:00:00Z");
    assert_eq!(starts(&third), ["01-19 09:00", "01-26 09:00", "02-02 09:00", "02-09 09:00", "02-19 09:00"]);
}

#[test]
fn a_change_that_was_taken_up_has_a_past_as_well() {
    // The later stretches of odd weeks have not happened: the change takes the UID of one.
    let odd = "cadence: odd weeks Monday 9:00 UTC";
    let change = |duration: &str| {
        format!("{odd}{duration}, changes: [{{ from: 2026-01-15, cadence: every Monday 10:00 UTC }}]")
    };
    let first = locked(odd, None, "2026-01-01T00:00:00Z");
    let second = locked(&change(""), Some(&first.lock), "2026-01-10T00:00:00Z");
    let third = locked(&change(", duration: 30m"), Some(&second.lock), "2026-02-04T12:00:00Z");
    is_settled(&change(", duration: 30m"), &third);
    assert_eq!(starts(&third), ["01-19 10:00", "01-26 10:00", "02-02 10:00", "02-09 10:00", "02-16 10:00"]);
}

#[test]
fn who_says_since_when_is_believed_only_where_nothing_was_before() {
    let odd = "cadence: odd weeks Monday 9:00 UTC";
    let since = "cadence: every other Thursday 9:00 UTC starting 2026-01-15";
    assert_eq!(after(odd, since), "01-26, 02-12");
    assert_eq!(after(MONDAYS, since), "01-19, 01-26, 02-02, 02-12");
}

#[test]
fn dates_to_come_go_with_their_list() {
    let on = |dates: &str| format!("on: [{dates}], tz: UTC");
    let all = on("2026-01-19 9:00, 2026-02-10 9:00, 2026-02-17 9:00");
    let first = locked(&all, None, "2026-01-01T00:00:00Z");
    let gone = locked("cadence: TBD", Some(&first.lock), "2026-02-04T12:00:00Z");
    assert_eq!(starts(&gone), ["01-19 09:00"]);
    let longer = locked(&format!("{all}, duration: 2h"), Some(&first.lock), "2026-02-04T12:00:00Z");
    assert_eq!(starts(&longer), ["01-19 09:00", "02-10 09:00", "02-17 09:00"]);
    for shown in [gone, longer] {
        let rules = shown.lock.series.iter().map(|record| &record.rules);
        let listed: usize = rules.map(|rules| 1 + rules.rdates.len() - rules.exdates.len()).sum();
        assert_eq!(listed, starts(&shown).len(), "feeds make an event of each date in a list");
    }
}

#[test]
fn what_starts_later_than_it_did_pauses_till_then() {
    let start = |start: &str| mondays(&format!("start: {start}"));
    assert_eq!(after(&start("2026-01-05"), &start("2026-02-16")), "01-19, 01-26, 02-02, 02-16");
    assert_eq!(after(&start("2026-01-05"), &start("2026-02-02")), "01-19, 01-26, 02-02, 02-09, 02-16");
    assert_eq!(after(&start("2026-02-16"), &start("2026-02-09")), "02-09, 02-16");
    // An extra meeting before is no reason to begin later.
    let extra = "start: 2026-02-16, extra: 2026-01-20 9:00";
    let first = locked(&mondays(extra), None, "2026-01-01T00:00:00Z");
    let pruned = locked(&start("2026-02-16"), Some(&first.lock), "2026-01-25T00:00:00Z");
    let earlier = locked(&start("2026-02-09"), Some(&pruned.lock), "2026-02-04T12:00:00Z");
    assert_eq!(starts(&earlier), ["01-20 09:00", "02-09 09:00", "02-16 09:00"]);
}

#[test]
fn dates_that_go_from_a_list_when_they_are_over_stay() {
    let on = |dates: &str| format!("on: [{dates}], tz: UTC");
    let all = on("2026-01-19 9:00, 2026-02-02 9:00, 2026-02-10 9:00, 2026-02-17 9:00");
    assert_eq!(after(&all, &on("2026-02-10 9:00, 2026-02-17 9:00")), "01-19, 02-02, 02-10, 02-17");
    assert_eq!(after(&all, &on("2026-02-17 9:00")), "01-19, 02-02, 02-17");
    assert_eq!(after(&all, &on("2026-01-19 9:00, 2026-02-18 9:00")), "01-19, 02-02, 02-18");
    let rule = "rrule: FREQ=WEEKLY, tz: UTC, start: 2026-01-05 9:00";
    assert_eq!(
        after(&format!("{rule}, on: 2026-01-20 9:00"), rule),
        "01-19, 01-20, 01-26, 02-02, 02-09, 02-16"
    );
    let ten = |start: &str| format!("rrule: FREQ=WEEKLY;COUNT=6, tz: UTC, start: {start} 9:00");
    assert_eq!(after(&ten("2026-01-05"), &ten("2026-02-02")), "01-19, 01-26, 02-02, 02-09, 02-16");
}

#[test]
fn what_is_moved_from_the_past_is_shown_once_while_the_data_has_it() {
    let moved = "moved: [{ on: 2026-02-02, to: 2026-02-10 12:00 }]";
    let other = |keys: &str| format!("cadence: every Monday 10:00 UTC{keys}");
    assert_eq!(
        after(&mondays(moved), &other(&format!(", {moved}"))),
        "01-19, 01-26, 02-09 10:00, 02-10 12:00, 02-16 10:00"
    );
    assert_eq!(after(&mondays(moved), &other("")), "01-19, 01-26, 02-09 10:00, 02-16 10:00");
    let thursdays = format!("cadence: every Thursday 9:00 UTC, {moved}");
    assert_eq!(after(&mondays(moved), &thursdays), "01-19, 01-26, 02-05, 02-10 12:00, 02-12, 02-19");
    let extra = "extra: 2026-01-30 9:00, moved: [{ on: 2026-01-30, to: 2026-02-11 9:00 }]";
    assert_eq!(after(&mondays(extra), MONDAYS), "01-19, 01-26, 02-02, 02-09, 02-16");
}

#[test]
fn one_of_two_extra_meetings_of_a_day_may_go() {
    let extra = |times: &str| mondays(&format!("extra: [{times}]"));
    let both = extra("2026-01-30 8:00, 2026-01-30 16:00");
    let shown = "01-19, 01-26, 01-30 08:00, 01-30 16:00, 02-02, 02-09, 02-16";
    for left in ["2026-01-30 16:00", "2026-01-30 8:00", ""] {
        assert_eq!(after(&both, &extra(left)), shown, "{left}");
    }
    assert_eq!(
        after(&extra("2026-02-10 9:00"), &extra("2026-02-17 9:00")),
        "01-19, 01-26, 02-02, 02-09, 02-16, 02-17"
    );
}

#[test]
fn exceptions_of_an_extra_meeting_hold_when_it_is_over() {
    let extra = |keys: &str| mondays(&format!("extra: 2026-01-30 9:00{keys}"));
    let without = "01-19, 01-26, 02-02, 02-09, 02-16";
    assert_eq!(after(&extra(""), &extra(", skip: 2026-01-30")), without);
    let moved = extra(", moved: [{ on: 2026-01-30, to: 2026-01-31 9:00 }]");
    let shown = "01-19, 01-26, 01-31, 02-02, 02-09, 02-16";
    for pruned in [moved.clone(), extra(""), MONDAYS.to_owned()] {
        assert_eq!(after(&moved, &pruned), shown, "{pruned}");
    }
    // Neither the hour nor the length of the cadence reaches it.
    let daily = |hour: &str, keys: &str| format!("cadence: every Monday {hour} UTC, extra: 2026-01-30{keys}");
    let (starts, _) = edited(&daily("9:00", ""), &daily("12:00", ", duration: 30m"));
    assert_eq!(starts[2..4], ["01-30 09:00", "02-02 09:00"]);
}

#[test]
fn what_is_laid_out_is_not_laid_out_for_the_past() {
    let first = locked("cadence: fourth Wednesday 9:00 UTC", None, "2026-01-01T00:00:00Z");
    let after = "cadence: Wednesday after the fourth Tuesday 9:00 UTC";
    let edited = locked(after, Some(&first.lock), "2026-05-10T00:00:00Z");
    let window = Window { from: at("2026-04-01T00:00:00Z"), to: at("2026-08-01T00:00:00Z") };
    let items = agenda(&edited.series, window, Zone::utc());
    let starts: Vec<String> =
        items.iter().map(|item| item.occurrence.start.format("%m-%d").to_string()).collect();
    assert_eq!(starts, ["04-22", "05-27", "06-24", "07-29"]);
}

#[test]
fn an_exception_that_the_end_leaves_nothing_of_is_gone() {
    let moved = "moved: [{ on: 2026-01-26, to: 2026-01-28 9:00 }]";
    assert_eq!(after(&mondays(moved), &mondays("until: 2026-01-20")), "01-19");
}

#[test]
fn what_was_skipped_may_stay_in_the_data_of_another_cadence() {
    let skip = "skip: [2026-01-26, 2026-02-02]";
    let thursdays = format!("cadence: every Thursday 9:00 UTC, {skip}");
    let first = locked(&mondays(skip), None, "2026-01-01T00:00:00Z");
    let second = locked(&thursdays, Some(&first.lock), "2026-02-04T12:00:00Z");
    is_settled(&thursdays, &second);
    let skipped: Vec<String> =
        second.series.iter().flat_map(|one| &one.skipped).map(|one| one.at.date().to_string()).collect();
    assert_eq!(skipped, ["2026-01-26", "2026-02-02"]);
    // Also where nothing but one date is left of the other.
    let one = "start: 2026-01-26, skip: 2026-02-02";
    assert_eq!(
        after(&mondays(one), &format!("cadence: every Thursday 9:00 UTC, {one}")),
        "01-26, 02-05, 02-12, 02-19"
    );
}

#[test]
fn the_first_dates_may_be_skipped_when_they_are_over() {
    let skip = "skip: [{ from: 2026-01-01, to: 2026-02-10 }]";
    assert_eq!(after(MONDAYS, &mondays(skip)), "02-16");
    assert_eq!(
        after(&mondays("start: 2026-01-19"), &mondays("start: 2026-01-19, skip: 2026-01-19")),
        "01-26, 02-02, 02-09, 02-16"
    );
}

/// A file of groups, locked at an instant.
fn groups(text: &str, lock: Option<&Lock>, now: &str) -> Remembered {
    let community = load(text).community.expect("a community");
    let (series, _) = plan(&community);
    remember(community, series, lock, at(now))
}

#[test]
fn what_a_group_had_goes_with_it_when_it_is_renamed() {
    let mid = |dir: &str, meetings: &str| {
        let other = "{ description: Other, cadence: every Friday 9:00 UTC }";
        format!("sigs:\n- {{ dir: {dir}, name: Mid, meetings: [{meetings}{other}] }}\n")
    };
    let monthly = "{ description: Monthly, cadence: every Monday 9:00 UTC }, ";
    let first = groups(&mid("sig-mid", monthly), None, "2026-01-01T00:00:00Z");
    let gone = groups(&mid("sig-mid", ""), Some(&first.lock), "2026-02-01T00:00:00Z");
    let renamed = "sig-centre, formerly: sig-mid";
    let after = groups(&mid(renamed, ""), Some(&gone.lock), "2026-03-01T00:00:00Z");
    let uids = |shown: &Remembered| {
        let uids = shown.lock.series.iter().map(|record| record.uid.clone());
        uids.collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(uids(&after), uids(&first));
    assert_eq!(starts(&after), starts(&gone));
    // Nothing that it was called is forgotten, whatever becomes of `formerly` and of the group.
    let nameless = groups(&mid("sig-centre", ""), Some(&after.lock), "2026-04-01T00:00:00Z");
    let none = groups("sigs: []\nevents: []\n", Some(&nameless.lock), "2026-05-01T00:00:00Z");
    for shown in [&after, &nameless, &none] {
        let catalog = shown.community.groups.iter().flat_map(crate::directory::Group::names);
        assert_eq!(catalog.collect::<Vec<_>>(), ["sig-centre", "sig-mid"]);
    }
    assert_eq!(uids(&none), uids(&first));
}

#[test]
fn a_group_of_another_kind_has_another_title_and_a_slug_is_none() {
    let group = |list: &str, dir: &str| {
        format!("{list}:\n- {{ dir: {dir}, name: A, meetings: [{{ description: M, {MONDAYS} }}] }}\n")
    };
    let first = groups(&group("sigs", "a"), None, "2026-01-01T00:00:00Z");
    let edit = |text: &str| groups(text, Some(&first.lock), "2026-02-01T00:00:00Z").lock.series[0].sequence;
    assert_eq!(edit(&group("workinggroups", "a")), 1);
    assert_eq!(edit(&group("sigs", "b, formerly: a")), 0);
}

#[test]
fn which_of_several_was_skipped_is_remembered() {
    let skip = mondays("skip: [2026-01-19 9:00]");
    let (_, changes) = edited(&skip, MONDAYS);
    assert_eq!(changes, []);
}

#[test]
fn an_unlocked_edit_after_the_first_lock_is_one_of_after_it() {
    let first = locked(MONDAYS, None, "2026-02-01T12:00:00Z");
    let text = "community: { start: 2026-01-01 }\nevents:\n- { name: E, cadence: every Thursday 9:00 UTC }\n";
    let community = load(text).community.expect("a community");
    let (series, _) = plan(&community);
    let read = crate::schedule::recall(community, series, &first.lock);
    assert_eq!(starts(&read), ["01-19 09:00", "01-26 09:00", "02-05 09:00", "02-12 09:00", "02-19 09:00"]);
}
