//! What becomes of a community: its series, its feeds and its pages.

use sigcal::directory::{Community, Lang, Level, Loaded};
use sigcal::feed::{Catalog, Options, ics, jcal, jscal};
use sigcal::page::{
    Choice, Hours, Kept, PageAsk, Said, Source, WeekQuestion, groups, groups_json, week, week_json,
};
use sigcal::schedule::plan;
use sigcal::time::Zone;

/// What differs most from everybody's feed.
const OPTIONS: Options =
    Options { alarm: Some(Options::LONGEST_ALARM), hide_cancelled: true, hide_tentative: true };

/// Everything that is made of what was loaded.
///
/// # Panics
/// Where something made of it is not what it should be.
pub fn check(loaded: &Loaded, text: &[u8]) {
    let lines = 1 + text.iter().filter(|byte| **byte == b'\n' || **byte == b'\r').count();
    for finding in &loaded.findings {
        assert!(!finding.message.is_empty());
        let line = usize::try_from(finding.place.line).unwrap_or(usize::MAX);
        assert!((1..=lines).contains(&line), "{finding:?} is in line {line} of {lines}");
    }
    match &loaded.community {
        Some(community) => made_of(community),
        None => assert!(loaded.findings.iter().any(|finding| finding.level == Level::Error)),
    }
}

fn made_of(community: &Community) {
    let (series, _) = plan(community);
    let catalog = Catalog::new(community, &series);
    for calendar in catalog.calendars() {
        for lang in [Lang::En, Lang::Zh] {
            let source = Some("https://example.org/all.ics");
            well_formed(&ics::render(calendar, lang, source));
            json(&jcal::render(calendar, lang, source));
            json(&jscal::render(calendar, lang, source));
            let other = catalog.with_options(calendar, &OPTIONS);
            assert!(!other.events.is_empty(), "no calendar is empty");
            well_formed(&ics::render(&other, lang, source));
            json(&jscal::render(&other, lang, source));
        }
    }
    let bytes = |catalog: &Catalog| catalog.calendar("all").map(|all| ics::render(all, Lang::En, None));
    let again = Catalog::new(community, &plan(community).0);
    assert_eq!(bytes(&catalog), bytes(&again), "the same data, the same bytes");

    let source = Source { community, series: &series, catalog: &catalog, news: &[], base: None };
    whole(&groups(source, Kept { lang: Lang::Zh, ..Kept::default() }));
    groups_json(source);
    let date = |text: &str| text.parse().expect("a date");
    let question =
        WeekQuestion { from: date("2026-10-26"), to: date("2026-11-02"), zone: Zone::utc(), lang: Lang::En };
    week_json(community, &series, &catalog, question);
    let ask = PageAsk {
        question,
        now: "2026-10-28T12:00:00Z".parse().expect("an instant"),
        choice: Choice::default(),
        hours: Hours::Of24,
        said: Said::default(),
    };
    whole(&week(source, &ask, false).expect("nothing is chosen that is not there"));
    whole(&sigcal::page::community(source, &ask));
    for calendar in catalog.calendars() {
        whole(&sigcal::page::calendar(source, &calendar.path, &ask).expect("its path is a calendar's"));
    }
}

/// A page that is ended.
fn whole(page: &str) {
    assert!(page.trim_end().ends_with("</html>"), "{page:?}");
}

/// One line, which is one value of JSON.
fn json(feed: &[u8]) {
    let text = std::str::from_utf8(feed).expect("a feed is UTF-8");
    assert_eq!(text.find('\n'), Some(text.len() - 1));
    serde_json::from_str::<serde_json::Value>(text).expect("JSON");
}

/// Content lines of at most 75 octets that end in CRLF, cut in no character, and components that are closed in the
/// order in which they were opened (RFC 5545 3.1).
fn well_formed(feed: &[u8]) {
    let body = feed.strip_suffix(b"\r\n").expect("the last line is ended");
    let text = std::str::from_utf8(body).expect("a feed is UTF-8");
    let mut open = Vec::new();
    for line in text.split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line:?}", line.len());
        assert!(!line.contains(|c: char| c.is_control() && c != '\t'), "a control in {line:?}");
        assert!(line.starts_with(' ') || line.contains([':', ';']), "no content line: {line:?}");
        if let Some(name) = line.strip_prefix("BEGIN:") {
            open.push(name);
        } else if let Some(name) = line.strip_prefix("END:") {
            assert_eq!(open.pop(), Some(name));
        }
    }
    assert!(open.is_empty() && text.starts_with("BEGIN:VCALENDAR\r\n"));
}
