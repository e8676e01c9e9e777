//! What else a cadence says: zones, remarks, joints. A word with a token of its own becomes what is said here, without a
//! production of its own.

use super::super::lexer::Tok;
use super::{Cursor, Joint, Said};

pub(super) fn zone(cursor: &mut Cursor<'_>) -> Option<Said> {
    cursor.take(|tok| if let Tok::Zone(phrase) = tok { Some(phrase.clone()) } else { None }).map(Said::Zone)
}

pub(super) fn remark(cursor: &mut Cursor<'_>) -> Option<Said> {
    cursor.take(|tok| match tok {
        Tok::NoFixedTime => Some(Said::NoFixedTime),
        Tok::Elsewhere => Some(Said::Elsewhere),
        Tok::Stopped => Some(Said::Stopped),
        Tok::Negated => Some(Said::Negated),
        Tok::Tentative => Some(Said::Tentative),
        Tok::Alternating => Some(Said::Alternating),
        Tok::Relative => Some(Said::Relative),
        Tok::Season(whose) => Some(Said::Season(*whose)),
        Tok::InsteadOf => Some(Said::InsteadOf),
        Tok::MeetingOf(unit) => Some(Said::MeetingOf(*unit)),
        _ => None,
    })
}

pub(super) fn joint(cursor: &mut Cursor<'_>) -> Option<Said> {
    cursor
        .take(|tok| match tok {
            Tok::And => Some(Joint::And),
            Tok::Or => Some(Joint::Or),
            Tok::Slash => Some(Joint::Slash),
            Tok::Open | Tok::Close | Tok::Field => Some(Joint::Bracket),
            Tok::Comma => Some(Joint::Comma),
            _ => None,
        })
        .map(Said::Joint)
}
