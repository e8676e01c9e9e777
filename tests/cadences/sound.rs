//! What a reading promises, where fuzzing found that it did not hold.

use sigcal::cadence::{Context, read};

use super::reads;

#[test]
fn what_names_no_day_is_incomplete_before_it_is_ambiguous() {
    reads("9:00 IST", &["incomplete: ambiguous-zone, no weekday"]);
    reads("9:00 or 10:00 UTC", &["incomplete: contradiction, no weekday"]);
}

#[test]
fn a_month_or_a_day_that_is_named_twice_is_one() {
    reads(
        "second Tuesday of January and odd months 9:00 UTC",
        &["exact", "FREQ=MONTHLY;BYMONTH=1,3,5,7,9,11;BYDAY=2TU 09:00 UTC"],
    );
    reads(
        "4th Monday and Wednesday of the month 9:00 UTC, Tuesday",
        &[
            "ambiguous: contradiction",
            "perhaps FREQ=MONTHLY;BYDAY=4MO,4WE 09:00 UTC",
            "perhaps FREQ=MONTHLY;BYDAY=4TU 09:00 UTC",
        ],
    );
    reads("每月9日、9日 9:00 UTC", &["exact", "FREQ=MONTHLY;BYMONTHDAY=9 09:00 UTC"]);
}

#[test]
fn positions_of_several_weekdays_are_read_together() {
    let both = "FREQ=MONTHLY;BYDAY=1MO,3WE 09:00 UTC";
    reads("first Monday and third Wednesday of the month 9:00 UTC", &["exact", both]);
    reads("每月第一个周一、第三个周三 9:00 UTC", &["exact", both]);
    reads(
        "first Monday 9:00 UTC third Wednesday",
        &[
            "ambiguous: contradiction",
            "perhaps FREQ=MONTHLY;BYDAY=1MO 09:00 UTC",
            "perhaps FREQ=MONTHLY;BYDAY=3WE 09:00 UTC",
        ],
    );
    reads(
        "first Monday and first Monday 9:00 UTC or third Wednesday",
        &[
            "ambiguous: contradiction",
            "perhaps FREQ=MONTHLY;BYDAY=1MO 09:00 UTC",
            "perhaps FREQ=MONTHLY;BYDAY=3WE 09:00 UTC",
        ],
    );
    reads(
        "first Monday and the 15th of the month 9:00 UTC",
        &["assumed: passed-over", "FREQ=MONTHLY;BYDAY=1MO 09:00 UTC"],
    );
}

#[test]
fn twice_a_month_stays_in_the_month() {
    reads(
        "bimonthly on the fourth Tuesday 9:00 UTC",
        &[
            "ambiguous: ambiguous-position",
            "perhaps FREQ=MONTHLY;INTERVAL=2;BYDAY=4TU 09:00 UTC",
            "perhaps FREQ=MONTHLY;BYDAY=4TU 09:00 UTC",
        ],
    );
}

#[test]
fn the_day_after_a_fifth_weekday_is_no_rule() {
    reads(
        "Wednesday after the fifth Tuesday 9:00 UTC",
        &[
            "ambiguous: contradiction",
            "perhaps FREQ=MONTHLY;BYDAY=5TU 09:00 UTC",
            "perhaps FREQ=MONTHLY;BYDAY=5WE 09:00 UTC",
        ],
    );
}

#[test]
fn the_day_before_a_fifth_weekday_is_no_rule() {
    for text in
        ["Monday before the fifth Tuesday 9:00 UTC", "Monday before the fourth to last Tuesday 9:00 UTC"]
    {
        assert_eq!(read(text, Context::default()).verdict, sigcal::cadence::Verdict::Ambiguous, "{text}");
    }
}

#[test]
fn the_day_before_an_nth_weekday_is_that_after_the_one_a_week_earlier() {
    for (before, after) in [
        ("Monday before the first Tuesday 9:00 UTC", "Monday after the last Tuesday 9:00 UTC"),
        ("第一个周二之前的周一 9:00 UTC", "Monday after the last Tuesday 9:00 UTC"),
        (
            "Wednesday preceding the 2nd Tuesday of each month, 9:00 UTC",
            "Wednesday after the first Tuesday 9:00 UTC",
        ),
        ("Friday before the last Tuesday 9:00 UTC", "Friday after the second to last Tuesday 9:00 UTC"),
    ] {
        let [before, after] = [before, after].map(|text| read(text, Context::default()));
        assert_eq!(before.cadences, after.cadences, "{}", before.text);
        assert_eq!(before.notes, [], "{}", before.text);
    }
}

#[test]
fn months_beside_the_day_after_a_position_are_passed_over_with_a_note() {
    let all = "FREQ=MONTHLY;BYMONTHDAY=23,24,25,26,27,28,29;BYDAY=WE 09:00 UTC";
    for text in [
        "Wednesday after the fourth Tuesday of March 9:00 UTC",
        "Wednesday after the fourth Tuesday of each quarter 9:00 UTC",
        "Wednesday after the fourth Tuesday 9:00 UTC except December",
    ] {
        reads(text, &["assumed: passed-over", all]);
    }
}

#[test]
fn every_other_of_what_is_not_counted_is_passed_over() {
    let weekdays = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR 09:00 UTC";
    reads("every other weekday 9:00 UTC", &["assumed: passed-over", weekdays]);
}

#[test]
fn odd_weeks_stay_odd_where_times_take_turns() {
    reads(
        "alternating odd weeks Monday 9:00 UTC, even weeks Monday 17:00 UTC",
        &[
            "assumed: alternation, iso-weeks",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO 09:00 UTC",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO 17:00 UTC",
        ],
    );
    reads(
        "odd weeks on Monday, alternating: 9:00 and 17:00 UTC",
        &[
            "ambiguous: alternation, iso-weeks",
            "perhaps FREQ=WEEKLY;INTERVAL=2;BYDAY=MO 09:00 UTC",
            "perhaps FREQ=WEEKLY;INTERVAL=2;BYDAY=MO 17:00 UTC",
        ],
    );
}

#[test]
fn a_month_may_stand_before_a_list_of_positions() {
    let march = "FREQ=YEARLY;BYMONTH=3;BYDAY=1MO,3MO 09:00 UTC";
    reads("每年 3 月 第一个、第三个周一 9:00 UTC", &["exact", march]);
    reads("in March, first and third Monday 9:00 UTC", &["exact", march]);
}

#[test]
fn the_midnight_after_a_fifth_weekday_is_no_rule() {
    reads("5th Monday of the month 24:00 UTC", &["ambiguous: next-day"]);
}

#[test]
fn months_by_name_take_no_turns() {
    reads(
        "second Sunday of March, alternating 9:00 and 17:00 UTC",
        &[
            "ambiguous: alternation",
            "perhaps FREQ=YEARLY;BYMONTH=3;BYDAY=2SU 09:00 UTC",
            "perhaps FREQ=YEARLY;BYMONTH=3;BYDAY=2SU 17:00 UTC",
        ],
    );
}

#[test]
fn weekly_in_odd_weeks_is_every_second_week() {
    reads("weekly in odd weeks 9:00 UTC", &["incomplete: no weekday", "FREQ=WEEKLY;INTERVAL=2 09:00 UTC"]);
}

#[test]
fn a_second_time_in_a_zone_that_is_none_settles_nothing() {
    reads(
        "every Tuesday 9:00 CST (12:00 UTC+99)",
        &[
            "ambiguous: ambiguous-zone",
            "perhaps FREQ=WEEKLY;BYDAY=TU 09:00 America/Chicago",
            "perhaps FREQ=WEEKLY;BYDAY=TU 09:00 Asia/Shanghai",
        ],
    );
}

#[test]
fn a_sentence_is_read_as_the_cadence_that_it_tells() {
    for text in [
        "odd weeks Wednesday 14:00 UTC",
        "even weeks Mondays and Fridays 9:00-9:30 Europe/Berlin",
        "every other week on weekdays 9:00 UTC starting 2026-01-05",
        "every 3 weeks on weekdays 9:00 UTC starting 2026-01-05",
        "last Monday and last Sunday of the month 22:00 PT",
        "Wednesday after the last Tuesday 9:00 PT until 2030-01-01",
    ] {
        let cadences = read(text, Context::default()).cadences;
        for sentence in cadences
            .iter()
            .flat_map(|one| [sigcal::cadence::sentence_en(one), sigcal::cadence::sentence_zh(one)])
        {
            assert_eq!(read(&sentence, Context::default()).cadences, cadences, "{sentence}");
        }
    }
}

#[test]
fn what_says_too_much_is_heard_to_a_bound_and_the_rest_has_a_note() {
    let each = |n: u32| format!("every Thursday {}:{:02} PT and ", n % 24, n % 60);
    let text: String = (0..1000).map(each).collect();
    let reading = read(&text, Context::default());
    assert_eq!(reading.cadences.len(), 67, "three things said of each, and the two of the last");
    let passed = reading.notes.iter().find(|note| note.code == sigcal::cadence::NoteCode::PassedOver);
    let passed = passed.expect("a note says what was passed over");
    assert_eq!(passed.span.end, text.len());
    assert!(text[passed.span.clone()].starts_with("PT and every"), "{passed:?}");
}

#[test]
fn a_long_word_and_a_long_list_are_read_once() {
    // By the square of the length this would take a minute.
    for phrase in ["a-", "a/", "1st or ", "the ", "starting ", "9:00/", "Thrusday ", "40号，"] {
        let text = phrase.repeat(100_000 / phrase.len());
        assert_eq!(read(&text, Context::default()).text.len(), text.len());
    }
}
