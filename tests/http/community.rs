//! A small community, and a server of it on a free port.

use std::sync::Arc;

use sigcal::directory::{Community, load};
use sigcal::http::{Limits, Listen, Publication, Server, Serving, Site, Sockets, Tls};
use sigcal::page::Base;
use sigcal::schedule::{Series, plan};

/// Two SIGs, a working group that has no times, and office hours; with markup and a script where text may be.
const COMMUNITY: &str = r#"
community:
  name: { en: Example & Sons, zh: 示例 }
  zone: America/Los_Angeles
  start: 2025-10-20
  categories: { operations: { en: Operations, zh: 运维 } }
sigs:
  - dir: sig-node
    name: { en: "Node <b>", zh: 节点 }
    category: operations
    leadership: { chairs: [{ name: "Ada <Lovelace>", company: R&D }] }
    meetings:
      - description: Regular meeting
        cadence: every Friday 9:00 PT
        url: "javascript:alert(1)"
        archive_url: https://example.org/notes?a=1&b=2
  - dir: sig-network
    name: Network
    meetings: [{ description: Network meeting, cadence: every Thursday 14:00 PT }]
workinggroups:
  - dir: wg-quiet
    name: Quiet
    meetings: [{ description: Some meeting, cadence: on demand }]
events: [{ name: Office hours, cadence: every Monday 8:00 PT }]
"#;

/// The community and its series.
pub fn community() -> (Community, Vec<Series>) {
    let community = load(COMMUNITY).community.expect("the test's own file is readable");
    let (series, _) = plan(&community);
    (community, series)
}

pub fn publication(base: Option<&str>) -> Publication {
    let (community, series) = community();
    Publication::new(community, series, base.map(|url| Base::configured(url).expect("a test's own base")))
}

/// A site whose clock stands on a Tuesday, 24 November 2026.
pub fn site(base: Option<&str>) -> Arc<Site> {
    let now = "2026-11-24T12:00:00Z".parse().expect("a test's own instant");
    Arc::new(Site::new(publication(base), Arc::new(move || now)))
}

/// A server that stops when the test ends.
pub struct Running {
    pub server: Option<Server>,
    pub addr: std::net::SocketAddr,
}

impl Running {
    pub fn with(site: Arc<Site>, limits: &Limits) -> Running {
        let serving = Serving { limits: limits.clone(), ..Serving::default() };
        Running::on(&[], None, site, serving)
    }

    /// Also on other sockets than a free port.
    pub fn on(others: &[Listen], tls: Option<Tls>, site: Arc<Site>, serving: Serving) -> Running {
        let any = Listen::Http("127.0.0.1:0".parse().expect("a test's own address"));
        let mut sockets = Sockets::new(tls);
        for listen in [any].iter().chain(others) {
            sockets.bind(listen).expect("it is free");
        }
        let server = Server::start(sockets, site, serving).expect("threads");
        Running { addr: server.addr().expect("an address"), server: Some(server) }
    }

    /// A server of what a test writes itself; its clock stands as that of [`site`].
    pub fn of(text: &str) -> Running {
        let community = load(text).community.expect("the test's own file is readable");
        let (series, _) = plan(&community);
        let now = "2026-11-24T12:00:00Z".parse().expect("a test's own instant");
        let site = Site::new(Publication::new(community, series, None), Arc::new(move || now));
        Running::with(Arc::new(site), &Limits::default())
    }

    pub fn new() -> Running {
        Running::with(site(None), &Limits::default())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(server) = self.server.take() {
            server.stop().abort();
            let _ = server.join();
        }
    }
}
