//! `sigcal lock`, and what other commands make of a lock file.

use std::fs;
use std::path::{Path, PathBuf};

use super::program::{command, folder};

/// A folder in which the program runs.
struct Folder(PathBuf);

impl Folder {
    fn with(test: &str, text: &str) -> Folder {
        let folder = Folder(folder(test));
        folder.write("c.yaml", text);
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("the build's folder can be written");
    }
}

/// What the program prints, what it says, and its code.
fn sigcal(folder: &Folder, arguments: &[&str]) -> (String, String, i32) {
    let done = command(arguments).current_dir(&folder.0).output().expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (text(done.stdout), text(done.stderr), done.status.code().expect("no signal ended it"))
}

const BEFORE: &str = "\
community: { name: Example, start: 2026-01-05 }
sigs:
- dir: sig-node
  name: Node
  meetings:
  - { description: Regular meeting, cadence: every Friday 9:00 UTC }
  - { description: Triage, cadence: every Monday 9:00 UTC }
";

fn after() -> String {
    BEFORE.replace("Friday 9:00", "Thursday 10:00").replace("description: Triage", "description: Bugs")
}

fn lock(folder: &Folder, at: &str) -> (String, String, i32) {
    sigcal(folder, &["lock", "c.yaml", "--at", at])
}

#[test]
fn an_edit_is_locked_and_the_past_stays() {
    let folder = Folder::with("lock-edit", BEFORE);
    assert_eq!(
        lock(&folder, "2026-01-20T00:00:00Z"),
        (
            "added    sig-node/Regular meeting\nadded    sig-node/Triage\n".into(),
            "sigcal: wrote c.lock: 2 series going on, 0 ended\n".into(),
            0
        )
    );
    let first = fs::read_to_string(folder.path("c.lock")).expect("it was written");
    let (out, err, code) = lock(&folder, "2026-03-20T00:00:00Z");
    assert_eq!((out.as_str(), err.as_str(), code), ("", "sigcal: c.lock remembers all of it already\n", 0));
    folder.write("c.yaml", &after());
    let (out, err, code) = sigcal(&folder, &["check", "c.yaml", "--locked"]);
    let told: Vec<&str> = out.lines().filter(|line| line.starts_with("c.yaml:")).collect();
    assert_eq!(
        told,
        [
            "c.yaml:1:1: error: unlocked: `sig-node/Triage` has ended, and the lock file does not remember it",
            "c.yaml:6:20: error: unlocked: `sig-node/Regular meeting` happens otherwise, and the lock file does not remember it",
            "c.yaml:7:20: error: unlocked: `sig-node/Bugs` is new, and the lock file does not remember it",
        ]
    );
    assert_eq!((err.as_str(), code), ("2 meetings: 2 exact; 3 errors, 0 warnings, 0 notes\n", 1));
    let (out, err, code) = lock(&folder, "2026-01-28T12:00:00Z");
    assert_eq!(out, "added    sig-node/Bugs\nrevised  sig-node/Regular meeting\nended    sig-node/Triage\n");
    assert_eq!(
        err,
        "sigcal: if `sig-node/Bugs` is `sig-node/Triage` renamed, add `formerly: Triage` to it, take the lock file as it \
         was before, and run `sigcal lock` again\n\
         sigcal: wrote c.lock: 2 series going on, 2 ended\n"
    );
    assert_eq!(code, 0);
    assert_eq!(sigcal(&folder, &["check", "c.yaml", "--locked"]).2, 0);
    // The past, and what comes.
    let week = |date: &str| {
        sigcal(&folder, &["week", "c.yaml", "--zone", "UTC", "--date", date, "--format", "tsv"]).0
    };
    assert_eq!(
        week("2026-01-20"),
        "2026-01-19T09:00\t2026-01-19T10:00\tsig-node\tSIG Node: Triage\tconfirmed\n\
         2026-01-23T09:00\t2026-01-23T10:00\tsig-node\tSIG Node: Regular meeting\tconfirmed\n"
    );
    assert_eq!(
        week("2026-01-28"),
        "2026-01-26T09:00\t2026-01-26T10:00\tsig-node\tSIG Node: Triage\tconfirmed\n\
         2026-01-29T10:00\t2026-01-29T11:00\tsig-node\tSIG Node: Regular meeting\tconfirmed\n"
    );
    // With the renaming said, its UID stays, and nothing of it ends.
    folder.write("c.lock", &first);
    folder.write("c.yaml", &after().replace("description: Bugs", "description: Bugs, formerly: Triage"));
    let (out, ..) = lock(&folder, "2026-01-28T12:00:00Z");
    assert_eq!(out, "renamed  sig-node/Triage → sig-node/Bugs\nrevised  sig-node/Regular meeting\n");
}

/// What was skipped of the old cadence stands in the data for as long as people like; what is to come is of the new one.
#[test]
fn a_date_to_come_has_to_be_one_of_the_cadence_that_holds_then() {
    let skipping = |cadence: &str| {
        let keys = format!("{cadence}, skip: [2026-01-16, 2026-02-06]");
        BEFORE.replace("every Friday 9:00 UTC", &keys)
    };
    let folder = Folder::with("lock-dates", &skipping("every Friday 9:00 UTC"));
    lock(&folder, "2026-01-10T00:00:00Z");
    folder.write("c.yaml", &skipping("every Thursday 9:00 UTC"));
    let (out, err, code) = lock(&folder, "2026-01-28T12:00:00Z");
    assert_eq!((out.as_str(), code, err.matches("error").count()), ("", 1, 1), "{err}");
    assert!(err.contains("skip: the meeting does not happen on `2026-02-06`"), "{err}");
    let (out, ..) = lock(&folder, "2026-02-07T00:00:00Z");
    assert_eq!(out, "revised  sig-node/Regular meeting\n");
}

#[test]
fn what_is_broken_is_not_locked_and_a_broken_lock_is_not_read() {
    let folder = Folder::with("lock-broken", BEFORE);
    lock(&folder, "2026-01-20T00:00:00Z");
    let locked = fs::read(folder.path("c.lock")).expect("it was written");
    folder
        .write("c.yaml", &BEFORE.replace("every Friday 9:00 UTC", "every Frday 9:00 UTC, skip: 2026-13-01"));
    let (out, err, code) = lock(&folder, "2026-01-28T12:00:00Z");
    assert_eq!((out.as_str(), code), ("", 1));
    assert!(
        err.ends_with("sigcal: nothing was locked: what is not served would end; mend the data first\n"),
        "{err}"
    );
    assert_eq!(fs::read(folder.path("c.lock")).expect("it is there"), locked);
    // What cannot be read any more would end with a mere warning.
    folder.write("c.yaml", &BEFORE.replace("every Friday 9:00 UTC", "monthly 9:00 UTC"));
    let (out, err, code) = lock(&folder, "2026-01-28T12:00:00Z");
    assert_eq!((out.as_str(), code), ("", 1), "{err}");
    let why = "sigcal: nothing was locked: `sig-node/Regular meeting` would end, because its cadence cannot be read any \
               more; mend it, or write `cadence: TBD` where it is to end\n";
    assert!(err.contains("warning: ") && err.ends_with(why), "{err}");
    folder.write("c.lock", "groups: []\n<<<<<<< HEAD\nseries: []\n");
    let (_, err, code) = sigcal(&folder, &["check", "c.yaml"]);
    assert_eq!(
        (err.as_str(), code),
        (
            "sigcal: c.lock:2:1: `<<<<<<< HEAD` is left of a merge; take either side and run `sigcal lock` again\n",
            2
        )
    );
    let (_, err, code) = sigcal(&folder, &["lock", "-"]);
    assert_eq!(
        (err.as_str(), code),
        ("sigcal: standard input has no file beside it to remember it in; give the path of a data file\n", 2)
    );
    fs::remove_file(folder.path("c.lock")).expect("it is there");
    folder.write("c.yaml", BEFORE);
    let (out, _, code) = sigcal(&folder, &["check", "c.yaml", "--locked"]);
    assert!(out.contains("error: no-lock: there is no lock file beside the data"), "{out}");
    assert_eq!(code, 1);
}

#[test]
fn the_community_that_ships_is_locked() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/kubernetes.yaml");
    let folder = Folder::with("lock-shipped", BEFORE);
    let (out, _, code) = sigcal(&folder, &["check", &data.display().to_string(), "--locked"]);
    assert_eq!((out.contains("unlocked"), code), (false, 0), "{out}");
}
