//! A small community made by hand, and a server of it on a free port.

use std::sync::Arc;

use chrono::{NaiveDate, TimeDelta};
use sigcal::cadence::{self, Context, Rule};
use sigcal::directory::{
    Category, Community, Contact, Group, Kind, Meeting, MeetingId, Person, Place, Text, Timing,
};
use sigcal::http::{Limits, Publication, Server, Site};
use sigcal::page::Base;
use sigcal::schedule::{Recurrence, Series, Start};
use sigcal::time::Zone;

pub fn date(text: &str) -> NaiveDate {
    text.parse().expect("a test's own date")
}

fn text(en: &str, zh: &str) -> Text {
    Text { en: en.to_owned(), zh: Some(zh.to_owned()) }
}

fn place() -> Place {
    Place { line: 1, column: 1, length: 1 }
}

fn group(kind: Kind, slug: &str, name: Text, category: Option<&str>) -> Group {
    Group {
        kind,
        slug: slug.to_owned(),
        name,
        mission: Text::default(),
        category: category.map(str::to_owned),
        leads: vec![Person { name: "Ada <Lovelace>".into(), company: Some("R&D".to_owned()), role: "chair" }],
        contact: Contact { slack: Some(slug.to_owned()), mailing_list: None },
        stakeholders: vec![],
        aim: Text::default(),
        status: Text::default(),
        since: None,
        remark: Text::default(),
        place: place(),
    }
}

fn meeting(group: Option<usize>, key: &str, written: &str) -> Meeting {
    let zone = Zone::named("America/Los_Angeles").ok();
    let reading = cadence::read(written, Context { zone, ..Context::default() });
    Meeting {
        group,
        subproject: None,
        description: key.into(),
        key: key.to_owned(),
        timing: Timing::Written(reading),
        start: None,
        until: None,
        duration: None,
        url: Some("javascript:alert(1)".to_owned()),
        archive_url: Some("https://example.org/notes?a=1&b=2".to_owned()),
        recordings_url: None,
        location: None,
        skips: vec![],
        cancelled: vec![],
        moved: vec![],
        place: place(),
        cadence_place: place(),
    }
}

fn series(n: usize, uid: &str, first: &str, hour: u32) -> Series {
    let zone = Zone::named("America/Los_Angeles").expect("a zone of the database");
    let day = chrono::Datelike::weekday(&date(first));
    Series {
        uid: uid.to_owned(),
        meeting: MeetingId(n),
        start: Start::Timed(date(first).and_hms_opt(hour, 0, 0).expect("a whole hour"), zone),
        duration: TimeDelta::hours(1),
        recurrence: Recurrence::Rule(Rule::Weekly { interval: 1, days: vec![day], parity: None }),
        until: None,
        exceptions: vec![],
        tentative: n == 1,
    }
}

/// Two SIGs, a working group that has no times, and office hours.
pub fn community() -> (Community, Vec<Series>) {
    let community = Community {
        name: text("Example & Sons", "示例"),
        zone: Zone::named("America/Los_Angeles").ok(),
        start: Some(date("2025-10-20")),
        categories: vec![Category { key: "operations".to_owned(), name: text("Operations", "运维") }],
        groups: vec![
            group(Kind::Sig, "sig-node", text("Node <b>", "节点"), Some("operations")),
            group(Kind::Sig, "sig-network", "Network".into(), None),
            group(Kind::Wg, "wg-quiet", "Quiet".into(), None),
        ],
        meetings: vec![
            meeting(Some(0), "Regular meeting", "every Friday 9:00 PT"),
            meeting(Some(1), "Network meeting", "every Thursday 14:00 PT"),
            meeting(Some(2), "Some meeting", "on demand"),
            meeting(None, "Office hours", "every Monday 8:00 PT"),
        ],
        ..Community::default()
    };
    let series = vec![
        series(0, "node@example", "2025-10-24", 9),
        series(1, "network@example", "2025-10-23", 14),
        series(3, "office@example", "2025-10-20", 8),
    ];
    (community, series)
}

pub fn publication(base: Option<&str>) -> Publication {
    let (community, series) = community();
    Publication::new(community, series, base.map(|url| Base::configured(url).expect("a test's own base")))
}

/// A site whose clock stands on a Tuesday, 24 November 2026.
pub fn site(base: Option<&str>) -> Arc<Site> {
    let now = "2026-11-24T12:00:00Z".parse().expect("a test's own instant");
    Arc::new(Site::new(publication(base), Arc::new(move || now)))
}

/// A server that stops when the test ends.
pub struct Running {
    pub server: Option<Server>,
    pub addr: std::net::SocketAddr,
}

impl Running {
    pub fn with(site: Arc<Site>, limits: &Limits) -> Running {
        let any = "127.0.0.1:0".parse().expect("a test's own address");
        let server = Server::start(any, site, limits).expect("a free port");
        Running { addr: server.addr(), server: Some(server) }
    }

    pub fn new() -> Running {
        Running::with(site(None), &Limits::default())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(server) = self.server.take() {
            server.stop().abort();
            let _ = server.join();
        }
    }
}
