//! Coding with what that needs made once for each thread. To make it anew for each body takes longer than a short body itself,
//! and leaves holes in memory between the bodies that are kept.

use std::cell::RefCell;

use flate2::{Compress, Compression, FlushCompress, Status};

/// A third of the time of the fastest gzip, for half its size.
const FASTEST_ZSTD: i32 = 1;
/// The largest window of gzip (RFC 1952), as an exponent of two.
const WINDOW: u8 = 15;

thread_local! {
    /// By level.
    static GZIP: RefCell<[Option<Compress>; 10]> = const { RefCell::new([const { None }; 10]) };
    static ZSTD: RefCell<Option<zstd::bulk::Compressor<'static>>> = const { RefCell::new(None) };
}

/// The bytes in gzip of a level; none where that fails.
pub(in crate::http) fn gzip(level: Compression, bytes: &[u8]) -> Option<Vec<u8>> {
    GZIP.with_borrow_mut(|known| {
        let known = known.get_mut(level.level() as usize)?;
        compressed(known.get_or_insert_with(|| Compress::new_gzip(level, WINDOW)), bytes)
    })
}

/// The bytes in zstd at its fastest; none where that fails.
pub(super) fn fast_zstd(bytes: &[u8]) -> Option<Vec<u8>> {
    ZSTD.with_borrow_mut(|known| {
        let compressor = match known {
            Some(compressor) => compressor,
            None => known.insert(zstd::bulk::Compressor::new(FASTEST_ZSTD).ok()?),
        };
        compressor.compress(bytes).ok()
    })
}

fn compressed(gzip: &mut Compress, bytes: &[u8]) -> Option<Vec<u8>> {
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
        let levels = [Compression::fast(), Compression::new(4), Compression::best()];
        for level in levels.map(Some).into_iter().chain([None]) {
            let coded = |text: &[u8]| match level {
                Some(level) => gzip(level, text),
                None => fast_zstd(text),
            };
            let here: Vec<_> = texts.iter().map(|text| coded(text).expect("it is coded")).collect();
            for (text, here) in texts.iter().zip(here).rev() {
                let alone = std::thread::scope(|scope| scope.spawn(|| coded(text)).join().expect("no panic"));
                assert_eq!(alone.as_ref(), Some(&here));
                let mut read = Vec::new();
                match level {
                    Some(_) => flate2::read::GzDecoder::new(&here[..]).read_to_end(&mut read).map(drop),
                    None => zstd::stream::copy_decode(&here[..], &mut read),
                }
                .expect("it is whole");
                assert_eq!(&read, text);
            }
        }
    }
}
