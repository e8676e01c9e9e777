//! `sigcal serve`: how it starts, how it ends, and that where it runs does not show.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::client::Client;
use super::program::{Serving, command, file, says, sigcal};

#[test]
fn it_says_where_it_serves_and_ends_with_0_when_told_to() {
    for signal in ["TERM", "INT"] {
        let serving = Serving::start(&[], &[]);
        let health = Client::new(serving.addr).get("/healthz").json();
        let calendars = &health["calendars"];
        let line = format!("sigcal: serving Kubernetes: {calendars} calendars at http://{}/\n", serving.addr);
        assert_eq!((&health["status"], &serving.said), (&"ok".into(), &line));
        serving.signal(signal);
        assert_eq!(serving.end(), (Some(0), String::new()), "{signal}");
    }
}

/// A signal that asks for the data anew may come before it was read at all.
#[test]
fn who_asks_for_the_data_anew_while_it_starts_does_not_end_it() {
    let mut command = command(&["serve", "-", "--listen", "127.0.0.1:0"]);
    let mut child = command.stdin(Stdio::piped()).spawn().expect("the program starts");
    let status = format!("/proc/{}/status", child.id());
    // Of the signals that it catches, SIGHUP is the first.
    let catches = || {
        let status = std::fs::read_to_string(&status).expect("it runs");
        let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:")).expect("Linux says it");
        u64::from_str_radix(caught.trim(), 16).expect("a number") & 1 == 1
    };
    let until = Instant::now() + Duration::from_secs(20);
    while !catches() {
        assert!(Instant::now() < until, "it does not catch SIGHUP before it has its data");
        std::thread::yield_now();
    }
    let pid = child.id().to_string();
    assert!(Command::new("kill").args(["-HUP", &pid]).status().expect("kill is there").success());
    let mut stdin = child.stdin.take().expect("it is piped");
    stdin.write_all(b"events: [{ name: E, cadence: every Friday 9:00 UTC }]\n").expect("it reads");
    drop(stdin);
    let mut stderr = BufReader::new(child.stderr.take().expect("it is piped"));
    let mut said = String::new();
    stderr.read_line(&mut said).expect("it speaks");
    assert!(said.contains(" at http://127.0.0.1:"), "{said}");
    assert!(Command::new("kill").args(["-TERM", &pid]).status().expect("kill is there").success());
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
}

#[test]
fn warnings_of_the_data_are_counted_and_do_not_keep_it_from_serving() {
    let data =
        "sigs: [{ dir: sig-a, nam: A, meetings: [{ description: M, cadence: every Friday 9:00 UTC }] }]";
    let path = file("warned", "sigs.yaml", data);
    let serving = Serving::start(&[&path], &[]);
    let told = serving.said.lines().next().unwrap_or_default();
    assert!(told.ends_with(&format!("to mend in {path}; `sigcal check {path}` says what and how")), "{told}");
    assert_eq!(Client::new(serving.addr).get("/sig-a.ics").status, 200);
}

#[test]
fn what_cannot_be_listened_on_is_said_in_a_sentence_with_a_remedy() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let addr = taken.local_addr().expect("it is bound").to_string();
    let outcome = sigcal(&["serve", "--listen", &addr]);
    let said = format!(
        "sigcal: `{addr}` is in use by another program; stop it, or choose another with `--listen`, as `--listen 127.0.0.1:0`"
    );
    says(&outcome, 2, &said);
    let said = "sigcal: `https://127.0.0.1:0/`: HTTPS needs a certificate and its key; name both files, as \
                `--tls-certificate FILE --tls-key FILE`";
    says(&sigcal(&["serve", "--listen", "tls:127.0.0.1:0"]), 2, said);
}

#[test]
fn a_configuration_is_read_whole_or_not_at_all() {
    let good = file("config-good", "sigcal.yaml", "listen: 127.0.0.1:0\nbase_url: https://example.org/cal\n");
    let serving = Serving::start(&["--config", &good], &[]);
    let feed = Client::new(serving.addr).get("/sig-node.ics");
    assert!(
        feed.text().contains("SOURCE;VALUE=URI:https://example.org/cal/sig-node.ics\r\n"),
        "{}",
        feed.text()
    );
    for (n, (text, word)) in [
        ("lisen: 127.0.0.1:0\n", "lisen"),
        ("listen: here\n", ":1:9: listen: `here` is no address and port"),
        ("base_url: ftp://example.org\n", "ftp://example.org"),
    ]
    .into_iter()
    .enumerate()
    {
        let bad = file(&format!("config-bad-{n}"), "sigcal.yaml", text);
        let outcome = sigcal(&["serve", "--config", &bad]);
        assert_eq!((outcome.code, outcome.out.as_str()), (Some(2), ""));
        assert!(outcome.err.starts_with("sigcal: ") && outcome.err.contains(word), "{}", outcome.err);
    }
    let said = "sigcal: could not read `nothing.yaml`: No such file or directory (os error 2)";
    says(&sigcal(&["serve", "--config", "nothing.yaml"]), 2, said);
}

/// What balances the load asks now and then whether it may send more, and sends more until it hears that it may not.
#[test]
fn it_says_that_it_stops_before_it_does() {
    let serving = Serving::start(&["--drain-delay", "2s"], &[]);
    assert_eq!(Client::new(serving.addr).get("/readyz").status, 200);
    serving.signal("TERM");
    // The signal takes its way. Every connection until then and in the time that follows is answered.
    while Client::new(serving.addr).get("/readyz").status == 200 {}
    assert_eq!(Client::new(serving.addr).get("/readyz").status, 503);
    assert_eq!(Client::new(serving.addr).get("/sig-node.ics").status, 200);
    assert_eq!(serving.end(), (Some(0), String::new()));
}

/// Two processes in other zones and languages answer alike, to the octet and with the same tag.
#[test]
fn where_a_server_runs_does_not_show_in_its_feeds() {
    let one = Serving::start(
        &[],
        &[("TZ", "Pacific/Kiritimati"), ("LANG", "zh_CN.UTF-8"), ("LC_ALL", "zh_CN.UTF-8")],
    );
    let other = Serving::start(&[], &[("TZ", "America/Los_Angeles"), ("LANG", "tr_TR.ISO-8859-9")]);
    let (mut one, mut other) = (Client::new(one.addr), Client::new(other.addr));
    let listed = one.get("/groups.json");
    let paths: Vec<String> = listed
        .text()
        .split('"')
        .filter(|text| text.starts_with('/') && text.ends_with(".ics"))
        .map(str::to_owned)
        .chain(["/groups.json".to_owned(), "/custom.ics?only=sig-node,sig-cli".to_owned()])
        .collect();
    assert!(paths.len() > 50, "{paths:?}");
    for path in paths {
        for headers in [&[][..], &[("Accept-Encoding", "gzip")]] {
            let answer = one.ask("GET", &path, headers);
            assert!(answer.status == 200 && answer.header("etag").is_some(), "{path}");
            assert_eq!(answer, other.ask("GET", &path, headers), "{path}");
        }
    }
}
