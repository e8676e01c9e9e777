//! The file as a tree of texts, each with its place.

use super::{Extent, Place};
use crate::cadence::Span;

/// A part of the file.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) place: Place,
    /// Where it begins, in bytes of the text behind a byte order mark.
    pub(super) at: usize,
    pub(super) value: Value,
}

/// What a part of the file holds.
#[derive(Clone, Debug)]
pub(super) enum Value {
    /// Keys and what they hold, in the order of the file, repeated ones included.
    Mapping(Vec<(Scalar, Node)>),
    /// A list.
    Sequence(Vec<Node>),
    /// A text, whatever type YAML would infer: `9:00` and `yes` are what was written.
    Scalar(Scalar),
    /// A key with nothing after it.
    Nothing,
}

/// A text as it was written, without quotes and surrounding spaces.
#[derive(Clone, Debug)]
pub(super) struct Scalar {
    pub(super) text: String,
    pub(super) place: Place,
    /// Where it begins with its quotes, as [`Node::at`].
    pub(super) at: usize,
    /// The column of the text's first character, where it stands on one line without escapes.
    pub(super) verbatim: Option<u32>,
}

impl Scalar {
    /// Where a span of the text's bytes is in the file: the whole text where that cannot be said.
    pub(super) fn place_of(&self, span: &Span) -> Place {
        let parts = self.text.get(..span.start).zip(self.text.get(span.clone()));
        match self.verbatim.zip(parts) {
            Some((column, (before, within))) => Place {
                line: self.place.line,
                column: column.saturating_add(characters(before)),
                length: characters(within).max(1),
            },
            None => self.place.clone(),
        }
    }
}

impl Node {
    /// What it is, for a sentence.
    pub(super) fn shape(&self) -> &'static str {
        match self.value {
            Value::Mapping(_) => "a mapping",
            Value::Sequence(_) => "a list",
            Value::Scalar(_) => "a text",
            Value::Nothing => "nothing",
        }
    }

    /// What it covers. What an alias or a merge key brings in stands elsewhere.
    pub(super) fn extent(&self) -> Extent {
        Extent { first: (self.place.line, self.place.column), last: self.last() }
    }

    fn last(&self) -> (u32, u32) {
        let own = (self.place.line, self.place.column);
        let below = match &self.value {
            Value::Mapping(entries) => {
                let at = |key: &Scalar| (key.place.line, key.place.column);
                entries.iter().map(|(key, node)| at(key).max(node.last())).max()
            }
            Value::Sequence(items) => items.iter().map(Node::last).max(),
            Value::Scalar(_) | Value::Nothing => None,
        };
        below.map_or(own, |below| below.max(own))
    }

    /// The text, where it is one.
    pub(super) fn scalar(&self) -> Option<&Scalar> {
        match &self.value {
            Value::Scalar(scalar) => Some(scalar),
            Value::Mapping(_) | Value::Sequence(_) | Value::Nothing => None,
        }
    }

    /// The items of a list, or the one item that stands in its place.
    pub(super) fn items(&self) -> &[Node] {
        match &self.value {
            Value::Sequence(items) => items,
            Value::Mapping(_) | Value::Scalar(_) => std::slice::from_ref(self),
            Value::Nothing => &[],
        }
    }
}

/// How many characters a text has; columns count them.
pub(super) fn characters(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}
