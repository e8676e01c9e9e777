//! Whole feeds against committed ones. After a change that is meant, `SIGCAL_BLESS=1 cargo test --test feeds golden`
//! writes them anew; then read the difference before committing it.

use std::path::Path;
use std::sync::Arc;

use hyper::{HeaderMap, Method, Uri};
use sigcal::directory::Lang;
use sigcal::feed::{Format, Options};
use sigcal::http::{Publication, Site};

use super::communities::Planned;

fn compare(name: &str, rendered: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("SIGCAL_BLESS").is_some() {
        std::fs::write(&path, rendered).expect("the folder can be written");
    }
    let committed = std::fs::read_to_string(&path).expect("a committed feed of this name");
    let differs = committed.lines().zip(rendered.lines()).position(|(one, other)| one != other);
    let n = differs.unwrap_or_else(|| committed.lines().count().min(rendered.lines().count()));
    let at = |feed: &str| feed.lines().nth(n).unwrap_or("the end").to_owned();
    assert!(
        committed == rendered,
        "tests/golden/{name}, line {}:\n  committed {}\n  rendered  {}",
        n + 1,
        at(&committed),
        at(rendered)
    );
}

#[test]
fn every_shape_is_written_as_committed() {
    compare("all.ics", &Planned::golden().feed("all", Lang::En));
}

#[test]
fn a_chinese_feed_is_chinese_throughout() {
    compare("all.zh.ics", &Planned::golden().feed("all", Lang::Zh));
}

#[test]
fn hostile_names_stay_names_of_calendars_too() {
    let golden = Planned::golden();
    compare("sig-hostile.ics", &golden.feed("sig-hostile", Lang::En));
    compare("sig-hostile.zh.ics", &golden.feed("sig-hostile", Lang::Zh));
}

#[test]
fn a_group_without_times_has_a_calendar_that_says_so() {
    compare("wg-quiet.ics", &Planned::golden().feed("wg-quiet", Lang::En));
}

#[test]
fn the_shipped_sigs_with_and_without_an_hour_are_written_as_committed() {
    let shipped = Planned::shipped();
    compare("sig-node.ics", &shipped.feed("sig-node", Lang::En));
    compare("sig-node.zh.ics", &shipped.feed("sig-node", Lang::Zh));
    compare("sig-architecture.ics", &shipped.feed("sig-architecture", Lang::En));
    compare("sig-architecture.zh.ics", &shipped.feed("sig-architecture", Lang::Zh));
}

/// What is sent is one line; to be read and compared, it is laid out.
fn compare_json(name: &str, bytes: &[u8]) {
    let value: serde_json::Value = serde_json::from_slice(bytes).expect("JSON");
    assert_eq!(bytes, format!("{value}\n").as_bytes(), "without a space, in the order in which it is read");
    let mut laid_out = String::new();
    match value.is_array() {
        true => component(&value, "", &mut laid_out),
        false => laid_out = serde_json::to_string_pretty(&value).expect("it was just read"),
    }
    compare(name, &(laid_out + "\n"));
}

/// A component of jCal with a property to a line.
fn component(value: &serde_json::Value, indent: &str, out: &mut String) {
    let (inner, list) = (format!("{indent}  "), |n: usize| value[n].as_array().expect("a list"));
    let properties: Vec<String> = list(1).iter().map(|property| format!("{inner}{property}")).collect();
    *out += &format!("{indent}[{}, [\n{}\n{indent}], [", value[0], properties.join(",\n"));
    for (n, one) in list(2).iter().enumerate() {
        *out += if n == 0 { "\n" } else { ",\n" };
        component(one, &inner, out);
    }
    *out += if list(2).is_empty() { "]]" } else { "\n" };
    if !list(2).is_empty() {
        *out += &format!("{indent}]]");
    }
}

#[test]
fn every_shape_is_written_as_committed_in_the_other_formats() {
    let golden = Planned::golden();
    let source = |format: Format| Some(format!("https://example.org/golden{}", format.ending()));
    for format in [Format::JCal, Format::JsCalendar] {
        for (path, lang, name) in [
            ("all", Lang::En, "all"),
            ("sig-hostile", Lang::Zh, "sig-hostile.zh"),
            ("wg-quiet", Lang::En, "wg-quiet"),
        ] {
            let bytes = format.render(golden.calendar(path), lang, source(format).as_deref());
            compare_json(&format.path(name), &bytes);
        }
    }
}

#[test]
fn reminders_are_written_as_committed_in_every_format() {
    let golden = Planned::golden();
    let options =
        Options { alarm: Some(chrono::TimeDelta::minutes(10)), hide_cancelled: false, hide_tentative: true };
    let calendar = golden.catalog.with_options(golden.calendar("sig-weekly"), &options);
    let render = |format: Format| format.render(&calendar, Lang::En, None);
    compare("sig-weekly.alarm.ics", &String::from_utf8(render(Format::Ics)).expect("UTF-8"));
    compare_json("sig-weekly.alarm.jcal.json", &render(Format::JCal));
    compare_json("sig-weekly.alarm.jscal.json", &render(Format::JsCalendar));
}

/// The clock is an argument, and no feed asks for it: years apart, every header and tag is the same.
#[test]
fn two_sites_whose_clocks_are_years_apart_answer_the_same_with_the_same_tag() {
    let site = |now: &str| {
        let Planned { community, series, .. } = Planned::golden();
        let now = now.parse().expect("a test's own instant");
        Site::new(Publication::new(community, series, None), Arc::new(move || now))
    };
    let (one, other) = (site("2025-10-24T15:59:59Z"), site("2031-03-09T10:00:00Z"));
    let answer = |site: &Site, path: &str| {
        let uri: Uri = path.parse().expect("a path");
        let answer = site.answer(&Method::GET, &uri, HeaderMap::new());
        let mut headers: Vec<(String, String)> = answer
            .headers()
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_str().expect("ASCII").to_owned()))
            .collect();
        headers.sort();
        (answer.status().as_u16(), headers)
    };
    for calendar in Planned::golden().catalog.calendars() {
        for query in ["", "?lang=zh"] {
            let path = format!("/{}.ics{query}", calendar.path);
            let (status, headers) = answer(&one, &path);
            assert_eq!(status, 200, "{path}");
            assert!(headers.iter().any(|(name, tag)| name == "etag" && tag.len() > 10), "{headers:?}");
            assert_eq!((status, headers), answer(&other, &path), "{path}");
        }
    }
    assert_ne!(answer(&one, "/week.json").1, answer(&other, "/week.json").1, "the week does ask");
}
