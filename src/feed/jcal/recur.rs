//! A recurrence rule as an object (RFC 7265 3.6.10).

use serde_json::{Map, Value, json};

/// The parts of a rule, in its order: a list only where there are several values, numbers as numbers.
pub(super) fn object(rule: &str) -> Value {
    let parts = rule.split(';').filter_map(|part| part.split_once('='));
    let object: Map<String, Value> =
        parts.map(|(name, values)| (name.to_ascii_lowercase(), part(name, values))).collect();
    Value::Object(object)
}

fn part(name: &str, values: &str) -> Value {
    let mut each: Vec<Value> = values.split(',').map(|value| one(name, value)).collect();
    if each.len() == 1 { each.remove(0) } else { Value::Array(each) }
}

fn one(name: &str, value: &str) -> Value {
    match name {
        "UNTIL" => json!(until(value)),
        _ => value.parse::<i64>().map_or_else(|_| json!(value), |number| json!(number)),
    }
}

/// `20270630T160000Z` as `2027-06-30T16:00:00Z`; of a date, that part.
fn until(value: &str) -> String {
    let mut written = String::with_capacity(value.len() + 4);
    for (n, c) in value.chars().enumerate() {
        match n {
            4 | 6 => written.push('-'),
            11 | 13 => written.push(':'),
            _ => {}
        }
        written.push(c);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_a_number_a_word_or_a_list_of_these() {
        for (rule, want) in [
            ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", r#"{"freq":"WEEKLY","interval":2,"byday":"TH"}"#),
            (
                "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8,9;BYDAY=2SU,-1FR",
                r#"{"freq":"YEARLY","bymonth":3,"bymonthday":[8,9],"byday":["2SU","-1FR"]}"#,
            ),
            ("FREQ=DAILY;UNTIL=20270630T160000Z", r#"{"freq":"DAILY","until":"2027-06-30T16:00:00Z"}"#),
            ("FREQ=DAILY;UNTIL=20270630", r#"{"freq":"DAILY","until":"2027-06-30"}"#),
            ("FREQ=DAILY;COUNT=5;WKST=SU", r#"{"freq":"DAILY","count":5,"wkst":"SU"}"#),
        ] {
            assert_eq!(object(rule).to_string(), want);
        }
    }
}
