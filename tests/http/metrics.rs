//! What is counted.

use std::collections::BTreeMap;

use super::client::Client;
use super::community::{Running, publication, site};

/// The numbers by their names with labels, and the text they were read from.
fn scraped(client: &mut Client) -> (BTreeMap<String, f64>, String) {
    let answer = client.get("/metrics");
    let media_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    assert_eq!((answer.status, answer.header("content-type")), (200, Some(media_type)));
    let lines = answer.text().lines().filter(|line| !line.starts_with('#'));
    let number = |line: &str| {
        let (name, number) = line.rsplit_once(' ').expect("a name and a number");
        (name.to_owned(), number.parse().expect("a number"))
    };
    (lines.map(number).collect(), answer.text().to_owned())
}

#[test]
fn requests_are_counted_by_what_they_ask_for_and_the_status() {
    let running = Running::new();
    let mut client = Client::new(running.addr);
    let tag = client.get("/sig-node.ics").header("etag").expect("a tag").to_owned();
    client.ask("GET", "/sig-node.ics", &[("If-None-Match", &tag)]);
    client.ask("GET", "/sig-node.ics?alarm=10m", &[]);
    client.get("/custom.ics?only=sig-node");
    client.get("/custom.ics?only=sig-node");
    client.get("/custom.ics?only=nothing");
    for target in ["/week.json", "/", "/groups.json", "/readyz", "/\u{22}}1", "/nothing.ics", "/nothing"] {
        client.get(&target.replace('\u{22}', "%22"));
    }
    client.ask("OPTIONS", "/", &[]);
    client.ask("PUT", "/all.ics", &[]);
    let (counted, text) = scraped(&mut client);
    let requests: Vec<(&str, f64)> = counted
        .iter()
        .filter_map(|(name, count)| Some((name.strip_prefix("sigcal_http_requests_total")?, *count)))
        .collect();
    let expected = [
        ("{route=\"document\",status=\"200\"}", 1.0),
        ("{route=\"feed\",status=\"200\"}", 2.0),
        ("{route=\"feed\",status=\"304\"}", 1.0),
        ("{route=\"methods\",status=\"204\"}", 1.0),
        ("{route=\"nothing\",status=\"404\"}", 4.0),
        ("{route=\"nothing\",status=\"405\"}", 1.0),
        ("{route=\"page\",status=\"200\"}", 1.0),
        ("{route=\"probe\",status=\"200\"}", 1.0),
        ("{route=\"selection\",status=\"200\"}", 2.0),
        ("{route=\"week\",status=\"200\"}", 1.0),
    ];
    assert_eq!(requests, expected, "{text}");
    assert_eq!(counted["sigcal_http_connections"], 1.0);
    assert_eq!(counted["sigcal_http_request_duration_seconds_count"], 15.0, "{text}");
    assert_eq!(counted["sigcal_http_request_duration_seconds_bucket{le=\"+Inf\"}"], 15.0, "{text}");
    assert_eq!(counted["sigcal_cache_requests_total{outcome=\"hit\"}"], 1.0, "{text}");
    assert!(counted["sigcal_http_sent_bytes_total"] > 5000.0, "{text}");
    assert!(text.ends_with("# EOF\n"), "{text}");
}

#[test]
fn a_publication_is_named_by_what_it_is_and_a_failed_one_is_counted() {
    let site = site(None);
    let running = Running::with(site.clone(), &sigcal::http::Limits::default());
    let mut client = Client::new(running.addr);
    let version = site.publication().version().to_owned();
    let (counted, text) = scraped(&mut client);
    assert_eq!(counted[&format!("sigcal_publication_info{{version=\"{version}\"}}")], 1.0, "{text}");
    assert_eq!(client.get("/healthz").json()["publication"], version.as_str());
    site.reload_failed();
    let (counted, _) = scraped(&mut client);
    assert_eq!(
        (counted["sigcal_reloads_total{outcome=\"failed\"}"], counted["sigcal_publication_fresh"]),
        (1.0, 0.0)
    );
    site.publish(publication(Some("https://example.org")));
    let (counted, _) = scraped(&mut client);
    assert_eq!(
        (counted["sigcal_reloads_total{outcome=\"published\"}"], counted["sigcal_publication_fresh"]),
        (1.0, 1.0)
    );
    assert_ne!(site.publication().version(), version);
    site.publish(publication(None));
    assert_eq!(site.publication().version(), version);
}
