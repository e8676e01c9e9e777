//! The four fields of upstream as one cadence: the sentence of their reading, where that says neither more nor less.

use super::remark::remarks;
use super::source::yaml;
use crate::cadence::{
    Cadence, Context, Note, NoteCode, Part, Reading, Verdict, read, sentence_en, sentence_zh,
};

/// Why fields are left as they are, and what to write by hand.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Left {
    pub(super) why: String,
    pub(super) remedy: String,
}

/// The cadence that says what a reading of fields came to: read in the same context, it comes to the same, with the same
/// notes, so that no assumption is hidden.
pub(super) fn cadence(reading: &Reading, context: Context<'_>) -> Result<String, Left> {
    match reading.verdict {
        Verdict::Exact | Verdict::Assumed => {}
        Verdict::Incomplete | Verdict::Ambiguous | Verdict::Irregular | Verdict::Unreadable => {
            return Err(unsettled(reading, context));
        }
    }
    let as_read = sentences(reading, &reading.cadences);
    let same = |text: &String| says_the_same(reading, &read(text, context));
    // The zone that the community supplies is not named, as it was not before.
    let unnamed = || {
        let supplied = reading.notes.iter().any(|note| note.code == NoteCode::NoZone);
        let without = |cadence: &Cadence| Cadence { zone: None, ..cadence.clone() };
        let cadences: Vec<Cadence> = reading.cadences.iter().map(without).collect();
        supplied.then(|| sentences(reading, &cadences)).filter(same)
    };
    if same(&as_read) { Ok(as_read) } else { unnamed().ok_or_else(|| unsafe_to_write(reading, context)) }
}

/// The cadence, unless people said more in the fields than when the meeting happens.
pub(super) fn without_remark(reading: &Reading, cadence: String) -> Result<String, Left> {
    let mut words = remarks(reading);
    let Some(first) = words.next() else { return Ok(cadence) };
    let more = if words.next().is_some() { " …" } else { "" };
    Err(Left {
        why: format!("they say more than when it happens (`{first}`{more}), which would be lost"),
        remedy: format!("write {}, and the rest where people look for it", as_line(&cadence)),
    })
}

/// Whether two texts come to the same recurrences and the same notes, whatever the notes point at.
fn says_the_same(a: &Reading, b: &Reading) -> bool {
    (a.verdict, &a.missing, &a.cadences, codes(&a.notes))
        == (b.verdict, &b.missing, &b.cadences, codes(&b.notes))
}

/// The codes of notes, in one order.
pub(super) fn codes(notes: &[Note]) -> Vec<NoteCode> {
    let mut codes: Vec<NoteCode> = notes.iter().map(|note| note.code).collect();
    codes.sort();
    codes
}

/// What was read as one sentence, in the language of the fields.
fn sentences(reading: &Reading, cadences: &[Cadence]) -> String {
    let chinese = in_chinese(reading);
    let (one, joint) =
        if chinese { (sentence_zh as fn(&Cadence) -> String, "；") } else { (sentence_en as _, "; ") };
    cadences.iter().map(one).collect::<Vec<_>>().join(joint)
}

fn in_chinese(reading: &Reading) -> bool {
    reading.text.chars().any(|c| matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'))
}

/// `cadence: …`, as it is written in a file.
pub(super) fn as_line(sentence: &str) -> String {
    format!("`cadence: {}`", yaml(sentence, false))
}

fn each(reading: &Reading, cadences: &[Cadence], joint: &str) -> String {
    let lines: Vec<String> =
        cadences.iter().map(|cadence| as_line(&sentences(reading, std::slice::from_ref(cadence)))).collect();
    lines.join(joint)
}

/// Why fields without one complete reading are left.
fn unsettled(reading: &Reading, context: Context<'_>) -> Left {
    let left = |why: &str, remedy: String| Left { why: why.to_owned(), remedy };
    match reading.verdict {
        Verdict::Ambiguous => left(
            "they have several readings",
            match &reading.readings[..] {
                few @ ([] | [_] | [_, _] | [_, _, _]) => {
                    format!("write the one that is meant: {}", each(reading, few, " or "))
                }
                [first, second, ..] => {
                    let examples = [first.clone(), second.clone()];
                    format!("write the one that is meant, as {}", each(reading, &examples, " or "))
                }
            },
        ),
        Verdict::Incomplete => {
            let missing: Vec<&str> = reading.missing.iter().map(|part| part.as_str()).collect();
            let example = match (&reading.missing[..], in_chinese(reading)) {
                ([Part::Hour], false) => {
                    sentences(reading, &reading.cadences).replace(", hour not announced", " at 9:00 PT")
                }
                ([Part::Hour], true) => {
                    sentences(reading, &reading.cadences).replace("，时间未公布", " 9:00 PT")
                }
                _ => "second Thursday of the month 9:00 PT".to_owned(),
            };
            let why = format!("they do not say the {}", missing.join(" and the "));
            left(&why, format!("once it is known, write the whole, as {}", as_line(&example)))
        }
        Verdict::Irregular => {
            let words = reading.text.replace(" | ", " ");
            let same = read(&words, context).verdict == Verdict::Irregular;
            let line = as_line(if same { &words } else { "TBD" });
            left("they state no recurrence", format!("write {line}, or when it happens once that is settled"))
        }
        Verdict::Unreadable | Verdict::Exact | Verdict::Assumed => {
            left("they are not understood", format!("write it as {}", as_line("weekly Thursday 9:00 PT")))
        }
    }
}

/// Why a complete reading has no sentence that says neither more nor less.
fn unsafe_to_write(reading: &Reading, context: Context<'_>) -> Left {
    let sentence = sentences(reading, &reading.cadences);
    if reading.cadences.len() > 1 {
        let anchored = reading.cadences.iter().any(|cadence| cadence.rule.needs_anchor());
        let anchor = if anchored { ", and a `start:` of its own" } else { "" };
        return Left {
            why: format!("they state {} rules, which no one sentence holds", reading.cadences.len()),
            remedy: format!(
                "list a meeting for each, with {}{anchor}",
                each(reading, &reading.cadences, " and ")
            ),
        };
    }
    let kept = codes(&read(&sentence, context).notes);
    let mut hidden = reading.notes.iter().filter(|note| !kept.contains(&note.code)).peekable();
    if hidden.peek().is_none() {
        return Left {
            why: format!("{} is not read as they are", as_line(&sentence)),
            remedy: "write a `cadence:` for them, and see with `sigcal explain` how it is read".to_owned(),
        };
    }
    let notes: Vec<String> =
        hidden.map(|note| format!("{} [{}]", about(reading, note), note.code.as_str())).collect();
    Left {
        why: format!("one sentence would hide a note: {}", notes.join("; ")),
        remedy: format!("if that is what is meant, write {}", as_line(&sentence)),
    }
}

fn about(reading: &Reading, note: &Note) -> String {
    match reading.text.get(note.span.clone()).filter(|words| !words.is_empty() && *words != reading.text) {
        Some(words) => format!("`{words}`: {}", note.message),
        None => note.message.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cadence::{Fields, read_fields};

    fn of(frequency: &str, day: &str, time: &str, tz: &str) -> Result<String, (String, String)> {
        let fields =
            Fields { day: day.into(), time: time.into(), tz: tz.into(), frequency: frequency.into() };
        let zone = crate::time::Zone::named("America/Los_Angeles").ok();
        let context = Context { zone, ..Context::default() };
        cadence(&read_fields(&fields, context), context).map_err(|left| (left.why, left.remedy))
    }

    #[test]
    fn fields_that_say_all_are_one_sentence_in_their_own_language() {
        for (fields, want) in [
            (("weekly", "Tuesday", "9:00", "PT (Pacific Time)"), "every Tuesday at 09:00 Pacific time"),
            (("biweekly", "Thursday", "16:00", "UTC"), "every other Thursday at 16:00 UTC"),
            (("每周", "周二", "9:00", "北京时间"), "每周二 09:00（北京时间）"),
            (("weekly", "Tuesday", "9:00", "Germany"), "every Tuesday at 09:00 Central European time"),
            // No zone is named, before as after.
            (("weekly", "Tuesday", "9:00", ""), "every Tuesday at 09:00"),
        ] {
            let (frequency, day, time, tz) = fields;
            assert_eq!(of(frequency, day, time, tz).as_deref(), Ok(want), "{fields:?}");
        }
    }
}
