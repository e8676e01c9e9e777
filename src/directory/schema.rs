//! YAML: the only file here that knows how data is deserialized.
//!
//! YAML infers types, and `9:00` is 540 to some readers and `on` is true to most. Whatever type was inferred,
//! the text is taken from the file as it was written.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::budget::BudgetBreach;
use serde_saphyr::{DefaultMessageFormatter, DuplicateKeyPolicy, Location, MessageFormatter, Spanned};

use super::node::{Node, Scalar, Value, characters};
use super::{Finding, Level, Place};

/// How deep mappings and lists may be nested; the data needs six.
const MAX_DEPTH: usize = 32;
/// How many mappings, lists and texts a file may hold, aliases expanded.
const MAX_NODES: usize = 2_000_000;
/// How many parts aliases (`*name`) may stand for in total.
const MAX_ALIASED: usize = 100_000;

/// The file as a tree, or why it is none.
pub(super) fn tree(text: &str) -> Result<Node, Finding> {
    let limits = serde_saphyr::budget! {
        max_depth: MAX_DEPTH,
        // Above what the scanner looks ahead, so that `max_depth` is what a file meets first.
        flow_nesting_limit: 2_000,
        max_nodes: MAX_NODES,
        max_events: MAX_NODES * 2,
        max_documents: 1,
        max_aliases: 10_000,
        max_buffered_comment_events: 1_000_000,
    };
    let options = serde_saphyr::options! {
        budget: limits,
        // Repeated keys are reported all at once, by the readers.
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        non_finite_float_policy: serde_saphyr::options::NonFiniteFloatPolicy::PassThrough,
        alias_limits: serde_saphyr::alias_limits! {
            max_total_replayed_events: MAX_ALIASED,
            max_replay_stack_depth: 16,
        },
        emit_comments: false,
        with_snippet: false,
        ignore_binary_tag_for_string: true,
    };
    match serde_saphyr::from_str_with_options::<Spanned<Written>>(text, options) {
        Ok(written) => Ok(node(written, text)),
        Err(error) => Err(finding(&error, text)),
    }
}

/// What stands at one place. `Inferred` is a number or a truth value to YAML; its text is in the file.
enum Written {
    Mapping(Vec<(Spanned<Written>, Spanned<Written>)>),
    Sequence(Vec<Spanned<Written>>),
    Text(String),
    Inferred,
    Nothing,
}

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Written, D::Error> {
        deserializer.deserialize_any(Anything)
    }
}

struct Anything;

impl<'de> Visitor<'de> for Anything {
    type Value = Written;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a mapping, a list or a text")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Written, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Written::Mapping(entries))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Written, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Written::Sequence(items))
    }

    fn visit_str<E>(self, text: &str) -> Result<Written, E> {
        Ok(Written::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Written, E> {
        Ok(Written::Text(text))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Written, E> {
        Ok(Written::Inferred)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Written, E> {
        Ok(Written::Inferred)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Written, E> {
        Ok(Written::Inferred)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Written, E> {
        Ok(Written::Inferred)
    }

    fn visit_unit<E>(self) -> Result<Written, E> {
        Ok(Written::Nothing)
    }

    fn visit_none<E>(self) -> Result<Written, E> {
        Ok(Written::Nothing)
    }

    fn visit_bytes<E: serde::de::Error>(self, _: &[u8]) -> Result<Written, E> {
        Err(E::custom("bytes where a text is expected"))
    }
}

fn node(written: Spanned<Written>, source: &str) -> Node {
    let place = place(&written.defined, source);
    let at = begins(&written.defined);
    let value = match written.value {
        Written::Nothing => Value::Nothing,
        Written::Text(text) => Value::Scalar(scalar(text, &written.defined, source)),
        Written::Inferred => {
            let text = raw(&written.defined, source).trim().to_owned();
            Value::Scalar(scalar(text, &written.defined, source))
        }
        Written::Sequence(items) => {
            Value::Sequence(items.into_iter().map(|item| node(item, source)).collect())
        }
        Written::Mapping(entries) => {
            let entry = |(k, v)| (key(node(k, source)), node(v, source));
            Value::Mapping(entries.into_iter().map(entry).collect())
        }
    };
    Node { place, at, value }
}

/// A key that is no text has none, and so is an unknown one.
fn key(node: Node) -> Scalar {
    match node.value {
        Value::Scalar(scalar) => scalar,
        Value::Mapping(_) | Value::Sequence(_) | Value::Nothing => {
            Scalar { text: String::new(), place: node.place, at: node.at, verbatim: None }
        }
    }
}

fn scalar(text: String, location: &Location, source: &str) -> Scalar {
    let place = place(location, source);
    let raw = raw(location, source);
    let text = match text.trim() {
        trimmed if trimmed.len() == text.len() => text,
        trimmed => trimmed.to_owned(),
    };
    let on_one_line = !raw.contains(['\n', '\r']) && !text.is_empty();
    let within = on_one_line.then(|| raw.find(&text)).flatten();
    let verbatim = within.map(|within| place.column.saturating_add(characters(&raw[..within])));
    Scalar { text, place, at: begins(location), verbatim }
}

/// The byte at which a location begins.
fn begins(location: &Location) -> usize {
    location.span().byte_offset().and_then(|at| usize::try_from(at).ok()).unwrap_or_default()
}

/// What the file has at a location.
fn raw<'s>(location: &Location, source: &'s str) -> &'s str {
    let span = location.span();
    let bytes = span.byte_offset().zip(span.byte_len()).and_then(|(from, length)| {
        let from = usize::try_from(from).ok()?;
        source.get(from..from.checked_add(usize::try_from(length).ok()?)?)
    });
    bytes.unwrap_or_default()
}

fn place(location: &Location, source: &str) -> Place {
    let first_line = raw(location, source).lines().next().unwrap_or_default().trim_end();
    let count = |n: u64| u32::try_from(n).unwrap_or(u32::MAX).max(1);
    Place {
        line: count(location.line()),
        column: count(location.column()),
        length: characters(first_line).max(1),
    }
}

fn finding(error: &serde_saphyr::Error, source: &str) -> Finding {
    let place = match error.location() {
        Some(location) => place(&location, source),
        None => Place { line: 1, column: 1, length: 1 },
    };
    let (message, remedy) = match limit(error.without_snippet()) {
        Some(message) => (message, "is this the right file? The data needs nothing of the kind"),
        None => {
            let why = DefaultMessageFormatter
                .format_message(error.without_snippet())
                .replace(char::is_control, " ");
            let message = format!("this is not YAML that can be read: {why}");
            let line = source.lines().nth(place.line.saturating_sub(1) as usize).unwrap_or_default();
            let remedy = match line.trim_start_matches(' ').starts_with('\t') {
                true => "indent with spaces: YAML allows no tabs there",
                false => "mend the file at this place; put a text that has `: ` or ` #` in it in quotes",
            };
            (message, remedy)
        }
    };
    Finding { level: Level::Error, check: "yaml", place, message, remedy: Some(remedy.to_owned()) }
}

/// Which of the limits a file is over, where that is what is wrong with it.
fn limit(error: &serde_saphyr::Error) -> Option<String> {
    match error {
        serde_saphyr::Error::AliasError { error, .. } => limit(error.without_snippet()),
        serde_saphyr::Error::Budget { breach, .. } => Some(match breach {
            BudgetBreach::Depth { .. } => format!("mappings and lists are nested more than {MAX_DEPTH} deep"),
            BudgetBreach::Documents { .. } => {
                "a second document begins here, and one is all that is read".to_owned()
            }
            BudgetBreach::Nodes { .. } | BudgetBreach::Events { .. } => {
                format!("the file holds more than {MAX_NODES} texts, lists and mappings")
            }
            _ => "the file uses more anchors, aliases or merge keys than is allowed".to_owned(),
        }),
        serde_saphyr::Error::AliasReplayLimitExceeded { .. }
        | serde_saphyr::Error::AliasReplayCounterOverflow { .. }
        | serde_saphyr::Error::AliasExpansionLimitExceeded { .. }
        | serde_saphyr::Error::AliasReplayStackDepthExceeded { .. } => {
            Some(format!("aliases stand for more than {MAX_ALIASED} parts, or for each other too deep"))
        }
        _ => None,
    }
}
