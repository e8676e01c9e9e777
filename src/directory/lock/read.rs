//! A lock file read back. It is written by a program, so whatever is strange in it is an error: a lock that is read
//! wrongly would give subscribers their meetings a second time.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

use super::{Became, Lock, LockedException, LockedGroup, LockedSeries, MeetingName, keys, write};
use crate::directory::keys::Keys;
use crate::directory::node::{Node, Scalar};
use crate::directory::read::text;
use crate::directory::report::Report;
use crate::directory::{Finding, Kind, MAX_BYTES, Place, RuleOverride, RuleSet, Text, When, schema, stamp};
use crate::time::Zone;

/// The lock that a file holds.
///
/// # Errors
/// Everything that is wrong in it, by place.
pub fn read(text: &str) -> Result<Lock, Vec<Finding>> {
    let mut report = Report::default();
    let lock = lock(text, &mut report);
    let findings = report.sorted();
    match lock {
        Some(lock) if findings.is_empty() => Ok(lock),
        Some(_) | None => Err(findings),
    }
}

/// What git leaves where two branches changed the same lines.
const CONFLICT: [&str; 3] = ["<<<<<<<", "=======", ">>>>>>>"];

fn lock(text: &str, report: &mut Report) -> Option<Lock> {
    let conflict = text.lines().zip(1..).find(|(line, _)| CONFLICT.iter().any(|mark| line.starts_with(mark)));
    if let Some((mark, line)) = conflict {
        let place = Place { line, column: 1, length: 1 };
        let message = format!("`{mark}` is left of a merge");
        report.error("conflict", &place, message, "take either side and run `sigcal lock` again");
        return None;
    }
    if text.len() > MAX_BYTES {
        let place = Place { line: 1, column: 1, length: 1 };
        let message = format!("the file has {} bytes, and {MAX_BYTES} are the most that is read", text.len());
        report.error("too-large", &place, message, "ask whether it is the right one");
        return None;
    }
    let root = match schema::tree(text) {
        Ok(root) => root,
        Err(finding) => {
            report.push(finding);
            return None;
        }
    };
    let keys = Keys::of(&root, &keys::LOCK, report)?;
    let begun = match keys.scalar("begun", report) {
        Some(begun) => Some(read_as(begun, "an instant in UTC", instant, report)?),
        None => None,
    };
    let groups = keys.items("groups").iter().filter_map(|node| group(node, report)).collect();
    let all = keys.items("series").iter().filter_map(|node| Reader::of(node, report)?.series()).collect();
    let mut lock = Lock { begun, groups, series: all };
    // Two branches that were merged may have put theirs in another order.
    lock.sort();
    let twice = lock.series.iter().map(|series| &series.uid).collect::<std::collections::BTreeSet<_>>();
    if twice.len() < lock.series.len() {
        let message = "a UID stands here twice".to_owned();
        report.error("duplicate-uid", &root.place, message, "keep one series of each UID");
    }
    Some(lock)
}

fn group(node: &Node, report: &mut Report) -> Option<LockedGroup> {
    let keys = Keys::of(node, &keys::GROUP, report)?;
    let slug = keys.scalar("dir", report)?.text.clone();
    let word = keys.scalar("kind", report)?;
    let kinds = [Kind::Sig, Kind::Wg, Kind::Ug, Kind::Committee];
    let kind = kinds.into_iter().find(|kind| write::kind(*kind) == word.text);
    if kind.is_none() {
        wrong(word, "a kind of group", report);
    }
    let formerly = keys.items("formerly").iter().filter_map(|node| Some(node.scalar()?.text.clone()));
    let formerly = formerly.collect();
    let category = keys.scalar("category", report).map(|key| key.text.clone());
    Some(LockedGroup { slug, formerly, kind: kind?, name: text(&keys, "name", report), category })
}

/// A locked series while it is read.
struct Reader<'n, 'r> {
    keys: Keys<'n>,
    report: &'r mut Report,
}

impl<'n, 'r> Reader<'n, 'r> {
    fn of(node: &'n Node, report: &'r mut Report) -> Option<Self> {
        Some(Reader { keys: Keys::of(node, &keys::SERIES, report)?, report })
    }

    fn series(mut self) -> Option<LockedSeries> {
        let name = self.needed("meeting")?;
        let Some((group, key)) = name.text.split_once('/') else {
            wrong(name, "a meeting, as `sig-node/Regular meeting`", self.report);
            return None;
        };
        let rules = self.rules()?;
        let duration = self.needed("duration")?;
        let mut exceptions = self.exceptions("excluded", |_| Became::Excluded)?;
        exceptions.extend(self.exceptions("skipped", |_| Became::Skipped)?);
        exceptions.extend(self.exceptions("cancelled", |_| Became::Cancelled)?);
        exceptions.extend(self.exceptions("laid_out", Became::LaidOut)?);
        exceptions.extend(self.exceptions("moved", Became::Moved)?);
        exceptions.sort_by_key(|exception| exception.original);
        let sequence = self.needed("sequence")?;
        Some(LockedSeries {
            meeting: MeetingName { group: group.to_owned(), key: key.to_owned() },
            uid: self.needed("uid")?.text.clone(),
            title: text(&self.keys, "title", self.report),
            subproject: self.word("subproject").map(|scalar| scalar.text.clone()),
            cadence: self.word("cadence").map(|scalar| scalar.text.clone()),
            rules,
            duration: read_as(duration, "a length of time", stamp::duration, self.report)?,
            until: self.instant("until"),
            tentative: self.word("tentative").is_some_and(|scalar| scalar.text == "true"),
            extra: self.extra(),
            exceptions,
            hash: self.needed("hash")?.text.clone(),
            sequence: read_as(sequence, "a number", |text| text.parse().ok(), self.report)?,
            created: self.needed_instant("created")?,
            modified: self.needed_instant("modified")?,
            ended: self.instant("ended"),
            kept_before: self.instant("kept_before"),
        })
    }

    fn rules(&mut self) -> Option<RuleSet> {
        let start = self.needed("start")?;
        let all_day = !start.text.contains(':');
        let dtstart = read_as(start, "a date, with a time or without", civil, self.report)?;
        let zone = match self.word("zone") {
            Some(name) => Some(read_as(name, "a zone", |name| Zone::named(name).ok(), self.report)?),
            None => None,
        };
        let mut rules = RuleSet {
            uid: None,
            dtstart,
            zone,
            all_day,
            rrules: self.texts("rrule"),
            exrules: self.texts("exrule"),
            rdates: self.dates("rdate"),
            exdates: self.dates("exdate"),
            overrides: vec![],
        };
        for node in self.keys.items("overrides") {
            rules.overrides.push(overridden(node, self.report)?);
        }
        Some(rules)
    }

    /// What became of the occurrences in a list: `became` gets the time that each has instead.
    fn exceptions(&mut self, key: &str, became: fn(NaiveDateTime) -> Became) -> Option<Vec<LockedException>> {
        let nodes = self.keys.items(key).iter();
        nodes.map(|node| exception(node, became, self.report)).collect()
    }

    fn extra(&mut self) -> Option<Text> {
        let keys = Keys::of(self.keys.get("extra")?, &keys::EXTRA, self.report)?;
        Some(text(&keys, "reason", self.report))
    }

    fn word(&mut self, key: &str) -> Option<&'n Scalar> {
        self.keys.scalar(key, self.report)
    }

    fn needed(&mut self, key: &str) -> Option<&'n Scalar> {
        needed(&self.keys, key, self.report)
    }

    fn instant(&mut self, key: &str) -> Option<DateTime<Utc>> {
        read_as(self.word(key)?, "an instant in UTC", instant, self.report)
    }

    fn needed_instant(&mut self, key: &str) -> Option<DateTime<Utc>> {
        read_as(self.needed(key)?, "an instant in UTC", instant, self.report)
    }

    fn texts(&mut self, key: &str) -> Vec<String> {
        self.keys.items(key).iter().filter_map(|node| Some(node.scalar()?.text.clone())).collect()
    }

    fn dates(&mut self, key: &str) -> Vec<When> {
        let dates = self.keys.items(key).iter().filter_map(Node::scalar);
        dates.filter_map(|date| read_as(date, "a date with a time", when, self.report)).collect()
    }
}

fn exception(node: &Node, of: fn(NaiveDateTime) -> Became, report: &mut Report) -> Option<LockedException> {
    let keys = Keys::of(node, &keys::EXCEPTION, report)?;
    let original = read_as(needed(&keys, "on", report)?, "a date with a time", civil, report)?;
    let mut other = |key: &str| match keys.scalar(key, report) {
        Some(time) => read_as(time, "a date with a time", civil, report),
        None => Some(original),
    };
    let (at, to) = (other("at")?, other("to")?);
    let since = read_as(needed(&keys, "since", report)?, "an instant in UTC", instant, report)?;
    Some(LockedException {
        original,
        at,
        became: of(to),
        one_of_several: keys.scalar("one_of_several", report).is_some_and(|scalar| scalar.text == "true"),
        reason: text(&keys, "reason", report),
        since,
    })
}

fn overridden(node: &Node, report: &mut Report) -> Option<RuleOverride> {
    let keys = Keys::of(node, &keys::OVERRIDE, report)?;
    let time = "a date with a time";
    let recurrence_id = read_as(needed(&keys, "of", report)?, time, when, report)?;
    let start = read_as(needed(&keys, "start", report)?, time, when, report)?;
    let duration: Option<TimeDelta> = match keys.scalar("duration", report) {
        Some(length) => Some(read_as(length, "a length of time", stamp::duration, report)?),
        None => None,
    };
    Some(RuleOverride {
        recurrence_id,
        start,
        duration,
        summary: keys.scalar("summary", report).map(|scalar| scalar.text.clone()),
        cancelled: keys.scalar("cancelled", report).is_some_and(|scalar| scalar.text == "true"),
    })
}

fn needed<'n>(keys: &Keys<'n>, key: &str, report: &mut Report) -> Option<&'n Scalar> {
    let found = keys.scalar(key, report);
    if found.is_none() {
        let message = format!("there is no `{key}` here");
        report.error("missing-key", &keys.node.place, message, RESTORE);
    }
    found
}

const RESTORE: &str = "take the file from version control as it was last written";

fn read_as<T>(
    scalar: &Scalar,
    what: &str,
    parse: impl Fn(&str) -> Option<T>,
    report: &mut Report,
) -> Option<T> {
    let read = parse(&scalar.text);
    if read.is_none() {
        wrong(scalar, what, report);
    }
    read
}

fn wrong(scalar: &Scalar, what: &str, report: &mut Report) {
    report.error("wrong-value", &scalar.place, format!("`{}` is not {what}", scalar.text), RESTORE);
}

fn civil(text: &str) -> Option<NaiveDateTime> {
    // Calendars of birthdays begin in years that a data file may not have.
    let with_time = |form| NaiveDateTime::parse_from_str(text, form).ok();
    let date = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    with_time("%Y-%m-%d %H:%M:%S")
        .or_else(|| with_time("%Y-%m-%d %H:%M"))
        .or_else(|| Some(date()?.and_time(NaiveTime::MIN)))
}

fn instant(text: &str) -> Option<DateTime<Utc>> {
    let instant = DateTime::parse_from_rfc3339(text).ok()?;
    text.ends_with('Z').then(|| instant.with_timezone(&Utc))
}

fn when(text: &str) -> Option<When> {
    instant(text).map(When::Instant).or_else(|| civil(text).map(When::Civil))
}
