//! The log: a line for each request where one is wanted, and nothing in it that a client could forge.

use serde_json::Value;

use super::client::Client;
use super::program::{Serving, says, sigcal};

#[test]
fn requests_are_told_as_objects_with_the_name_that_the_answer_bears() {
    let mut serving = Serving::start(&["--access-log", "--log-format", "json"], &[]);
    let started: Value = serde_json::from_str(serving.said.lines().last().expect("a line")).expect("JSON");
    assert_eq!((&started["level"], started["message"].is_string()), (&"INFO".into(), true));
    let headers = [("User-Agent", "a\"b\t\u{9b}31m\u{e9}"), ("X-Request-Id", "from-outside.1")];
    let answer = Client::new(serving.addr).ask("GET", "/sig-node.ics?nocache=%0A%22", &headers);
    assert_eq!(answer.header("x-request-id"), Some("from-outside.1"));
    let told: Value = serde_json::from_str(&serving.says("\"route\"")).expect("JSON");
    let expected: [(&str, Value); 10] = [
        ("id", "from-outside.1".into()),
        ("client", "127.0.0.0".into()),
        ("method", "GET".into()),
        ("uri", "/sig-node.ics?nocache=%0A%22".into()),
        ("version", "HTTP/1.1".into()),
        ("route", "feed".into()),
        ("status", 200.into()),
        ("bytes", answer.body.len().into()),
        ("agent", "a\"b\u{fffd}\u{fffd}31m\u{e9}".into()),
        ("target", "access".into()),
    ];
    for (key, value) in expected {
        assert_eq!(told[key], value, "{key} in {told}");
    }
    assert!(told["timestamp"].is_string() && told["micros"].is_u64(), "{told}");
    let own = Client::new(serving.addr).get("/nothing");
    let told: Value = serde_json::from_str(&serving.says("\"route\"")).expect("JSON");
    assert_eq!((&told["status"], told["id"].as_str()), (&404.into(), own.header("x-request-id")));
    let twice = [("X-Request-Id", "one"), ("X-Request-Id", "two"), ("User-Agent", "a"), ("User-Agent", "b")];
    Client::new(serving.addr).ask("GET", "http://h?x=1", &twice);
    let told: Value = serde_json::from_str(&serving.says("\"route\"")).expect("JSON");
    assert_eq!((&told["uri"], &told["agent"]), (&"/?x=1".into(), &"a".into()));
    assert!(told["id"] != "one" && told["id"] != "two", "{told}");
}

#[test]
fn a_line_of_text_stays_one_line_whatever_a_client_sends() {
    let mut serving = Serving::start(&["--access-log=yes", "--log-addresses", "off"], &[]);
    Client::new(serving.addr).ask("GET", "/a\"b?x=\\", &[("User-Agent", "curl\tstatus=200 \"\u{9b}31m")]);
    let line = serving.says("route=");
    assert!(line.contains("status=404") && line.contains("uri=\"/a\\\"b?x=\\\\\""), "{line}");
    assert!(line.contains("agent=\"curl\u{fffd}status=200 \\\""), "{line}");
    assert!(!line.contains("client=") && !line.chars().any(char::is_control), "{line}");
}

#[test]
fn nothing_is_told_of_requests_unless_it_is_asked_for() {
    let serving = Serving::start(&[], &[]);
    assert_eq!(Client::new(serving.addr).get("/sig-node.ics").header("x-request-id"), None);
    serving.signal("TERM");
    assert_eq!(serving.end(), (Some(0), String::new()));
    let said = "`xml` is none of `text`, `json`";
    let outcome = sigcal(&["serve", "--log-format", "xml"]);
    assert!(outcome.code == Some(2) && outcome.err.contains(said), "{outcome:?}");
    let half = sigcal(&["serve", "--tls-key", "key.pem"]);
    says(&half, 2, "sigcal: HTTPS needs both `--tls-certificate` and `--tls-key`");
}
