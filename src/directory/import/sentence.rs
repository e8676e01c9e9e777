//! A rule as a cadence that people can read, where one says the same.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Weekday};

use super::forms::Starts;
use super::item::Item;
use crate::cadence::{Cadence, Clock, Context, Nth, Rule, Verdict, read, sentence_en};
use crate::directory::{Freq, Recur, RuleSet, Until};
use crate::time::{Zone, civil};

/// A cadence, the date it starts on, and its last date.
type Said = (String, Option<NaiveDate>, Option<NaiveDate>);

/// The cadence of an event with one rule and nothing but a rule; nothing where none says the same.
pub(super) fn of(item: &Item, rules: &RuleSet, starts: &Starts<'_>) -> Option<Said> {
    if let Some(spoken) = &item.spoken {
        return Some((spoken.text.clone(), spoken.start, None));
    }
    let ([rule], [], Some(zone)) = (&rules.rrules[..], &rules.rdates[..], rules.zone) else { return None };
    // What lasts longer than a day, or no time at all, is no meeting with a cadence.
    let length = item.duration.num_minutes();
    let plain = !rules.all_day && rules.exrules.is_empty() && rules.dtstart.second() == 0;
    if !plain || !(1..=24 * 60).contains(&length) {
        return None;
    }
    let recur = Recur::parse(rule).ok()?;
    let (rule, time) = shape(&recur, rules.dtstart)?;
    let start = first(rules, starts)?;
    let cadence = Cadence {
        rule,
        clock: Some(Clock { time, end: None }),
        zone: Some(zone),
        start: None,
        until: None,
        delay: 0,
    };
    let until = match recur.until {
        None => None,
        Some(until) => Some(last_date(until, time, zone)?),
    };
    if until.is_some_and(|until| until < start) {
        return None;
    }
    let text = sentence_en(&cadence);
    let reading = read(&text, Context { start: Some(start), ..Context::default() });
    let same = matches!(reading.verdict, Verdict::Exact | Verdict::Assumed) && reading.cadences == [cadence];
    same.then_some((text, Some(start), until))
}

/// The date of the first start: that of DTSTART where it matches its rule.
fn first(rules: &RuleSet, starts: &Starts<'_>) -> Option<NaiveDate> {
    let begin = rules.dtstart.date();
    let mut dates = (0..400).filter_map(|days| begin.checked_add_days(Days::new(days)));
    dates.find(|date| !starts(rules, *date).is_empty())
}

/// The last date on which something may start that starts at this time.
fn last_date(until: Until, time: NaiveTime, zone: Zone) -> Option<NaiveDate> {
    let last = match until {
        Until::Date(date) => return Some(date),
        Until::Civil(last) => last,
        Until::Instant(last) => civil(last, zone),
    };
    if last.time() >= time { Some(last.date()) } else { last.date().pred_opt() }
}

/// A rule in the shapes of cadences, with what it leaves to DTSTART written out, and the time of day.
fn shape(recur: &Recur, dtstart: NaiveDateTime) -> Option<(Rule, NaiveTime)> {
    let rarer = [&recur.by_week_no, &recur.by_year_day, &recur.by_second, &recur.by_set_pos];
    if rarer.iter().any(|part| !part.is_empty()) || recur.count.is_some() {
        return None;
    }
    let one = |part: &[i16], otherwise: u32| match part {
        [] => Some(otherwise),
        [one] => u32::try_from(*one).ok(),
        _ => None,
    };
    let (hour, minute) = (one(&recur.by_hour, dtstart.hour())?, one(&recur.by_minute, dtstart.minute())?);
    let time = NaiveTime::from_hms_opt(hour, minute, 0)?;
    let interval = recur.interval;
    let months: Vec<u32> = recur.by_month.iter().filter_map(|month| u32::try_from(*month).ok()).collect();
    let day = i32::try_from(dtstart.day()).ok()?;
    let weekdays: Vec<Weekday> =
        recur.by_day.iter().filter(|by| by.ordinal.is_none()).map(|by| by.day).collect();
    let nths: Vec<Nth> =
        recur.by_day.iter().filter_map(|by| Some(Nth { ordinal: by.ordinal?.into(), day: by.day })).collect();
    let days: Vec<i32> = recur.by_month_day.iter().map(|day| i32::from(*day)).collect();
    let rule = match recur.freq {
        Freq::Daily if months.is_empty() && recur.by_day.is_empty() && days.is_empty() => {
            Rule::Daily { interval }
        }
        // A day of each of several weeks belongs to a week that begins on WKST.
        Freq::Daily | Freq::Weekly if months.is_empty() && days.is_empty() && nths.is_empty() => {
            let mut on = if weekdays.is_empty() { vec![dtstart.weekday()] } else { weekdays };
            on.sort_by_key(Weekday::num_days_from_monday);
            let counted =
                interval > 1 && (recur.freq == Freq::Daily || on.len() > 1 && recur.wkst != Weekday::Mon);
            if counted {
                return None;
            }
            Rule::Weekly { interval, days: on, parity: None }
        }
        Freq::Monthly if weekdays.is_empty() => by_month(interval, months, nths, days, day)?,
        Freq::Yearly if weekdays.is_empty() && interval == 1 => {
            let months = match (months.is_empty(), nths.is_empty() && days.is_empty()) {
                (true, true) => vec![dtstart.month()],
                // Of the year, not of a month.
                (true, false) => return None,
                (false, _) => months,
            };
            by_month(interval, months, nths, days, day)?
        }
        _ => return None,
    };
    Some((rule, time))
}

fn by_month(interval: u32, months: Vec<u32>, nths: Vec<Nth>, days: Vec<i32>, day: i32) -> Option<Rule> {
    let days = if days.is_empty() && nths.is_empty() { vec![day] } else { days };
    match (nths.is_empty(), days.is_empty()) {
        (false, true) => Some(Rule::Monthly { interval, months, nths }),
        // Months without such a day are passed over by rules, and are said to have none by nobody.
        (true, false) if days.iter().all(|day| *day == -1 || (1..=28).contains(day)) => {
            Some(Rule::MonthDays { interval, months, days })
        }
        _ => None,
    }
}
