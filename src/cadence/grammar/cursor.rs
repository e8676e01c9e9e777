//! A place among the tokens.

use super::super::Span;
use super::super::lexer::{Tok, Token};

/// How many particles or members of a list a production looks at, at most. A production that gives up begins anew a
/// token later, so that to look further would be to read a long run of them as often as it is long.
pub(super) const FARTHEST: usize = 31;

pub(super) struct Cursor<'t> {
    tokens: &'t [Token],
    at: usize,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(tokens: &'t [Token]) -> Self {
        Cursor { tokens, at: 0 }
    }

    pub(super) fn done(&self) -> bool {
        self.at >= self.tokens.len()
    }

    pub(super) fn mark(&self) -> usize {
        self.at
    }

    pub(super) fn reset(&mut self, mark: usize) {
        self.at = mark;
    }

    pub(super) fn skip(&mut self) {
        self.at += 1;
    }

    /// The token `ahead` of here.
    pub(super) fn peek(&self, ahead: usize) -> Option<&'t Tok> {
        self.tokens.get(self.at + ahead).map(|token| &token.tok)
    }

    /// Whether nothing, not even a space, parts the token here from the one before.
    pub(super) fn touching(&self) -> bool {
        let before = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        before.zip(self.tokens.get(self.at)).is_some_and(|(a, b)| a.span.end == b.span.start)
    }

    /// The few tokens before here, the nearest first.
    pub(super) fn behind(&self) -> impl Iterator<Item = &'t Tok> {
        self.tokens[..self.at.min(self.tokens.len())].iter().rev().take(4).map(|token| &token.tok)
    }

    /// The token before here.
    pub(super) fn previous(&self) -> Option<&'t Tok> {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map(|token| &token.tok)
    }

    /// Takes the token here if it is equal to one.
    pub(super) fn eat(&mut self, wanted: &Tok) -> bool {
        let here = self.peek(0) == Some(wanted);
        if here {
            self.at += 1;
        }
        here
    }

    /// Takes the token here if it gives a value.
    pub(super) fn take<T>(&mut self, wanted: impl Fn(&Tok) -> Option<T>) -> Option<T> {
        let value = wanted(self.peek(0)?)?;
        self.at += 1;
        Some(value)
    }

    /// Tries something; goes back where it gives nothing.
    pub(super) fn attempt<T>(&mut self, part: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let mark = self.at;
        let value = part(self);
        if value.is_none() {
            self.at = mark;
        }
        value
    }

    /// Passes over articles and particles.
    pub(super) fn skip_fillers(&mut self) {
        self.skip_while(|tok| *tok == Tok::Filler);
    }

    /// Passes over some tokens, of which a text that is meant has few.
    pub(super) fn skip_while(&mut self, passed: impl Fn(&Tok) -> bool) {
        let run = self.tokens[self.at.min(self.tokens.len())..].iter().take(FARTHEST);
        self.at += run.take_while(|token| passed(&token.tok)).count();
    }

    /// From the first token after a mark to the last one taken.
    pub(super) fn span_from(&self, mark: usize) -> Span {
        let start = self.tokens.get(mark).map_or(0, |token| token.span.start);
        let end =
            self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map_or(start, |token| token.span.end);
        start..end.max(start)
    }
}
