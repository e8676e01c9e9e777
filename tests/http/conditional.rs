//! Conditional requests and encodings, of feeds and of everything else that is prepared.

use sigcal::http::Limits;

use super::client::{Client, unzipped};
use super::community::{Running, site};

const PATHS: [&str; 12] = [
    "/all.ics",
    "/sig-node.ics",
    "/sig-node.ics?lang=zh",
    "/custom.ics?only=sig-network,sig-node",
    "/all.jcal.json",
    "/sig-node.jscal.json?lang=zh",
    "/sig-node.ics?alarm=10m&cancelled=hide",
    "/custom.jscal.json?only=sig-network&tentative=hide",
    "/groups.json",
    "/style.css",
    "/week.json?date=2026-11-24",
    "/?lang=en",
];

#[test]
fn a_tag_revalidates_alone_weak_in_a_list_and_by_a_star() {
    let running = Running::new();
    let mut client = Client::new(running.addr);
    for path in PATHS {
        for encoding in ["identity", "gzip"] {
            let full = client.ask("GET", path, &[("Accept-Encoding", encoding)]);
            assert_eq!(full.status, 200, "{path}");
            let tag = full.header("etag").expect("a tag").to_owned();
            assert!(tag.starts_with('"') && tag.ends_with('"'), "{tag} is strong");
            for tags in [tag.clone(), format!("W/{tag}"), format!("\"other\", {tag}"), "*".to_owned()] {
                let same =
                    client.ask("GET", path, &[("Accept-Encoding", encoding), ("If-None-Match", &tags)]);
                assert_eq!((same.status, same.header("etag")), (304, Some(tag.as_str())), "{path} {tags}");
                for name in ["cache-control", "vary", "access-control-allow-origin"] {
                    assert_eq!(same.header(name), full.header(name), "{path} {name}");
                }
                for name in ["content-type", "content-length", "last-modified"] {
                    assert_eq!(same.header(name), None, "{path} {name}");
                }
            }
            let other =
                client.ask("GET", path, &[("Accept-Encoding", encoding), ("If-None-Match", "\"other\"")]);
            assert_eq!(other, full);
        }
    }
}

#[test]
fn a_date_revalidates_unless_a_tag_is_asked_for() {
    let running = Running::new();
    let mut client = Client::new(running.addr);
    let full = client.get("/sig-node.ics");
    let date = full.header("last-modified").expect("a date").to_owned();
    assert_eq!(client.ask("GET", "/sig-node.ics", &[("If-Modified-Since", &date)]).status, 304);
    for (headers, why) in [
        (vec![("If-Modified-Since", date.as_str()), ("If-None-Match", "\"other\"")], "the tag decides"),
        (vec![("If-Modified-Since", "Thu, 01 Jan 1970 00:00:00 GMT")], "it is newer"),
        (vec![("If-Modified-Since", "not a date")], "it is no date"),
    ] {
        assert_eq!(client.ask("GET", "/sig-node.ics", &headers), full, "{why}");
    }
}

/// What a body in a coding holds.
fn decoded(coding: &str, body: &[u8]) -> Vec<u8> {
    match coding {
        "gzip" => unzipped(body),
        "zstd" => zstd::bulk::decompress(body, 1 << 20).expect("a zstd frame"),
        "br" => {
            let mut plain = Vec::new();
            brotli::BrotliDecompress(&mut &body[..], &mut plain).expect("a brotli stream");
            plain
        }
        other => panic!("no coding of ours: {other}"),
    }
}

#[test]
fn what_is_prepared_is_there_in_every_coding_once_it_was_squeezed() {
    let site = site(None);
    site.squeeze();
    let running = Running::with(site, &Limits::default());
    let mut client = Client::new(running.addr);
    for path in ["/all.ics", "/sig-node.ics?lang=zh", "/groups.json", "/style.css"] {
        let plain = client.get(path);
        let mut tags = vec![plain.header("etag").expect("a tag").to_owned()];
        let mut size = plain.body.len();
        for coding in ["gzip", "zstd", "br"] {
            let coded = client.ask("GET", path, &[("Accept-Encoding", coding)]);
            assert_eq!(coded.header("content-encoding"), Some(coding), "{path}");
            assert_eq!(decoded(coding, &coded.body), plain.body, "{path} {coding}");
            let tag = coded.header("etag").expect("a tag").to_owned();
            let again = client.ask("GET", path, &[("Accept-Encoding", coding), ("If-None-Match", &tag)]);
            assert_eq!((again.status, again.header("etag")), (304, Some(tag.as_str())), "{path} {coding}");
            assert_eq!(coded.header("last-modified"), plain.header("last-modified"));
            tags.push(tag);
            if coding != "zstd" {
                assert!(coded.body.len() < size, "{path}: {coding} is smaller than what is before it");
                size = coded.body.len();
            }
        }
        tags.sort();
        tags.dedup();
        assert_eq!(tags.len(), 4, "a tag each: {tags:?}");
        let all = client.ask("GET", path, &[("Accept-Encoding", "gzip, deflate, br, zstd")]);
        assert_eq!(all.header("content-encoding"), Some("br"), "{path}");
    }
}

#[test]
fn each_encoding_has_the_same_content_and_its_own_tag() {
    let running = Running::new();
    let mut client = Client::new(running.addr);
    for path in PATHS {
        let plain = client.get(path);
        assert_eq!(plain.header("content-encoding"), None);
        let packed = client.ask("GET", path, &[("Accept-Encoding", "br;q=1, gzip;q=0.8")]);
        assert!(packed.header("vary").expect("it varies").starts_with("Accept-Encoding"), "{path}");
        if packed.header("content-encoding") == Some("gzip") {
            assert_eq!(unzipped(&packed.body), plain.body);
            assert_ne!(packed.header("etag"), plain.header("etag"));
            assert!(packed.body.len() < plain.body.len());
        } else {
            assert!(plain.body.len() < 256, "{path} is too small to be worth it");
        }
        for refused in ["identity", "gzip;q=0", "br", "*;q=0, identity;q=0"] {
            assert_eq!(client.ask("GET", path, &[("Accept-Encoding", refused)]), plain, "{path} {refused}");
        }
    }
}

#[test]
fn two_gets_of_two_servers_are_the_same_to_the_octet() {
    let (one, other) = (Running::new(), Running::new());
    for path in PATHS {
        let gzip = [("Accept-Encoding", "gzip")];
        let first = Client::new(one.addr).ask("GET", path, &gzip);
        assert_eq!(first, Client::new(one.addr).ask("GET", path, &gzip), "{path}");
        assert_eq!(first, Client::new(other.addr).ask("GET", path, &gzip), "{path}");
    }
}

#[test]
fn head_has_the_headers_of_get_and_no_body() {
    let running = Running::new();
    let mut client = Client::new(running.addr);
    for path in PATHS.into_iter().chain(["/nothing.ics", "/healthz", "/readyz", "/custom.ics", "/sig-node"]) {
        let get = client.get(path);
        let head = client.ask("HEAD", path, &[]);
        assert_eq!((head.status, &head.headers), (get.status, &get.headers), "{path}");
    }
}
