//! Text → tokens. English and Chinese side by side; every token knows its place.

mod address;
mod chinese;
mod english;
mod number;
mod token;

use crate::time::{Phrase, PhraseKind, Zone, phrase_at, place_at};
use std::collections::BTreeMap;

pub(super) use english::nearest_word;
pub(super) use token::{DayPart, Tok, Token, Unit, Whose};

/// The letters of a settled zone are at most so many. A longer word is not looked up, and so not read to its end at
/// each of its tokens.
const LONGEST_LETTERS: usize = 64;

/// The tokens of a text, in order. What no table knows becomes [`Tok::Word`], so nothing is lost.
pub(super) fn tokens(text: &str, settled: Option<&BTreeMap<String, Zone>>) -> Vec<Token> {
    let mut lexer = Lexer { text, at: 0, settled, tokens: Vec::new() };
    while lexer.at < text.len() {
        lexer.step();
    }
    lexer.tokens
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    settled: Option<&'a BTreeMap<String, Zone>>,
    tokens: Vec<Token>,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn push(&mut self, tok: Tok, length: usize) {
        self.tokens.push(Token { tok, span: self.at..self.at + length });
        self.at += length;
    }

    /// am or pm behind a number. A lone `a` or `p` must touch it.
    fn meridiem(&self) -> Option<(bool, usize)> {
        let last = self.tokens.last().filter(|last| matches!(last.tok, Tok::Number { .. }))?;
        let touches = last.span.end == self.at;
        english::meridiem(self.rest()).filter(|(_, length)| touches || *length > 1)
    }

    fn step(&mut self) {
        let Some(first) = self.rest().chars().next() else { return };
        if first.is_whitespace() {
            self.at += first.len_utf8();
        } else if let Some(length) = self.address() {
            // What an address holds says nothing: `https://example.org/?t=14:00&tz=PT`.
            self.push(Tok::Word, length);
        } else if let Some((value, digits, length)) = number::digits(self.rest()) {
            self.number(value, digits, length);
        } else if let Some(length) = next_day(self.rest()) {
            self.push(Tok::NextDay, length);
        } else if first.is_ascii_alphabetic() || matches!(first, '+' | '＋') {
            self.word_or_zone(first);
        } else if first.is_ascii() || !first.is_alphanumeric() {
            self.punctuation(first);
        } else {
            self.chinese(first);
        }
    }

    fn number(&mut self, value: u32, digits: usize, length: usize) {
        let after = &self.rest()[length..];
        let suffix = after.get(..2).map(str::to_ascii_lowercase);
        let ends = !after.get(2..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()));
        if matches!(suffix.as_deref(), Some("st" | "nd" | "rd" | "th")) && ends {
            let n = i32::try_from(value).unwrap_or(i32::MAX);
            self.push(Tok::Ordinal { n, week: false }, length + 2);
        } else {
            self.push(Tok::Number { value, digits, chinese: false }, length);
        }
    }

    fn word_or_zone(&mut self, first: char) {
        if let Some((pm, length)) = self.meridiem() {
            return self.push(Tok::Meridiem { pm }, length);
        }
        if let Some((phrase, length)) = self.zone() {
            return self.push(Tok::Zone(phrase), length);
        }
        if let Some((length, phrase)) = self.place() {
            return self.push(Tok::Zone(phrase), length);
        }
        if let Some((tok, length)) = english::phrase(self.rest()) {
            return self.push(tok, length);
        }
        let length = self.rest().chars().take_while(char::is_ascii_alphabetic).count().max(first.len_utf8());
        let tok = english::word(&self.rest()[..length]);
        self.push(tok, length);
    }

    fn zone(&self) -> Option<(Phrase, usize)> {
        let word = self.rest().chars().take(LONGEST_LETTERS).take_while(char::is_ascii_alphanumeric).count();
        let settled = |written: &str| {
            let zone = self.settled?.get(&written.to_uppercase())?;
            Some(Phrase { kind: PhraseKind::Wall, zones: vec![*zone] })
        };
        // Letters that an unknown Chinese word goes on with are a name: `ET碎碎念`.
        let named = |length: usize| {
            let after = &self.rest()[length..];
            let chinese = after.starts_with(|c: char| !c.is_ascii() && c.is_alphanumeric());
            let letters = self.rest()[..length].bytes().all(|byte| byte.is_ascii_alphabetic());
            letters && chinese && chinese::tokens(after).is_empty() && phrase_at(after).is_none()
        };
        let known = phrase_at(self.rest()).filter(|(length, _)| !named(*length));
        let length = known.as_ref().map_or(word, |(length, _)| *length);
        let written = &self.rest()[..length];
        match (settled(written), known) {
            (Some(phrase), _) => Some((phrase, length)),
            (None, Some((length, phrase))) => Some((phrase, length)),
            (None, None) => None,
        }
    }

    /// An address, which begins where no word goes on: so a text is looked at once.
    fn address(&self) -> Option<usize> {
        let goes_on = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+' | '@');
        if self.text[..self.at].ends_with(goes_on) { None } else { address::length(self.rest()) }
    }

    /// The name of a place right behind a time of day: `16:00 Poland`, `11:00 in Shanghai`.
    fn place(&self) -> Option<(usize, Phrase)> {
        let mut before = self.tokens.iter().rev().map(|token| &token.tok);
        let behind = match before.next()? {
            Tok::Filler => self.text[..self.at].trim_end().ends_with(" in").then(|| before.next()).flatten(),
            other => Some(other),
        };
        let timed = matches!(behind?, Tok::Number { .. } | Tok::Meridiem { .. } | Tok::Time(_));
        // A month or a weekday is none, even where a city has its name.
        let known = english::phrase(self.rest()).is_some()
            || english::word(self.rest().split(|c: char| !c.is_ascii_alphabetic()).next()?) != Tok::Word;
        (timed && !known).then(|| place_at(self.rest())).flatten()
    }

    fn punctuation(&mut self, first: char) {
        // What a Markdown link points to is noise: `[Tuesday 9:00](…)`, `[monthly meeting][community]`.
        if first == ']'
            && let Some(length) = address::link_target(&self.rest()[1..])
        {
            return self.push(Tok::Close, 1 + length);
        }
        let letter_before = self.text[..self.at].ends_with(|c: char| c.is_ascii_alphabetic());
        let letter_after = self.rest()[first.len_utf8()..].starts_with(|c: char| c.is_ascii_alphabetic());
        let tok = match first {
            ':' | '：' => Tok::Colon,
            '.' | '。' => Tok::Dot,
            ',' | '，' | '、' | ';' | '；' => Tok::Comma,
            '/' | '／' => Tok::Slash,
            '|' => Tok::Field,
            '(' | '（' | '[' | '【' => Tok::Open,
            ')' | '）' | ']' | '】' => Tok::Close,
            '&' => Tok::And,
            '@' => Tok::At,
            '-' | '‐' | '‑' if letter_before && letter_after => {
                // `Monday-Friday` is a range, `every-second` is two words.
                let ranged = self.tokens.last().is_some_and(|last| {
                    matches!(
                        last.tok,
                        Tok::Weekday { .. } | Tok::Meridiem { .. } | Tok::Time(_) | Tok::Month(_)
                    )
                });
                if ranged { Tok::Range } else { Tok::Filler }
            }
            // `~~Tuesdays~~` is struck out, and no range.
            '~' if self.rest().starts_with("~~") => return self.push(Tok::Negated, 2),
            _ if is_dash(first) => {
                let dashes = self.rest().chars().take_while(|c| is_dash(*c)).map(char::len_utf8).sum();
                return self.push(Tok::Range, dashes);
            }
            _ => Tok::Mark,
        };
        self.push(tok, first.len_utf8());
    }

    fn chinese(&mut self, first: char) {
        let settled =
            self.settled.into_iter().flatten().filter(|(name, _)| self.rest().starts_with(name.as_str()));
        if let Some((name, zone)) =
            settled.max_by_key(|(name, _)| name.len()).filter(|(name, _)| !name.is_empty())
        {
            let phrase = Phrase { kind: PhraseKind::Wall, zones: vec![*zone] };
            return self.push(Tok::Zone(phrase), name.len());
        }
        if let Some((length, phrase)) = phrase_at(self.rest()) {
            return self.push(Tok::Zone(phrase), length);
        }
        let found = chinese::tokens(self.rest());
        if found.is_empty() {
            return self.push(Tok::Word, first.len_utf8());
        }
        for (tok, length) in found {
            self.push(tok, length);
        }
    }
}

/// `+1`, `+1d`, which is no offset: `+1:00` and `+10` are.
fn next_day(text: &str) -> Option<usize> {
    let after = text.strip_prefix("+1")?;
    let days = after.bytes().take_while(u8::is_ascii_alphabetic).count();
    let unit = ["", "d", "day"].contains(&&after[..days]);
    (unit && !after.starts_with(|c: char| c.is_ascii_digit() || c == ':')).then_some(2 + days)
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '–' | '—' | '~' | '～' | '－' | '〜')
}
