//! Rust as words and marks, as far as the rules ask.

/// Words and marks: `use crate::{a, b}` is `use crate :: { a , b }`.
pub fn tokens(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let length = match first {
            _ if word > 0 => word,
            ':' if rest.starts_with("::") => 2,
            other => other.len_utf8(),
        };
        if !first.is_whitespace() {
            found.push(&rest[..length]);
        }
        rest = &rest[length..];
    }
    found
}

/// The text with comments blanked out, and the insides of literals too where `literals` is false.
pub fn code(text: &str, literals: bool) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let after_word = kept.chars().last().is_some_and(|c| c.is_alphanumeric() || c == '_');
        let raw = rest.strip_prefix('r').filter(|_| !after_word).unwrap_or_default();
        let hashes = raw.bytes().take_while(|byte| *byte == b'#').count();
        let raw_string = raw[hashes..].starts_with('"');
        let (length, literal) = if rest.starts_with("//") {
            (rest.find('\n').unwrap_or(rest.len()), false)
        } else if rest.starts_with("/*") {
            (rest.find("*/").map_or(rest.len(), |end| end + 2), false)
        } else if raw_string {
            let close = format!("\"{}", "#".repeat(hashes));
            let body = &rest[hashes + 2..];
            (hashes + 2 + body.find(&close).map_or(body.len(), |end| end + close.len()), true)
        } else if first == '"' {
            let mut escaped = false;
            let end = rest[1..].find(|c| {
                let closes = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                closes
            });
            (end.map_or(rest.len(), |end| end + 2), true)
        } else if let Some(quoted) = ["'\"'", "'\\\"'", "'\\''", "'/'"].iter().find(|q| rest.starts_with(**q))
        {
            (quoted.len(), true)
        } else {
            kept.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        };
        kept.push_str(if literal && literals { &rest[..length] } else { " " });
        rest = &rest[length..];
    }
    kept
}

/// The words that follow a path's `::`, of a group every one: `a` of `::a::b`, `a` and `c` of `::{a::b, c}`.
pub fn heads<'t>(after: &[&'t str]) -> Vec<&'t str> {
    match after {
        ["::", "{", group @ ..] => {
            let (mut depth, mut at_head, mut found) = (1, true, Vec::new());
            for token in group {
                match *token {
                    "{" => depth += 1,
                    "}" => depth -= 1,
                    "," => at_head = depth == 1,
                    word if at_head && depth == 1 => {
                        found.push(word);
                        at_head = false;
                    }
                    _ => {}
                }
                if depth == 0 {
                    break;
                }
            }
            found
        }
        ["::", head, ..] => vec![head],
        _ => vec![],
    }
}
