//! Chinese words, simplified and traditional. They stand without spaces, so the longest one wins, and some take
//! a look at what follows: 周一 is a Monday, 周一次 is `once a week`.

mod words;

use chrono::Weekday;

use super::super::Parity;
use super::number;
use super::{Tok, Unit};
use words::WORDS;

/// The tokens a text starts with, each with its length. None where no table knows the first character.
pub(super) fn tokens(text: &str) -> Vec<(Tok, usize)> {
    if let Some(found) = odd_or_even(text) {
        return found;
    }
    if let Some(found) = every_two_weeks(text) {
        return found;
    }
    // 一个半小时: one and a half.
    if text.starts_with("一个半") {
        let one = Tok::Number { value: 1, digits: 0, chinese: true };
        return vec![(one, "一".len()), (Tok::Filler, "个".len()), (Tok::Half, "半".len())];
    }
    if let Some(found) = weekday_digits(text) {
        return found;
    }
    let one = weekday(text).or_else(|| ordinal(text)).or_else(|| word(text)).or_else(|| numeral(text));
    one.into_iter().collect()
}

fn word(text: &str) -> Option<(Tok, usize)> {
    let hits = WORDS.iter().filter(|(word, _)| text.starts_with(word));
    hits.max_by_key(|(word, _)| word.len()).map(|(word, tok)| (tok.clone(), word.len()))
}

fn numeral(text: &str) -> Option<(Tok, usize)> {
    let (value, length) = number::chinese(text)?;
    Some((Tok::Number { value, digits: 0, chinese: true }, length))
}

const WEEK: [&str; 5] = ["星期", "礼拜", "禮拜", "周", "週"];

fn week(text: &str) -> Option<usize> {
    WEEK.iter().find(|name| text.starts_with(**name)).map(|name| name.len())
}

/// 一 to 日, or 1 to 7, where it names a weekday: not before 次 or 期 (a count), 个 (a measure) or more digits.
fn day_numeral(text: &str) -> Option<(Weekday, usize)> {
    let first = text.chars().next()?;
    let day = match first {
        '一' | '1' => Weekday::Mon,
        '二' | '2' => Weekday::Tue,
        '三' | '3' => Weekday::Wed,
        '四' | '4' => Weekday::Thu,
        '五' | '5' => Weekday::Fri,
        '六' | '6' => Weekday::Sat,
        '日' | '天' | '7' => Weekday::Sun,
        _ => return None,
    };
    let after = &text[first.len_utf8()..];
    let longer =
        first.is_ascii_digit() && after.starts_with(|c: char| matches!(c, ':' | '：') || c.is_ascii_digit());
    let counted = longer || after.starts_with(['次', '个', '個', '回', '点', '期', '场', '場', '届', '更']);
    (!counted).then_some((day, first.len_utf8()))
}

fn weekday(text: &str) -> Option<(Tok, usize)> {
    let week = week(text)?;
    let (day, length) = day_numeral(&text[week..])?;
    Some((Tok::Weekday { day, plural: false }, week + length))
}

/// 周1、3、5 and 周1-5: digits for weekdays, several of them.
fn weekday_digits(text: &str) -> Option<Vec<(Tok, usize)>> {
    let mut at = week(text)?;
    let digit = |text: &str| {
        let day = day_numeral(text).filter(|_| text.starts_with(|c: char| c.is_ascii_digit()))?.0;
        Some(Tok::Weekday { day, plural: false })
    };
    let mut found = vec![(digit(&text[at..])?, at + 1)];
    at += 1;
    while let Some(joint) = text[at..].chars().next() {
        let tok = match joint {
            '、' | ',' | '，' => Tok::Comma,
            '-' | '~' | '至' | '到' => Tok::Range,
            _ => break,
        };
        let Some(next) = digit(&text[at + joint.len_utf8()..]) else { break };
        found.push((tok, joint.len_utf8()));
        found.push((next, 1));
        at += joint.len_utf8() + 1;
    }
    (found.len() > 1).then_some(found)
}

/// 双周, 单周, 隔周, alone or run together with a weekday: 双周三, 隔周三.
fn every_two_weeks(text: &str) -> Option<Vec<(Tok, usize)>> {
    let first = text.chars().next()?;
    let tok = match first {
        '双' | '雙' | '隔' => Tok::EveryTwoWeeks,
        '单' | '單' => Tok::Parity(Parity::Odd),
        _ => return None,
    };
    let prefix = first.len_utf8();
    let length = prefix + week(&text[prefix..])?;
    let mut tokens = vec![(tok, length)];
    if let Some((day, numeral)) = day_numeral(&text[length..]) {
        tokens.push((Tok::Weekday { day, plural: false }, numeral));
    }
    Some(tokens)
}

/// 单数月, 偶数周: odd and even by name.
fn odd_or_even(text: &str) -> Option<Vec<(Tok, usize)>> {
    let names = [
        ("单数", Parity::Odd),
        ("單數", Parity::Odd),
        ("奇数", Parity::Odd),
        ("双数", Parity::Even),
        ("雙數", Parity::Even),
        ("偶数", Parity::Even),
        ("单", Parity::Odd),
        ("單", Parity::Odd),
        ("双", Parity::Even),
        ("雙", Parity::Even),
    ];
    let (name, parity) = names.into_iter().find(|(name, _)| text.starts_with(name))?;
    let (tok, length) = word(&text[name.len()..])?;
    // 单周 and 双周 have readings of their own.
    let counted = match tok {
        Tok::Unit { unit: Unit::Week, .. } => name.chars().count() > 1,
        Tok::Unit { unit: Unit::Month, .. } => true,
        _ => false,
    };
    counted.then(|| vec![(Tok::Parity(parity), name.len()), (tok, length)])
}

/// 第二个, 第3, 第四周, 倒数第二个.
fn ordinal(text: &str) -> Option<(Tok, usize)> {
    let (sign, start) = match text.strip_prefix("倒数") {
        Some(_) => (-1, "倒数".len()),
        None => (1, 0),
    };
    let rest = text[start..].strip_prefix('第')?;
    let mut length = start + '第'.len_utf8();
    let (value, digits) =
        number::chinese(rest).or_else(|| number::digits(rest).map(|(n, _, length)| (n, length)))?;
    length += digits;
    let after = &text[length..];
    let (week, measure) = match after.chars().next() {
        Some(c @ ('个' | '個')) => (false, c.len_utf8()),
        Some(c @ ('周' | '週')) if day_numeral(&after[c.len_utf8()..]).is_none() => (true, c.len_utf8()),
        _ => (false, 0),
    };
    let n = sign * i32::try_from(value).ok()?;
    Some((Tok::Ordinal { n, week }, length + measure))
}

#[cfg(test)]
mod tests {
    use super::words::unit;
    use super::*;

    fn all(text: &str) -> Vec<Tok> {
        super::super::tokens(text, None).into_iter().map(|token| token.tok).collect()
    }

    #[test]
    fn a_week_and_a_numeral_are_a_weekday_unless_they_count() {
        let monday = Tok::Weekday { day: Weekday::Mon, plural: false };
        assert_eq!(all("周一"), std::slice::from_ref(&monday));
        assert_eq!(all("双周一"), [Tok::EveryTwoWeeks, monday]);
        let one = Tok::Number { value: 1, digits: 0, chinese: true };
        assert_eq!(all("每周一次"), [Tok::Every, unit(Unit::Week), one.clone(), Tok::Times(None)]);
        assert_eq!(all("双周一次"), [Tok::EveryTwoWeeks, one, Tok::Times(None)]);
    }

    #[test]
    fn an_ordinal_may_count_weeks() {
        let wednesday = Tok::Weekday { day: Weekday::Wed, plural: false };
        assert_eq!(all("第二个周三"), [Tok::Ordinal { n: 2, week: false }, wednesday.clone()]);
        assert_eq!(all("第四周的周三"), [Tok::Ordinal { n: 4, week: true }, Tok::Filler, wednesday.clone()]);
        assert_eq!(all("第二周三"), [Tok::Ordinal { n: 2, week: false }, wednesday]);
        assert_eq!(all("倒数第二个"), [Tok::Ordinal { n: -2, week: false }]);
    }
}
