//! `sigcal export`: the files are what the server would send.

use std::path::Path;

use super::client::Client;
use super::program::{Serving, file, folder, says, sigcal};

fn below(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).expect("it was written") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("it has one").to_string_lossy().into_owned();
        match path.is_dir() {
            true => names.extend(below(&path).into_iter().map(|inner| format!("{name}/{inner}"))),
            false => names.push(name),
        }
    }
    names.sort();
    names
}

#[test]
fn every_exported_file_is_what_the_server_sends() {
    let base = ["--base-url", "https://calendars.example.org/k8s"];
    let folder = folder("export");
    let outcome = sigcal(&["export", &folder.display().to_string(), base[0], base[1]]);
    let names = below(&folder);
    assert_eq!((outcome.code, outcome.out), (Some(0), format!("{}\n", folder.display())));
    assert_eq!(outcome.err, format!("sigcal: wrote {} files to {}\n", names.len(), folder.display()));
    let serving = Serving::start(&base, &[]);
    let mut client = Client::new(serving.addr);
    let feeds = names.iter().filter(|name| name.ends_with(".ics") && !name.starts_with("zh/")).count();
    assert_eq!(client.get("/healthz").json()["calendars"], feeds, "every calendar is among them");
    // The pages link to files, not to a server, and some files are for hosts; these have tests of their own.
    let for_hosts = [".nojekyll", "_headers", "_redirects"];
    let is_sent = |name: &&String| !name.ends_with(".html") && !for_hosts.contains(&name.as_str());
    for name in names.iter().filter(is_sent) {
        let path = match name.strip_prefix("zh/") {
            Some(feed) => format!("/{feed}?lang=zh"),
            None => format!("/{name}"),
        };
        let exported = std::fs::read(folder.join(name)).expect("it is listed");
        let answer = client.get(&path);
        assert_eq!(answer.status, 200, "{path}");
        // A feed names the address it is found at (RFC 7986 5.8): as a file, another one than on a server.
        let told = |bytes: &[u8]| {
            if name.ends_with("cal.json") {
                let mut feed: serde_json::Value = serde_json::from_slice(bytes).expect("JSON");
                feed.as_object_mut().map(|group| group.shift_remove("source"));
                if let Some(properties) = feed.get_mut(1).and_then(|properties| properties.as_array_mut()) {
                    properties.retain(|property| property[0] != "source");
                }
                return feed.to_string();
            }
            let text = String::from_utf8_lossy(bytes).replace("\r\n ", "");
            text.lines().filter(|line| !line.starts_with("SOURCE")).collect::<Vec<_>>().join("\n")
        };
        assert_eq!(told(&answer.body), told(&exported), "{name} is not what {path} is");
    }
}

#[test]
fn a_place_that_cannot_be_written_is_named() {
    let taken = file("taken", "file", "");
    let outcome = sigcal(&["export", &taken]);
    assert_eq!((outcome.code, outcome.out.as_str()), (Some(2), ""));
    assert!(outcome.err.starts_with(&format!("sigcal: could not write `{taken}/")), "{}", outcome.err);
    let missing = sigcal(&["export", "nothing.yaml", &taken]);
    says(
        &missing,
        2,
        "sigcal: could not open `nothing.yaml`: No such file or directory (os error 2); give the path of a data file",
    );
}
