//! Parts of what is in memory (RFC 9110 14), over sockets.

use super::client::Client;
use super::community::Running;

#[test]
fn a_part_is_cut_from_the_coding_that_was_chosen() {
    let running = Running::new();
    let mut client = Client::new(running.addr);
    for path in ["/all.ics", "/sig-node.jcal.json", "/custom.ics?only=sig-node", "/groups.json", "/?lang=en"]
    {
        for coding in ["identity", "gzip"] {
            let whole = client.ask("GET", path, &[("Accept-Encoding", coding)]);
            let octets = whole.body.len();
            let part = client.ask("GET", path, &[("Accept-Encoding", coding), ("Range", "bytes=7-99")]);
            assert_eq!((part.status, &part.body[..]), (206, &whole.body[7..100]), "{path} {coding}");
            let of = format!("bytes 7-99/{octets}");
            assert_eq!(part.header("content-range"), Some(of.as_str()));
            assert_eq!(part.header("accept-ranges"), Some("bytes"));
            let kept = |(name, _): &&(String, String)| {
                !["content-length", "content-range", "accept-ranges"].contains(&name.as_str())
            };
            let same: Vec<_> = part.headers.iter().filter(kept).collect();
            assert_eq!(same, whole.headers.iter().filter(kept).collect::<Vec<_>>(), "{path}");
            let last = client.ask("GET", path, &[("Accept-Encoding", coding), ("Range", "bytes=-5")]);
            assert_eq!((last.status, &last.body[..]), (206, &whole.body[octets - 5..]));
        }
    }
}

#[test]
fn a_download_goes_on_where_it_was_cut_off_unless_the_feed_is_another() {
    let running = Running::new();
    let mut client = Client::new(running.addr);
    let whole = client.get("/all.ics");
    let tag = whole.header("etag").expect("a tag").to_owned();
    let rest = client.ask("GET", "/all.ics", &[("Range", "bytes=100-"), ("If-Range", &tag)]);
    assert_eq!((rest.status, [&whole.body[..100], &rest.body].concat()), (206, whole.body.clone()));
    let date = whole.header("last-modified").expect("a date").to_owned();
    for other in ["\"other\"", &format!("W/{tag}"), &date] {
        assert_eq!(client.ask("GET", "/all.ics", &[("Range", "bytes=100-"), ("If-Range", other)]), whole);
    }
}

#[test]
fn a_part_that_is_not_there_is_refused_with_the_length() {
    let running = Running::new();
    let mut client = Client::new(running.addr);
    let whole = client.get("/all.ics");
    let octets = whole.body.len();
    for accept in ["text/calendar", "application/json", "application/calendar+json"] {
        let beyond = [("Range", "bytes=9999999-"), ("Accept", accept)];
        let refused = client.ask("GET", "/all.ics", &beyond);
        assert_eq!((refused.status, refused.header("cache-control")), (416, Some("no-cache")), "{accept}");
        let range = refused.header("content-range").expect("the length");
        assert!(range.starts_with("bytes */"), "{range}");
        assert!(accept != "text/calendar" || range == format!("bytes */{octets}"), "{range}");
        assert_eq!(client.ask("HEAD", "/all.ics", &beyond).status, 200, "a range is for GET");
    }
    assert_eq!(client.ask("GET", "/healthz", &[("Range", "bytes=0-1")]).status, 200);
}

#[test]
fn whoever_wants_another_than_there_is_is_told_its_tag() {
    let running = Running::new();
    let mut client = Client::new(running.addr);
    let tag = client.get("/all.ics").header("etag").expect("a tag").to_owned();
    for method in ["GET", "HEAD"] {
        let same = [("If-Match", tag.as_str()), ("If-Unmodified-Since", "Thu, 01 Jan 1970 00:00:00 GMT")];
        assert_eq!(client.ask(method, "/all.ics", &same).status, 200, "the tag decides");
        assert_eq!(client.ask(method, "/all.ics", &same[1..]).status, 412);
        let other = client.ask(method, "/all.ics", &[("If-Match", "\"other\"")]);
        assert_eq!((other.status, other.header("cache-control")), (412, Some("no-cache")));
        assert!(method == "HEAD" || other.text().contains(&tag), "{other:?}");
    }
    assert_eq!(client.ask("GET", "/nothing", &[("If-Match", "\"other\"")]).status, 404);
}
