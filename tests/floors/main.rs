//! The house's own rules (see `src/lib.rs`): what a file may name, by where it lies. Each detector is first shown
//! something bad, so that none passes by seeing nothing.

mod text;

use std::fs;
use std::path::{Path, PathBuf};

use text::{code, heads, tokens};

/// Lowest first: a file names only floors below its own, and its own.
const FLOORS: [&str; 8] = ["time", "cadence", "directory", "schedule", "feed", "page", "http", "cli"];
/// The same within the server.
const ROOMS: [&str; 7] = ["limits", "request", "answer", "publication", "metrics", "site", "server"];
const MOST_LINES: usize = 350;

/// A file's path below `src`, as `feed/ics/line.rs`, and its text.
struct Source {
    path: String,
    text: String,
}

impl Source {
    fn of(path: &str, text: &str) -> Source {
        Source { path: path.to_owned(), text: text.to_owned() }
    }

    /// `None` for the two roots, which name every floor.
    fn floor(&self) -> Option<usize> {
        let (first, _) = self.path.split_once('/')?;
        Some(FLOORS.iter().position(|floor| *floor == first).unwrap_or_else(|| panic!("{first} is no floor")))
    }

    fn is_in(&self, places: &[&str]) -> bool {
        places.iter().any(|place| self.path == *place || self.path.starts_with(&format!("{place}/")))
    }
}

fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the project") {
        let path = entry.expect("an entry of it").path();
        if path.is_dir() && !path.ends_with(".tools") {
            files(&path, ending, found);
        } else if path.extension().is_some_and(|extension| extension == ending) {
            found.push(path);
        }
    }
}

fn sources_below(folder: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths = Vec::new();
    files(&root, "rs", &mut paths);
    paths.sort();
    let read = |path: PathBuf| Source {
        text: fs::read_to_string(&path).expect("a source file is UTF-8"),
        path: path.strip_prefix(&root).expect("it lies below").display().to_string(),
    };
    paths.into_iter().map(read).collect()
}

/// Fails with every finding in the sources, after it has failed on what is bad and passed what is good.
fn hold(rule: impl Fn(&Source) -> Vec<String>, bad: &[(&str, &str)], good: &[(&str, &str)]) {
    for (path, text) in bad {
        assert!(!rule(&Source::of(path, text)).is_empty(), "not detected in {path}: {text}");
    }
    for (path, text) in good {
        assert_eq!(rule(&Source::of(path, text)), [""; 0], "detected in {path}: {text}");
    }
    let sources = sources_below("src");
    assert!(sources.len() > 50, "the sources are found");
    let found: Vec<String> = sources
        .iter()
        .flat_map(|source| rule(source).into_iter().map(|what| format!("src/{}: {what}", source.path)))
        .collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

fn looks_up(source: &Source) -> Vec<String> {
    let Some(own) = source.floor() else { return vec![] };
    let parts = source.path.split('/').count();
    // How deep the file's module is: `feed/ics/mod.rs` and `feed/ics.rs` are both two.
    let depth = if source.path.ends_with("/mod.rs") { parts - 1 } else { parts };
    let tokens = tokens(&source.text);
    let mut found = Vec::new();
    for (n, token) in tokens.iter().enumerate() {
        let supers = tokens[n..].chunks(2).take_while(|pair| matches!(pair, ["super", "::"])).count();
        let from_root: &[&str] = match *token {
            "crate" | "sigcal" => &tokens[n + 1..],
            "super" if supers >= depth => &tokens[n + supers * 2 - 1..],
            _ => continue,
        };
        for head in heads(from_root) {
            match FLOORS.iter().position(|floor| *floor == head) {
                Some(floor) if floor > own => found.push(format!("{} names {head}", FLOORS[own])),
                None if head == "*" && *token != "super" => found.push("names every floor".to_owned()),
                Some(_) | None => {}
            }
        }
    }
    found
}

/// Where a sequence of tokens, as `"Utc :: now"`, stands in code that is no comment and no literal.
fn names(source: &Source, sequences: &[&str]) -> Vec<String> {
    let code = code(&source.text, false);
    let tokens = tokens(&code);
    let stands = |sequence: &str| {
        let wanted: Vec<&str> = sequence.split(' ').collect();
        tokens.windows(wanted.len()).any(|window| window == wanted)
    };
    sequences.iter().filter(|sequence| stands(sequence)).map(|sequence| format!("names {sequence}")).collect()
}

#[test]
fn a_file_names_only_floors_below_its_own() {
    let bad = [
        ("time/zone.rs", "use crate::cadence::Cadence;"),
        ("time/zone.rs", "use crate::{\n    schedule::{Series, Start},\n    time::Zone,\n};"),
        ("time/zone.rs", "use crate::{time::{Zone, Window}, page};"),
        ("feed/model.rs", "let x = crate :: http :: Site::new();"),
        ("feed/ics/line.rs", "use super::super::super::page::Base;"),
        ("feed/mod.rs", "pub use super::http::Site;"),
        ("directory/model.rs", "/// See [`crate::schedule::Series`]."),
        ("directory/model.rs", "/// use sigcal::feed::Catalog;"),
        ("page/index.rs", "use crate::*;"),
    ];
    let good = [
        ("feed/ics/line.rs", "use super::super::Calendar; use crate::{time::Zone, directory};"),
        ("http/site.rs", "use super::week; use crate::page::{self, Base};"),
        ("cli/mod.rs", "use crate::http::Site;"),
        ("time/zone.rs", "use crate::time::{self, feed};"),
    ];
    hold(looks_up, &bad, &good);
}

/// What is said of a room by its whole path, alone or in a group. Siblings say `super`, and may.
fn looks_up_a_room(source: &Source) -> Vec<String> {
    let path = source.path.trim_end_matches(".rs");
    let Some(own) = ROOMS.iter().position(|room| path.split('/').nth(1) == Some(*room)) else {
        return vec![];
    };
    let tokens = tokens(&source.text);
    let after = tokens.windows(3).enumerate().filter(|(_, window)| *window == ["crate", "::", "http"]);
    let heads = after.flat_map(|(n, _)| heads(&tokens[n + 3..]));
    // What the server's root shows of its rooms is for other floors.
    let shown = |head: &str| head.starts_with(char::is_uppercase) && head != "Body";
    let above = |head: &str| ROOMS.iter().position(|room| *room == head).is_some_and(|room| room > own);
    heads
        .filter(|head| above(head) || shown(head))
        .map(|head| format!("{} names {head}", ROOMS[own]))
        .collect()
}

#[test]
fn a_room_of_the_server_names_only_rooms_below_its_own() {
    let bad = [
        ("http/answer/range.rs", "use crate::http::site::Site;"),
        ("http/answer/range.rs", "use crate::http::{request::Route, server};"),
        ("http/answer/range.rs", "use crate::http::Site;"),
        ("http/metrics/mod.rs", "use crate::http::server::Server;"),
        ("http/limits.rs", "use crate::http::request::Route;"),
    ];
    let good = [
        ("http/site/reply.rs", "use crate::http::{Body, answer::Resource}; use super::Site;"),
        ("http/mod.rs", "pub use server::Server;"),
    ];
    hold(looks_up_a_room, &bad, &good);
}

#[test]
fn no_source_file_has_more_than_350_lines() {
    let too_long = |source: &Source| {
        let lines = source.text.lines().count();
        if lines > MOST_LINES { vec![format!("{lines} lines; split it by what it is about")] } else { vec![] }
    };
    hold(too_long, &[("a.rs", &"\n".repeat(351))], &[("a.rs", &"\n".repeat(350))]);
    for folder in ["tests", "examples", "fuzz/src", "fuzz/fuzz_targets"] {
        let found: Vec<_> = sources_below(folder).iter().flat_map(too_long).collect();
        assert!(found.is_empty(), "{folder}: {found:?}");
    }
}

#[test]
fn only_the_server_and_the_command_that_starts_it_know_hyper_and_tokio() {
    let rule = |source: &Source| match source.is_in(&["http", "cli/serve"]) {
        true => vec![],
        false => names(source, &["hyper ::", "hyper_util ::", "http_body_util ::", "tokio ::", "socket2 ::"]),
    };
    let bad = [("cli/week.rs", "use tokio::net;"), ("page/index.rs", "fn f(h: hyper::HeaderMap) {}")];
    hold(
        rule,
        &bad,
        &[("page/index.rs", "// hyper::body\nlet a = \"tokio::x\";"), ("http/a.rs", "use hyper::X;")],
    );
}

#[test]
fn only_the_schema_and_the_configuration_are_deserialized() {
    let rule = |source: &Source| match source.is_in(&["directory/schema.rs", "cli/config/file.rs"]) {
        true => vec![],
        false => names(source, &["Deserialize", "serde_saphyr", "DeserializeOwned"]),
    };
    let bad =
        [("feed/model.rs", "#[derive(Clone, Deserialize)]"), ("cli/week.rs", "serde_saphyr::from_str(a)")];
    hold(
        rule,
        &bad,
        &[
            ("cli/explain.rs", "serde_json::from_str(line)"),
            ("cli/config/file.rs", "use serde::Deserialize;"),
        ],
    );
}

#[test]
fn no_floor_below_the_server_asks_a_clock_the_environment_or_chance() {
    let asks = [
        "Utc :: now",
        "Local :: now",
        "SystemTime :: now",
        "Instant :: now",
        "Zoned :: now",
        "Timestamp :: now",
        "std :: env",
        "env :: var",
        "rand ::",
        "fastrand ::",
        "getrandom ::",
        "new_v4",
        "new_v7",
        "RandomState",
        "std :: fs",
        "TcpStream",
        "TcpListener",
        "UdpSocket",
        "ToSocketAddrs",
        "iana_time_zone",
    ];
    let rule = |source: &Source| match source.is_in(&["http", "cli"]) {
        true => vec![],
        false => names(source, &asks),
    };
    let bad = [
        ("feed/model.rs", "let now = Utc::now();"),
        ("schedule/plan/mod.rs", "let a = std::time::SystemTime::now();"),
        ("time/zone.rs", "std::env::var(\"TZ\")"),
        ("schedule/uid.rs", "Uuid::new_v4()"),
    ];
    hold(
        rule,
        &bad,
        &[("time/zone.rs", "// never Utc::now()\nlet a = '\"'; let b = env!(\"X\"); let c = \"rand::\";")],
    );
}

#[test]
fn below_the_server_maps_are_sorted() {
    let rule = |source: &Source| match source.is_in(&["http", "cli"]) {
        true => vec![],
        false => names(source, &["HashMap", "HashSet"]),
    };
    hold(rule, &[("feed/catalog.rs", "use std::collections::HashMap;")], &[("http/a.rs", "HashMap::new()")]);
}

#[test]
fn only_the_command_line_prints() {
    let prints = ["println !", "print !", "eprintln !", "eprint !", "dbg !", "io :: stdout", "io :: stderr"];
    let rule = |source: &Source| if source.is_in(&["cli"]) { vec![] } else { names(source, &prints) };
    let bad = [("http/server.rs", "eprintln!(\"{e}\");"), ("feed/etag.rs", "std::io::stdout().lock()")];
    hold(
        rule,
        &bad,
        &[("cli/week.rs", "println!()"), ("feed/a.rs", "/// println!(\"\")\nlet a = r#\"println!\"#;")],
    );
}

#[test]
fn a_feed_is_never_written_with_rdate_or_this_and_future() {
    let rule = |source: &Source| {
        // What a test says of its own module is not written.
        let code = code(&source.text, true);
        let written = code.split("#[cfg(test)]").next().unwrap_or_default();
        let found = ["RDATE", "THISANDFUTURE"].into_iter().filter(|word| written.contains(word));
        if source.is_in(&["feed"]) { found.map(str::to_owned).collect() } else { vec![] }
    };
    let bad = [
        ("feed/ics/event.rs", "lines.raw(\"RDATE\", x);"),
        ("feed/a.rs", "let a = r\";RANGE=THISANDFUTURE\";"),
    ];
    let good = [
        ("feed/ics/event.rs", "// no RDATE\n#[cfg(test)] mod t { x(\"RDATE\") }"),
        ("directory/ics/a.rs", "\"RDATE\""),
    ];
    hold(rule, &bad, &good);
}
