use chrono::Datelike;

use super::*;
use crate::directory::load;
use crate::schedule::{agenda, plan};

fn zone(name: &str) -> Zone {
    Zone::named(name).expect("a zone of the database")
}

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a test's own date")
}

/// `from 1 Nov 02:00 instead of 01:00`, with weekdays where they differ.
fn told(note: ClockNote) -> String {
    let word = if note.ahead { "from" } else { "since" };
    let form = if note.before.date() == note.after.date() { "%H:%M" } else { "%a %H:%M" };
    let (after, before) = (note.after.format(form), note.before.format(form));
    format!("{word} {} {after} instead of {before}", note.on.format("%-d %b"))
}

/// What is told of each of the meetings on one weekday at one hour in Los Angeles, in two years, where anything is.
fn two_years(first: &str, hour: u32, viewer: &str) -> Vec<String> {
    let home = zone("America/Los_Angeles");
    let days = date(first).iter_weeks().take_while(|day| day.year() < 2028);
    let notes = days.filter_map(|day| {
        let start = resolve(day.and_hms_opt(hour, 0, 0).expect("a time of day"), home);
        Some(format!("{day}: {}", told(clock_note(start, home, zone(viewer))?)))
    });
    notes.collect()
}

/// Los Angeles changes on 8 March and 1 November 2026, 14 March and 7 November 2027.
#[test]
fn where_clocks_never_change_a_meeting_follows_those_of_its_home() {
    assert_eq!(
        two_years("2026-01-02", 10, "Asia/Shanghai"),
        [
            "2026-02-27: from 8 Mar 01:00 instead of 02:00",
            "2026-03-06: from 8 Mar 01:00 instead of 02:00",
            "2026-03-13: since 8 Mar 01:00 instead of 02:00",
            "2026-10-23: from 1 Nov 02:00 instead of 01:00",
            "2026-10-30: from 1 Nov 02:00 instead of 01:00",
            "2026-11-06: since 1 Nov 02:00 instead of 01:00",
            "2027-03-05: from 14 Mar 01:00 instead of 02:00",
            "2027-03-12: from 14 Mar 01:00 instead of 02:00",
            "2027-03-19: since 14 Mar 01:00 instead of 02:00",
            "2027-10-29: from 7 Nov 02:00 instead of 01:00",
            "2027-11-05: from 7 Nov 02:00 instead of 01:00",
            "2027-11-12: since 7 Nov 02:00 instead of 01:00",
        ]
    );
    assert_eq!(
        two_years("2026-01-02", 10, "America/Sao_Paulo")[..3],
        [
            "2026-02-27: from 8 Mar 14:00 instead of 15:00",
            "2026-03-06: from 8 Mar 14:00 instead of 15:00",
            "2026-03-13: since 8 Mar 14:00 instead of 15:00",
        ]
    );
}

/// London changes on 29 March and 25 October 2026, 28 March and 31 October 2027. In the week between two changes, the one
/// that was is told.
#[test]
fn where_clocks_change_on_other_dates_each_change_is_told() {
    assert_eq!(
        two_years("2026-01-02", 10, "Europe/London"),
        [
            "2026-02-27: from 8 Mar 17:00 instead of 18:00",
            "2026-03-06: from 8 Mar 17:00 instead of 18:00",
            "2026-03-13: since 8 Mar 17:00 instead of 18:00",
            "2026-03-20: from 29 Mar 18:00 instead of 17:00",
            "2026-03-27: from 29 Mar 18:00 instead of 17:00",
            "2026-04-03: since 29 Mar 18:00 instead of 17:00",
            "2026-10-16: from 25 Oct 17:00 instead of 18:00",
            "2026-10-23: from 25 Oct 17:00 instead of 18:00",
            "2026-10-30: since 25 Oct 17:00 instead of 18:00",
            "2026-11-06: since 1 Nov 18:00 instead of 17:00",
            "2027-03-05: from 14 Mar 17:00 instead of 18:00",
            "2027-03-12: from 14 Mar 17:00 instead of 18:00",
            "2027-03-19: since 14 Mar 17:00 instead of 18:00",
            "2027-03-26: from 28 Mar 18:00 instead of 17:00",
            "2027-04-02: since 28 Mar 18:00 instead of 17:00",
            "2027-10-22: from 31 Oct 17:00 instead of 18:00",
            "2027-10-29: from 31 Oct 17:00 instead of 18:00",
            "2027-11-05: since 31 Oct 17:00 instead of 18:00",
            "2027-11-12: since 7 Nov 18:00 instead of 17:00",
        ]
    );
}

/// Lord Howe is put by half an hour, on 5 April and 4 October 2026, 4 April and 3 October 2027; its summer is Los Angeles'
/// winter.
#[test]
fn half_an_hour_is_told_as_half_an_hour() {
    let spring_and_autumn = |changes: [(&str, [&str; 3]); 4]| -> Vec<String> {
        let hours = ["04:00 instead of 05:00", "03:30 instead of 04:00", "04:00 instead of 03:30"];
        let hours = hours.into_iter().chain(["05:00 instead of 04:00"]);
        let each = changes.into_iter().zip(hours).flat_map(|((on, days), hours)| {
            let words = ["from", "from", "since"];
            days.into_iter().zip(words).map(move |(day, word)| format!("{day}: {word} {on} {hours}"))
        });
        each.collect()
    };
    let all = two_years("2026-01-02", 10, "Australia/Lord_Howe");
    let (of_2026, of_2027) = all.split_at(12);
    assert_eq!(
        of_2026,
        spring_and_autumn([
            ("8 Mar", ["2026-02-27", "2026-03-06", "2026-03-13"]),
            ("5 Apr", ["2026-03-27", "2026-04-03", "2026-04-10"]),
            ("4 Oct", ["2026-09-25", "2026-10-02", "2026-10-09"]),
            ("1 Nov", ["2026-10-23", "2026-10-30", "2026-11-06"]),
        ])
    );
    assert_eq!(
        of_2027,
        spring_and_autumn([
            ("14 Mar", ["2027-03-05", "2027-03-12", "2027-03-19"]),
            ("4 Apr", ["2027-03-26", "2027-04-02", "2027-04-09"]),
            ("3 Oct", ["2027-09-24", "2027-10-01", "2027-10-08"]),
            ("7 Nov", ["2027-10-29", "2027-11-05", "2027-11-12"]),
        ])
    );
}

#[test]
fn an_hour_across_midnight_is_on_another_day() {
    assert_eq!(
        two_years("2026-10-01", 8, "Asia/Shanghai")[..3],
        [
            "2026-10-22: from 1 Nov Fri 00:00 instead of Thu 23:00",
            "2026-10-29: from 1 Nov Fri 00:00 instead of Thu 23:00",
            "2026-11-05: since 1 Nov Fri 00:00 instead of Thu 23:00",
        ]
    );
}

/// When the clocks of Adak are put on 1 November, it is the 2nd on Kiritimati.
#[test]
fn the_date_of_the_change_is_the_viewers() {
    let home = zone("America/Adak");
    let start = resolve(date("2026-10-30").and_hms_opt(9, 0, 0).expect("a time of day"), home);
    let note = clock_note(start, home, zone("Pacific/Kiritimati")).expect("Adak's clock changes");
    assert_eq!(told(note), "from 2 Nov 09:00 instead of 08:00");
}

/// New York is put three hours before Los Angeles, and London together with Berlin.
#[test]
fn clocks_that_change_together_change_nothing() {
    for viewer in ["America/Los_Angeles", "America/New_York", "America/Tijuana"] {
        assert_eq!(two_years("2026-01-02", 10, viewer), [""; 0], "{viewer}");
    }
    let [home, viewer] = ["Europe/Berlin", "Europe/London"].map(zone);
    let noon = |day: NaiveDate| resolve(day.and_hms_opt(12, 0, 0).expect("a time of day"), home);
    let notes =
        date("2026-01-01").iter_days().take(730).filter_map(|day| clock_note(noon(day), home, viewer));
    assert_eq!(notes.count(), 0);
}

/// A meeting on the day of a change: before the clock is put it is ahead, from that instant on it is past, and one that is
/// an hour longer ago than a week still belongs to the week before.
#[test]
fn the_instant_of_the_change_parts_before_from_after() {
    let [home, viewer] = ["America/Los_Angeles", "Asia/Shanghai"].map(zone);
    let note = |start: &str| {
        let start = start.parse().expect("a test's own instant");
        clock_note(start, home, viewer).map_or("none".to_owned(), told)
    };
    assert_eq!(note("2026-11-01T08:59:59Z"), "from 1 Nov 17:59 instead of 16:59");
    assert_eq!(note("2026-11-01T09:00:00Z"), "since 1 Nov 17:00 instead of 16:00");
    assert_eq!(note("2026-11-08T09:30:00Z"), "since 1 Nov 17:30 instead of 16:30");
    assert_eq!(note("2026-11-08T10:00:00Z"), "none");
}

/// What is told in Shanghai of the occurrences of a week, by title.
fn week(data: &str, monday: &str) -> Vec<String> {
    let community = load(data).community.expect("a community");
    let (series, _) = plan(&community);
    let viewer = zone("Asia/Shanghai");
    let from = date(monday);
    let items = agenda(&series, Window::days(from, from + Days::new(7), viewer), viewer);
    let told = |item: &AgendaItem| {
        let title = &community.meeting(item.series.meeting).description;
        let note = clock_note_of(item, viewer).map_or("none".to_owned(), told);
        format!("{}: {note}", title.get(crate::directory::Lang::En))
    };
    items.iter().map(told).collect()
}

const MEETINGS: &str = "
community: { start: 2026-01-05 }
sigs:
- dir: sig-a
  name: A
  meetings:
  - { description: Goes on, cadence: every Tuesday 9:00 PT }
  - { description: Ends, cadence: every Tuesday 10:00 PT, until: 2026-10-31 }
  - { description: Ends later, cadence: every Tuesday 11:00 PT, until: 2026-11-05 }
  - { description: Begins, cadence: every Tuesday 12:00 PT, start: 2026-11-03 }
  - { description: Once, on: 2026-10-27 13:00 PT }
  - description: Moved
    cadence: every Tuesday 14:00 PT
    moved: [{ on: 2026-10-27, to: 2026-10-27 14:30 }]
  - { description: By the day, cadence: every Wednesday }
  - { description: Utc, cadence: every Wednesday 9:00 UTC }
  - { description: General, tz: PT, rrule: FREQ=WEEKLY;BYDAY=WE;COUNT=2, start: 2026-10-28 09:00 }
  - { description: General and over, tz: PT, rrule: FREQ=WEEKLY;BYDAY=WE;COUNT=2, start: 2026-10-21 09:00 }
";

#[test]
fn only_what_happens_before_and_after_has_a_note() {
    assert_eq!(
        week(MEETINGS, "2026-10-26"),
        [
            "By the day: none",
            "Goes on: from 1 Nov 01:00 instead of 00:00",
            "Ends: none",
            "Ends later: from 1 Nov 03:00 instead of 02:00",
            "Once: none",
            "Moved: none",
            "Utc: none",
            "General: from 1 Nov 01:00 instead of 00:00",
            "General and over: none",
        ]
    );
    assert_eq!(
        week(MEETINGS, "2026-11-02"),
        [
            "By the day: none",
            "Goes on: since 1 Nov 01:00 instead of 00:00",
            "Ends later: since 1 Nov 03:00 instead of 02:00",
            "Begins: none",
            "Moved: since 1 Nov 06:00 instead of 05:00",
            "Utc: none",
            "General: since 1 Nov 01:00 instead of 00:00",
        ]
    );
}

#[test]
fn a_week_counts_the_meetings_that_are_at_another_hour_from_a_change_on() {
    let community = load(MEETINGS).community.expect("a community");
    let (series, _) = plan(&community);
    let counted = |monday: &str, viewer: &str| -> Vec<String> {
        let (from, viewer) = (date(monday), zone(viewer));
        let window = Window::days(from, from + Days::new(7), viewer);
        let items = agenda(&series, window, viewer);
        let told = |change: ClocksChange| {
            let ClocksChange { zones, before, instead, meetings } = change;
            let zones: Vec<&str> = zones.into_iter().map(Zone::tzid).collect();
            format!("{} {before} becomes {}: {meetings}", zones.join(", "), instead.time())
        };
        clocks_change(&items, window, viewer).into_iter().map(told).collect()
    };
    // Of those in Los Angeles, one goes on, one ends later, one is moved and one is by a general rule.
    let los_angeles = "America/Los_Angeles 2026-11-01 02:00:00 becomes 01:00:00";
    assert_eq!(counted("2026-10-26", "Asia/Shanghai"), [format!("{los_angeles}: 4")]);
    assert_eq!(counted("2026-10-26", "America/Los_Angeles"), [format!("{los_angeles}: 1")]);
    // What is in Los Angeles stays where it was; what is by UTC does not.
    assert_eq!(
        counted("2026-10-26", "America/New_York"),
        ["America/New_York, America/Los_Angeles 2026-11-01 02:00:00 becomes 01:00:00: 1"]
    );
    assert_eq!(counted("2026-11-02", "Asia/Shanghai"), [""; 0]);
    assert_eq!(
        counted("2026-03-02", "Europe/London"),
        ["America/Los_Angeles 2026-03-08 02:00:00 becomes 03:00:00: 4"]
    );
}

#[test]
fn a_day_in_which_the_clock_is_put_has_another_length() {
    let lengths = |from: &str, to: &str, name: &str| -> Vec<String> {
        let days = days_of_other_length(date(from), date(to), zone(name));
        days.iter().map(|(day, length)| format!("{day} {}", length.num_minutes())).collect()
    };
    assert_eq!(
        lengths("2026-01-01", "2027-01-01", "America/Los_Angeles"),
        ["2026-03-08 1380", "2026-11-01 1500"]
    );
    assert_eq!(
        lengths("2026-01-01", "2027-01-01", "Australia/Lord_Howe"),
        ["2026-04-05 1470", "2026-10-04 1410"]
    );
    assert_eq!(lengths("2026-03-02", "2026-03-08", "America/Los_Angeles"), [""; 0]);
    assert_eq!(lengths("2011-12-26", "2012-01-02", "Pacific/Apia"), ["2011-12-30 0"]);
}
