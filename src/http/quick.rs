//! Coding while somebody waits: at the fastest, with what that needs made once for each thread. To make it anew for each body
//! takes longer than a short body itself, and leaves holes in memory between the bodies that are kept.

use std::cell::RefCell;

use flate2::{Compress, Compression, FlushCompress, Status};

use super::encoding::Encoding;

/// A third of the time of the fastest gzip, for half its size.
const ZSTD: i32 = 1;
/// The largest window of gzip (RFC 1952), as an exponent of two.
const WINDOW: u8 = 15;

thread_local! {
    static GZIP: RefCell<Compress> = RefCell::new(Compress::new_gzip(Compression::fast(), WINDOW));
    static ZSTANDARD: RefCell<Option<zstd::bulk::Compressor<'static>>> = const { RefCell::new(None) };
}

/// The bytes in a coding; none in others than gzip and zstd, or where that fails.
pub(super) fn coded(encoding: Encoding, bytes: &[u8]) -> Option<Vec<u8>> {
    match encoding {
        Encoding::Gzip => GZIP.with_borrow_mut(|gzip| gzipped(gzip, bytes)),
        Encoding::Zstd => ZSTANDARD.with_borrow_mut(|known| {
            let compressor = match known {
                Some(compressor) => compressor,
                None => known.insert(zstd::bulk::Compressor::new(ZSTD).ok()?),
            };
            compressor.compress(bytes).ok()
        }),
        Encoding::Identity | Encoding::Brotli => None,
    }
}

fn gzipped(gzip: &mut Compress, bytes: &[u8]) -> Option<Vec<u8>> {
    gzip.reset();
    let mut coded = Vec::with_capacity(bytes.len() / 4 + 64);
    loop {
        let read = usize::try_from(gzip.total_in()).ok()?;
        match gzip.compress_vec(bytes.get(read..)?, &mut coded, FlushCompress::Finish).ok()? {
            Status::StreamEnd => return Some(coded),
            Status::Ok | Status::BufError => coded.reserve(coded.capacity()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn what_one_thread_codes_after_something_else_is_what_another_codes_first() {
        let texts: Vec<Vec<u8>> =
            [10, 300, 100_000].map(|n| (0..n).flat_map(|n: u32| n.to_le_bytes()).collect()).to_vec();
        for encoding in [Encoding::Gzip, Encoding::Zstd] {
            let here: Vec<_> = texts.iter().map(|text| coded(encoding, text).expect("it is coded")).collect();
            for (text, here) in texts.iter().zip(here).rev() {
                let alone = std::thread::scope(|scope| {
                    scope.spawn(|| coded(encoding, text)).join().expect("no panic")
                });
                assert_eq!(alone.as_ref(), Some(&here));
                let mut read = Vec::new();
                match encoding {
                    Encoding::Gzip => {
                        flate2::read::GzDecoder::new(&here[..]).read_to_end(&mut read).map(drop)
                    }
                    _ => zstd::stream::copy_decode(&here[..], &mut read),
                }
                .expect("it is whole");
                assert_eq!(&read, text);
            }
        }
        assert_eq!(coded(Encoding::Brotli, b"text"), None);
    }
}
