//! `sigcal serve` reads its data anew, and keeps what it has where that fails.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use super::client::Client;
use super::program::{Serving, folder, sigcal};

const DATA: &str = "\
community: { name: Example, start: 2026-01-05 }
sigs:
- { dir: sig-a, name: A, meetings: [{ description: M, cadence: every Friday 9:00 UTC }] }
- { dir: sig-b, name: B, meetings: [{ description: M, cadence: every Monday 9:00 UTC }] }
";

/// A server of a data file, and its folder.
fn serving(test: &str) -> (Serving, PathBuf) {
    let folder = folder(test);
    fs::write(folder.join("c.yaml"), DATA).expect("the build's folder can be written");
    (Serving::start(&[&folder.join("c.yaml").display().to_string()], &[]), folder)
}

/// Puts a text in the place of a file at once, as editors do.
fn put(path: &Path, text: &str) {
    let beside = path.with_extension("new");
    fs::write(&beside, text).expect("the build's folder can be written");
    fs::rename(beside, path).expect("the build's folder can be written");
}

fn tags(server: &Serving) -> Vec<String> {
    let mut client = Client::new(server.addr);
    let mut tag = |path: &str| client.get(path).header("etag").expect("a tag").to_owned();
    ["/sig-a.ics", "/sig-b.ics", "/all.ics"].map(&mut tag).to_vec()
}

fn ready(server: &Serving) -> String {
    let answer = Client::new(server.addr).get("/readyz");
    assert_eq!(answer.status, 200);
    answer.text().to_owned()
}

#[test]
fn an_edited_file_is_served_without_being_asked_and_what_stays_is_the_same() {
    let (mut server, folder) = serving("reload-edit");
    let before = tags(&server);
    put(&folder.join("c.yaml"), &DATA.replace("Friday", "Thursday"));
    assert!(server.says("anew").ends_with("c.yaml anew: 6 calendars"));
    let after = tags(&server);
    assert!(before[0] != after[0] && before[1] == after[1] && before[2] != after[2], "{after:?}");
    // So is what is locked.
    let data = folder.join("c.yaml").display().to_string();
    assert_eq!(sigcal(&["lock", &data]).code, Some(0));
    server.says("anew");
    put(&folder.join("c.yaml"), &DATA.replace("Friday", "Tuesday"));
    server.says("anew");
    let shown = Client::new(server.addr).get("/sig-a.ics").text().to_owned();
    assert!(shown.contains("BYDAY=TH") && shown.contains("BYDAY=TU"), "the past stays: {shown}");
}

#[test]
fn what_is_broken_or_gone_is_said_and_the_last_that_was_good_stays() {
    let (mut server, folder) = serving("reload-broken");
    let data = folder.join("c.yaml");
    let before = tags(&server);
    let broken = [
        ("sigs: [", "c.yaml:1:"),
        ("", "c.yaml:1:1: "),
        (&DATA.replace("every Friday", "every Friday, skip: 2026-01-10, x:")[..], "c.yaml:"),
    ];
    for (text, place) in broken {
        put(&data, text);
        server.signal("HUP");
        let said = server.says("is still served");
        assert!(said.contains(place), "{said}");
        assert_eq!(ready(&server), "ready\nthe newest data is not served; the log says why\n");
        assert_eq!(tags(&server), before);
    }
    let huge = fs::File::create(&data).expect("the build's folder can be written");
    huge.set_len(1 << 30).expect("the build's folder can be written");
    server.signal("HUP");
    server.says("is still served");
    fs::remove_file(&data).expect("it is there");
    server.signal("HUP");
    server.says("is still served");
    fs::write(folder.join("c.lock"), "<<<<<<< HEAD\n").expect("the build's folder can be written");
    put(&data, DATA);
    server.signal("HUP");
    assert!(server.says("is still served").contains("c.lock:1:1: "));
    assert_eq!(tags(&server), before);
    fs::remove_file(folder.join("c.lock")).expect("it is there");
    server.signal("HUP");
    server.says("anew");
    assert_eq!((ready(&server).as_str(), tags(&server)), ("ready\n", before));
}

/// What subscribers were shown does not end by a slip of the pen: not where it is served, and not where it begins to be.
#[test]
fn a_locked_meeting_that_cannot_be_read_any_more_is_not_served_as_ended() {
    let folder = folder("reload-lost");
    let data = folder.join("c.yaml");
    fs::write(&data, DATA).expect("the build's folder can be written");
    let path = data.display().to_string();
    assert_eq!(sigcal(&["lock", &path]).code, Some(0));
    let mut server = Serving::start(&[&path], &[]);
    let before = tags(&server);
    for (cadence, why) in
        [("zebra", "c.yaml:3:"), ("every Blursday 9:00 UTC", "`sig-a/M` would end, because")]
    {
        put(&data, &DATA.replace("every Friday 9:00 UTC", cadence));
        server.signal("HUP");
        let said = server.says("is still served");
        assert!(said.contains(why), "{said}");
        assert_eq!(tags(&server), before);
        let begun = sigcal(&["serve", &path, "--listen", "127.0.0.1:0"]);
        assert_eq!((begun.code, begun.err.contains(why)), (Some(2), true), "{begun:?}");
        assert!(begun.err.contains("what subscribers were shown would end: "), "{begun:?}");
    }
    // Where it is to end, it does.
    put(&data, &DATA.replace("every Friday 9:00 UTC", "TBD"));
    server.signal("HUP");
    server.says("anew");
    assert_ne!(tags(&server), before);
}

#[test]
fn a_lock_that_is_not_there_any_more_is_missed() {
    let folder = folder("reload-unlocked");
    let (data, lock) = (folder.join("c.yaml"), folder.join("c.lock"));
    fs::write(&data, DATA).expect("the build's folder can be written");
    assert_eq!(sigcal(&["lock", &data.display().to_string()]).code, Some(0));
    let mut server = Serving::start(&[&data.display().to_string()], &[]);
    let before = tags(&server);
    let locked = fs::read_to_string(&lock).expect("it is there");
    fs::remove_file(&lock).expect("it is there");
    put(&data, &DATA.replace("Friday", "Thursday"));
    let said = server.says("is still served");
    assert!(said.contains("c.lock is not there any more; put it back"), "{said}");
    assert_eq!(tags(&server), before);
    put(&lock, &locked);
    server.says("anew");
    assert_ne!(tags(&server), before);
}

/// Kubernetes swaps a link to a folder, and so does git-sync: the path of the file stays.
#[test]
fn a_file_behind_a_link_that_is_swapped_is_another_one() {
    let folder = folder("reload-link");
    for (version, day) in [("1", "Friday"), ("2", "Thursday")] {
        fs::create_dir(folder.join(version)).expect("the build's folder can be written");
        let path = folder.join(version).join("c.yaml");
        fs::write(path, DATA.replace("Friday", day)).expect("the build's folder can be written");
    }
    symlink("1", folder.join("..data")).expect("the build's folder can be written");
    symlink("..data/c.yaml", folder.join("c.yaml")).expect("the build's folder can be written");
    let mut server = Serving::start(&[&folder.join("c.yaml").display().to_string()], &[]);
    symlink("2", folder.join("..new")).expect("the build's folder can be written");
    fs::rename(folder.join("..new"), folder.join("..data")).expect("the build's folder can be written");
    server.says("anew");
    assert!(Client::new(server.addr).get("/sig-a.ics").text().contains("BYDAY=TH"));
}
