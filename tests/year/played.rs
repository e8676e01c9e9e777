//! A community whose data is edited and locked, step by step, and what has to hold at each step.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use sigcal::directory::{Lang, Lock, load, read_lock};
use sigcal::feed::{Catalog, ics};
use sigcal::schedule::{Remembered, agenda, plan, remember, without_explained};
use sigcal::time::{Window, Zone};

/// A community on its way through the year.
pub struct Year {
    text: String,
    pub lock: Option<Lock>,
    /// What subscribers see.
    pub shown: Option<Remembered>,
    now: DateTime<Utc>,
}

/// An occurrence as a subscriber sees it: start, end, UID, status.
type Seen = (DateTime<Utc>, DateTime<Utc>, String, String);

impl Year {
    pub fn begun(beginning: &str) -> Year {
        let mut year =
            Year { text: beginning.to_owned(), lock: None, shown: None, now: at("2026-01-05T12:00:00Z") };
        year.lock(&[]);
        year
    }

    /// Edits the data at an instant and locks it. `grown` are the meetings whose stamps have to grow, and the others'
    /// must not.
    pub fn edit(&mut self, now: &str, from: &str, to: &str, grown: &[&str]) {
        self.now = at(now);
        assert_eq!(self.text.matches(from).count(), 1, "what is edited stands there once: {from}");
        self.text = self.text.replace(from, to);
        self.lock(grown);
    }

    fn remembered(&self, now: DateTime<Utc>) -> Remembered {
        let loaded = load(&self.text);
        let community = loaded.community.as_ref().expect("a community");
        let (series, mut findings) = plan(community);
        if let Some(lock) = &self.lock {
            without_explained(community, lock, now, &mut findings);
        }
        let errors = loaded.findings.iter().chain(&findings);
        let errors: Vec<_> = errors.filter(|found| found.level == sigcal::directory::Level::Error).collect();
        assert!(errors.is_empty(), "{errors:?}");
        remember(loaded.community.expect("a community"), series, self.lock.as_ref(), now)
    }

    fn lock(&mut self, grown: &[&str]) {
        let after = self.remembered(self.now);
        let written = after.lock.to_string();
        // Another clone, a minute later and from the file.
        let later = self.remembered(self.now + TimeDelta::seconds(60));
        assert_eq!(later.lock.to_string(), written, "two clones write the same");
        let read = read_lock(&written).expect("a lock that was written reads back");
        assert_eq!(read, after.lock);
        if let Some(before) = &self.shown {
            self.past_is_unchanged(before, &after);
            stamps_grow(before, &after, grown);
            no_uid_is_lost(before, &after);
        }
        self.lock = Some(read);
        // What is locked is not locked again, also not a year later.
        for days in [0, 1, 400] {
            let again = self.remembered(self.now + TimeDelta::days(days));
            assert_eq!((again.changes.as_slice(), again.lock.to_string()), (&[][..], written.clone()));
        }
        // Who only reads it has no other clock than the lock's own.
        let since = after.lock.latest().expect("something is locked");
        let read = self.remembered(since);
        assert_eq!((read.changes.as_slice(), read.lock.to_string()), (&[][..], written));
        assert_eq!(feed(&read), feed(&after));
        every_uid_is_one_series(&after);
        self.shown = Some(after);
    }

    fn past_is_unchanged(&self, before: &Remembered, after: &Remembered) {
        let from = at("2025-11-01T00:00:00Z");
        let past = |shown: &Remembered| -> Vec<Seen> {
            let window = Window { from, to: self.now };
            let mut seen = seen(shown, window);
            seen.retain(|(start, ..)| *start < self.now);
            seen
        };
        assert_eq!(past(before), past(after), "what started before {}", self.now);
    }

    /// When a meeting starts, and whether it takes place.
    pub fn starts(&self, from: &str, to: &str, meeting: &str) -> Vec<String> {
        let shown = self.shown.as_ref().expect("it was locked");
        let of = |uid: &str| {
            let record = shown.lock.series.iter().find(|record| record.uid == uid).expect("it is remembered");
            record.meeting.to_string() == meeting
        };
        let all =
            seen(shown, Window { from: at(from), to: at(to) }).into_iter().filter(|(_, _, uid, _)| of(uid));
        all.map(|(start, _, _, status)| format!("{} {status}", start.format("%m-%d %H:%M"))).collect()
    }
}

fn feed(shown: &Remembered) -> String {
    let catalog = Catalog::new(&shown.community, &shown.series);
    let feed = ics::render(catalog.calendar("all").expect("always there"), Lang::En, None);
    String::from_utf8(feed).expect("a feed is UTF-8")
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a test's own instant")
}

fn seen(shown: &Remembered, window: Window) -> Vec<Seen> {
    let items = agenda(&shown.series, window, Zone::utc());
    let seen = items.into_iter().map(|item| {
        let occurrence = item.occurrence;
        (occurrence.start, occurrence.end, item.series.uid.clone(), format!("{:?}", occurrence.status))
    });
    seen.collect()
}

fn stamps_grow(before: &Remembered, after: &Remembered, grown: &[&str]) {
    let stamps = |shown: &Remembered| -> BTreeMap<String, (u32, DateTime<Utc>, DateTime<Utc>)> {
        let records = shown.lock.series.iter();
        records.map(|one| (one.uid.clone(), (one.sequence, one.created, one.modified))).collect()
    };
    let (was, is) = (stamps(before), stamps(after));
    let latest = was.values().map(|(_, _, modified)| *modified).max().expect("something was locked");
    let mut touched = BTreeSet::new();
    for record in &after.lock.series {
        let stamp = is[&record.uid];
        match was.get(&record.uid) {
            Some(old) if *old == stamp => continue,
            Some((sequence, created, modified)) => {
                assert_eq!(stamp.0, sequence + 1, "{}", record.meeting);
                assert_eq!(stamp.1, *created, "{}", record.meeting);
                assert!(stamp.2 > *modified, "{}", record.meeting);
            }
            None => assert_eq!((stamp.0, stamp.1), (0, stamp.2), "{}", record.meeting),
        }
        assert!(stamp.2 > latest, "a change is newer than everything before");
        touched.insert(record.meeting.to_string());
    }
    assert_eq!(touched, grown.iter().map(|name| (*name).to_owned()).collect());
}

fn no_uid_is_lost(before: &Remembered, after: &Remembered) {
    let uids = |shown: &Remembered| -> BTreeSet<String> {
        shown.lock.series.iter().map(|record| record.uid.clone()).collect()
    };
    let lost: Vec<String> = uids(before).difference(&uids(after)).cloned().collect();
    assert!(lost.is_empty(), "{lost:?}");
}

/// In the feed too: a master per UID, and every series that happens is in it.
fn every_uid_is_one_series(shown: &Remembered) {
    let uids: BTreeSet<&str> = shown.series.iter().map(|series| series.uid.as_str()).collect();
    assert_eq!(uids.len(), shown.series.len());
    let catalog = Catalog::new(&shown.community, &shown.series);
    let feed = ics::render(catalog.calendar("all").expect("always there"), Lang::En, None);
    let feed = String::from_utf8(feed).expect("a feed is UTF-8");
    for uid in uids {
        let masters = feed.split("BEGIN:VEVENT").filter(|event| {
            event.contains(&format!("\r\nUID:{uid}\r\n")) && !event.contains("RECURRENCE-ID")
        });
        assert_eq!(masters.count(), 1, "{uid}");
    }
}
