//! Content codings: what a client wants, and how bytes are put into them (RFC 9110 8.4.1, 12.5.3).

use flate2::Compression;
use hyper::header::ACCEPT_ENCODING;

use super::coders;
use crate::http::request::{Fields, members};

/// How the bytes of an answer are coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::http) enum Encoding {
    /// As they are.
    Identity,
    /// RFC 1952.
    Gzip,
    /// RFC 8878.
    Zstd,
    /// RFC 7932.
    Brotli,
}

impl Encoding {
    /// The smallest first: of those that a client wants alike, it gets that.
    const ALL: [Encoding; 4] = [Encoding::Brotli, Encoding::Zstd, Encoding::Gzip, Encoding::Identity];

    /// Its name in Content-Encoding; none for what is not coded.
    pub(in crate::http) fn name(self) -> Option<&'static str> {
        match self {
            Encoding::Identity => None,
            Encoding::Gzip => Some("gzip"),
            Encoding::Zstd => Some("zstd"),
            Encoding::Brotli => Some("br"),
        }
    }

    fn is_called(self, word: &str) -> bool {
        let is = |name: &str| word.eq_ignore_ascii_case(name);
        match self {
            Encoding::Identity => is("identity"),
            Encoding::Gzip => is("gzip") || is("x-gzip"),
            Encoding::Zstd => is("zstd"),
            Encoding::Brotli => is("br"),
        }
    }

    /// The bytes in this coding, without a name or a date, so that they are the same everywhere. None where that fails.
    pub(in crate::http) fn of(self, bytes: &[u8], effort: Effort) -> Option<Vec<u8>> {
        // What is large takes long enough with less.
        let effort = if bytes.len() > LARGE { effort.min(Effort::More) } else { effort };
        match (self, effort) {
            (Encoding::Identity, _) => Some(bytes.to_vec()),
            (Encoding::Gzip, Effort::Least) => coders::gzip(Compression::fast(), bytes),
            (Encoding::Gzip, _) if bytes.len() > LARGE => coders::gzip(Compression::new(4), bytes),
            (Encoding::Gzip, _) => coders::gzip(Compression::best(), bytes),
            (Encoding::Zstd, Effort::Least) => coders::fast_zstd(bytes),
            (Encoding::Zstd, Effort::More) => zstd::bulk::compress(bytes, 3).ok(),
            (Encoding::Zstd, Effort::Most) => zstd::bulk::compress(bytes, 12).ok(),
            (Encoding::Brotli, effort) => {
                // Below the best quality, the coder has no tables for small windows, and takes 33 MB in their place.
                let (quality, least) = if effort == Effort::Most { (11, 10) } else { (5, 17) };
                // A window that holds the whole is enough, and larger ones only take memory.
                let lgwin = (usize::BITS - bytes.len().leading_zeros()).clamp(least, 22) as i32;
                let mut coded = Vec::with_capacity(bytes.len() / 4);
                let parameters = brotli::enc::BrotliEncoderParams {
                    quality,
                    lgwin,
                    size_hint: bytes.len(),
                    ..Default::default()
                };
                brotli::BrotliCompress(&mut &bytes[..], &mut coded, &parameters).ok()?;
                Some(coded)
            }
        }
    }
}

/// The octets from which on the last percents are not worth the time.
pub(super) const LARGE: usize = 512 * 1024;

/// How long to try.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::http) enum Effort {
    /// While somebody waits.
    Least,
    /// For many, at load.
    More,
    /// For what is kept for long.
    Most,
}

/// The coding of an answer: of those that there are, the one that the client wants most. One that refuses everything still
/// gets the plain bytes, never a 406.
pub(in crate::http) fn chosen(fields: Fields<'_>, is_there: impl Fn(Encoding) -> bool) -> Encoding {
    let mut named = [None; Encoding::ALL.len()];
    let mut any = None;
    for (word, weight) in members(fields, &ACCEPT_ENCODING) {
        let place = match Encoding::ALL.iter().position(|encoding| encoding.is_called(word)) {
            Some(n) => &mut named[n],
            None if word == "*" => &mut any,
            None => continue,
        };
        place.get_or_insert(weight);
    }
    let wanted = |n: usize| {
        // What is not named is wanted as much as anything; the plain bytes, where nothing else is.
        let unnamed = any.filter(|_| Encoding::ALL[n] != Encoding::Identity);
        named[n].or(unnamed).unwrap_or(0)
    };
    let there = (0..Encoding::ALL.len()).filter(|n| is_there(Encoding::ALL[*n]));
    // Of equal ones, the last is the greatest.
    let best = there.rev().max_by_key(|n| wanted(*n)).filter(|n| wanted(*n) > 0);
    best.map_or(Encoding::Identity, |n| Encoding::ALL[n])
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn asked(lines: &[&str]) -> Encoding {
        let lines = lines.iter().map(|line| (ACCEPT_ENCODING, line.as_bytes()));
        chosen(Fields::Lines(&lines.collect::<Vec<_>>()), |_| true)
    }

    #[test]
    fn the_client_gets_what_it_wants_most_and_of_equal_ones_the_smallest() {
        for (line, wanted) in [
            ("gzip", Encoding::Gzip),
            ("gzip, deflate, br, zstd", Encoding::Brotli),
            ("gzip, deflate, br;q=0.9, zstd;q=0.95", Encoding::Gzip),
            ("X-GZIP;Q=0.5", Encoding::Gzip),
            ("zstd;q=0.2, *;q=0.1", Encoding::Zstd),
            ("*", Encoding::Brotli),
            ("br;q=0, *", Encoding::Zstd),
            ("gzip;q=0.5, identity", Encoding::Identity),
            ("gzip;q=0.5, identity;q=0.5", Encoding::Gzip),
            ("gzip;q=0", Encoding::Identity),
            ("identity;q=0, *;q=0", Encoding::Identity),
            ("deflate", Encoding::Identity),
            ("", Encoding::Identity),
        ] {
            assert_eq!(asked(&[line]), wanted, "{line}");
        }
        assert_eq!(asked(&[]), Encoding::Identity);
        assert_eq!(asked(&["deflate", "gzip;q=0.1"]), Encoding::Gzip);
    }

    #[test]
    fn where_there_is_gzip_alone_it_is_for_those_who_prefer_it() {
        let gzip = |value: &str| {
            let lines = [(ACCEPT_ENCODING, value.as_bytes())];
            let is_there = |encoding| matches!(encoding, Encoding::Gzip | Encoding::Identity);
            chosen(Fields::Lines(&lines), is_there) == Encoding::Gzip
        };
        for yes in [
            "gzip",
            "GZIP",
            "gzip, deflate, br",
            "br;q=1.0, gzip;q=0.8, *;q=0.1",
            "*",
            "*;q=0.5",
            "x-gzip",
            "identity;q=0.5, gzip",
            "deflate , gzip ; q=0.3",
        ] {
            assert!(gzip(yes), "{yes}");
        }
        for no in [
            "",
            "identity",
            "br",
            "gzip;q=0",
            "gzip;q=0.0, *",
            "identity, gzip;q=0.5",
            "*;q=0",
            "gzipped",
            "identity;q=0",
        ] {
            assert!(!gzip(no), "{no}");
        }
    }

    #[test]
    fn what_is_coded_is_what_it_was() {
        let text = "BEGIN:VCALENDAR\r\n".repeat(1000).into_bytes();
        for effort in [Effort::Least, Effort::More, Effort::Most] {
            let of = |encoding: Encoding| encoding.of(&text, effort).expect("it is coded");
            let mut plain = Vec::new();
            flate2::read::GzDecoder::new(&of(Encoding::Gzip)[..]).read_to_end(&mut plain).expect("gzip");
            assert_eq!(plain, text);
            assert_eq!(zstd::bulk::decompress(&of(Encoding::Zstd), text.len()).expect("zstd"), text);
            let mut plain = Vec::new();
            brotli::BrotliDecompress(&mut &of(Encoding::Brotli)[..], &mut plain).expect("brotli");
            assert_eq!(plain, text);
        }
    }
}
