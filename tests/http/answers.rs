//! What each path answers, and what it says of words it does not know.

use super::client::Client;
use super::community::{Running, site};
use sigcal::http::Limits;

#[test]
fn a_feed_is_a_calendar_whatever_a_client_accepts_or_adds() {
    let running = Running::new();
    let mut client = Client::new(running.addr);
    let feed = client.get("/sig-node.ics");
    assert_eq!(feed.status, 200);
    assert!(feed.text().starts_with("BEGIN:VCALENDAR\r\n") && feed.text().contains("Node <b>"));
    for (name, value) in [
        ("content-type", "text/calendar; charset=utf-8"),
        ("content-language", "en"),
        ("access-control-allow-origin", "*"),
        ("x-content-type-options", "nosniff"),
        ("vary", "Accept-Encoding, Accept"),
        ("cache-control", "max-age=300, s-maxage=600, stale-while-revalidate=3600, stale-if-error=604800"),
    ] {
        assert_eq!(feed.header(name), Some(value), "{name}");
    }
    for headers in [
        [("Accept", "application/json")],
        [("Accept", "text/html")],
        [("Range", "bytes=0-9,20-29")],
        [("Authorization", "Basic Og==")],
        [("User-Agent", "Google-Calendar-Importer")],
        [("Host", "another.example.net:81")],
    ] {
        assert_eq!(client.ask("GET", "/sig-node.ics", &headers), feed, "{headers:?}");
    }
    for path in
        ["/sig-node.ics?nocache=1", "/sig%2dnode.ics", "/sig-node.ics?lang=en", "http://x/sig-node.ics"]
    {
        assert_eq!(client.get(path), feed, "{path}");
    }
    let chinese = client.get("/sig-node.ics?lang=zh");
    assert_eq!((chinese.status, chinese.header("content-language")), (200, Some("zh-CN")));
}

#[test]
fn a_selection_has_the_events_of_its_groups_in_any_order() {
    let running = Running::new();
    let mut client = Client::new(running.addr);
    let both = client.get("/custom.ics?only=sig-node,sig-network");
    assert_eq!(both.status, 200);
    assert!(both.text().contains("Node <b>") && both.text().contains("Network"));
    assert!(!both.text().contains("Office hours"));
    assert_eq!(client.get("/custom.ics?x=y&only=sig-network&only=sig-node,sig-node"), both);
    let unknown = client.get("/custom.ics?only=sig-nod");
    assert_eq!(unknown.status, 404);
    let said = "`sig-nod` is no group here; the nearest is `sig-node`; /groups lists them\n";
    assert_eq!(unknown.text(), said);
    assert_eq!(client.get("/custom.ics").status, 400);
    assert_eq!(client.get("/custom.ics?only=,").status, 400);
}

#[test]
fn an_unknown_calendar_is_named_with_the_nearest_and_never_empty() {
    let running = Running::new();
    let mut client = Client::new(running.addr);
    let missing = client.get("/sig-nodes.ics");
    assert_eq!((missing.status, missing.header("content-type")), (404, Some("text/plain; charset=utf-8")));
    let said = "nothing is at `sig-nodes.ics`; the nearest is `sig-node.ics`; /groups lists every calendar\n";
    assert_eq!(missing.text(), said);
    let quiet = client.get("/wg-quiet.ics");
    assert_eq!(quiet.status, 200, "those who subscribe now will see the first meeting");
    assert!(quiet.text().contains("BEGIN:VEVENT"));
    let problem = client.ask("GET", "/sig-nodes.ics", &[("Accept", "application/json")]);
    assert_eq!(problem.header("content-type"), Some("application/problem+json"));
    assert_eq!(problem.json()["detail"].as_str(), Some(said.trim_end()));
    assert_eq!(client.get("/sig-node.ics?lang=fr").status, 400);
    assert_eq!(
        client.get("/%0d%0aSet-Cookie:x.ics").headers.iter().filter(|(n, _)| n == "set-cookie").count(),
        0
    );
}

#[test]
fn only_reading_is_allowed_and_the_rest_is_told_so() {
    let running = Running::new();
    for method in ["PUT", "POST", "DELETE", "PROPFIND", "REPORT", "MKCALENDAR", "PATCH"] {
        let mut client = Client::new(running.addr);
        client.send(&format!("{method} /all.ics HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n<x/>"));
        let answer = client.receive(false);
        assert_eq!((answer.status, answer.header("allow")), (405, Some("GET, HEAD, OPTIONS")), "{method}");
        assert_eq!(client.get("/robots.txt").status, 200, "the connection goes on after {method}");
    }
    let mut client = Client::new(running.addr);
    for target in ["/all.ics", "*", "/nothing"] {
        let before = [("Origin", "https://example.net"), ("Access-Control-Request-Method", "GET")];
        let plain = client.ask("OPTIONS", target, &before[..1]);
        assert_eq!((plain.status, plain.header("allow")), (204, Some("GET, HEAD, OPTIONS")), "{target}");
        assert_eq!(plain.header("access-control-allow-methods"), None, "nobody asked before a request");
        let options = client.ask("OPTIONS", target, &before);
        assert_eq!((options.status, options.header("allow")), (204, Some("GET, HEAD, OPTIONS")), "{target}");
        assert_eq!(options.header("access-control-allow-origin"), Some("*"));
        assert!(options.header("access-control-allow-headers").expect("it says").contains("If-None-Match"));
    }
}

#[test]
fn a_week_is_the_iso_week_of_its_date_in_the_asked_zone() {
    let running = Running::new();
    let mut client = Client::new(running.addr);
    let week = client.get("/week.json");
    assert_eq!(week.header("content-type"), Some("application/json; charset=utf-8"));
    let shape = week.json();
    assert_eq!(shape["zone"], "America/Los_Angeles");
    assert_eq!((shape["from"].as_str(), shape["to"].as_str()), (Some("2026-11-23"), Some("2026-11-30")));
    let starts: Vec<&str> = shape["occurrences"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["start"].as_str())
        .collect();
    assert_eq!(
        starts,
        ["2026-11-23T08:00:00-08:00", "2026-11-26T14:00:00-08:00", "2026-11-27T09:00:00-08:00"]
    );
    let there = client.get("/week.json?date=2026-07-05&zone=asia/shanghai&only=sig-network&lang=zh").json();
    assert_eq!((there["zone"].as_str(), there["from"].as_str()), (Some("Asia/Shanghai"), Some("2026-06-29")));
    let occurrence = &there["occurrences"][0];
    assert_eq!(occurrence["start"], "2026-07-03T05:00:00+08:00");
    assert_eq!(occurrence["end"], "2026-07-03T06:00:00+08:00");
    assert_eq!(occurrence["recurrence_id"], "2026-07-02T14:00:00-07:00");
    assert_eq!((&occurrence["all_day"], occurrence["group"].as_str()), (&false.into(), Some("sig-network")));
    assert_eq!(occurrence["zone"], "America/Los_Angeles");
    for (query, word) in
        [("zone=Mars/Olympus", "Mars/Olympus"), ("date=soon", "soon"), ("only=sig-nod", "sig-node")]
    {
        let refused = client.get(&format!("/week.json?{query}"));
        assert_eq!(refused.status, 400);
        assert!(refused.text().contains(word), "{}", refused.text());
    }
}

#[test]
fn robots_may_fetch_everything_and_probes_learn_what_runs() {
    let site = site(None);
    let running = Running::with(site.clone(), &Limits::default());
    let mut client = Client::new(running.addr);
    let robots = client.get("/robots.txt");
    assert_eq!(robots.text(), "User-agent: *\nAllow: /\n");
    assert_eq!(robots.header("content-type"), Some("text/plain; charset=utf-8"));
    let health = client.get("/healthz").json();
    assert_eq!(
        (health["status"].as_str(), health["groups"].as_u64(), health["series"].as_u64()),
        (Some("ok"), Some(3), Some(3))
    );
    assert_eq!(health["tzdb"], sigcal::time::tzdb_version());
    assert_eq!(client.get("/readyz").status, 200);
    site.set_ready(false);
    assert_eq!(client.get("/readyz").status, 503);
    let groups = client.get("/groups.json").json();
    let endings: Vec<&serde_json::Value> =
        groups["formats"].as_array().expect("a list").iter().map(|format| &format["ending"]).collect();
    assert_eq!(endings, sigcal::feed::Format::ALL.map(|format| format.ending()));
    let node = &groups["groups"][0];
    assert_eq!((node["slug"].as_str(), node["kind"].as_str()), (Some("sig-node"), Some("sig")));
    assert_eq!((node["name"]["zh"].as_str(), node["feed"].as_str()), (Some("节点"), Some("/sig-node.ics")));
    assert_eq!(node["meetings"][0]["cadence"], "every Friday 9:00 PT");
    assert_eq!(node["meetings"][0]["url"], serde_json::Value::Null, "a script is no link");
    assert_eq!(groups["groups"][2]["meetings"][0]["verdict"], "irregular");
}
