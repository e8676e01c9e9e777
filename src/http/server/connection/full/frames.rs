//! What the frames say that go out on a connection of HTTP/2 (RFC 9113 4.1), as far as a watch wants to know.

/// The octets before what a frame bears: its length in three of them, its type, its flags, and its stream.
const HEAD: usize = 9;
/// The types of frames that bear answers (RFC 9113 6.1 and 6.2), and the flag of the last one of a stream.
const DATA: u8 = 0;
const HEADERS: u8 = 1;
const END_STREAM: u8 = 1;

/// Follows octets from frame to frame.
#[derive(Debug, Default)]
pub(super) struct Frames {
    head: [u8; HEAD],
    /// How many octets of that have come.
    known: usize,
    /// How many octets of what the frame bears are still to come.
    left: usize,
}

/// What octets were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Seen {
    /// Whether some were of an answer.
    pub answers: bool,
    /// How many answers came to their end.
    pub ends: u32,
}

impl Frames {
    /// What the next octets are.
    pub(super) fn follow(&mut self, mut octets: &[u8]) -> Seen {
        let mut seen = Seen::default();
        while !octets.is_empty() {
            if self.known < HEAD {
                let size = octets.len().min(HEAD - self.known);
                self.head[self.known..self.known + size].copy_from_slice(&octets[..size]);
                self.known += size;
                octets = &octets[size..];
                let [a, b, c, ..] = self.head;
                self.left = u32::from_be_bytes([0, a, b, c]) as usize;
            } else {
                let size = octets.len().min(self.left);
                self.left -= size;
                octets = &octets[size..];
                seen.answers |= self.is_of_answer();
            }
            if self.known == HEAD && self.left == 0 {
                if self.is_of_answer() && self.head[4] & END_STREAM != 0 {
                    // Also where the frame bears nothing.
                    seen.answers = true;
                    seen.ends += 1;
                }
                self.known = 0;
            }
        }
        seen
    }

    fn is_of_answer(&self) -> bool {
        matches!(self.head[3], DATA | HEADERS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(kind: u8, flags: u8, octets: &[u8]) -> Vec<u8> {
        let size = u8::try_from(octets.len()).expect("a short frame");
        [&[0, 0, size, kind, flags, 0, 0, 0, 1][..], octets].concat()
    }

    #[test]
    fn answers_and_their_ends_are_seen_however_the_octets_are_cut() {
        let settings = frame(4, 1, b"");
        let ping = frame(6, 1, &[DATA; 8]);
        let begun = [frame(HEADERS, 4, b"fields"), frame(DATA, 0, b"some")].concat();
        let empty = frame(DATA, END_STREAM, b"");
        let ends = [empty.clone(), frame(HEADERS, 4 | END_STREAM, b"all of it")].concat();
        for size in [1, 2, 3, 7, 9, 10, 100] {
            let mut frames = Frames::default();
            let mut seen = |octets: &[u8]| {
                let seen: Vec<Seen> = octets.chunks(size).map(|part| frames.follow(part)).collect();
                (seen.iter().any(|seen| seen.answers), seen.iter().map(|seen| seen.ends).sum::<u32>())
            };
            assert_eq!(seen(&settings), (false, 0), "{size}");
            assert_eq!(seen(&begun), (true, 0), "{size}");
            assert_eq!(seen(&ping), (false, 0), "{size}");
            assert_eq!(seen(&empty), (true, 1), "{size}");
            assert_eq!(seen(&ends), (true, 2), "{size}");
            assert_eq!(seen(&[ping.clone(), settings.clone()].concat()), (false, 0), "{size}");
        }
    }
}
