//! From the words of a week's address, for people or programs, to a question that can be answered.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use hyper::StatusCode;

use crate::feed::Chosen;
use crate::http::answer::{CACHE_CLOCK, Effort, Resource, ResourceKind};
use crate::http::publication::Publication;
use crate::http::request::{Refusal, WeekQuery, nearest_in_words, quoted, unknown_selection};
use crate::page::{WeekQuestion, YEARS};
use crate::time::{Zone, civil, week_containing};

/// The week that is asked for and of whom, once every word of it is understood.
pub(in crate::http) fn question<'q>(
    publication: &Publication,
    query: &'q WeekQuery,
    now: DateTime<Utc>,
) -> Result<(WeekQuestion, Chosen<'q>), Refusal> {
    let zone = match &query.zone {
        Some(word) => zone(word)?,
        None => publication.community().zone.unwrap_or_else(Zone::utc),
    };
    let date = match &query.date {
        Some(word) => date(word)?,
        None => civil(now, zone).date(),
    };
    let chosen = publication.catalog().chosen(&query.selection);
    let chosen = chosen.map_err(|unknown| unknown_selection(StatusCode::BAD_REQUEST, &unknown))?;
    let (from, to) = week_containing(date);
    Ok((WeekQuestion { from, to, zone, lang: query.lang }, chosen))
}

/// The week as it is sent. It stays as it is for a date that was said, and else until the next day.
pub(in crate::http) fn render(
    publication: &Publication,
    query: &WeekQuery,
    (question, chosen): (WeekQuestion, Chosen<'_>),
    today: NaiveDate,
) -> Resource {
    let weeks = &publication.weeks;
    let source = publication.source();
    let writer = weeks.writer(source, question.lang);
    let timetable = weeks.timetable(source, today);
    let mut week = if query.selection.is_empty() {
        writer.week(source, timetable, question, |_| true)
    } else {
        let groups = weeks.groups(source);
        let among: Vec<bool> =
            publication.community().groups.iter().map(|group| chosen.has(Some(group))).collect();
        let own_events = chosen.has(None);
        writer
            .week(source, timetable, question, |place| groups[place].map_or(own_events, |group| among[group]))
    };
    week.push(b'\n');
    let data = ResourceKind::of_data("application/json; charset=utf-8", None);
    let cache_control = if query.date.is_some() { data.cache_control } else { CACHE_CLOCK };
    let kind = ResourceKind { cache_control, lang: Some(question.lang), effort: Effort::Least, ..data };
    Resource::new(week, &kind)
}

pub(in crate::http) fn zone(word: &str) -> Result<Zone, Refusal> {
    // A plus in a query is a space, unless it was escaped: `Etc/GMT+8` is what was meant.
    let named =
        Zone::named(word).or_else(|unknown| Zone::named(&word.replace(' ', "+")).map_err(|_| unknown));
    named.or_else(|unknown| Zone::called(word).ok_or(unknown)).map_err(|unknown| {
        let (en, zh) = match unknown.meant() {
            Some(nearest) => nearest_in_words(Some(nearest)),
            None => ("; a zone is written like `Europe/Berlin`".into(), "；时区写作 `Europe/Berlin`".into()),
        };
        let word = quoted(word);
        Refusal::bad_request(
            format!("zone: {word} is no zone of the IANA database{en}"),
            format!("zone：{word} 不是 IANA 数据库中的时区{zh}"),
        )
    })
}

fn date(word: &str) -> Result<NaiveDate, Refusal> {
    let date = NaiveDate::parse_from_str(word, "%Y-%m-%d").ok();
    // Signs, spaces and single digits are no date of RFC 3339.
    let date = date.filter(|date| YEARS.contains(&date.year()) && date.to_string() == word);
    date.ok_or_else(|| {
        let (word, first, last) = (quoted(word), YEARS.start, YEARS.end - 1);
        Refusal::bad_request(
            format!("date: {word} is no date from {first} to {last}; write it like `2026-11-23`"),
            format!("date：{word} 不是 {first} 年至 {last} 年间的日期；请写成 `2026-11-23` 的形式"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::Community;

    fn ask(query: WeekQuery) -> Result<WeekQuestion, String> {
        let zone = Zone::named("America/Los_Angeles").ok();
        let publication = Publication::new(Community { zone, ..Community::default() }, vec![], None);
        // Monday in London, still Sunday in Los Angeles.
        let now = "2026-11-23T03:00:00Z".parse().expect("a test's own instant");
        question(&publication, &query, now)
            .map(|(question, _)| question)
            .map_err(|refusal| refusal.sentence.en)
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a test's own date")
    }

    #[test]
    fn the_week_is_the_one_of_today_where_the_visitor_is() {
        assert_eq!(ask(WeekQuery::default()).expect("no words").from, day("2026-11-16"));
        let there =
            ask(WeekQuery { zone: Some("europe/london".into()), ..WeekQuery::default() }).expect("a zone");
        assert_eq!(
            (there.from, there.to, there.zone.tzid()),
            (day("2026-11-23"), day("2026-11-30"), "Europe/London")
        );
        let then =
            ask(WeekQuery { date: Some("2027-01-01".into()), ..WeekQuery::default() }).expect("a date");
        assert_eq!(then.from, day("2026-12-28"));
        let fixed =
            ask(WeekQuery { zone: Some("Etc/GMT 8".into()), ..WeekQuery::default() }).expect("a plus");
        assert_eq!(fixed.zone.tzid(), "Etc/GMT+8");
    }

    #[test]
    fn a_word_that_is_not_understood_is_named() {
        let zone = ask(WeekQuery { zone: Some("America/Los_Angles".into()), ..WeekQuery::default() });
        let said = "zone: `America/Los_Angles` is no zone of the IANA database; the nearest is `America/Los_Angeles`";
        assert_eq!(zone, Err(said.to_owned()));
        for bad in [
            "2026-02-30",
            "tomorrow",
            "20261123",
            "99999-01-01",
            "0000-00-00",
            "-1-1-1",
            "2026-1-5",
            "+2026-01-05",
        ] {
            assert!(ask(WeekQuery { date: Some(bad.into()), ..WeekQuery::default() }).is_err(), "{bad}");
        }
        let selection = crate::feed::Selection { only: vec!["event".into()], categories: vec![] };
        let only = ask(WeekQuery { selection, ..WeekQuery::default() });
        let said = "`event` is no group here; /groups lists them";
        assert_eq!(only, Err(said.to_owned()));
    }
}
