//! Which octets are wanted (RFC 9110 14).

use std::ops::Range;

/// Which octets a Range comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::http) enum Octets {
    All,
    Some(Range<usize>),
    /// Of what is wanted, there is nothing.
    None,
}

/// What the value of a Range comes to for a representation of so many octets.
///
/// One range of octets is served. Several, other units and what is no range are passed over, as 14.2 allows: the whole is
/// an answer to them, too.
pub(in crate::http) fn octets(range: &str, length: usize) -> Octets {
    let Some((unit, set)) = range.split_once('=') else { return Octets::All };
    // A list may have empty members (5.6.1).
    let mut specs = set.split(',').map(|spec| spec.trim_matches([' ', '\t'])).filter(|spec| !spec.is_empty());
    match (specs.next(), specs.next()) {
        (Some(spec), None) if unit.eq_ignore_ascii_case("bytes") => one(spec, length),
        _ => Octets::All,
    }
}

/// `first-last`, `first-` or `-length`.
fn one(spec: &str, length: usize) -> Octets {
    let Some((first, last)) = spec.split_once('-') else { return Octets::All };
    let range = match (position(first), position(last)) {
        (Some(first), Some(last)) if first <= last => first..last.saturating_add(1).min(length),
        (Some(first), None) if last.is_empty() => first..length,
        (None, Some(last)) if first.is_empty() => length.saturating_sub(last)..length,
        _ => return Octets::All,
    };
    // A first octet beyond the last, or none of the last ones.
    if range.is_empty() { Octets::None } else { Octets::Some(range) }
}

/// A number of octets; one that is beyond all numbers is beyond every representation.
fn position(digits: &str) -> Option<usize> {
    let is_number = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    is_number.then(|| digits.parse().unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_100(range: &str) -> Octets {
        octets(range, 100)
    }

    #[test]
    fn one_range_of_octets_is_a_part() {
        for (value, part) in [
            ("bytes=0-0", 0..1),
            ("bytes=0-", 0..100),
            ("bytes=10-19", 10..20),
            ("bytes=90-1000", 90..100),
            ("bytes=99-99999999999999999999999999", 99..100),
            ("bytes=-1", 99..100),
            ("bytes=-100", 0..100),
            ("bytes=-99999999999999999999999999", 0..100),
            ("Bytes=007-8", 7..9),
            ("bytes=, 5-5 ,", 5..6),
        ] {
            assert_eq!(of_100(value), Octets::Some(part), "{value}");
        }
    }

    #[test]
    fn what_lies_beyond_the_end_is_not_there() {
        for value in ["bytes=100-", "bytes=100-100", "bytes=99999999999999999999999999-", "bytes=-0"] {
            assert_eq!(of_100(value), Octets::None, "{value}");
        }
    }

    #[test]
    fn several_ranges_other_units_and_nonsense_are_passed_over() {
        for value in [
            "bytes=0-1,5-6",
            "bytes=0-1,,-1",
            "lines=0-1",
            "bytes=9-8",
            "bytes=-",
            "bytes=",
            "bytes",
            "bytes=a-b",
            "bytes=1",
            "bytes=+1-2",
            "bytes=1 - 2",
            "bytes 0-1/100",
            "",
        ] {
            assert_eq!(of_100(value), Octets::All, "{value}");
        }
    }
}
