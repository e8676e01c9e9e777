//! The index page: its links, its languages, and what it lets through.

use super::client::Client;
use super::community::{Running, site};
use sigcal::http::Limits;

#[test]
fn the_index_links_every_calendar_under_the_host_it_was_asked_at() {
    let running = Running::new();
    let mut client = Client::new(running.addr);
    let page = client.get("/");
    assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
    assert!(page.header("content-security-policy").expect("a policy").contains("default-src 'none'"));
    assert_eq!(page.header("vary"), Some("Accept-Encoding, Accept-Language"));
    for link in [
        "href=\"/sig-node.ics\"",
        "href=\"/all.jcal.json\"",
        "href=\"/all.jscal.json\"",
        "href=\"webcal://calendar.example.org/sig-network.ics\"",
        "href=\"https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Fcalendar.example.org%2Fall.ics\"",
        "href=\"https://outlook.live.com/calendar/0/addfromweb?url=webcal%3A%2F%2Fcalendar.example.org%2Fall.ics&#38;name=",
        "href=\"https://example.org/notes?a=1&#38;b=2\"",
    ] {
        assert!(page.text().contains(link), "{link} in {}", page.text());
    }
    assert!(page.text().contains("id=\"wg-quiet\"") && page.text().contains("times not announced"));
    let local = client.ask("GET", "/", &[("Host", "localhost:8080")]);
    assert!(local.text().contains("webcal://localhost:8080/sig-node.ics"));
    assert!(!local.text().contains("calendar.google.com"), "Google cannot fetch from this machine");
}

#[test]
fn nothing_in_the_data_or_the_request_becomes_markup() {
    let running = Running::new();
    let mut client = Client::new(running.addr);
    let page = client.get("/");
    assert!(page.text().contains("Node &#60;b&#62;") && page.text().contains("Ada &#60;Lovelace&#62;"));
    assert!(!page.text().contains("javascript:"));
    for host in ["\"><script>alert(1)</script>", "a/b", "a b", "user@host", "x\"onload=1"] {
        let refused = Client::new(running.addr).ask("GET", "/", &[("Host", host)]);
        assert_eq!(
            (refused.status, refused.header("content-type")),
            (400, Some("text/plain; charset=utf-8")),
            "{host}"
        );
    }
    let mut old = Client::new(running.addr);
    old.send("GET / HTTP/1.0\r\n\r\n");
    let page = old.receive(false);
    assert_eq!(page.status, 200);
    assert!(!page.text().contains("webcal://"), "nothing is known of the host");
}

#[test]
fn the_language_is_the_one_asked_for_or_preferred() {
    let running = Running::new();
    let mut client = Client::new(running.addr);
    let chinese = client.get("/?lang=zh");
    assert!(chinese.text().contains("<html lang=\"zh-CN\">") && chinese.text().contains("节点"));
    assert!(chinese.text().contains("/sig-node.ics?lang=zh"));
    assert!(chinese.text().contains("href=\"/all.jscal.json?lang=zh\""));
    assert_eq!(chinese.header("vary"), Some("Accept-Encoding"));
    let preferred = client.ask("GET", "/", &[("Accept-Language", "zh-CN,zh;q=0.9,en;q=0.5")]);
    assert_eq!(preferred.body, chinese.body);
    assert_eq!(preferred.header("vary"), Some("Accept-Encoding, Accept-Language"));
    assert!(client.get("/?lang=en").text().contains("<html lang=\"en\">"));
    assert_eq!(client.get("/?lang=tlh").status, 400);
}

#[test]
fn a_configured_base_leads_and_the_host_is_not_looked_at() {
    let running = Running::with(site(Some("https://example.org/cal")), &Limits::default());
    let mut client = Client::new(running.addr);
    let page = client.ask("GET", "/?lang=en", &[("Host", "evil.example.net")]);
    assert_eq!(page.status, 200);
    for link in ["\"webcal://example.org/cal/all.ics\"", "\"/cal/sig-node.ics\"", "\"/cal/style.css\""] {
        assert!(page.text().contains(link), "{link}");
    }
    assert!(!page.text().contains("evil"));
    let group = client.get("/sig-node?lang=zh");
    assert_eq!((group.status, group.header("location")), (302, Some("/cal/?lang=zh#sig-node")));
}
