//! What a subscriber sees of a series, as a hash: where it differs, calendar programs have to be told.
//!
//! It is made of the data and not of the sentences that a release of sigcal makes of it, so that an update of the program is
//! no change of every meeting.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::record;
use crate::directory::{Community, Lang, Text, Timing, When};
use crate::schedule::{Exception, Series};

/// The hash of a series' content: 16 hexadecimal digits.
pub(super) fn hash(community: &Community, series: &Series) -> String {
    let digest = Sha256::digest(content(community, series));
    digest.iter().take(8).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Facts one after the other, each with its length, so that none can run into the next.
#[derive(Default)]
struct Facts(String);

impl Facts {
    fn say(&mut self, fact: impl ToString) {
        let fact = fact.to_string();
        let _ = writeln!(self.0, "{}:{fact}", fact.len());
    }

    fn text(&mut self, text: &Text) {
        self.say(&text.en);
        self.say(text.zh.as_deref().unwrap_or("\u{0}"));
    }

    fn all<T: ToString>(&mut self, facts: impl IntoIterator<Item = T>) {
        facts.into_iter().for_each(|fact| self.say(fact));
        self.say("");
    }
}

fn content(community: &Community, series: &Series) -> String {
    let meeting = community.meeting(series.meeting);
    let mut facts = Facts::default();
    let when = |when: &When| match when {
        When::Civil(civil) => civil.to_string(),
        When::Instant(instant) => instant.to_rfc3339(),
    };
    let rules = record::rules(series);
    facts.say(rules.dtstart);
    facts.say(rules.zone.map_or("", crate::time::Zone::tzid));
    facts.say(rules.all_day);
    facts.all(&rules.rrules);
    facts.all(&rules.exrules);
    facts.all(rules.rdates.iter().map(when));
    facts.all(rules.exdates.iter().map(when));
    for changed in &rules.overrides {
        facts.say(when(&changed.recurrence_id));
        facts.say(when(&changed.start));
        facts.say(changed.duration.map_or(-1, |duration| duration.num_seconds()));
        facts.say(changed.summary.as_deref().unwrap_or_default());
        facts.say(changed.cancelled);
    }
    facts.say(series.duration.num_seconds());
    facts.say(series.until.map_or_else(String::new, |until| until.to_rfc3339()));
    facts.say(series.tentative);
    let ended = series.ended.filter(|_| series.extra.is_none());
    facts.say(ended.map_or_else(String::new, |ended| ended.to_string()));
    for exception in &series.exceptions {
        let (word, at, reason) = match exception {
            Exception::Excluded { original } => ("excluded", original, &Text::default()),
            Exception::Cancelled { at, reason, .. } => ("cancelled", at, reason),
            Exception::Moved { to, reason, .. } => ("moved", to, reason),
        };
        facts.say(exception.original());
        facts.say(word);
        facts.say(at);
        if let Exception::Moved { from, .. } = exception {
            facts.say(from.map_or_else(String::new, |from| from.to_string()));
        }
        facts.text(reason);
    }
    for skipped in &series.skipped {
        facts.say(skipped.at);
        facts.say(skipped.one_of_several);
        facts.text(&skipped.reason);
    }
    if let Some(reason) = &series.extra {
        facts.say("extra");
        facts.text(reason);
    }
    facts.text(&meeting.description);
    facts.text(&meeting.details);
    facts.all(
        [&meeting.subproject, &meeting.url, &meeting.archive_url, &meeting.recordings_url, &meeting.location]
            .map(|one| one.as_deref().unwrap_or_default()),
    );
    if let (Timing::Written(reading), Some(_), None) = (&meeting.timing, &series.cadence, series.ended) {
        facts.say(&reading.text);
        facts.all(reading.notes.iter().filter(|note| note.code.assumes()).map(|note| note.code.as_str()));
    }
    if let Some(group) = community.group_of(series.meeting) {
        facts.all(Lang::ALL.map(|lang| group.title(lang)));
        facts.all(
            [&group.contact.slack, &group.contact.mailing_list].map(|one| one.as_deref().unwrap_or_default()),
        );
        let category = community.categories.iter().find(|known| Some(&known.key) == group.category.as_ref());
        facts.text(&category.map(|category| category.name.clone()).unwrap_or_default());
    }
    facts.0
}
