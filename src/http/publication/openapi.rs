//! `/openapi.json`: every path, what may be asked there and what is answered, in the community's own words.
//!
//! `openapi.json` beside this file says what is particular to a path. What holds for many is added here: feeds in each
//! format, what conditions and ranges come to, HEAD and OPTIONS.

use serde_json::{Map, Value, json};

use crate::directory::{Community, OWN_EVENTS};
use crate::feed::{Catalog, Format};
use crate::http::request::METHODS;
use crate::page::Source;
use crate::time::Zone;

const TEMPLATE: &str = include_str!("openapi.json");

/// The statuses of every request, as components.
const ALWAYS: [(&str, &str); 3] = [("400", "BadRequest"), ("414", "UriTooLong"), ("431", "HeadTooLarge")];
/// What a resource can be asked beside, and answers then.
const CONDITIONS: [&str; 7] =
    ["acceptEncoding", "ifMatch", "ifUnmodifiedSince", "ifNoneMatch", "ifModifiedSince", "range", "ifRange"];
const CONDITIONAL: [(&str, &str); 2] = [("304", "NotModified"), ("412", "PreconditionFailed")];
/// The headers of a resource.
const HEADERS: [&str; 10] = [
    "ETag",
    "Last-Modified",
    "Cache-Control",
    "Vary",
    "Content-Encoding",
    "Content-Language",
    "Content-Disposition",
    "Content-Length",
    "Access-Control-Allow-Origin",
    "X-Content-Type-Options",
];

/// The description of a server of this community.
pub(in crate::http) fn openapi(source: Source<'_>) -> Value {
    let Source { community, catalog, base, .. } = source;
    let mut document: Value =
        serde_json::from_str(TEMPLATE).expect("the template is JSON, as a test reads it");
    let mut take = |key: &str| match document[key].take() {
        Value::Object(members) => members,
        _ => Map::new(),
    };
    let (feeds, resources, probes) = (take("feeds"), take("resources"), take("probes"));
    let mut paths = Map::new();
    for (path, mut get) in resources {
        make_resource(&mut get);
        let methods = methods(&path, get);
        paths.insert(path, methods);
    }
    for (path, feed) in &feeds {
        for format in Format::ALL {
            let mut get = feed_in(feed, format, &document["components"]["schemas"]);
            make_resource(&mut get);
            let path = format.path(path);
            let methods = methods(&path, get);
            paths.insert(path, methods);
        }
    }
    for (path, get) in probes {
        let methods = methods(&path, get);
        paths.insert(path, methods);
    }
    let schemas = &mut document["components"]["schemas"];
    for (schema, words) in words(community, catalog) {
        // Nothing is one of no words, so there is no such path.
        match words.is_empty() {
            true => paths.retain(|path, _| schema == "GroupSlug" || !path.contains("{category}")),
            false => schemas[schema]["enum"] = words.into(),
        }
    }
    let responses = document["components"]["responses"].as_object_mut();
    for (name, response) in responses.into_iter().flatten() {
        // What is told of a 431 and of a request that is none, the connection says alone.
        if !["NotModified", "Methods", "HeadTooLarge"].contains(&name.as_str()) {
            response["content"] = refused();
        }
    }
    document["info"]["title"] = format!("{}: calendars", community.name.en).into();
    document["info"]["version"] = env!("CARGO_PKG_VERSION").into();
    if let Some(url) = base.and_then(|base| base.url_of("")) {
        document["servers"] = json!([{ "url": url.trim_end_matches('/') }]);
    }
    document["paths"] = paths.into();
    if let Some(document) = document.as_object_mut() {
        document.retain(|_, part| !part.is_null());
    }
    document
}

/// The words that parameters may have, by the schema that lists them.
fn words<'a>(community: &'a Community, catalog: &'a Catalog) -> [(&'static str, Vec<&'a str>); 5] {
    let calendars = || catalog.calendars().iter().map(|calendar| calendar.path.as_str());
    let (of_categories, others): (Vec<&str>, Vec<&str>) =
        calendars().partition(|path| path.starts_with("category/"));
    let keys = of_categories.iter().filter_map(|path| path.strip_prefix("category/")).collect();
    let groups: Vec<&str> =
        community.groups.iter().filter(|group| !group.gone).map(|group| group.slug.as_str()).collect();
    let own = calendars().find(|path| *path == OWN_EVENTS);
    [
        ("CalendarName", others),
        ("CategoryKey", keys),
        ("GroupOrEvents", groups.iter().copied().chain(own).collect()),
        ("GroupSlug", groups),
        ("Zone", Zone::names().to_vec()),
    ]
}

/// A GET of a kind of feeds in a format.
fn feed_in(feed: &Value, format: Format, schemas: &Value) -> Value {
    let own = feed["parameters"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let options = ["lang", "alarm", "cancelled", "tentative"];
    // The path for calendar programs has the other formats, too, for whoever names them in Accept.
    let formats = Format::ALL.into_iter().filter(|other| *other == format || format == Format::Ics);
    let content = formats.map(|format| {
        let name = format!("Feed{}", format.ending());
        let schema = json!({ "$ref": format!("#/components/schemas/{name}") });
        // Of a format that has no schema yet, anything is one.
        let schema = if schemas.get(&name).is_some() { schema } else { json!({}) };
        (format.content_type().to_owned(), json!({ "schema": schema }))
    });
    let ending: String = format.ending().split('.').map(capitalized).collect();
    json!({
        "tags": ["feeds"],
        "operationId": format!("get{}{ending}", feed["name"].as_str().unwrap_or_default()),
        "summary": feed["summary"],
        "description": feed.get("description").unwrap_or(&feed["summary"]),
        "parameters": own.chain(options).map(parameter).collect::<Vec<_>>(),
        "responses": {
            "200": { "description": "The feed.", "content": content.collect::<Map<_, _>>() },
            "404": { "$ref": "#/components/responses/NotFound" },
        },
    })
}

fn parameter(name: &str) -> Value {
    json!({ "$ref": format!("#/components/parameters/{name}") })
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}

/// Adds what holds for everything that is kept in memory: conditions, ranges, and the headers of the 200.
fn make_resource(get: &mut Value) {
    let mut parameters = get["parameters"].as_array().cloned().unwrap_or_default();
    parameters.extend(CONDITIONS.map(parameter));
    get["parameters"] = parameters.into();
    let header = |name: &str| (name.to_owned(), json!({ "$ref": format!("#/components/headers/{name}") }));
    let mut ok = get["responses"]["200"].take();
    ok["headers"] = HEADERS.iter().map(|name| header(name)).collect::<Map<_, _>>().into();
    let mut part = ok.clone();
    part["description"] = "The octets of the range.".into();
    for (name, value) in ["Content-Range", "Accept-Ranges"].map(header) {
        part["headers"][name] = value;
    }
    // A part of JSON is none.
    for (_, content) in part["content"].as_object_mut().into_iter().flatten() {
        *content = json!({});
    }
    let responses = &mut get["responses"];
    responses["200"] = ok;
    responses["206"] = part;
    responses["416"] = response("RangeNotSatisfiable");
    for (status, name) in CONDITIONAL {
        responses[status] = response(name);
    }
}

fn response(name: &str) -> Value {
    json!({ "$ref": format!("#/components/responses/{name}") })
}

/// The content of a refusal.
fn refused() -> Value {
    json!({
        "text/plain; charset=utf-8": { "schema": { "type": "string" } },
        "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } },
    })
}

/// A path with what its GET says; HEAD says the same of the headers, and OPTIONS what may be done.
fn methods(path: &str, mut get: Value) -> Value {
    if get["parameters"].is_null() {
        get["parameters"] = json!([]);
    }
    for (status, name) in ALWAYS {
        get["responses"][status] = response(name);
    }
    let id = get["operationId"].as_str().and_then(|id| id.strip_prefix("get")).unwrap_or_default().to_owned();
    let mut head = get.clone();
    head["operationId"] = format!("head{id}").into();
    let ranges = ["range", "ifRange"].map(parameter);
    if let Some(parameters) = head["parameters"].as_array_mut() {
        parameters.retain(|parameter| !ranges.contains(parameter));
    }
    if let Some(responses) = head["responses"].as_object_mut() {
        responses.retain(|status, _| status != "206" && status != "416");
    }
    // What is not there has the same methods.
    let in_path =
        ["calendar", "category", "group"].into_iter().filter(|name| path.contains(&format!("{{{name}}}")));
    let any: Vec<Value> = in_path
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
        .collect();
    let options = json!({
        "tags": get["tags"],
        "operationId": format!("options{id}"),
        "summary": format!("What may be done here: {METHODS}"),
        "parameters": any,
        "responses": {
            "204": response("Methods"),
            "400": response("BadRequest"),
            "414": response("UriTooLong"),
            "431": response("HeadTooLarge"),
        },
    });
    json!({ "get": get, "head": head, "options": options })
}

#[cfg(test)]
mod tests {
    use hyper::Method;

    use super::*;
    use crate::http::request::{Route, route};

    /// A new route is a new place here: nothing compiles until it has one.
    fn place(route: &Route<'_>) -> usize {
        match route {
            Route::Methods => 0,
            Route::Page(..) => 1,
            Route::Prepared(..) => 2,
            Route::Feed(..) => 3,
            Route::Custom(..) => 4,
            Route::Week(_) => 5,
            Route::Description => 6,
            Route::Health => 7,
            Route::Ready => 8,
            Route::Metrics => 9,
        }
    }
    const ROUTES: usize = 10;

    #[test]
    fn every_kind_of_route_is_described() {
        let community =
            crate::directory::load(crate::directory::KUBERNETES).community.expect("it is readable");
        let (series, _) = crate::schedule::plan(&community);
        let document = openapi(Source {
            community: &community,
            series: &series,
            catalog: &Catalog::new(&community, &series),
            news: &[],
            base: None,
        });
        let mut described = [false; ROUTES];
        for (path, methods) in document["paths"].as_object().expect("paths") {
            let path = path.replace("{calendar}", "all").replace("{category}", "tools");
            for (method, operation) in methods.as_object().expect("methods") {
                let method: Method = method.to_uppercase().parse().expect("a method");
                let takes = |name: &str| {
                    operation["parameters"].as_array().expect("a list").contains(&parameter(name))
                };
                let options = [None, Some("alarm=1h").filter(|_| takes("alarm"))];
                for query in options {
                    described[place(&route(&method, &path, query).expect("a path that is described"))] = true;
                }
            }
        }
        assert_eq!(described, [true; ROUTES]);
    }

    #[test]
    fn a_community_without_categories_has_no_path_of_one() {
        let document = openapi(Source {
            community: &Community::default(),
            series: &[],
            catalog: &Catalog::new(&Community::default(), &[]),
            news: &[],
            base: None,
        });
        let paths: Vec<&String> = document["paths"].as_object().expect("paths").keys().collect();
        assert!(paths.iter().all(|path| !path.contains("{category}")), "{paths:?}");
        assert!(paths.iter().any(|path| *path == "/{calendar}.ics"), "{paths:?}");
    }
}
