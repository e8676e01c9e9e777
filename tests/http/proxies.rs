//! Behind a proxy: links lead where visitors are, where the proxy is trusted.

use std::sync::Arc;

use sigcal::http::{Limits, Proxies, Proxy, Site};

use super::client::Client;
use super::community::{Running, publication};

fn index(trusted: &[Proxy], headers: &[(&str, &str)]) -> String {
    let now = "2026-11-24T12:00:00Z".parse().expect("a test's own instant");
    let site = Site::new(publication(None), Arc::new(move || now)).behind(Proxies(trusted.to_vec()));
    let running = Running::with(Arc::new(site), &Limits::default());
    let answer = Client::new(running.addr).ask("GET", "/groups?lang=en", headers);
    format!("{}\n{}", answer.header("cache-control").expect("a policy"), answer.text())
}

#[test]
fn a_trusted_proxy_says_where_visitors_are_and_nobody_else_does() {
    let here = Proxy::Network("127.0.0.0/8".parse().expect("a network"));
    let said = [("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "cal.example.net")];
    let page = index(std::slice::from_ref(&here), &said);
    // A client may have said it and the proxy handed it through, so no cache may give it to others.
    assert!(page.starts_with("private, "), "{page:.40}");
    assert!(page.contains("webcal://cal.example.net/sig-node.ics"), "{page}");
    assert!(page.contains("https%3A%2F%2Fcal.example.net%2Fsig-node.ics"), "Outlook is handed https: {page}");
    for (trusted, headers) in [(vec![], &said[..]), (vec![Proxy::Unix], &said[..]), (vec![here], &[])] {
        let page = index(&trusted, headers);
        assert!(page.contains("webcal://calendar.example.org/sig-node.ics"), "{page}");
        assert!(!page.contains("cal.example.net") && page.contains("s-maxage"), "{page}");
    }
}

#[test]
fn a_cache_in_front_is_told_by_what_to_forget_an_answer_where_it_is_to_be() {
    let now = "2026-11-24T12:00:00Z".parse().expect("a test's own instant");
    let keys = |wanted: bool| {
        let site = Site::new(publication(None), Arc::new(move || now)).with_surrogate_keys(wanted);
        let running = Running::with(Arc::new(site), &Limits::default());
        let mut client = Client::new(running.addr);
        let mut of = |target: &str| client.get(target).header("surrogate-key").map(str::to_owned);
        ["/category/operations.ics?lang=zh", "/custom.ics?only=sig-node", "/week.json", "/nothing", "/readyz"]
            .map(&mut of)
    };
    assert_eq!(keys(false), [const { None }; 5]);
    let site = Site::new(publication(None), Arc::new(move || now)).with_surrogate_keys(true);
    let running = Running::with(Arc::new(site), &Limits::default());
    let in_json =
        Client::new(running.addr).ask("GET", "/all.ics", &[("Accept", "application/calendar+json")]);
    assert_eq!((in_json.status, in_json.header("surrogate-key")), (200, None), "caches do not keep it");
    let said = keys(true);
    let said: Vec<Option<&str>> = said.iter().map(Option::as_deref).collect();
    assert_eq!(
        said,
        [Some("sigcal feed category/operations"), Some("sigcal selection"), Some("sigcal week"), None, None,]
    );
}
