//! The week as a page.

use super::client::Client;
use super::community::{Running, publication};
use sigcal::http::{Limits, Site};
use std::sync::Arc;

/// What a page shows at a meeting, as `start end`.
fn times(page: &str) -> Vec<String> {
    let details = page.split("class=\"details\"").skip(1);
    let times = details.map(|details| {
        let mut times = details.split("datetime=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let (start, end) = (times.next().unwrap_or_default(), times.next());
        format!("{start} {}", end.filter(|end| end.contains('T')).unwrap_or("all day"))
    });
    let mut times: Vec<String> = times.collect();
    times.sort();
    times
}

#[test]
fn the_week_shows_what_week_json_says_on_every_clock() {
    let running = Running::new();
    let mut client = Client::new(running.addr);
    for zone in ["America/Los_Angeles", "Asia/Shanghai", "Pacific/Kiritimati", "Australia/Lord_Howe"] {
        for date in ["2026-03-08", "2026-04-05", "2026-11-01", "2026-11-24"] {
            let page = client.get(&format!("/week?date={date}&zone={zone}&lang=en"));
            assert_eq!(page.status, 200);
            let week = client.get(&format!("/week.json?date={date}&zone={zone}")).json();
            let occurrences = week["occurrences"].as_array().expect("a list").iter();
            let mut wanted: Vec<String> = occurrences
                .map(|one| match one["all_day"] == true {
                    true => format!("{} all day", one["start"].as_str().expect("a text")),
                    false => format!(
                        "{} {}",
                        one["start"].as_str().expect("a text"),
                        one["end"].as_str().expect("a text")
                    ),
                })
                .collect();
            wanted.sort();
            assert_eq!((times(page.text()), wanted.len()), (wanted, 3), "{zone} {date}");
        }
    }
}

#[test]
fn a_week_is_of_whom_it_is_asked_for_and_subscribes_to_the_same() {
    let running = Running::new();
    let mut client = Client::new(running.addr);
    for (query, meetings, feed) in [
        ("", 3, "/all.ics"),
        ("&kind=sigs", 2, "/sigs.ics"),
        ("&category=operations", 1, "/category/operations.ics"),
        ("&only=sig-network", 1, "/sig-network.ics"),
        ("&only=sig-network,events", 2, "/custom.ics?only=sig-network,events"),
        ("&q=NODE", 1, "/custom.ics?only=sig-node"),
        ("&kind=wgs", 0, "/wgs.ics"),
        // The text is in what a group meets about.
        ("&q=regular", 1, "/custom.ics?only=sig-node"),
        // In whatever language it is looked for.
        ("&q=%E8%8A%82%E7%82%B9", 1, "/custom.ics?only=sig-node"),
        ("&kind=sigs&q=network", 1, "/custom.ics?only=sig-network"),
    ] {
        let page = client.get(&format!("/week?lang=en&date=2026-11-24{query}"));
        assert_eq!((page.status, times(page.text()).len()), (200, meetings), "{query}");
        assert!(page.text().contains(&format!("href=\"{feed}\" download")), "{query}: {feed}");
        assert_eq!(client.get(feed).status, 200, "{feed}");
    }
    // Programs are told of the same groups.
    assert!(
        client
            .get("/week?lang=en&kind=sigs")
            .text()
            .contains("href=\"/week.json?only=sig-node,sig-network&#38;lang=en\"")
    );
    for none in ["q=nowhere", "kind=ugs"] {
        let page = client.get(&format!("/week?lang=en&{none}"));
        let text = page.text();
        assert!(text.contains("0 of 4 groups are shown"), "{text}");
        assert!(
            !text.contains(".ics\" download") && !text.contains("week.json"),
            "{none} subscribes to nothing: {text}"
        );
    }
    for wrong in ["only=nobody", "kind=sig", "zone=Mars/Olympus", "date=soon", "h=13"] {
        assert_eq!(client.get(&format!("/week?{wrong}")).status, 400, "{wrong}");
    }
    // What people call a zone is as good as its name.
    assert!(client.get("/?zone=Asia/Calcutta").text().contains("value=\"Asia/Kolkata\""));
    assert!(client.get("/?zone=PT").text().contains("value=\"America/Los_Angeles\""));
}

/// A week between the change of one clock and that of another is told of both.
#[test]
fn a_meeting_is_told_of_the_change_behind_it_and_of_the_one_ahead() {
    let running = Running::new();
    let page =
        Client::new(running.addr).get("/week?lang=en&zone=Europe/Berlin&date=2026-10-30&only=sig-node");
    for said in [
        "Since 25 Oct, 17:00 instead of 18:00 for you",
        "From 1 Nov, 18:00 instead of 17:00 for you",
        "Clocks change in Berlin on Sun 25 Oct",
        "Clocks change in Los Angeles on Sun 1 Nov",
        "was 18:00",
    ] {
        assert!(page.text().contains(said), "{said}: {}", page.text());
    }
}

#[test]
fn what_takes_several_days_goes_on_on_each_of_them() {
    let text = "events: [{ name: Conf, on: 2026-11-25, duration: 3d }]";
    let running = Running::of(text);
    let page = Client::new(running.addr).get("/week?lang=en&zone=UTC");
    assert!(page.text().contains("Wednesday 25 November 2026 to Friday 27 November 2026"), "{}", page.text());
    assert_eq!(page.text().matches("Goes on: Conf").count(), 2);
    assert_eq!(page.text().matches("No meetings").count(), 4);
}

#[test]
fn what_a_reader_assumed_is_said_in_the_language_of_the_page() {
    let text = "sigs: [{ dir: sig-a, meetings: [{ description: { en: M, zh: 会议 }, cadence: every Friday 9:00 PST }] }]";
    let running = Running::of(text);
    let mut client = Client::new(running.addr);
    let assumed = ["read as the wall clock of", "标准时间"];
    for path in ["/week", "/week.json"] {
        for (lang, said) in [("en", [true, false]), ("zh", [false, true])] {
            let page = client.get(&format!("{path}?lang={lang}"));
            assert_eq!(
                assumed.map(|words| page.text().contains(words)),
                said,
                "{path} {lang}: {}",
                page.text()
            );
        }
    }
}

#[test]
fn a_week_may_stand_in_the_pages_that_the_operator_names() {
    let now = "2026-11-24T12:00:00Z".parse().expect("a test's own instant");
    let policy = |origins: &[String], path: &str| {
        let site = Site::new(publication(None), Arc::new(move || now)).framed_by(origins);
        let running = Running::with(Arc::new(site), &Limits::default());
        let page = Client::new(running.addr).get(path);
        page.header("content-security-policy").expect("a policy").to_owned()
    };
    let origins = ["https://example.org".to_owned(), "https://example.net".to_owned()];
    assert!(
        policy(&origins, "/embed/week").ends_with("frame-ancestors https://example.org https://example.net")
    );
    // Its own links stay among what may stand there.
    let running = Running::new();
    let embedded = Client::new(running.addr).get("/embed/week?lang=en");
    assert!(embedded.text().contains("rel=\"next\" href=\"/embed/week?"), "{}", embedded.text());
    assert!(!embedded.text().contains("action=\"/week\""));
    for (origins, path) in [(&origins[..], "/week"), (&origins, "/sig-node"), (&[], "/embed/week")] {
        let policy = policy(origins, path);
        assert!(policy.ends_with("frame-ancestors 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
    }
}
