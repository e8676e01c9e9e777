//! Every feed in every format, and the options of feeds.

use serde_json::Value;

use super::client::{Answer, Client, unzipped};
use super::community::{Running, site};
use sigcal::http::Limits;

const FEEDS: [&str; 5] = ["all", "sigs", "sig-node", "category/operations", "custom"];
const FORMATS: [(&str, &str); 3] = [
    (".ics", "text/calendar; charset=utf-8"),
    (".jcal.json", "application/calendar+json"),
    (".jscal.json", "application/jscalendar+json;type=group"),
];

fn path(feed: &str, ending: &str) -> String {
    let query = if feed == "custom" { "?only=sig-node,sig-network" } else { "" };
    format!("/{feed}{ending}{query}")
}

/// The UIDs of the events, in the order in which they stand.
fn uids(answer: &Answer) -> Vec<String> {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    match answer.header("content-type") {
        Some("text/calendar; charset=utf-8") => {
            answer.text().lines().filter_map(|line| line.strip_prefix("UID:")).map(str::to_owned).collect()
        }
        Some("application/calendar+json") => {
            let calendar = answer.json();
            let components = calendar[2].as_array().expect("components").clone();
            let events = components.into_iter().filter(|component| component[0] == "vevent");
            events.map(|event| text(&event[1][0][3])).collect()
        }
        Some("application/jscalendar+json;type=group") => answer.json()["entries"]
            .as_array()
            .expect("events")
            .iter()
            .map(|event| text(&event["uid"]))
            .collect(),
        other => panic!("no feed: {other:?}"),
    }
}

#[test]
fn every_feed_is_there_in_every_format_with_the_same_events() {
    let running = Running::new();
    let mut client = Client::new(running.addr);
    for feed in FEEDS {
        let wanted = uids(&client.get(&path(feed, ".ics")));
        assert!(!wanted.is_empty());
        for (ending, content_type) in FORMATS {
            let path = path(feed, ending);
            let answer = client.get(&path);
            assert_eq!((answer.status, answer.header("content-type")), (200, Some(content_type)), "{path}");
            assert_eq!(uids(&answer), wanted, "{path}");
            // A client takes the name from the path, where that is one and the format cannot be another's.
            let named = (ending != ".ics" || feed.contains('/'))
                .then(|| format!("inline; filename=\"{}{ending}\"", feed.replace('/', "-")));
            assert_eq!(answer.header("content-disposition"), named.as_deref(), "{path}");
            assert_eq!(answer.header("content-language"), Some("en"));
            let zip = client.ask("GET", &path, &[("Accept-Encoding", "gzip")]);
            assert_eq!(unzipped(&zip.body), answer.body);
            for header in ["cache-control", "last-modified", "access-control-allow-origin"] {
                assert_eq!(answer.header(header), client.get("/all.ics").header(header), "{path} {header}");
            }
        }
    }
    let chinese = client.get("/sig-node.jscal.json?lang=zh");
    assert_eq!(chinese.header("content-language"), Some("zh-CN"));
    assert_eq!(chinese.json()["locale"], "zh-CN");
    assert!(chinese.text().contains("节点"));
    let missing = client.get("/sig-nodes.jcal.json");
    assert_eq!(missing.status, 404);
    assert!(missing.text().contains("the nearest is `sig-node.jcal.json`"), "{}", missing.text());
}

#[test]
fn another_format_at_the_path_of_a_feed_is_for_those_who_name_it() {
    let running = Running::new();
    let mut client = Client::new(running.addr);
    for feed in FEEDS {
        let feed_path = path(feed, ".ics");
        let plain = client.get(&feed_path);
        assert_eq!(plain.header("vary"), Some("Accept-Encoding, Accept"));
        for (ending, content_type) in &FORMATS[1..] {
            let named = client.ask("GET", &feed_path, &[("Accept", content_type)]);
            let own = client.get(&path(feed, ending));
            assert_eq!((named.status, named.header("content-type")), (200, Some(*content_type)));
            assert_eq!((&named.body, named.header("etag")), (&own.body, own.header("etag")), "{feed_path}");
            assert_eq!(named.header("vary"), Some("Accept-Encoding, Accept"));
            // A cache that does not look at Vary would hand it to calendar programs.
            assert!(named.header("cache-control").expect("it says").starts_with("private"));
            assert_eq!(own.header("vary"), Some("Accept-Encoding"), "a path of its own is one format");
            let tag = own.header("etag").expect("a tag").to_owned();
            let again = client.ask("GET", &feed_path, &[("Accept", content_type), ("If-None-Match", &tag)]);
            assert_eq!((again.status, again.header("vary")), (304, Some("Accept-Encoding, Accept")));
            assert_eq!(client.ask("GET", &path(feed, ending), &[("Accept", "text/calendar")]), own);
        }
        for accept in ["*/*", "application/json", "text/calendar, application/calendar+json", "text/html"] {
            assert_eq!(client.ask("GET", &feed_path, &[("Accept", accept)]), plain, "{accept}");
        }
    }
    let head = client.ask("HEAD", "/all.ics", &[("Accept", "application/calendar+json")]);
    assert_eq!((head.status, head.header("content-type")), (200, Some("application/calendar+json")));
    for (path, status) in [("/groups.json", 200), ("/nothing.ics", 404), ("/healthz", 200)] {
        assert_eq!(client.ask("GET", path, &[("Accept", "application/calendar+json")]).status, status);
    }
}

#[test]
fn a_reminder_is_in_every_feed_and_format_that_is_asked_for_one() {
    let running = Running::new();
    let mut client = Client::new(running.addr);
    let with = |path: String, option: &str| match path.contains('?') {
        true => format!("{path}&{option}"),
        false => format!("{path}?{option}"),
    };
    for feed in FEEDS {
        for ((ending, _), said) in FORMATS.iter().zip([
            "TRIGGER:-PT10M",
            "[\"trigger\",{},\"duration\",\"-PT10M\"]",
            "\"offset\":\"-PT10M\"",
        ]) {
            let plain = client.get(&path(feed, ending));
            assert!(!plain.text().contains(said), "nobody is reminded who did not ask");
            let asked = client.get(&with(path(feed, ending), "alarm=10m"));
            assert_eq!((asked.status, asked.text().matches(said).count()), (200, uids(&plain).len()));
            assert_eq!(uids(&asked), uids(&plain), "the same UIDs");
            assert_ne!(asked.header("etag"), plain.header("etag"));
            for same in ["alarm=+10+minutes&nocache=1", "alarm=1h&alarm=10m&cancelled=show"] {
                assert_eq!(client.get(&with(path(feed, ending), same)), asked, "{same}");
            }
            let tag = asked.header("etag").expect("a tag").to_owned();
            let again = client.ask("GET", &with(path(feed, ending), "alarm=10m"), &[("If-None-Match", &tag)]);
            assert_eq!(again.status, 304);
            let default = with(path(feed, ending), "cancelled=show&tentative=show&alarm=");
            assert_eq!(client.get(&default), plain);
        }
    }
}

#[test]
fn what_is_tentative_can_be_left_out_and_no_calendar_is_ever_empty() {
    let running = Running::new();
    let mut client = Client::new(running.addr);
    for feed in ["wg-quiet.ics?", "custom.ics?only=wg-quiet&"] {
        let quiet = client.get(&format!("/{feed}tentative=hide&cancelled=hide&alarm=1d"));
        assert_eq!((quiet.status, quiet.text().matches("BEGIN:VEVENT").count()), (200, 1));
        assert!(quiet.text().contains("No meetings announced"));
    }
    let all = client.get("/all.ics?tentative=hide");
    assert_eq!(uids(&all), uids(&client.get("/all.ics")), "nothing here is tentative");
}

#[test]
fn an_option_that_is_not_understood_is_named_with_the_nearest() {
    let running = Running::new();
    let mut client = Client::new(running.addr);
    for ending in [".ics", ".jcal.json", ".jscal.json"] {
        for (query, said) in [
            ("alarm=10", "alarm: `10` is no time before an event, in whole minutes; the nearest is `10m`"),
            ("alarm=5w", "alarm: `5w` is longer than 4 weeks before an event; the nearest is `4w`"),
            ("cancelled=hid", "cancelled: `hid` is neither `show` nor `hide`; the nearest is `hide`"),
            ("tentative=no", "tentative: `no` is neither `show` nor `hide`"),
            ("alarms=10m", "`alarms` is no option of feeds; the nearest is `alarm`"),
            ("lang=fr", "lang: `fr` is no language of these calendars"),
        ] {
            for feed in ["all", "sig-node", "category/operations", "nothing"] {
                let refused = client.get(&format!("/{feed}{ending}?{query}"));
                assert_eq!(refused.status, 400, "{query}");
                assert!(refused.text().starts_with(said), "{}", refused.text());
            }
            let refused = client.get(&format!("/custom{ending}?only=sig-node&{query}"));
            assert_eq!((refused.status, refused.text().starts_with(said)), (400, true), "{query}");
        }
        let missing = client.get(&format!("/sig-nodes{ending}?alarm=10m"));
        assert_eq!(missing.status, 404);
        assert!(missing.text().contains(&format!("the nearest is `sig-node{ending}`")), "{}", missing.text());
        assert_eq!(client.get(&format!("/custom{ending}?onyl=sig-node")).status, 400);
    }
}

#[test]
fn a_feed_names_the_address_at_which_it_was_asked_for() {
    let running = Running::with(site(Some("https://example.org/cal")), &Limits::default());
    let mut client = Client::new(running.addr);
    let address = |path: &str, client: &mut Client| -> String {
        client.get(path).json()["source"].as_str().expect("an address").to_owned()
    };
    for (asked, told) in [
        ("sig-node.jscal.json", "sig-node.jscal.json"),
        ("sig-node.jscal.json?lang=zh", "sig-node.jscal.json?lang=zh"),
        (
            "all.jscal.json?tentative=hide&x=1&alarm=1h&cancelled=hide",
            "all.jscal.json?alarm=60m&cancelled=hide&tentative=hide",
        ),
        (
            "custom.jscal.json?alarm=1h&only=sig-node&lang=zh",
            "custom.jscal.json?only=sig-node&alarm=60m&lang=zh",
        ),
    ] {
        let source = address(&format!("/{asked}"), &mut client);
        assert_eq!(source, format!("https://example.org/cal/{told}"));
        let again =
            address(source.strip_prefix("https://example.org/cal").expect("it is there"), &mut client);
        assert_eq!(again, source, "it leads to the same");
    }
}
