//! The headers of the files, as the server would send them, for hosts that read them from a file `_headers`.

use std::collections::BTreeSet;

use crate::feed::Format;
use crate::http::Site;

/// What is the same for whoever asks and whenever. Tags, dates, lengths and codings are up to the host.
const NAMES: [&str; 6] = [
    "access-control-allow-origin",
    "cache-control",
    "content-security-policy",
    "content-type",
    "referrer-policy",
    "x-content-type-options",
];

/// Under which addresses hosts have the pages: some with the ending, some without.
const PAGES: [&str; 9] =
    ["", "index", "index.html", "index.zh", "index.zh.html", "groups", "groups.html", "404", "404.html"];

/// What stands at the head of the file.
const HEAD: &str =
    "# The headers that sigcal serve sends, for Netlify and Cloudflare Pages. At the root of a site.\n";

type Fields = BTreeSet<(&'static str, String)>;

/// The file. Where several rules set a header, one host joins the values and another takes the last, so no two rules
/// for one path set the same. Cloudflare takes at most 100 rules.
pub(super) fn headers(site: &Site, root: &str) -> String {
    let feeds = Format::ALL.map(|format| (vec![format!("*{}", format.ending())], format.path("all")));
    let pages = (PAGES.map(str::to_owned).to_vec(), "groups".to_owned());
    let documents = super::DOCUMENTS.map(|path| {
        let in_chinese = super::has_languages(path).then(|| format!("zh/{path}"));
        (std::iter::once(path.to_owned()).chain(in_chinese).collect(), path.to_owned())
    });
    let rules = feeds.into_iter().chain(documents).chain([pages]);
    let rules: Vec<(Vec<String>, Fields)> = rules.map(|(files, asked)| (files, sent(site, &asked))).collect();
    let first = rules.first().map(|(_, fields)| fields.clone()).unwrap_or_default();
    let common: Fields = rules.iter().fold(first, |common, (_, fields)| &common & fields);
    let mut text = HEAD.to_owned();
    rule(&mut text, root, "*", &common);
    for (files, fields) in &rules {
        for file in files {
            rule(&mut text, root, file, &(fields - &common));
        }
    }
    text
}

fn rule(text: &mut String, root: &str, path: &str, fields: &Fields) {
    *text += &format!("{root}{path}\n");
    for (name, value) in fields {
        *text += &format!("  {name}: {value}\n");
    }
}

/// What the server sends with a path.
fn sent(site: &Site, path: &str) -> Fields {
    let address = format!("/{path}").parse().expect("a path of letters is an address");
    let answer = site.answer(&Default::default(), &address, Default::default());
    let value = |name| Some((name, answer.headers().get(name)?.to_str().ok()?.to_owned()));
    NAMES.into_iter().filter_map(value).collect()
}
