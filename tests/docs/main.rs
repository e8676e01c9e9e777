//! The documentation is true: every example in it is read by the library and comes out as it says.

mod serving;

use std::fmt::Write as _;
use std::future::Future as _;
use std::sync::{Arc, LazyLock};

use sigcal::cadence::{Cadence, Context, NoteCode, Reading, read};
use sigcal::directory::{KNOWN_CHECKS, KUBERNETES, Level, Setting, load, read_lock};
use sigcal::feed::Format;
use sigcal::http::{Publication, Site};
use sigcal::schedule::plan;

const CADENCES: &str = include_str!("../../docs/cadences.md");
const DATA_FILE: &str = include_str!("../../docs/data-file.md");
const CHANGES: &str = include_str!("../../docs/changes.md");
const FEEDS: &str = include_str!("../../docs/feeds.md");
const README: &str = include_str!("../../README.md");
const CONTRIBUTING: &str = include_str!("../../CONTRIBUTING.md");

/// Codes that no text yields. One that is yielded after all gets an example in the table and leaves this list.
const WITHOUT_EXAMPLE: [NoteCode; 1] = [NoteCode::CountOnly];

/// A table of a Markdown text: what its columns are called, and its rows.
struct Table<'t> {
    columns: Vec<&'t str>,
    rows: Vec<Vec<&'t str>>,
}

impl<'t> Table<'t> {
    /// The tables whose first column has a name.
    fn all(text: &'t str, first: &str) -> Vec<Table<'t>> {
        let mut tables: Vec<Table<'t>> = Vec::new();
        let mut inside = false;
        for line in text.lines() {
            let Some(row) = cells(line) else {
                inside = false;
                continue;
            };
            if row.iter().all(|cell| cell.chars().all(|c| c == '-')) && !row.concat().is_empty() {
                continue;
            }
            match tables.last_mut() {
                Some(table) if inside => table.rows.push(row),
                Some(_) | None => {
                    tables.push(Table { columns: row, rows: vec![] });
                    inside = true;
                }
            }
        }
        tables.retain(|table| table.columns.first() == Some(&first));
        tables
    }
}

fn cells(line: &str) -> Option<Vec<&str>> {
    let inner = line.strip_prefix("| ")?.strip_suffix('|')?;
    Some(inner.split(" |").map(str::trim).collect())
}

/// The text between the backticks of a cell.
fn quoted(cell: &str) -> Option<&str> {
    cell.strip_prefix('`')?.strip_suffix('`')
}

fn in_backticks(text: impl std::fmt::Display) -> String {
    format!("`{text}`")
}

/// What each cadence of a reading has, once where they all have the same.
fn each(reading: &Reading, part: impl Fn(&Cadence) -> Option<String>) -> String {
    let all = if reading.cadences.is_empty() { &reading.readings } else { &reading.cadences };
    let parts: Vec<String> =
        all.iter().map(|cadence| part(cadence).map(in_backticks).unwrap_or_default()).collect();
    match &parts[..] {
        [first, rest @ ..] if rest.iter().all(|part| part == first) => first.clone(),
        several => several.join(" and "),
    }
}

/// A cell as it has to be.
fn cell(column: &str, reading: &Reading) -> String {
    match column {
        "text" => in_backticks(&reading.text),
        "verdict" => reading.verdict.as_str().to_owned(),
        "RRULE" => each(reading, |cadence| Some(cadence.rule.to_string())),
        "time" => each(reading, |cadence| {
            let clock = cadence.clock?;
            let mut told = clock.time.format("%H:%M").to_string();
            if let Some(end) = clock.end {
                write!(told, "–{}", end.format("%H:%M")).expect("a String takes everything");
            }
            Some(told)
        }),
        "zone" => each(reading, |cadence| Some(cadence.zone?.tzid().to_owned())),
        "start" => each(reading, |cadence| Some(cadence.start?.to_string())),
        "until" => each(reading, |cadence| Some(cadence.until?.to_string())),
        "missing" => {
            reading.missing.iter().map(|part| in_backticks(part.as_str())).collect::<Vec<_>>().join(", ")
        }
        "notes" => {
            reading.notes.iter().map(|note| in_backticks(note.code.as_str())).collect::<Vec<_>>().join(", ")
        }
        unknown => panic!("no column is called `{unknown}`"),
    }
}

#[test]
fn every_example_of_the_language_is_read_as_its_row_says() {
    let tables = Table::all(CADENCES, "text");
    assert!(tables.iter().map(|table| table.rows.len()).sum::<usize>() > 60);
    for table in tables {
        for row in table.rows {
            let text = quoted(row[0]).unwrap_or_else(|| panic!("`{}` is in no backticks", row[0]));
            let reading = read(text, Context::default());
            let want: Vec<String> = table.columns.iter().map(|column| cell(column, &reading)).collect();
            assert_eq!(row, want, "{text}");
        }
    }
}

#[test]
fn every_note_code_is_in_the_table_and_its_example_yields_it() {
    let [table] = &Table::all(CADENCES, "code")[..] else { panic!("one table of codes") };
    assert_eq!(table.columns, ["code", "assumes", "means", "example"]);
    let codes: Vec<&str> = table.rows.iter().filter_map(|row| quoted(row[0])).collect();
    let all: Vec<&str> = NoteCode::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(codes, all);
    for (row, code) in table.rows.iter().zip(NoteCode::ALL) {
        assert_eq!(row[1], if code.assumes() { "yes" } else { "no" }, "{}", row[0]);
        match quoted(row[3]) {
            Some(example) => {
                let reading = read(example, Context::default());
                assert!(
                    reading.notes.iter().any(|note| note.code == *code),
                    "{example}: {:?}",
                    reading.notes
                );
            }
            None => assert!(WITHOUT_EXAMPLE.contains(code), "{} has no example", row[0]),
        }
    }
}

/// The fenced blocks of a language.
fn blocks<'t>(text: &'t str, language: &str) -> Vec<&'t str> {
    let fences: Vec<&str> = text.split("\n```").collect();
    // Outside and inside take turns.
    let inside = fences.iter().skip(1).step_by(2);
    inside.filter_map(|block| block.strip_prefix(language)?.strip_prefix('\n')).collect()
}

#[test]
fn every_data_file_in_the_documentation_has_nothing_to_mend() {
    let files = [("README.md", README), ("data-file.md", DATA_FILE), ("CONTRIBUTING.md", CONTRIBUTING)];
    for (name, text) in files {
        for block in blocks(text, "yaml") {
            let loaded = load(block);
            let community = loaded.community.unwrap_or_else(|| panic!("{name}: {:?}", loaded.findings));
            let mut findings = loaded.findings;
            findings.extend(plan(&community).1);
            findings.retain(|finding| finding.level > Level::Note);
            assert_eq!(findings, [], "{name}:\n{block}");
        }
    }
    assert!(blocks(DATA_FILE, "yaml").len() > 5);
}

/// The program lists the keys that a thing may have when it meets one that is nothing like them.
#[test]
fn every_key_of_the_data_file_is_documented() {
    let strange = "
zzzzzz: 1
community: { zzzzzz: 1, channels: [{ zzzzzz: 1 }], skip: { a: { on: 2026-01-01, zzzzzz: 1 } } }
events: [{ zzzzzz: 1, cadence: TBD, name: { en: E, zzzzzz: 1 }, cancelled: [{ on: 2026-01-01, zzzzzz: 1 }], allow: [{ zzzzzz: 1 }] }]
sigs:
- dir: sig-a
  zzzzzz: 1
  leadership: { zzzzzz: 1, chairs: [{ name: A, zzzzzz: 1 }] }
  contact: { zzzzzz: 1 }
  subprojects: [{ zzzzzz: 1 }]
  meetings:
  - { zzzzzz: 1, cadence: TBD, moved: [{ on: 2026-01-01, to: 2026-01-01 11:00, zzzzzz: 1 }],
      extra: [{ on: 2026-01-01 11:00, zzzzzz: 1 }] }
";
    let findings = load(strange).findings;
    let remedies: Vec<&str> =
        findings.iter().filter(|f| f.check == "unknown-key").filter_map(|f| f.remedy.as_deref()).collect();
    assert_eq!(remedies.len(), 16, "{remedies:?}");
    for remedy in remedies {
        let (_, keys) = remedy.split_once(" may have ").unwrap_or_else(|| panic!("{remedy}"));
        for key in keys.split(", ") {
            assert!(DATA_FILE.contains(&format!("| {key} ")), "{key} has no row: {remedy}");
        }
    }
}

#[test]
fn every_key_of_a_locked_series_is_documented() {
    let findings = read_lock("series: [{ zzzzzz: 1 }]").expect_err("no lock has such a key");
    let remedy =
        findings.iter().find_map(|found| found.remedy.as_deref().filter(|_| found.check == "unknown-key"));
    let (_, keys) = remedy.and_then(|remedy| remedy.split_once(" may have ")).expect("what it may have");
    let [table] = &Table::all(CHANGES, "key of a series")[..] else { panic!("one table of keys") };
    let documented: Vec<&str> = table.rows.iter().flat_map(|row| row[0].split(", ")).collect();
    for key in keys.split(", ") {
        assert!(documented.contains(&key), "{key} has no row");
    }
}

#[test]
fn every_check_is_documented_with_its_levels() {
    let [table] = &Table::all(DATA_FILE, "check")[..] else { panic!("one table of checks") };
    assert_eq!(table.columns, ["check", "level", "about"]);
    let documented = table.rows.iter().flat_map(|row| {
        let names = row[0].split(", ").map(|name| quoted(name).unwrap_or_else(|| panic!("{name}")));
        names.map(|name| format!("{name}: {}", row[1])).collect::<Vec<_>>()
    });
    let level = |level: &Level| format!("{level:?}").to_lowercase();
    let known = KNOWN_CHECKS
        .iter()
        .map(|(name, levels)| format!("{name}: {}", levels.iter().map(level).collect::<Vec<_>>().join(", ")));
    assert_eq!(documented.collect::<Vec<_>>(), known.collect::<Vec<_>>());
}

#[test]
fn every_level_that_can_be_set_is_documented() {
    let levels = Table::all(DATA_FILE, "level").into_iter().find(|table| table.columns.len() == 2);
    let rows = levels.expect("a table of levels").rows;
    let documented: Vec<&str> = rows.iter().filter_map(|row| quoted(row[0])).collect();
    assert_eq!(documented, Setting::ALL.map(Setting::as_str));
}

/// What `sigcal check` says in the documentation is what the library finds.
#[test]
fn findings_are_printed_in_the_documentation_as_they_are() {
    let [file, printed] = blocks(DATA_FILE, "text")[..] else { panic!("a file and what is found in it") };
    let found: Vec<String> = load(file)
        .findings
        .iter()
        .map(|f| {
            format!(
                "sigs.yaml:{}:{}: {:?}: {}: {}",
                f.place.line, f.place.column, f.level, f.check, f.message
            )
        })
        .collect();
    let told: Vec<String> =
        printed.lines().filter(|line| line.starts_with("sigs.yaml:")).map(str::to_owned).collect();
    assert_eq!(found.len(), told.len());
    for (found, told) in found.iter().zip(&told) {
        assert_eq!(found.to_lowercase(), told.to_lowercase());
    }
}

/// A site of the shipped community, and what it answers to a GET: the type of what is there, or why nothing is.
fn asked(path: &str) -> (String, Vec<u8>) {
    static SITE: LazyLock<Site> = LazyLock::new(|| {
        let community = load(KUBERNETES).community.expect("the shipped file is readable");
        let (series, _) = plan(&community);
        let now = "2026-11-24T12:00:00Z".parse().expect("an instant");
        Site::new(Publication::new(community, series, None), Arc::new(move || now))
    });
    let uri = path.parse().expect("a path");
    let answer = SITE.answer(&hyper::Method::GET, &uri, hyper::HeaderMap::new());
    let (head, mut body) = answer.into_parts();
    let frame = std::pin::pin!(http_body_util::BodyExt::frame(&mut body));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let bytes = match frame.poll(&mut context) {
        std::task::Poll::Ready(Some(Ok(frame))) => {
            frame.into_data().expect("a body has no trailers").to_vec()
        }
        _ => panic!("a whole body is ready"),
    };
    let said = match head.status.is_success() {
        true => format!("`{}`", head.headers["content-type"].to_str().expect("ASCII")),
        false => String::from_utf8_lossy(&bytes).trim_end().to_owned(),
    };
    (said, bytes)
}

#[test]
fn feeds_answer_as_their_page_says() {
    let [table] = &Table::all(FEEDS, "asked")[..] else { panic!("one table of questions") };
    for row in &table.rows {
        let path = quoted(row[0]).unwrap_or_else(|| panic!("`{}` is in no backticks", row[0]));
        assert_eq!(asked(path).0, row[1], "{path}");
    }
    let [event] = blocks(FEEDS, "json")[..] else { panic!("one event") };
    let event: serde_json::Value = serde_json::from_str(event).expect("JSON");
    let group: serde_json::Value =
        serde_json::from_slice(&asked("/sig-node.jscal.json").1).expect("a feed is JSON");
    assert_eq!(group["entries"][0].to_string(), event.to_string());
    let [formats] = &Table::all(FEEDS, "ending")[..] else { panic!("one table of formats") };
    let told: Vec<(&str, &str)> =
        formats.rows.iter().filter_map(|row| Some((quoted(row[0])?, quoted(row[2])?))).collect();
    assert_eq!(told, Format::ALL.map(|format| (format.ending(), format.content_type())));
}

/// The words of a command line, with double quotes around those that have spaces.
fn words(line: &str) -> Vec<String> {
    let parts = line.split('"').enumerate();
    let words = parts.flat_map(|(n, part)| match n % 2 {
        0 => part.split_whitespace().map(str::to_owned).collect::<Vec<_>>(),
        _ => vec![part.to_owned()],
    });
    words.collect()
}

#[test]
fn the_readme_shows_what_the_program_prints() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    let [file] = blocks(README, "yaml")[..] else { panic!("one data file") };
    std::fs::write(folder.join("community.yaml"), file).expect("the folder is ours");
    let mut shown = 0;
    for block in blocks(README, "console") {
        for part in block.split("$ ").skip(1) {
            let (command, lines) = part.split_once('\n').unwrap_or((part, ""));
            let words = words(command);
            let [program, name, ..] = &words[..] else { continue };
            if program != "sigcal" || !["week", "explain", "check"].contains(&name.as_str()) {
                continue;
            }
            let ran = std::process::Command::new(env!("CARGO_BIN_EXE_sigcal"))
                .args(&words[1..])
                .current_dir(folder)
                .env_remove("COLUMNS")
                .output()
                .expect("the program runs");
            let printed = [ran.stdout, ran.stderr].concat();
            let printed = String::from_utf8(printed).expect("UTF-8");
            let mut rest = printed.lines();
            // `…` stands for lines that are left out; without it, none are.
            let mut gap = false;
            for line in lines.lines() {
                if line == "…" {
                    gap = true;
                    continue;
                }
                let next = if gap { rest.find(|printed| *printed == line) } else { rest.next() };
                assert_eq!(next, Some(line), "{command}");
                gap = false;
            }
            assert!(gap || rest.next().is_none(), "{command} prints more");
            shown += 1;
        }
    }
    assert_eq!(shown, 4);
}
