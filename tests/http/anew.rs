//! A publication after another: what is the same is not made again, and what is not is what it would be alone.

use std::collections::BTreeMap;

use sigcal::directory::{Lang, load};
use sigcal::http::Publication;
use sigcal::page::Base;
use sigcal::schedule::plan;

const FILE: &str = "
community: { name: Example, zone: UTC, start: 2025-10-20, categories: { a: A } }
sigs:
- { dir: sig-a, name: A, category: a, meetings: [{ description: M, cadence: every Monday 9:00 }] }
- { dir: sig-b, name: B, meetings: [{ description: M, cadence: every Tuesday 9:00 }] }
- { dir: sig-c, name: C, meetings: [{ description: M, cadence: every Thursday 9:00 }] }
";

fn published(before: Option<&Publication>, text: &str, base: &str) -> Publication {
    let community = load(text).community.expect("the test's own file is readable");
    let (series, _) = plan(&community);
    Publication::after(before, community, series, Some(Base::configured(base).expect("a test's own base")))
}

/// The bytes of everything in both languages, and where they are in memory.
fn bytes(publication: &Publication) -> BTreeMap<(String, bool), (Vec<u8>, usize)> {
    let paths = publication.files().map(|(path, _)| path.to_owned()).collect::<Vec<_>>();
    let both = paths.into_iter().flat_map(|path| [(path.clone(), false), (path, true)]);
    let bytes = |(path, zh): (String, bool)| {
        let lang = if zh { Lang::Zh } else { Lang::En };
        let bytes = publication.resource(&path, lang).expect("it has a path").bytes();
        ((path, zh), (bytes.to_vec(), bytes.as_ptr() as usize))
    };
    both.map(bytes).collect()
}

fn made_again(before: &Publication, after: &Publication) -> Vec<String> {
    let (before, after) = (bytes(before), bytes(after));
    let is_feed = |path: &str| path.ends_with(".ics") || path == "groups.json";
    let other =
        after.into_iter().filter(|(key, (_, place))| before.get(key).is_none_or(|known| known.1 != *place));
    let mut paths: Vec<String> = other.map(|((path, _), _)| path).filter(|path| is_feed(path)).collect();
    paths.dedup();
    paths
}

#[test]
fn of_a_file_with_one_edit_only_what_holds_it_is_rendered_again() {
    const BASE: &str = "https://calendar.example.org";
    let before = published(None, FILE, BASE);
    assert_eq!(
        made_again(&before, &published(Some(&before), &format!("# moved down\n{FILE}"), BASE)),
        [""; 0]
    );

    let edited = FILE.replace("every Tuesday 9:00", "every Tuesday 10:00");
    let after = published(Some(&before), &edited, BASE);
    assert_eq!(made_again(&before, &after), ["all.ics", "groups.json", "sig-b.ics", "sigs.ics"]);

    let renamed = FILE.replace("name: B,", "name: Bee,");
    let after = published(Some(&before), &renamed, BASE);
    assert_eq!(made_again(&before, &after), ["all.ics", "groups.json", "sig-b.ics", "sigs.ics"]);

    let elsewhere = published(Some(&before), FILE, "https://other.example.org/calendars");
    assert_eq!(
        made_again(&before, &elsewhere).len(),
        before.files().filter(|(path, _)| path.ends_with(".ics")).count() + 1
    );
}

#[test]
fn what_is_published_after_another_is_what_it_would_be_alone() {
    let edits = [
        ("9:00", "10:00"),
        ("name: B,", "name: { en: Bee, zh: 蜂 },"),
        ("category: a,", ""),
        ("name: Example", "name: Other"),
    ];
    let mut before = published(None, FILE, "https://a.example.org");
    let mut text = FILE.to_owned();
    for (old, new) in edits {
        text = text.replace(old, new);
        for base in ["https://a.example.org", "https://b.example.org"] {
            let plain = |publication: &Publication| {
                bytes(publication).into_iter().map(|(key, (bytes, _))| (key, bytes)).collect::<Vec<_>>()
            };
            let after = published(Some(&before), &text, base);
            assert_eq!(plain(&after), plain(&published(None, &text, base)), "{old} to {new}");
            before = after;
        }
    }
}
