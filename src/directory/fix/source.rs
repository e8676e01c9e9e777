//! Where the keys of a meeting stand in the text, in the forms that are edited.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::directory::node::{Node, Scalar, Value};

/// The text of a file with its mappings.
pub(super) struct Source<'n> {
    pub(super) text: &'n str,
    /// The mappings by where they begin; nothing where several parts of the tree come from there.
    mappings: BTreeMap<usize, Option<&'n [(Scalar, Node)]>>,
    /// Where keys begin that several parts of the tree have.
    shared: BTreeSet<usize>,
}

/// Why a form is not edited, for a sentence: `an alias stands there`.
pub(super) type Odd = &'static str;

/// A meeting's mapping.
pub(super) struct Mapping<'n> {
    text: &'n str,
    flow: bool,
    entries: &'n [(Scalar, Node)],
}

/// A key and what it holds, in bytes.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) key: Range<usize>,
    /// The end of the value; of the colon where there is none.
    pub(super) end: usize,
}

impl<'n> Source<'n> {
    pub(super) fn new(text: &'n str, root: &'n Node) -> Source<'n> {
        let mut source = Source { text, mappings: BTreeMap::new(), shared: BTreeSet::new() };
        source.visit(root, &mut BTreeSet::new());
        source
    }

    fn visit(&mut self, node: &'n Node, keys: &mut BTreeSet<usize>) {
        match &node.value {
            Value::Mapping(entries) => {
                let twice = self.mappings.contains_key(&node.at);
                self.mappings.insert(node.at, (!twice).then_some(entries));
                for (key, value) in entries {
                    if !keys.insert(key.at) {
                        self.shared.insert(key.at);
                    }
                    self.visit(value, keys);
                }
            }
            Value::Sequence(items) => items.iter().for_each(|item| self.visit(item, keys)),
            Value::Scalar(_) | Value::Nothing => {}
        }
    }

    /// The mapping that begins at a byte.
    pub(super) fn mapping(&self, at: usize) -> Result<Mapping<'n>, Odd> {
        const SHARED: Odd = "an anchor, alias or merge key stands there";
        let entries = self.mappings.get(&at).copied().flatten().ok_or(SHARED)?;
        // A merge key leaves no trace in the tree where all that it merges stands here too. Up to where the next
        // mapping begins that is no part of this one, nothing may look like one.
        let last = entries.iter().map(|(_, node)| node.at).max().unwrap_or(at);
        let next = self.mappings.range(last.max(at) + 1..).next().map_or(self.text.len(), |(next, _)| *next);
        let merges = self.text.get(at..next).is_some_and(|text| text.contains("<<"));
        if merges || entries.iter().any(|(key, _)| self.shared.contains(&key.at) || key.at < at) {
            return Err(SHARED);
        }
        Ok(Mapping { text: self.text, flow: self.text[at..].starts_with('{'), entries })
    }
}

impl Mapping<'_> {
    /// The keys of these names, in the order of the file.
    pub(super) fn entries(&self, names: &[&str]) -> Result<Vec<Entry>, Odd> {
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        for (key, value) in self.entries.iter().filter(|(key, _)| names.contains(&key.text.as_str())) {
            if !seen.insert(key.text.as_str()) {
                return Err("a key stands there twice");
            }
            found.push(self.entry(key, value)?);
        }
        found.sort_by_key(|entry| entry.key.start);
        Ok(found)
    }

    /// Whether a key stands there, whatever it holds.
    pub(super) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|(key, _)| key.text == name)
    }

    /// Whether something stands under a key.
    pub(super) fn holds(&self, name: &str) -> bool {
        self.entries.iter().any(|(key, node)| key.text == name && !matches!(node.value, Value::Nothing))
    }

    fn entry(&self, key: &Scalar, value: &Node) -> Result<Entry, Odd> {
        const ODD: Odd = "the fields are written in a way that is not edited";
        const LINES: Odd = "a value is not on the line of its key";
        let rest = |at: usize| self.text.get(at..).unwrap_or_default();
        let quote = rest(key.at).chars().next().filter(|c| matches!(c, '"' | '\''));
        let quotes = usize::from(quote.is_some());
        let end = key.at + key.text.len() + 2 * quotes;
        let inner = rest(key.at + quotes);
        if !inner.starts_with(&key.text) || quote.is_some_and(|quote| !rest(end - 1).starts_with(quote)) {
            return Err(ODD);
        }
        let colon = end + spaces(rest(end));
        if !rest(colon).starts_with(':') {
            return Err(ODD);
        }
        let begins = colon + 1 + spaces(rest(colon + 1));
        let end = match &value.value {
            Value::Nothing => {
                let null =
                    ["~", "null", "Null", "NULL"].into_iter().find(|null| rest(begins).starts_with(*null));
                null.map_or(colon + 1, |null| begins + null.len())
            }
            Value::Scalar(scalar) => {
                if value.at != begins {
                    let anchored = rest(begins).starts_with(['&', '*', '!']);
                    return Err(if anchored { "an anchor, alias or tag stands there" } else { LINES });
                }
                if rest(begins).starts_with(['&', '*', '!', '|', '>']) {
                    return Err(ODD);
                }
                begins + one_line(rest(begins), &scalar.text, value.place.length).ok_or(LINES)?
            }
            Value::Mapping(_) | Value::Sequence(_) => return Err("a field is no text"),
        };
        let stands_alone =
            if self.flow { self.between_commas(key.at, end) } else { self.on_its_line(key.at, end) };
        stands_alone.then_some(Entry { key: key.at..colon, end }).ok_or(ODD)
    }

    /// In a flow mapping: between the brace or a comma and another.
    fn between_commas(&self, from: usize, to: usize) -> bool {
        let before = self.text[..from].trim_end_matches(WHITE);
        // Behind a comment, a comma is none.
        let line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
        let commented = before.len() + spaces(&self.text[before.len()..]) < from && has_comment(line);
        before.ends_with([',', '{'])
            && !commented
            && self.text[to..].trim_start_matches(WHITE).starts_with([',', '}'])
    }

    /// In a block mapping: alone on its line, but for a comment, and for the dash of the list before the first key.
    fn on_its_line(&self, from: usize, to: usize) -> bool {
        let before = &self.text[self.line_start(from)..from];
        let after = &self.text[to..self.line_end(to)];
        let commented = after.starts_with([' ', '\t']) && after.trim_start_matches(WHITE).starts_with('#');
        before.chars().all(|c| matches!(c, ' ' | '\t' | '-'))
            && (after.trim_matches(WHITE).is_empty() || commented)
    }

    /// Where the line of a byte begins.
    pub(super) fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1)
    }

    /// Where the line of a byte ends, without its line end.
    pub(super) fn line_end(&self, at: usize) -> usize {
        self.text[at..].find(['\n', '\r']).map_or(self.text.len(), |length| at + length)
    }

    /// What takes an entry out that is not the mapping's first. A comment beside it stays.
    pub(super) fn without(&self, entry: &Entry) -> Range<usize> {
        if self.flow {
            let comma = self.text[..entry.key.start].trim_end_matches(WHITE).len() - 1;
            return comma..entry.end;
        }
        let end = self.line_end(entry.end);
        if let Some(comment) = self.text[entry.end..end].find('#') {
            return entry.key.start..entry.end + comment;
        }
        let line_end = ["\r\n", "\n", "\r"].into_iter().find(|eol| self.text[end..].starts_with(*eol));
        self.line_start(entry.key.start)..end + line_end.map_or(0, str::len)
    }

    /// How an entry of the mapping is written beside another: the key in the other's quotes.
    pub(super) fn written(&self, beside: &Entry, key: &str, value: &str) -> String {
        let quote = self.text[beside.key.start..].chars().next().filter(|c| matches!(c, '"' | '\''));
        match quote {
            Some(quote) => format!("{quote}{key}{quote}: {quote}{value}{quote}"),
            None => format!("{key}: {}", yaml(value, self.flow)),
        }
    }

    /// Where an entry of its own goes behind another, and what stands before it there.
    pub(super) fn behind(&self, entry: &Entry) -> (usize, String) {
        if self.flow {
            return (entry.end, ", ".to_owned());
        }
        let start = self.line_start(entry.key.start);
        let indent = self.text[start..entry.key.start].replace('-', " ");
        let end = self.line_end(entry.end);
        let ends = ["\r\n", "\n", "\r"];
        // A last line without a line end has it as the lines before.
        let here = ends.into_iter().find(|eol| self.text[end..].starts_with(*eol));
        let eol = here.or_else(|| ends.into_iter().find(|eol| self.text.contains(*eol))).unwrap_or("\n");
        (end, format!("{eol}{indent}"))
    }
}

/// What is white space to YAML.
const WHITE: [char; 4] = [' ', '\t', '\n', '\r'];

/// A text of ours as YAML: in quotes only where it would be something else without.
pub(super) fn yaml(text: &str, flow: bool) -> String {
    let mapping = [": ", " #"].iter().any(|mark| text.contains(mark)) || text.ends_with([':', ' ']);
    let in_flow = flow && text.contains([',', '[', ']', '{', '}']);
    let plain = text.starts_with(char::is_alphanumeric) && !mapping && !in_flow;
    if plain { text.to_owned() } else { format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")) }
}

/// The length of a value in bytes, where it stands on one line.
fn one_line(rest: &str, text: &str, characters: u32) -> Option<usize> {
    let length: usize = rest.chars().take(characters as usize).map(char::len_utf8).sum();
    let raw = &rest[..length];
    let quoted =
        ['"', '\''].iter().any(|quote| raw.strip_prefix(*quote).is_some_and(|inner| inner.ends_with(*quote)));
    (quoted || raw == text).then_some(length)
}

fn spaces(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t']).len()
}

fn has_comment(line: &str) -> bool {
    line.trim_start().starts_with('#') || line.contains(" #") || line.contains("\t#")
}
