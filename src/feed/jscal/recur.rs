//! A RecurrenceRule (RFC 8984 4.3.3).

use chrono::Weekday;
use serde_json::{Map, Value, json};

use crate::cadence::weekday_code;
use crate::directory::{ByDay, Recur, Until};
use crate::feed::Event;
use crate::feed::jcal::civil;
use crate::schedule::Start;
use crate::time::{self, Zone};

/// The rule of an event, where it has one.
pub(super) fn rule(event: &Event) -> Option<Value> {
    let recur = Recur::parse(&event.rrule()?).ok()?;
    Some(Value::Object(object(&recur, event.start)))
}

fn object(recur: &Recur, start: Start) -> Map<String, Value> {
    let mut object = Map::new();
    let mut say = |key: &str, value: Value| {
        object.insert(key.to_owned(), value);
    };
    say("@type", json!("RecurrenceRule"));
    say("frequency", json!(recur.freq.word().to_ascii_lowercase()));
    if recur.interval > 1 {
        say("interval", json!(recur.interval));
    }
    if recur.wkst != Weekday::Mon {
        say("firstDayOfWeek", json!(letters(recur.wkst)));
    }
    if !recur.by_day.is_empty() {
        say("byDay", recur.by_day.iter().map(nday).collect());
    }
    // Months are texts, because other calendars have leap months.
    if !recur.by_month.is_empty() {
        say("byMonth", recur.by_month.iter().map(|month| json!(month.to_string())).collect());
    }
    for (key, numbers) in [
        ("byMonthDay", &recur.by_month_day),
        ("byYearDay", &recur.by_year_day),
        ("byWeekNo", &recur.by_week_no),
        ("byHour", &recur.by_hour),
        ("byMinute", &recur.by_minute),
        ("bySecond", &recur.by_second),
        ("bySetPosition", &recur.by_set_pos),
    ] {
        if !numbers.is_empty() {
            say(key, json!(numbers));
        }
    }
    if let Some(count) = recur.count {
        say("count", json!(count));
    }
    if let Some(until) = recur.until {
        say("until", json!(civil(last(until, start))));
    }
    object
}

fn nday(day: &ByDay) -> Value {
    match day.ordinal {
        Some(ordinal) => json!({ "@type": "NDay", "day": letters(day.day), "nthOfPeriod": ordinal }),
        None => json!({ "@type": "NDay", "day": letters(day.day) }),
    }
}

fn letters(day: Weekday) -> String {
    weekday_code(day).to_ascii_lowercase()
}

/// The last start as the event's own clock shows it: here `until` is no instant.
fn last(until: Until, start: Start) -> chrono::NaiveDateTime {
    match (until, start) {
        (Until::Instant(instant), Start::Timed(_, zone)) => time::civil(instant, zone),
        (Until::Instant(instant), Start::AllDay(_) | Start::Floating(_)) => time::civil(instant, Zone::utc()),
        (Until::Civil(civil), _) => civil,
        // A date is still in, to its last second.
        (Until::Date(date), Start::AllDay(_)) => date.and_time(chrono::NaiveTime::MIN),
        (Until::Date(date), Start::Timed(..) | Start::Floating(_)) => {
            date.and_hms_opt(23, 59, 59).unwrap_or_else(|| date.and_time(chrono::NaiveTime::MIN))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(rule: &str, zone: &str) -> String {
        let civil = "2025-10-24T09:00:00".parse().expect("a test's own time");
        let start = Start::Timed(civil, Zone::named(zone).expect("a test's own zone"));
        Value::Object(object(&Recur::parse(rule).expect("a test's own rule"), start)).to_string()
    }

    #[test]
    fn each_part_has_its_own_name_and_type() {
        for (rule, want) in [
            (
                "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;WKST=SU",
                r#"{"@type":"RecurrenceRule","frequency":"weekly","interval":2,"firstDayOfWeek":"su","byDay":[{"@type":"NDay","day":"th"}]}"#,
            ),
            (
                "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;COUNT=4",
                r#"{"@type":"RecurrenceRule","frequency":"yearly","byDay":[{"@type":"NDay","day":"su","nthOfPeriod":-1}],"byMonth":["3"],"count":4}"#,
            ),
            (
                "FREQ=MONTHLY;BYMONTHDAY=9,19;BYHOUR=8;BYSETPOS=-1",
                r#"{"@type":"RecurrenceRule","frequency":"monthly","byMonthDay":[9,19],"byHour":[8],"bySetPosition":[-1]}"#,
            ),
        ] {
            assert_eq!(written(rule, "America/Los_Angeles"), want);
        }
    }

    #[test]
    fn until_is_on_the_clock_of_the_event() {
        let until = |until: &str, zone| {
            let rule = written(&format!("FREQ=DAILY;UNTIL={until}"), zone);
            rule.split("\"until\":").nth(1).expect("it has an end").trim_end_matches('}').to_owned()
        };
        assert_eq!(until("20270630T160000Z", "America/Los_Angeles"), r#""2027-06-30T09:00:00""#);
        assert_eq!(until("20270630T230000Z", "Asia/Shanghai"), r#""2027-07-01T07:00:00""#);
        assert_eq!(until("20270630", "Asia/Shanghai"), r#""2027-06-30T23:59:59""#);
    }
}
