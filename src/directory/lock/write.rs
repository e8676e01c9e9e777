//! A lock file's text: a block per series, a line per fact, in one order, so that edits of different meetings merge.

use std::fmt;

use chrono::{DateTime, NaiveDateTime, SecondsFormat, Timelike, Utc};

use super::{Became, Lock, LockedException, LockedGroup, LockedSeries};
use crate::directory::stamp;
use crate::directory::write::{Item, scalar};
use crate::directory::{Kind, RuleOverride, Text, When};

const HEAD: &str = "\
# What subscribers have been shown, written by `sigcal lock`. Commit it beside the data, and edit the data instead.
# After a conflict of a merge, take either side and run `sigcal lock` again.
";

impl fmt::Display for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HEAD)?;
        if let Some(begun) = self.begun {
            writeln!(f, "begun: {}", instant(begun))?;
        }
        f.write_str(if self.groups.is_empty() { "groups: []\n" } else { "groups:\n" })?;
        self.groups.iter().try_for_each(|group| f.write_str(&group_line(group)))?;
        f.write_str(if self.series.is_empty() { "series: []\n" } else { "series:\n" })?;
        self.series.iter().try_for_each(|series| f.write_str(&block(series)))
    }
}

/// The word for a kind of group.
pub(super) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Sig => "sig",
        Kind::Wg => "wg",
        Kind::Ug => "ug",
        Kind::Committee => "committee",
    }
}

fn group_line(group: &LockedGroup) -> String {
    let LockedGroup { slug, formerly, kind: what, name, category } = group;
    let formerly: Vec<String> = formerly.iter().map(|slug| scalar(slug)).collect();
    let formerly = match formerly.is_empty() {
        true => String::new(),
        false => format!(", formerly: [{}]", formerly.join(", ")),
    };
    let category = category.as_ref().map_or_else(String::new, |key| format!(", category: {}", scalar(key)));
    format!(
        "  - {{ dir: {}{formerly}, kind: {}, name: {}{category} }}\n",
        scalar(slug),
        kind(*what),
        text(name)
    )
}

fn block(series: &LockedSeries) -> String {
    let LockedSeries { rules, .. } = series;
    let mut item = Item::default();
    put(&mut item, "meeting", &series.meeting.to_string());
    item.add("uid", &identifier(&series.uid));
    if !series.title.is_empty() {
        item.add("title", &text(&series.title));
    }
    put(&mut item, "subproject", series.subproject.as_deref().unwrap_or_default());
    put(&mut item, "cadence", series.cadence.as_deref().unwrap_or_default());
    item.add("start", &civil(rules.dtstart, rules.all_day));
    put(&mut item, "zone", rules.zone.map_or("", crate::time::Zone::tzid));
    item.list("rrule", &rules.rrules.iter().map(|rule| scalar(rule)).collect::<Vec<_>>());
    item.list("exrule", &rules.exrules.iter().map(|rule| scalar(rule)).collect::<Vec<_>>());
    let dates = |dates: &[When]| dates.iter().map(|date| when(*date)).collect::<Vec<_>>();
    item.list("rdate", &dates(&rules.rdates));
    item.list("exdate", &dates(&rules.exdates));
    item.list("overrides", &rules.overrides.iter().map(overridden).collect::<Vec<_>>());
    item.add("duration", &stamp::written(series.duration));
    if let Some(until) = series.until {
        item.add("until", &instant(until));
    }
    if series.tentative {
        item.add("tentative", "true");
    }
    if let Some(reason) = &series.extra {
        let reason = if reason.is_empty() { String::new() } else { format!(" reason: {} ", text(reason)) };
        item.add("extra", &format!("{{{reason}}}"));
    }
    for key in ["excluded", "skipped", "cancelled", "laid_out", "moved"] {
        let those = series.exceptions.iter().filter(|exception| list(exception.became) == key);
        item.list(key, &those.map(exception).collect::<Vec<_>>());
    }
    item.add("sequence", &series.sequence.to_string());
    item.add("created", &instant(series.created));
    item.add("modified", &instant(series.modified));
    item.add("hash", &identifier(&series.hash));
    if let Some(ended) = series.ended {
        item.add("ended", &instant(ended));
    }
    if let Some(kept) = series.kept_before {
        item.add("kept_before", &instant(kept));
    }
    item.finish()
}

/// Letters, digits and dashes need no quotes here: whatever they are to YAML, they are a text to us.
fn identifier(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if text.starts_with(char::is_alphanumeric) && text.chars().all(plain) {
        text.to_owned()
    } else {
        scalar(text)
    }
}

/// A text under a key on one line; nothing where there is none.
fn put(item: &mut Item, key: &str, text: &str) {
    if !text.is_empty() {
        item.add(key, &scalar(text));
    }
}

/// The list in which an exception stands.
fn list(became: Became) -> &'static str {
    match became {
        Became::Excluded => "excluded",
        Became::Skipped => "skipped",
        Became::Cancelled => "cancelled",
        Became::LaidOut(_) => "laid_out",
        Became::Moved(_) => "moved",
    }
}

fn exception(exception: &LockedException) -> String {
    let LockedException { original, at, became, one_of_several, reason, since } = exception;
    let mut parts = vec![format!("on: {}", civil(*original, false))];
    if at != original {
        parts.push(format!("at: {}", civil(*at, false)));
    }
    if let Became::LaidOut(to) | Became::Moved(to) = became {
        parts.push(format!("to: {}", civil(*to, false)));
    }
    parts.extend(one_of_several.then(|| "one_of_several: true".to_owned()));
    if !reason.is_empty() {
        parts.push(format!("reason: {}", text(reason)));
    }
    parts.push(format!("since: {}", instant(*since)));
    format!("{{ {} }}", parts.join(", "))
}

fn overridden(changed: &RuleOverride) -> String {
    let mut parts =
        vec![format!("of: {}", when(changed.recurrence_id)), format!("start: {}", when(changed.start))];
    parts.extend(changed.duration.map(|duration| format!("duration: {}", stamp::written(duration))));
    parts.extend(changed.summary.as_ref().map(|summary| format!("summary: {}", scalar(summary))));
    parts.extend(changed.cancelled.then(|| "cancelled: true".to_owned()));
    format!("{{ {} }}", parts.join(", "))
}

fn text(text: &Text) -> String {
    match &text.zh {
        None => scalar(&text.en),
        Some(zh) => format!("{{ en: {}, zh: {} }}", scalar(&text.en), scalar(zh)),
    }
}

fn civil(civil: NaiveDateTime, is_date: bool) -> String {
    let form = match (is_date, civil.second()) {
        (true, _) => "%Y-%m-%d",
        (false, 0) => "%Y-%m-%d %H:%M",
        (false, _) => "%Y-%m-%d %H:%M:%S",
    };
    civil.format(form).to_string()
}

fn instant(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn when(when: When) -> String {
    match when {
        When::Civil(time) => civil(time, false),
        When::Instant(at) => instant(at),
    }
}
