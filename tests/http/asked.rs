//! What is made because somebody asks: weeks, selections, feeds with options.

use sigcal::http::Limits;

use super::client::{Client, unzipped};
use super::community::{Running, site};

const WEEKS: [&str; 6] = [
    "/week.json",
    "/week.json?date=2026-12-24&zone=Asia/Shanghai&lang=zh",
    "/week.json?date=2026-03-10&zone=America/Sao_Paulo",
    "/week.json?only=sig-node,events",
    "/week.json?category=operations&date=2031-05-05",
    "/week.json?date=1990-01-01",
];

#[test]
fn a_week_is_the_same_whether_or_not_it_was_laid_out_before() {
    let (plain, ahead) = (site(None), site(None));
    ahead.squeeze();
    let (plain, ahead) = (Running::with(plain, &Limits::default()), Running::with(ahead, &Limits::default()));
    let (mut plain, mut ahead) = (Client::new(plain.addr), Client::new(ahead.addr));
    for week in WEEKS {
        let answer = plain.get(week);
        assert_eq!(answer, ahead.get(week), "{week}");
        assert_eq!(answer, plain.get(week), "{week}, again");
        let tag = answer.header("etag").expect("a tag");
        assert_eq!(ahead.ask("GET", week, &[("If-None-Match", tag)]).status, 304, "{week}");
    }
    let count = |week: &str| ahead.get(week).json()["occurrences"].as_array().map(Vec::len);
    assert_eq!(WEEKS.map(count), [3, 3, 3, 2, 1, 0].map(Some));
}

#[test]
fn what_somebody_waits_for_is_coded_once_it_is_wanted_so() {
    let running = Running::new();
    let mut client = Client::new(running.addr);
    for path in ["/week.json?date=2026-11-24", "/sig-node.ics?alarm=10m", "/custom.ics?only=sig-node"] {
        let plain = client.get(path);
        let mut ask = |wanted: &str| client.ask("GET", path, &[("Accept-Encoding", wanted)]);
        let mut tags = vec![plain.header("etag").map(str::to_owned)];
        for (wanted, coding) in [
            ("br", None),
            ("gzip", Some("gzip")),
            ("gzip, deflate, br, zstd", Some("zstd")),
            ("gzip", Some("gzip")),
        ] {
            let coded = ask(wanted);
            assert_eq!(coded.header("content-encoding"), coding, "{path} {wanted}");
            let body = match coding {
                None => coded.body.clone(),
                Some("gzip") => unzipped(&coded.body),
                Some(_) => zstd::bulk::decompress(&coded.body, 1 << 20).expect("a zstd frame"),
            };
            assert_eq!(body, plain.body, "{path} {wanted}");
            tags.push(coded.header("etag").map(str::to_owned));
        }
        assert_eq!((&tags[0], &tags[2]), (&tags[1], &tags[4]), "{path}");
        assert!(tags[0] != tags[2] && tags[0] != tags[3] && tags[2] != tags[3], "{path}: {tags:?}");
    }
}

#[test]
fn a_selection_is_the_same_each_time_and_at_every_address() {
    let running = Running::new();
    let mut client = Client::new(running.addr);
    let first = client.get("/custom.ics?only=sig-node,events&alarm=10m");
    assert_eq!(first.status, 200);
    for _ in 0..3 {
        for address in [
            "/custom.ics?only=sig-node,events&alarm=10m",
            "/custom.ics?only=events,sig-node&alarm=10m",
            "/custom.ics?alarm=10m&only=events&only=sig-node&nocache=1",
        ] {
            assert_eq!(client.get(address), first, "{address}");
        }
        // The same address with another method, or wanting another format.
        let address = "/custom.ics?only=sig-node,events&alarm=10m";
        assert_eq!(client.ask("OPTIONS", address, &[]).status, 204);
        assert_eq!(client.ask("PUT", address, &[]).status, 405);
        let json = client.ask("GET", address, &[("Accept", "application/calendar+json")]);
        assert_eq!(json.header("content-type"), Some("application/calendar+json"));
        assert_ne!(client.get("/custom.ics?only=sig-node,events&alarm=20m").body, first.body);
    }
}

#[test]
fn the_week_that_is_asked_for_without_a_word_is_there_in_every_coding_before_anybody_asks() {
    let site = site(None);
    site.squeeze();
    let running = Running::with(site, &Limits::default());
    let mut client = Client::new(running.addr);
    // Brotli is never made for somebody who waits.
    let first = client.ask("GET", "/week.json", &[("Accept-Encoding", "br")]);
    assert_eq!(first.header("content-encoding"), Some("br"));
    let named = client.ask("GET", "/week.json?date=2026-11-24", &[("Accept-Encoding", "br")]);
    assert_eq!(named.header("content-encoding"), None);
}
