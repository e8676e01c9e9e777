//! Reading a cadence: from its text to what is meant.

use super::{Context, Fields, Reading, assembly, grammar, lexer};
use crate::time::phrase_of;

/// Reads a cadence. Never fails: what was not understood is in the verdict and the notes.
///
/// ```
/// use sigcal::cadence::{Context, Verdict, read};
/// let reading = read("every other Thursday 9:00 PT", Context::default());
/// assert_eq!(reading.verdict, Verdict::Assumed);
/// assert_eq!(reading.cadences[0].rule.to_string(), "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH");
/// assert_eq!(reading.notes[0].code.as_str(), "no-anchor");
/// ```
pub fn read(text: &str, context: Context<'_>) -> Reading {
    let tokens = lexer::tokens(text, context.zones);
    assembly::assemble(text, grammar::items(&tokens), context)
}

/// Reads the four fields of `sigs.yaml` as one cadence. Spans count the bytes of [`Fields::text`]. A zone in a field
/// of its own may be the name of a country or a city.
pub fn read_fields(fields: &Fields, context: Context<'_>) -> Reading {
    let (text, spans) = fields.text();
    let tz = spans.last().cloned().unwrap_or_default();
    let mut tokens = lexer::tokens(&text, context.zones);
    let named =
        tokens.iter().any(|token| token.span.start >= tz.start && matches!(token.tok, lexer::Tok::Zone(_)));
    if let (false, Some(phrase)) = (named, phrase_of(&fields.tz)) {
        tokens.retain(|token| token.span.start < tz.start);
        tokens.push(lexer::Token { tok: lexer::Tok::Zone(phrase), span: tz });
    }
    assembly::assemble(&text, grammar::items(&tokens), context)
}
