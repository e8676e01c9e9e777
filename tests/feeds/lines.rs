//! A strict reader of content lines (RFC 5545 3.1), stricter than any calendar program: what it takes, all take.

/// A component with its properties in order, and the components in it.
#[derive(Debug, Default)]
pub struct Component {
    pub name: String,
    pub properties: Vec<Property>,
    pub inner: Vec<Component>,
}

#[derive(Debug)]
pub struct Property {
    pub name: String,
    /// What stands between the name and the colon.
    pub parameters: String,
    /// As written, escapes and all.
    pub value: String,
}

impl Component {
    pub fn all(&self, name: &str) -> Vec<&Component> {
        self.inner.iter().filter(|component| component.name == name).collect()
    }

    pub fn get(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.name == name)
    }
}

impl Property {
    /// A TEXT value, unescaped (RFC 5545 3.3.11).
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut written = self.value.chars();
        while let Some(c) = written.next() {
            match c {
                '\\' => text.push(match written.next() {
                    Some('n' | 'N') => '\n',
                    Some(escaped) => escaped,
                    None => panic!("{:?} ends in a backslash", self.value),
                }),
                c => text.push(c),
            }
        }
        text
    }
}

/// Every property that our feeds hold; another one was not written by us.
const CALENDAR: [&str; 17] = [
    "VERSION",
    "PRODID",
    "CALSCALE",
    "METHOD",
    "NAME",
    "X-WR-CALNAME",
    "DESCRIPTION",
    "X-WR-CALDESC",
    "REFRESH-INTERVAL",
    "X-PUBLISHED-TTL",
    "SOURCE",
    "URL",
    "COLOR",
    "X-APPLE-CALENDAR-COLOR",
    "LAST-MODIFIED",
    "X-WR-TIMEZONE",
    "IMAGE",
];
const EVENT: [&str; 22] = [
    "UID",
    "RECURRENCE-ID",
    "DTSTART",
    "DTEND",
    "DURATION",
    "RRULE",
    "EXDATE",
    "DTSTAMP",
    "CREATED",
    "LAST-MODIFIED",
    "SEQUENCE",
    "SUMMARY",
    "DESCRIPTION",
    "LOCATION",
    "CONFERENCE",
    "URL",
    "CATEGORIES",
    "STATUS",
    "TRANSP",
    "X-MICROSOFT-CDO-BUSYSTATUS",
    "COLOR",
    "CLASS",
];
const OBSERVANCE: [&str; 6] = ["DTSTART", "RRULE", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME", "COMMENT"];
const TEXTS: [&str; 7] =
    ["NAME", "X-WR-CALNAME", "DESCRIPTION", "X-WR-CALDESC", "SUMMARY", "LOCATION", "CATEGORIES"];

fn known(component: &str) -> &'static [&'static str] {
    match component {
        "VCALENDAR" => &CALENDAR,
        "VEVENT" => &EVENT,
        "VTIMEZONE" => &["TZID"],
        "VALARM" => &["ACTION", "DESCRIPTION", "TRIGGER"],
        "DAYLIGHT" | "STANDARD" => &OBSERVANCE,
        other => panic!("a component {other}"),
    }
}

/// Reads a feed, or panics with what is wrong with it.
pub fn read(bytes: &[u8]) -> Component {
    let mut stack: Vec<Component> = vec![Component::default()];
    for line in unfold(bytes) {
        let (name, parameters, value) = split(&line);
        let top = stack.last_mut().expect("the root is never closed");
        match name.as_str() {
            "BEGIN" => {
                known(&value);
                stack.push(Component { name: value, ..Component::default() });
            }
            "END" => {
                assert_eq!(top.name, value, "END of what was not begun last");
                let done = stack.pop().expect("it was looked at above");
                stack.last_mut().unwrap_or_else(|| panic!("END:{value} too many")).inner.push(done);
            }
            _ => {
                assert!(known(&top.name).contains(&name.as_str()), "{} in {}: {line}", name, top.name);
                assert!(!value.is_empty(), "{name} is empty");
                if TEXTS.contains(&name.as_str()) {
                    escaped(&name, &value);
                }
                top.properties.push(Property { name, parameters, value });
            }
        }
    }
    let [root] = <[Component; 1]>::try_from(stack).expect("everything that was begun is ended");
    let [calendar] = <[Component; 1]>::try_from(root.inner).expect("one calendar");
    assert_eq!((calendar.name.as_str(), root.properties.len()), ("VCALENDAR", 0));
    calendar
}

fn unfold(bytes: &[u8]) -> Vec<String> {
    let body = bytes.strip_suffix(b"\r\n").expect("the last line is ended");
    let mut lines: Vec<String> = Vec::new();
    let mut rest = body;
    loop {
        let end = rest.windows(2).position(|pair| pair == b"\r\n");
        let physical = &rest[..end.unwrap_or(rest.len())];
        assert!(physical.len() <= 75, "{} octets: {}", physical.len(), String::from_utf8_lossy(physical));
        let text = std::str::from_utf8(physical).expect("no character is cut");
        let control = |c: char| c.is_control() && c != '\t';
        assert!(!text.contains(control), "a control in {text:?}");
        match text.strip_prefix([' ', '\t']) {
            Some(more) => {
                assert!(!more.is_empty(), "an empty continuation");
                let line = lines.last_mut().expect("nothing is continued before the first line");
                assert!(!odd_backslashes(line), "an escape is cut: {line}");
                line.push_str(more);
            }
            None => lines.push(text.to_owned()),
        }
        match end {
            Some(end) => rest = &rest[end + 2..],
            None => return lines,
        }
    }
}

fn odd_backslashes(line: &str) -> bool {
    line.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1
}

/// Name, parameters and value; a colon in quotes ends nothing.
fn split(line: &str) -> (String, String, String) {
    let mut quoted = false;
    let colon = line.find(|c| {
        quoted ^= c == '"';
        c == ':' && !quoted
    });
    let (head, value) = line.split_at(colon.unwrap_or_else(|| panic!("no colon in {line:?}")));
    let (name, parameters) = head.split_once(';').unwrap_or((head, ""));
    let capitals = |c: char| c.is_ascii_uppercase() || c == '-';
    assert!(!name.is_empty() && name.chars().all(capitals), "a name {name:?} in {line:?}");
    (name.to_owned(), parameters.to_owned(), value[1..].to_owned())
}

fn escaped(name: &str, value: &str) {
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => assert!(matches!(chars.next(), Some('\\' | ';' | ',' | 'n')), "{name}:{value}"),
            ',' if name == "CATEGORIES" => {}
            c => assert!(!matches!(c, ',' | ';'), "{c} is not escaped in {name}:{value}"),
        }
    }
}

#[test]
fn the_strict_reader_refuses_what_programs_stumble_over() {
    let calendar = |line: &str| format!("BEGIN:VCALENDAR\r\n{line}\r\nEND:VCALENDAR\r\n").into_bytes();
    let refused = |bytes: Vec<u8>| std::panic::catch_unwind(|| read(&bytes)).is_err();
    assert!(!refused(calendar("NAME:a\\, b\\nc\r\n d")));
    for bad in [
        "NAME:a, b",
        "NAME:a; b",
        "NAME:a\\",
        "NAME:",
        "NAME:a\r\n",
        "NAME:a\nX:b",
        "name:a",
        "X-OTHER:a",
        "NAME:a\\\r\n n",
        "NAME",
        "NAME:\u{7}",
        "BEGIN:VTODO\r\nEND:VTODO",
        "BEGIN:VEVENT",
    ] {
        assert!(refused(calendar(bad)), "{bad:?}");
    }
    assert!(refused(calendar(&format!("NAME:{}", "a".repeat(71)))));
    let mut cut = calendar("NAME:ab");
    cut[25] = 0xe4;
    assert!(refused(cut));
}
