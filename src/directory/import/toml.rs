//! TOML: the only file here that knows how it is parsed. What comes of it is the tree that YAML becomes too.

use toml_span::value::{Value as Toml, ValueInner};

use crate::directory::node::{Node, Scalar, Value, characters};
use crate::directory::{Finding, Level, Place};

/// The largest file that is read, in bytes. Upstream's largest has some thirty thousand.
const MAX_BYTES: usize = 1024 * 1024;
/// How deep lists and tables may be nested, and how many parts a dotted key may have; the format needs four.
const MAX_DEPTH: usize = 32;

/// The file as a tree, or why it is none.
pub(super) fn tree(text: &str) -> Result<Node, Finding> {
    let lines = Lines::of(text);
    let refused = |at: usize, check, message: String, remedy: &str| Finding {
        level: Level::Error,
        check,
        place: lines.place(text, at, at + 1),
        message,
        remedy: Some(remedy.to_owned()),
    };
    let nothing_of_the_kind = "is this the right file? A calendar needs nothing of the kind";
    if text.len() > MAX_BYTES {
        let message = format!("the file has {} bytes, and {MAX_BYTES} are the most that is read", text.len());
        return Err(refused(0, "too-large", message, nothing_of_the_kind));
    }
    if let Some(at) = too_deep(text) {
        let message = format!("lists and tables are nested more than {MAX_DEPTH} deep");
        return Err(refused(at, "toml", message, nothing_of_the_kind));
    }
    let mut root = toml_span::parse(text).map_err(|error| {
        let message = format!("this is not TOML that can be read: {}", one_line(&error.kind.to_string()));
        refused(
            error.span.start,
            "toml",
            message,
            "mend the file at this place; put texts and dates in quotes",
        )
    })?;
    Ok(node(&mut root, text, &lines))
}

fn one_line(text: &str) -> String {
    text.replace(char::is_control, " ")
}

fn node(value: &mut Toml<'_>, text: &str, lines: &Lines) -> Node {
    let (start, end) = (value.span.start.min(text.len()), value.span.end.min(text.len()));
    let place = lines.place(text, start, end);
    let written = || text.get(start..end).unwrap_or_default().to_owned();
    let scalar = |content: String| scalar(content, start, end, text, lines);
    let value = match value.take() {
        ValueInner::String(content) => Value::Scalar(scalar(content.trim().to_owned())),
        // As it was written: `+1_000` is for whoever reads it.
        ValueInner::Integer(number) => Value::Scalar(scalar(number.to_string())),
        ValueInner::Float(_) => Value::Scalar(scalar(written())),
        ValueInner::Boolean(is) => Value::Scalar(scalar(is.to_string())),
        ValueInner::Array(mut items) => {
            Value::Sequence(items.iter_mut().map(|item| node(item, text, lines)).collect())
        }
        ValueInner::Table(table) => {
            let mut entries: Vec<(Scalar, Node)> = table
                .into_iter()
                .map(|(key, mut value)| {
                    let name = scalar_key(&key, text, lines);
                    (name, node(&mut value, text, lines))
                })
                .collect();
            // In the order of the file.
            entries.sort_by_key(|(key, _)| key.at);
            Value::Mapping(entries)
        }
    };
    Node { place, at: start, value }
}

fn scalar_key(key: &toml_span::value::Key<'_>, text: &str, lines: &Lines) -> Scalar {
    let (start, end) = (key.span.start.min(text.len()), key.span.end.min(text.len()));
    scalar(key.name.to_string(), start, end, text, lines)
}

fn scalar(content: String, start: usize, end: usize, text: &str, lines: &Lines) -> Scalar {
    let place = lines.place(text, start, end);
    let raw = text.get(start..end).unwrap_or_default();
    let within = (!raw.contains(['\n', '\r']) && !content.is_empty()).then(|| raw.find(&content)).flatten();
    let verbatim = within.map(|within| place.column.saturating_add(characters(&raw[..within])));
    Scalar { text: content, place, at: start, verbatim }
}

/// Where each line of a text begins.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Lines {
        Lines(std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect())
    }

    fn place(&self, text: &str, start: usize, end: usize) -> Place {
        let start = (0..=start.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let line = self.0.partition_point(|begins| *begins <= start).max(1);
        let begins = self.0[line - 1];
        let marked = text.get(start..end.max(start)).unwrap_or_default().lines().next().unwrap_or_default();
        Place {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: characters(&text[begins..start]) + 1,
            length: characters(marked.trim_end()).max(1),
        }
    }
}

/// Where a file is nested too deep for a parser that recurses: brackets and braces outside of texts, and dots of keys.
fn too_deep(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut depth, mut dots, mut at) = (0_usize, 0_usize, 0_usize);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'#' => at += bytes[at..].iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len() - at),
            b'"' | b'\'' => at = end_of_text(bytes, at),
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'.' => dots += 1,
            b'\n' | b'=' | b',' => dots = 0,
            _ => {}
        }
        if depth > MAX_DEPTH || dots > MAX_DEPTH {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// The last byte of the text that begins with a quote, on one line or, with three, on several.
fn end_of_text(bytes: &[u8], from: usize) -> usize {
    let quote = bytes[from];
    let three = [quote; 3];
    let long = bytes[from..].starts_with(&three);
    let mut at = from + if long { 3 } else { 1 };
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' if quote == b'"' => at += 1,
            b'\n' if !long => return at,
            _ if long && bytes[at..].starts_with(&three) => return at + 2,
            byte if !long && *byte == quote => return at,
            _ => {}
        }
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(node: &Node) -> String {
        let at = |place: &Place| format!("{}:{}", place.line, place.column);
        match &node.value {
            Value::Scalar(scalar) => format!("{} {:?}", at(&scalar.place), scalar.text),
            Value::Sequence(items) => format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(", ")),
            Value::Mapping(entries) => {
                let entry = |(key, value): &(Scalar, Node)| {
                    format!("{} {}: {}", at(&key.place), key.text, shown(value))
                };
                format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
            }
            Value::Nothing => "nothing".to_owned(),
        }
    }

    #[test]
    fn every_part_has_its_place_and_the_order_of_the_file() {
        let text = "z = \"é\"\na = [ 1, true ]\n[[events]]\nx = { n = 'b', m = 2 } # {[\n";
        let want = "{1:1 z: 1:6 \"é\", 2:1 a: [2:7 \"1\", 2:10 \"true\"], 3:3 events: \
                    [{4:1 x: {4:7 n: 4:12 \"b\", 4:16 m: 4:20 \"2\"}}]}";
        assert_eq!(tree(text).map(|node| shown(&node)), Ok(want.to_owned()));
    }

    #[test]
    fn what_would_recurse_without_end_is_refused() {
        let told = |text: &str| {
            tree(text)
                .map(|node| shown(&node))
                .map_err(|found| format!("{}:{} {}", found.place.line, found.place.column, found.message))
        };
        let deep = Err("1:37 lists and tables are nested more than 32 deep".to_owned());
        assert_eq!(told(&format!("a = {}", "[".repeat(100_000))), deep);
        assert_eq!(
            told(&format!("a = {}", "[\"]\",".repeat(100_000))).map_err(|why| why.contains("32 deep")),
            Err(true)
        );
        assert_eq!(
            told(&format!("{}a = 1", "a.".repeat(100_000))).map_err(|why| why.contains("32 deep")),
            Err(true)
        );
        assert!(told("a = \"[[[[\"\nb = '''\n{{{'''").is_ok());
        assert!(
            told("a = [").is_err() && told("a = \"").is_err() && told("'").is_err() && told("\"\\").is_err()
        );
    }
}
