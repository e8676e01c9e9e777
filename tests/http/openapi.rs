//! `/openapi.json` is true: what is described is there, what is there is described, and answers as it says.

use std::collections::BTreeSet;

use serde_json::Value;
use sigcal::http::Limits;

use super::client::Client;
use super::community::{Running, publication, site};

fn document(running: &Running) -> Value {
    Client::new(running.addr).get("/openapi.json").json()
}

/// What a reference leads to; anything else as it is.
fn resolved<'d>(document: &'d Value, value: &'d Value) -> &'d Value {
    match value["$ref"].as_str() {
        Some(place) => {
            document.pointer(place.trim_start_matches('#')).unwrap_or_else(|| panic!("{place} is nowhere"))
        }
        None => value,
    }
}

/// The paths that a template stands for.
fn addresses(document: &Value, template: &str, operation: &Value) -> Vec<String> {
    let parameters = operation["parameters"].as_array().expect("a list").iter();
    let in_path = parameters.map(|one| resolved(document, one)).find(|one| one["in"] == "path");
    let Some(parameter) = in_path else { return vec![template.to_owned()] };
    let name = format!("{{{}}}", parameter["name"].as_str().expect("a name"));
    let words =
        resolved(document, &parameter["schema"])["enum"].as_array().expect("the words that it may be");
    words.iter().map(|word| template.replace(&name, word.as_str().expect("a word"))).collect()
}

#[test]
fn whatever_is_prepared_is_described_and_the_reverse() {
    let document = document(&Running::new());
    let mut described = BTreeSet::new();
    for (template, methods) in document["paths"].as_object().expect("paths") {
        described.extend(addresses(&document, template, &methods["get"]));
    }
    let publication = publication(None);
    let there: BTreeSet<String> = publication.files().map(|(path, _)| format!("/{path}")).collect();
    assert_eq!(there.difference(&described).collect::<Vec<_>>(), Vec::<&String>::new(), "not described");
    let asked: Vec<&String> = described.difference(&there).collect();
    let calendars = there.iter().filter_map(|path| path.strip_suffix(".ics")).map(str::to_owned);
    let pages = ["/", "/week", "/embed/week", "/groups", "/community"];
    let made = ["/custom.ics", "/custom.jcal.json", "/custom.jscal.json", "/openapi.json", "/week.json"];
    let probes = ["/healthz", "/readyz", "/metrics"];
    let others = [&pages[..], &made, &probes].concat();
    let wanted: BTreeSet<String> = others.into_iter().map(str::to_owned).chain(calendars).collect();
    assert_eq!(asked, wanted.iter().collect::<Vec<_>>(), "described, and not prepared");
}

#[test]
fn every_path_answers_every_method_as_it_is_described() {
    let running = Running::new();
    let document = document(&running);
    let mut client = Client::new(running.addr);
    for (template, methods) in document["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("methods") {
            let query =
                if template.starts_with("/custom") && method != "options" { "?only=sig-node" } else { "" };
            for address in addresses(&document, template, &methods["get"]) {
                let answer = client.ask(&method.to_uppercase(), &format!("{address}{query}"), &[]);
                let response = resolved(&document, &operation["responses"][answer.status.to_string()]);
                assert!(answer.status < 400 && response.is_object(), "{method} {address}: {}", answer.status);
                if let Some(content_type) = answer.header("content-type") {
                    assert!(
                        response["content"][content_type].is_object(),
                        "{method} {address}: {content_type}"
                    );
                }
                let headers = response["headers"].as_object().into_iter().flatten();
                for (name, header) in headers {
                    let required = resolved(&document, header)["required"] == true;
                    let there = answer.header(&name.to_ascii_lowercase()).is_some();
                    assert!(there || !required, "{method} {address} has no {name}");
                }
            }
        }
    }
}

#[test]
fn every_other_status_is_described_where_it_is_met() {
    let running = Running::new();
    let document = document(&running);
    let tag = Client::new(running.addr).get("/all.ics").header("etag").expect("a tag").to_owned();
    let long = format!("/{{calendar}}.ics?{}", "a".repeat(5000));
    let large = "a".repeat(20_000);
    for (template, header, status) in [
        ("/{calendar}.ics", ("If-None-Match", tag.as_str()), 304),
        ("/{calendar}.ics", ("Range", "bytes=0-1"), 206),
        ("/{calendar}.ics", ("Range", "bytes=9999999-"), 416),
        ("/{calendar}.ics", ("If-Match", "\"other\""), 412),
        ("/{calendar}.jcal.json?lang=fr", ("Accept", "*/*"), 400),
        ("/custom.jscal.json?only=nobody", ("Accept", "application/json"), 404),
        (long.as_str(), ("Accept", "application/json"), 414),
        ("/week.json?date=soon", ("Accept", "application/json"), 400),
        ("/", ("X-Large", large.as_str()), 431),
    ] {
        let asked = template.replace("{calendar}", "all");
        let answer = Client::new(running.addr).ask("GET", &asked, &[header]);
        assert_eq!(answer.status, status, "{asked:.40}");
        let path = template.split('?').next().expect("a path");
        let response = resolved(&document, &document["paths"][path]["get"]["responses"][status.to_string()]);
        let content_type = answer.header("content-type");
        let described = content_type.is_none_or(|it| response["content"][it].is_object());
        assert!(response.is_object() && described, "{path} {status}: {content_type:?} {response}");
    }
    let site = site(None);
    site.set_ready(false);
    let stopping = Running::with(site, &Limits::default());
    let answer = Client::new(stopping.addr).get("/readyz");
    let response = &document["paths"]["/readyz"]["get"]["responses"][answer.status.to_string()];
    assert!(response["content"][answer.header("content-type").expect("a type")].is_object());
}

#[test]
fn references_lead_somewhere_operations_have_one_name_and_the_base_is_the_server() {
    fn walk<'d>(value: &'d Value, found: &mut Vec<&'d Value>) {
        found.push(value);
        match value {
            Value::Array(items) => items.iter().for_each(|item| walk(item, found)),
            Value::Object(members) => members.values().for_each(|member| walk(member, found)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let running = Running::with(site(Some("https://example.org/cal")), &Limits::default());
    let document = document(&running);
    let mut all = Vec::new();
    walk(&document, &mut all);
    let ids: Vec<&str> = all.iter().filter_map(|value| value["operationId"].as_str()).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{ids:?}");
    assert!(all.iter().all(|value| !resolved(&document, value).is_null()), "nothing is null");
    assert_eq!(document["servers"][0]["url"], "https://example.org/cal");
    assert_eq!(document["info"]["title"], "Example & Sons: calendars");
    assert_eq!(document["info"]["version"], env!("CARGO_PKG_VERSION"));
}
