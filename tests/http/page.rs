//! The pages: their links, their languages, and what they let through.

use std::sync::Arc;

use super::client::Client;
use super::community::{Running, site};
use sigcal::http::{Limits, Site};

#[test]
fn the_index_links_every_calendar_under_the_host_it_was_asked_at() {
    let running = Running::new();
    let mut client = Client::new(running.addr);
    let page = client.get("/groups");
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
    let local = client.ask("GET", "/groups", &[("Host", "localhost:8080")]);
    assert!(local.text().contains("webcal://localhost:8080/sig-node.ics"));
    assert!(!local.text().contains("calendar.google.com"), "Google cannot fetch from this machine");
}

#[test]
fn nothing_in_the_data_or_the_request_becomes_markup() {
    let running = Running::new();
    let mut client = Client::new(running.addr);
    let page = client.get("/groups");
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
    old.send("GET /groups HTTP/1.0\r\n\r\n");
    let page = old.receive(false);
    assert_eq!(page.status, 200);
    assert!(!page.text().contains("webcal://"), "nothing is known of the host");
}

#[test]
fn the_language_is_the_one_asked_for_or_preferred() {
    let running = Running::new();
    let mut client = Client::new(running.addr);
    let chinese = client.get("/groups?lang=zh");
    assert!(chinese.text().contains("<html lang=\"zh-CN\">") && chinese.text().contains("节点"));
    assert!(chinese.text().contains("/sig-node.ics?lang=zh"));
    assert!(chinese.text().contains("href=\"/all.jscal.json?lang=zh\""));
    assert_eq!(chinese.header("vary"), Some("Accept-Encoding"));
    let preferred = client.ask("GET", "/groups", &[("Accept-Language", "zh-CN,zh;q=0.9,en;q=0.5")]);
    assert_eq!(preferred.body, chinese.body);
    assert_eq!(preferred.header("vary"), Some("Accept-Encoding, Accept-Language"));
    assert!(client.get("/groups?lang=en").text().contains("<html lang=\"en\">"));
    assert_eq!(client.get("/groups?lang=tlh").status, 400);
}

#[test]
fn a_configured_base_leads_and_the_host_is_not_looked_at() {
    let running = Running::with(site(Some("https://example.org/cal")), &Limits::default());
    let mut client = Client::new(running.addr);
    let page = client.ask("GET", "/groups?lang=en", &[("Host", "evil.example.net")]);
    assert_eq!(page.status, 200);
    for link in ["\"webcal://example.org/cal/all.ics\"", "\"/cal/sig-node.ics\"", "\"/cal/style.css\""] {
        assert!(page.text().contains(link), "{link}");
    }
    assert!(!page.text().contains("evil"));
    let group = client.get("/sig-node?lang=zh");
    assert_eq!(group.status, 200);
    assert!(group.text().contains("\"webcal://example.org/cal/sig-node.ics?lang=zh\""), "{}", group.text());
}

#[test]
fn a_group_that_meets_at_no_hour_has_a_next_date() {
    let text = "community: { zone: UTC, start: 2026-01-05 }\n\
        sigs: [{ dir: sig-a, meetings: [{ description: M, cadence: every Wednesday }] }]";
    let running = Running::of(text);
    let page = Client::new(running.addr).get("/community?lang=en&zone=UTC");
    assert!(page.text().contains("Wed 25 Nov"), "{}", page.text());
}

#[test]
fn a_group_that_was_renamed_is_found_by_its_old_name() {
    let text = "sigs: [{ dir: sig-new, formerly: sig-old, meetings: [{ description: M, cadence: every Friday 9:00 UTC }] }]";
    let community = sigcal::directory::load(text).community.expect("the test's own file is readable");
    let (series, _) = sigcal::schedule::plan(&community);
    let now = "2026-11-24T12:00:00Z".parse().expect("a test's own instant");
    let site = Site::new(sigcal::http::Publication::new(community, series, None), Arc::new(move || now));
    let running = Running::with(Arc::new(site), &Limits::default());
    for query in ["", "?lang=zh", "?zone=Asia/Shanghai&h=12&lang=zh"] {
        let moved = Client::new(running.addr).get(&format!("/sig-old{query}"));
        let wanted = format!("/sig-new{query}");
        assert_eq!((moved.status, moved.header("location")), (302, Some(wanted.as_str())));
    }
    assert_eq!(Client::new(running.addr).get("/sig-new?lang=zh").status, 200);
    assert_eq!(Client::new(running.addr).get("/sig-odd").status, 404);
}

#[test]
fn a_browser_is_told_what_is_wrong_on_a_page_and_a_program_in_a_line() {
    let running = Running::new();
    let mut client = Client::new(running.addr);
    let accept = [("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"), ("Accept-Language", "zh")];
    for (target, status, said) in [
        ("/week?zone=Europe/Berln", 400, "最接近的是 `Europe/Berlin`"),
        ("/sig-nod", 404, "`sig-node"),
        ("/%3Cscript%3E", 404, "&#60;script&#62;"),
    ] {
        let page = client.ask("GET", target, &accept);
        assert_eq!((page.status, page.header("content-type")), (status, Some("text/html; charset=utf-8")));
        assert!(page.text().contains(said) && page.text().contains("lang=\"zh-CN\""), "{}", page.text());
        assert!(page.header("content-security-policy").is_some_and(|policy| !policy.contains("unsafe")));
        let line = client.get(target);
        assert_eq!((line.status, line.header("content-type")), (status, Some("text/plain; charset=utf-8")));
    }
}

#[test]
fn every_calendar_of_the_list_leads_to_its_own_page() {
    let running = Running::new();
    let mut client = Client::new(running.addr);
    let page = client.get("/groups?lang=en");
    for (path, name) in [
        ("all", "Example &#38; Sons: all meetings"),
        ("sigs", "Example &#38; Sons: SIG meetings"),
        ("category/operations", "Operations"),
        ("sig-network", "SIG Network"),
        ("events", "Community events"),
    ] {
        let link = format!("<a href=\"/{path}?lang=en\">");
        let shown = page.text().split(&link).nth(1).and_then(|rest| rest.split("</a>").next());
        assert_eq!(shown, Some(name), "{path}");
        assert_eq!(client.get(&format!("/{path}?lang=en")).status, 200);
    }
}

/// Between two Chinese characters, or behind one, stand the marks that are as wide as they are.
#[test]
fn chinese_pages_have_chinese_marks() {
    let text = "community: { name: { en: C, zh: 社区 }, zone: America/Los_Angeles }\n\
                sigs: [{ dir: sig-a, name: { en: A, zh: 节点 }, leadership: { chairs: [{ name: { en: A, zh: 张三 }, company: 公司 }], \
                tech_leads: [{ name: { en: A, zh: 张三 } }] }, contact: { mailing_list: a@example.org }, meetings: [\
                { description: { en: M, zh: 例会 }, cadence: every Tuesday 9:00 PST, skip: [{ on: 2026-11-24, reason: { en: r, zh: 假期 } }], \
                moved: [{ on: 2026-12-01, to: 2026-12-02 10:00, reason: { en: r, zh: 房间 } }] }] }]\n\
                events: [{ name: { en: E, zh: 会议 }, on: 2026-11-25, duration: 2d }]";
    let running = Running::of(text);
    let mut client = Client::new(running.addr);
    let is_chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    for path in
        ["/week", "/week?date=2026-12-01", "/sig-a", "/groups", "/community", "/all", "/events", "/nothing"]
    {
        let headers = [("Accept", "text/html"), ("Accept-Language", "zh")];
        let page = client.ask("GET", path, &headers);
        // What is read, without what it is called in the data, whose marks are those of the feeds.
        let mut shown = page.text().replace("节点: 例会", "").replace("SIG 节点: ", "").replace("社区: ", "");
        while let (Some(from), Some(to)) = (shown.find('<'), shown.find('>')) {
            if to < from {
                break;
            }
            shown.replace_range(from..=to, "");
        }
        let around: Vec<char> = shown.chars().collect();
        let wrong: Vec<String> = around
            .windows(3)
            .enumerate()
            .filter(|(_, three)| {
                matches!(three[1], ',' | ';' | ':' | '(' | ')' | '?' | '!')
                    && (is_chinese(three[0]) || is_chinese(three[2]))
            })
            .map(|(n, _)| around[n.saturating_sub(8)..(n + 12).min(around.len())].iter().collect())
            .collect();
        assert_eq!(wrong, [""; 0], "{path}");
    }
}
