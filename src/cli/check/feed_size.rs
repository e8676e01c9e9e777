//! Google Calendar does not take a calendar of more than a megabyte, and says nothing.

use crate::directory::{Community, Finding, Lang, Level, Place};
use crate::feed::{Calendar, Catalog, ics};
use crate::schedule::Series;

/// The bytes that Google Calendar takes of one calendar.
const GOOGLE_TAKES: usize = 1_000_000;

/// From so many bytes on, a calendar is near to what is taken.
const NEARLY: usize = GOOGLE_TAKES / 10 * 9;

/// Which of a community's calendars are more than Google takes, or nearly.
pub(super) fn calendars_are_taken(community: &Community, series: &[Series]) -> Vec<Finding> {
    let catalog = Catalog::new(community, series);
    let found = catalog.calendars().iter().filter_map(|calendar| {
        let found = finding(&calendar.path, bytes(calendar))?;
        let group = community.group(&calendar.path);
        Some(Finding { place: group.map_or(found.place, |group| group.place.clone()), ..found })
    });
    found.collect()
}

/// The bytes of a feed, in the language in which it has more.
fn bytes(calendar: &Calendar) -> usize {
    Lang::ALL.map(|lang| ics::render(calendar, lang, None).len()).into_iter().max().unwrap_or_default()
}

fn finding(path: &str, bytes: usize) -> Option<Finding> {
    let (level, remedy) = match bytes {
        0..NEARLY => return None,
        NEARLY..=GOOGLE_TAKES => (Level::Note, "before it is over, point people to smaller calendars"),
        _ => (Level::Warning, "point people to the calendars of groups and categories instead"),
    };
    Some(Finding {
        level,
        check: "feed-size",
        place: Place { line: 1, column: 1, length: 1 },
        message: format!("{path}.ics has {bytes} bytes, and Google Calendar takes {GOOGLE_TAKES} at most"),
        remedy: Some(remedy.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::load;
    use crate::schedule::plan;

    /// What is found of so many meetings of one group, beside one of another.
    fn found(meetings: usize) -> Vec<String> {
        let meeting = |n| {
            format!(
                "  - {{ description: M{n}, cadence: every Monday 9:00 PT, url: 'https://example.org/{n}' }}\n"
            )
        };
        let text = format!(
            "sigs:\n- {{ dir: sig-b, name: B, meetings: {{ description: M, cadence: every Friday 9:00 PT }} }}\n- dir: sig-a\n  name: A\n  meetings:\n{}",
            (0..meetings).map(meeting).collect::<String>()
        );
        let community = load(&text).community.expect("a community");
        let (series, _) = plan(&community);
        let findings = calendars_are_taken(&community, &series);
        let told = |finding: &Finding| {
            let (path, _) = finding.message.split_once(" has ").expect("it says how much");
            format!("{} {:?} {path}", finding.place.line, finding.level)
        };
        findings.iter().map(told).collect()
    }

    #[test]
    fn every_calendar_that_google_does_not_take_is_a_warning() {
        assert_eq!(found(100), Vec::<String>::new());
        assert_eq!(found(2_000), ["1 Warning all.ics", "1 Warning sigs.ics", "3 Warning sig-a.ics"]);
    }

    #[test]
    fn from_nine_tenths_on_it_is_a_note() {
        let level = |bytes| finding("all", bytes).map(|finding| finding.level);
        assert_eq!([NEARLY - 1, NEARLY].map(level), [None, Some(Level::Note)]);
        assert_eq!([GOOGLE_TAKES, GOOGLE_TAKES + 1].map(level), [Some(Level::Note), Some(Level::Warning)]);
    }
}
