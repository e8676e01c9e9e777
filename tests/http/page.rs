//! The pages: their links, their languages, and what they let through.

use std::sync::Arc;

use super::client::Client;
use super::community::{Running, publication, site};
use sigcal::directory::load;
use sigcal::http::{Limits, Publication, Site};
use sigcal::schedule::plan;

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
        "\u{2190} 18:00",
    ] {
        assert!(page.text().contains(said), "{said}: {}", page.text());
    }
}

#[test]
fn what_takes_several_days_goes_on_on_each_of_them() {
    let text = "events: [{ name: Conf, on: 2026-11-25, duration: 3d }]";
    let community = load(text).community.expect("the test's own file is readable");
    let (series, _) = plan(&community);
    let now = "2026-11-24T12:00:00Z".parse().expect("a test's own instant");
    let site = Site::new(Publication::new(community, series, None), Arc::new(move || now));
    let running = Running::with(Arc::new(site), &Limits::default());
    let page = Client::new(running.addr).get("/week?lang=en&zone=UTC");
    assert!(page.text().contains("Wednesday 25 November 2026 to Friday 27 November 2026"), "{}", page.text());
    assert_eq!(page.text().matches("Goes on: Conf").count(), 2);
    assert_eq!(page.text().matches("No meetings").count(), 4);
}

#[test]
fn what_a_reader_assumed_is_said_in_the_language_of_the_page() {
    let text = "sigs: [{ dir: sig-a, meetings: [{ description: { en: M, zh: 会议 }, cadence: every Friday 9:00 PST }] }]";
    let community = load(text).community.expect("the test's own file is readable");
    let (series, _) = plan(&community);
    let now = "2026-11-24T12:00:00Z".parse().expect("a test's own instant");
    let site = Site::new(Publication::new(community, series, None), Arc::new(move || now));
    let running = Running::with(Arc::new(site), &Limits::default());
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
    let community = load(text).community.expect("the test's own file is readable");
    let (series, _) = plan(&community);
    let now = "2026-11-24T12:00:00Z".parse().expect("a test's own instant");
    let site = Site::new(Publication::new(community, series, None), Arc::new(move || now));
    let running = Running::with(Arc::new(site), &Limits::default());
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
