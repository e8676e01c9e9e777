//! What a visitor said goes with them along every link between pages, and no link leads to nowhere.

use super::client::{Answer, Client};
use super::community::Running;

/// A page of each kind, and two that say what is wrong.
const PAGES: [&str; 11] = [
    "/",
    "/week?date=2026-11-24&kind=sigs&q=node",
    "/embed/week?only=sig-node",
    "/groups",
    "/community",
    "/sig-node",
    "/wg-quiet",
    "/category/operations",
    "/events",
    "/sig-nowhere",
    "/week?date=soon",
];

fn page(client: &mut Client, target: &str) -> Answer {
    client.ask("GET", target, &[("Accept", "text/html"), ("Accept-Language", "en")])
}

/// The values of an attribute.
fn values(page: &str, attribute: &str) -> Vec<String> {
    let before = format!(" {attribute}=\"");
    let parts = page.split(&before).skip(1).filter_map(|rest| rest.split('"').next());
    parts.map(|value| value.replace("&#38;", "&").replace("&amp;", "&")).collect()
}

/// The links that lead to pages here.
fn links(page: &str) -> Vec<String> {
    let is_page = |link: &String| {
        let path = link.split(['?', '#']).next().unwrap_or_default();
        path.starts_with('/') && !path.rsplit('/').next().is_some_and(|last| last.contains('.'))
    };
    values(page, "href").into_iter().filter(is_page).collect()
}

fn has(link: &str, pair: &str) -> bool {
    let query = link.split('#').next().and_then(|link| link.split_once('?')).map_or("", |(_, query)| query);
    query.split('&').any(|one| one == pair)
}

#[test]
fn the_zone_the_clock_and_the_language_go_along_every_link_between_pages() {
    let running = Running::new();
    let mut client = Client::new(running.addr);
    for target in PAGES {
        let mark = if target.contains('?') { '&' } else { '?' };
        let answer = page(&mut client, &format!("{target}{mark}zone=Asia/Shanghai&h=12&lang=zh"));
        let links = links(answer.text());
        assert!(links.len() > 4, "{target}: {links:?}");
        for link in &links {
            assert!(has(link, "zone=Asia/Shanghai"), "{target}: {link}");
            // What leads to another clock or language says which.
            assert!(has(link, "h=12") || has(link, "h=24"), "{target}: {link}");
            assert!(has(link, "lang=zh") || has(link, "lang=en"), "{target}: {link}");
        }
        let elsewhere = |pair: &str| links.iter().filter(|link| !has(link, pair)).count();
        assert!(elsewhere("lang=zh") <= 2 && elsewhere("h=12") <= 1, "{target}: {links:?}");
        for form in answer.text().split("<form").skip(1) {
            let form = form.split("</form>").next().unwrap_or_default();
            let names = values(form, "name");
            assert!(
                ["zone", "h", "lang"].iter().all(|key| names.iter().any(|name| name == key)),
                "{target}: {form}"
            );
        }
    }
}

#[test]
fn what_a_visitor_did_not_say_is_in_no_link() {
    let running = Running::new();
    let mut client = Client::new(running.addr);
    for target in PAGES {
        let answer = page(&mut client, target);
        let links = links(answer.text());
        let said = links.iter().filter(|link| link.contains("zone=")).count();
        assert_eq!(said, 0, "{target}: {links:?}");
        // What is not understood does not go along.
        let mark = if target.contains('?') { '&' } else { '?' };
        let wrong = page(&mut client, &format!("{target}{mark}zone=Mars/Olympus&h=13"));
        assert_eq!(wrong.header("content-type"), Some("text/html; charset=utf-8"));
        assert!(!wrong.text().contains("zone=Mars"), "{target}");
    }
}

#[test]
fn every_link_of_every_page_leads_somewhere() {
    let running = Running::new();
    let mut client = Client::new(running.addr);
    let ends = [
        "/week?date=1970-01-01",
        "/week?date=2199-12-31",
        "/embed/week?date=2199-12-30",
        "/week?date=1970-01-05",
    ];
    for target in PAGES.iter().chain(&ends) {
        for link in links(page(&mut client, target).text()) {
            let link = link.split('#').next().unwrap_or_default();
            assert_eq!(page(&mut client, link).status, 200, "{target}: {link}");
        }
    }
}

#[test]
fn before_the_first_week_and_after_the_last_there_is_no_link() {
    let running = Running::new();
    let mut client = Client::new(running.addr);
    for (date, before, after) in [
        ("1970-01-01", None, Some("1970-01-05")),
        // The first week began in the year before.
        ("1970-01-05", Some("1970-01-01"), Some("1970-01-12")),
        ("2199-12-25", Some("2199-12-16"), Some("2199-12-30")),
        ("2199-12-31", Some("2199-12-23"), None),
    ] {
        for path in ["/week", "/embed/week"] {
            let answer = page(&mut client, &format!("{path}?date={date}&lang=en"));
            assert_eq!(answer.status, 200, "{date}");
            for (rel, wanted) in [("prev", before), ("next", after)] {
                let found = answer.text().split(&format!("rel=\"{rel}\" href=\"")).nth(1);
                let found =
                    found.and_then(|rest| rest.split('"').next()).map(|link| link.replace("&#38;", "&"));
                assert_eq!(found, wanted.map(|date| format!("{path}?date={date}&lang=en")), "{date} {rel}");
            }
        }
    }
}
