//! What is told of dates that differ, in both languages: why, when it was, and which dates are left out.

use chrono::NaiveDateTime;

use super::words::{both, say};
use crate::cadence::{zone_name_en, zone_name_zh};
use crate::directory::{Lang, Text};
use crate::schedule::{Series, Skipped, Start};

/// How many dates a description lists, the last ones. Those of long ago are of the least use.
const DATES_LISTED: usize = 12;

/// `Moved from 2026-02-06 09:00 Pacific time: the room`.
pub(super) fn moved(from: Option<NaiveDateTime>, start: Start, reason: &Text) -> Text {
    let Some(from) = from else { return reason.clone() };
    both(|lang| {
        because(
            &format!("{}{}", say(lang, "Moved from ", "改期，原定 "), when(from, start, lang)),
            reason,
            lang,
        )
    })
}

/// `Cancelled: no agenda`. Some programs show it as if it took place.
pub(super) fn cancelled(reason: &Text) -> Text {
    both(|lang| because(&say(lang, "Cancelled", "已取消"), reason, lang))
}

/// `Extra meeting: release crunch`.
pub(super) fn extra(reason: &Text, lang: Lang) -> String {
    because(&say(lang, "Extra meeting", "加开会议"), reason, lang)
}

/// `Does not take place on 2026-12-25 and 2027-01-01 (Winter break); 2027-03-15 (KubeCon EU).` Nothing where nothing is
/// skipped.
pub(super) fn skipped(series: &Series, lang: Lang) -> Option<String> {
    let earlier = series.skipped.len().saturating_sub(DATES_LISTED);
    let mut groups: Vec<(&str, Vec<String>)> = Vec::new();
    for skipped in &series.skipped[earlier..] {
        let (reason, date) = (skipped.reason.get(lang), date(skipped));
        match groups.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, dates)) => dates.push(date),
            None => groups.push((reason, vec![date])),
        }
    }
    // What has no reason stands last, where no other reason seems to be its own.
    groups.sort_by_key(|(reason, _)| reason.is_empty());
    let told = groups.iter().map(|(reason, dates)| {
        let dates = listed(dates, lang);
        match (reason.is_empty(), lang) {
            (true, _) => dates,
            (false, Lang::En) => format!("{dates} ({reason})"),
            (false, Lang::Zh) => format!("{dates}（{reason}）"),
        }
    });
    let mut told = told.collect::<Vec<_>>().join(&say(lang, "; ", "；"));
    match (earlier, lang) {
        (0, _) => {}
        (n, Lang::En) => told += &format!("; and on {n} {} before", if n == 1 { "date" } else { "dates" }),
        (n, Lang::Zh) => told += &format!("；此前还有 {n} 次"),
    }
    (!series.skipped.is_empty()).then(|| match lang {
        Lang::En => format!("Does not take place on {told}."),
        Lang::Zh => format!("以下日期不开会：{told}。"),
    })
}

/// The time is told only where it says which of several on a date.
fn date(skipped: &Skipped) -> String {
    let form = if skipped.one_of_several { "%Y-%m-%d %H:%M" } else { "%Y-%m-%d" };
    skipped.at.format(form).to_string()
}

fn listed(dates: &[String], lang: Lang) -> String {
    match (dates, lang) {
        ([most @ .., last], Lang::En) if !most.is_empty() => format!("{} and {last}", most.join(", ")),
        (_, Lang::En) => dates.concat(),
        (_, Lang::Zh) => dates.join("、"),
    }
}

fn when(at: NaiveDateTime, start: Start, lang: Lang) -> String {
    let time = at.format("%Y-%m-%d %H:%M");
    match (start, lang) {
        (Start::Timed(_, zone), Lang::En) => format!("{time} {}", zone_name_en(zone)),
        (Start::Timed(_, zone), Lang::Zh) => format!("{time}（{}）", zone_name_zh(zone)),
        (Start::Floating(_), _) => time.to_string(),
        (Start::AllDay(_), _) => at.date().to_string(),
    }
}

/// What is the case, and why where that is known.
fn because(what: &str, reason: &Text, lang: Lang) -> String {
    match (reason.is_empty(), lang) {
        (true, Lang::En) => format!("{what}."),
        (true, Lang::Zh) => format!("{what}。"),
        (false, Lang::En) => format!("{what}: {}", reason.get(lang)),
        (false, Lang::Zh) => format!("{what}：{}", reason.get(lang)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::load;
    use crate::schedule::plan;

    fn told(skip: &str, lang: Lang) -> Option<String> {
        let text =
            format!("events: [{{ name: E, cadence: daily 9:00 UTC, start: 2026-01-05, skip: {skip} }}]");
        let (series, findings) = plan(&load(&text).community.expect("a community"));
        assert_eq!(findings, []);
        skipped(&series[0], lang)
    }

    #[test]
    fn dates_that_are_skipped_stand_together_by_reason() {
        assert_eq!(told("[]", Lang::En), None);
        let skip = "[2026-02-01, { from: 2026-01-10, to: 2026-01-12, reason: { en: Break, zh: 假期 } }, 2026-03-01 09:00]";
        assert_eq!(
            told(skip, Lang::En).as_deref(),
            Some(
                "Does not take place on 2026-01-10, 2026-01-11 and 2026-01-12 (Break); 2026-02-01 and 2026-03-01 09:00."
            )
        );
        assert_eq!(
            told(skip, Lang::Zh).as_deref(),
            Some(
                "以下日期不开会：2026-01-10、2026-01-11、2026-01-12（假期）；2026-02-01、2026-03-01 09:00。"
            )
        );
    }

    #[test]
    fn of_many_dates_the_last_twelve_are_listed() {
        let skip = |to: &str| format!("[{{ from: 2026-02-01, to: {to} }}]");
        let twelve = told(&skip("2026-02-12"), Lang::En).expect("something is skipped");
        assert!(
            twelve.starts_with("Does not take place on 2026-02-01, ") && twelve.ends_with(" and 2026-02-12.")
        );
        let more = told(&skip("2026-02-13"), Lang::En).expect("something is skipped");
        assert!(more.starts_with("Does not take place on 2026-02-02, "), "{more}");
        assert!(more.ends_with(" and 2026-02-13; and on 1 date before."), "{more}");
        let more = told(&skip("2026-02-20"), Lang::Zh).expect("something is skipped");
        assert!(more.ends_with("2026-02-20；此前还有 8 次。"), "{more}");
    }
}
