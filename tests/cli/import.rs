//! `sigcal import`: whole outputs, as committed under `tests/import`. After a change that is meant,
//! `SIGCAL_BLESS=1 cargo test --test cli import` writes them anew; then read the difference before committing it.

use std::path::{Path, PathBuf};

use super::program::{command, fed, folder, says, sigcal};

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import")
}

/// What the program prints and says of a sample, and how it ends.
fn import(sample: &str, more: &[&str]) -> (Option<i32>, String, String) {
    let arguments = [&["import", sample], more].concat();
    let done = command(&arguments).current_dir(samples()).output().expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (done.status.code(), text(done.stdout), text(done.stderr))
}

/// Compares with what is committed beside the sample, and has the program load what it printed.
fn compare(sample: &str, code: i32) {
    let (ended, printed, said) = import(sample, &[]);
    assert_eq!(ended, Some(code), "{said}");
    let stem = sample.replace(['/', '.'], "-");
    for (ending, text) in [("out.yaml", &printed), ("err.txt", &said)] {
        let path = samples().join(format!("{stem}.{ending}"));
        if std::env::var_os("SIGCAL_BLESS").is_some() {
            std::fs::write(&path, text).expect("the folder can be written");
        }
        assert_eq!(text, &std::fs::read_to_string(&path).expect("it is committed"), "{sample}");
    }
    let checked = fed(&["check", "-"], &printed);
    assert_eq!(checked.code, Some(0), "{}", checked.out);
}

#[test]
fn a_calendar_of_google_is_a_data_file() {
    compare("google.ics", 1);
}

#[test]
fn a_calendar_of_thunderbird_is_a_data_file() {
    compare("thunderbird.ics", 1);
}

#[test]
fn the_toml_of_toml_to_ical_is_a_data_file() {
    compare("rust/all.toml", 1);
    compare("rust/plain.toml", 0);
}

#[test]
fn a_folder_of_yaml2ical_is_a_data_file() {
    compare("openstack", 1);
}

#[test]
fn the_yaml_of_yaml2ics_is_a_data_file() {
    compare("python/calendar.yaml", 1);
}

#[test]
fn standard_input_is_told_by_its_first_words_and_its_keys() {
    for sample in ["google.ics", "rust/plain.toml", "openstack/board.yaml"] {
        let text = std::fs::read_to_string(samples().join(sample)).expect("it is committed");
        // What standard input includes is in no folder, unless one is given.
        let (code, printed, _) = import(sample, &[]);
        let root = samples().join("rust").display().to_string();
        let piped = fed(&["import", "-", "--root", &root], &text);
        assert_eq!((piped.code, &piped.out), (code, &printed), "{sample}");
    }
    let ours = fed(&["import", "-"], "sigs: []\n");
    assert_eq!((ours.code, ours.out.as_str()), (Some(2), ""));
    assert!(ours.err.contains("no-format: this is a data file already"), "{}", ours.err);
}

/// The week that a data file gives is the one that its source gives.
#[test]
fn a_week_of_what_came_over_is_a_week_of_its_source() {
    let google = samples().join("google.ics").display().to_string();
    let (_, printed, _) = import("google.ics", &[]);
    for date in ["2026-01-05", "2026-02-02", "2026-02-16", "2026-03-02", "2026-03-23", "2026-10-26"] {
        let asked = ["--zone", "UTC", "--date", date, "--format", "tsv"];
        let theirs = sigcal(&[&["week", &google], &asked[..]].concat()).out;
        let ours = fed(&[&["week", "-"], &asked[..]].concat(), &printed).out;
        // Whether it is certain is not kept by an .ics file that is served.
        let sorted = |text: &str| {
            let mut lines: Vec<_> =
                text.replace("tentative", "confirmed").lines().map(str::to_owned).collect();
            lines.sort();
            lines
        };
        assert_eq!(sorted(&ours), sorted(&theirs), "{date}");
    }
}

#[test]
fn a_zone_settles_what_has_none() {
    let (_, printed, said) = import("thunderbird.ics", &["--zone", "Europe/Oslo"]);
    assert!(printed.contains("zone: Europe/Oslo\n") && printed.contains("tz: Europe/Oslo\n"), "{printed}");
    assert!(!said.contains("floating-time"), "{said}");
}

#[test]
fn nothing_is_read_from_outside_of_the_folder() {
    let folder = folder("import-outside");
    let inside = folder.join("inside");
    std::fs::create_dir_all(&inside).expect("the folder is ours");
    let secret = "name = \"S\"\ndescription = \"\"\n[[events]]\nuid = \"1\"\ntitle = \"Secret\"\nstart = \"2026-01-01\"\n";
    std::fs::write(folder.join("secret.toml"), secret).expect("the folder is ours");
    let including =
        |path: &str| format!("name = \"A\"\ndescription = \"\"\n[meta]\nincludes = [ \"{path}\" ]\n");
    let file = inside.join("a.toml");
    let given = file.display().to_string();
    std::os::unix::fs::symlink(folder.join("secret.toml"), inside.join("link.toml"))
        .expect("the folder is ours");
    for path in [
        "../secret.toml",
        "x/../../secret.toml",
        "link.toml",
        &folder.join("secret.toml").display().to_string(),
    ] {
        std::fs::write(&file, including(path)).expect("the folder is ours");
        let outcome = sigcal(&["import", &given]);
        assert!(
            !outcome.out.contains("Secret") && outcome.err.contains("outside of the folder"),
            "{outcome:?}"
        );
        assert_eq!(outcome.code, Some(1));
    }
    std::fs::write(&file, including("../secret.toml")).expect("the folder is ours");
    let outcome = sigcal(&["import", &given, "--root", &folder.display().to_string()]);
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert!(outcome.out.contains("name: Secret\n"));
    // Files that include each other are read once each.
    std::fs::write(&file, including("a.toml")).expect("the folder is ours");
    assert_eq!(sigcal(&["import", &given]).code, Some(0));
}

#[test]
fn what_cannot_be_read_is_said_and_ends_with_2() {
    let missing = sigcal(&["import", "nothing.ics"]);
    let why = "No such file or directory (os error 2); give the path of a data file";
    says(&missing, 2, &format!("sigcal: could not open `nothing.ics`: {why}"));
    let empty = folder("import-empty").display().to_string();
    let said = "has no files that end in `.yaml`; give a file, or a folder with a file per meeting";
    says(&sigcal(&["import", &empty]), 2, &format!("sigcal: `{empty}` {said}"));
    for text in ["", "hello", "a = [", "a: [", "\u{0}"] {
        let outcome = fed(&["import", "-"], text);
        assert_eq!((outcome.code, outcome.out.as_str()), (Some(2), ""), "{text:?}");
        assert!(outcome.err.ends_with("sigcal: nothing of `-` could be imported\n"), "{}", outcome.err);
    }
}
