//! Writing YAML that reads back as what was meant, by every reader of YAML.

/// One item of a list in block style: keys in the order in which they are added.
#[derive(Clone, Debug, Default)]
pub(super) struct Item {
    lines: String,
}

/// How far the keys of an item of `events` stand from the margin.
const INDENT: &str = "    ";

impl Item {
    /// A text under a key; nothing where it is empty.
    pub(super) fn text(&mut self, key: &str, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        match is_block(text) {
            true => {
                let lines = text.lines().map(|line| match line.is_empty() {
                    true => "\n".to_owned(),
                    false => format!("{INDENT}  {line}\n"),
                });
                self.add(key, &format!("|-\n{}", lines.collect::<String>().trim_end_matches('\n')));
            }
            false => self.add(key, &scalar(text)),
        }
    }

    /// What is YAML already under a key.
    pub(super) fn add(&mut self, key: &str, yaml: &str) {
        let lead = if self.lines.is_empty() { "  - " } else { INDENT };
        self.lines += &format!("{lead}{key}: {yaml}\n");
    }

    /// A list under a key, each item a line of its own where there are several; nothing where there are none.
    pub(super) fn list(&mut self, key: &str, items: &[String]) {
        match items {
            [] => {}
            [one] => self.add(key, &format!("[{one}]")),
            several => {
                let lines: String = several.iter().map(|item| format!("\n{INDENT}  - {item}")).collect();
                let lead = if self.lines.is_empty() { "  - " } else { INDENT };
                self.lines += &format!("{lead}{key}:{lines}\n");
            }
        }
    }

    pub(super) fn finish(self) -> String {
        self.lines
    }
}

/// A text of several lines that can stand as a literal block: nothing in it would be folded, cut or misread.
fn is_block(text: &str) -> bool {
    text.contains('\n')
        && !text.contains(|c: char| c != '\n' && !is_printable(c))
        && text.lines().all(|line| line.trim_end() == line)
        && !text.starts_with([' ', '\n'])
}

/// A text on one line: plain where nobody could take it for anything else, else in quotes.
pub(super) fn scalar(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    if text.chars().all(is_printable) {
        return format!("'{}'", text.replace('\'', "''"));
    }
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if is_printable(c) => quoted.push(c),
            c if u32::from(c) > 0xffff => quoted += &format!("\\U{:08X}", u32::from(c)),
            c => quoted += &format!("\\u{:04X}", u32::from(c)),
        }
    }
    quoted + "\""
}

fn is_plain(text: &str) -> bool {
    let starts = |c: char| c.is_alphabetic() || c == '(';
    text.starts_with(starts)
        && text.trim() == text
        && text.chars().all(|c| is_printable(c) && !",[]{}\"`#".contains(c))
        && !text.contains(": ")
        && !text.ends_with(':')
        && !is_word_of_yaml(text)
}

/// What some readers take for a truth value, nothing, or a number.
fn is_word_of_yaml(text: &str) -> bool {
    let words = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "inf", "nan", "infinity"];
    words.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// Neither a control nor what YAML or an editor takes for a line's end, a mark or nothing at all.
fn is_printable(c: char) -> bool {
    let strange = matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}');
    // Directions of writing could show a text as another one.
    let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}'..='\u{200f}');
    !c.is_control() && !strange && !turns
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::directory::load;

    #[test]
    fn a_text_is_quoted_where_it_could_be_something_else() {
        let want = [
            ("Regular meeting", "Regular meeting"),
            ("every Tuesday at 09:00 Pacific time", "every Tuesday at 09:00 Pacific time"),
            ("#t-compiler/meetings", "'#t-compiler/meetings'"),
            ("steering: Planning", "'steering: Planning'"),
            ("1704469565198", "'1704469565198'"),
            ("it's", "it's"),
            ("'s", "'''s'"),
            ("No", "'No'"),
            ("a\tb", "\"a\\tb\""),
            ("节点组", "节点组"),
            ("a\u{202e}b", "\"a\\u202Eb\""),
            ("", "''"),
        ];
        for (text, yaml) in want {
            assert_eq!(scalar(text), yaml, "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

        #[test]
        fn every_text_reads_back(text in "\\PC{0,20}|(.|\n|[-:#?,\\[\\]{}'\"|>&*!%@`~ ]){0,20}") {
            let mut item = Item::default();
            item.text("name", "E");
            item.text("details", &text);
            item.add("cadence", "TBD");
            let yaml = format!("events:\n{}", item.finish());
            let loaded = load(&yaml);
            let community = loaded.community.expect("YAML");
            let read = community.meetings[0].details.en.replace("\r\n", "\n").replace('\r', "\n");
            let meant = text.replace("\r\n", "\n").replace('\r', "\n");
            prop_assert_eq!(read.trim(), meant.trim(), "{}", yaml);
        }
    }
}
