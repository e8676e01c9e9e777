//! The terminal, where there is one: how wide it is, whether it shows colours, and having it for oneself for a while.

use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::termios::{
    LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcgetwinsize, tcsetattr,
};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGWINCH};

/// How wide text is where no terminal says it and neither does COLUMNS.
const USUAL_WIDTH: usize = 120;

/// Columns and rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) columns: usize,
    pub(super) rows: usize,
}

/// The size of the terminal that standard output is, if it is one and knows its size.
pub(super) fn size() -> Option<Size> {
    let size = tcgetwinsize(io::stdout()).ok()?;
    let size = Size { columns: size.ws_col.into(), rows: size.ws_row.into() };
    (size.columns > 0 && size.rows > 0).then_some(size)
}

/// How wide what is printed may be: as the terminal is, else as COLUMNS says.
pub(super) fn width() -> usize {
    let told = || std::env::var("COLUMNS").ok()?.trim().parse().ok();
    size().map(|size| size.columns).or_else(told).unwrap_or(USUAL_WIDTH)
}

pub(super) fn is_output() -> bool {
    io::stdout().is_terminal()
}

/// Whether what is printed may have colours: on a terminal that has them, unless NO_COLOR says otherwise.
pub(super) fn has_colours() -> bool {
    let plain = std::env::var_os("NO_COLOR").is_some_and(|no| !no.is_empty());
    is_output() && !plain && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// Why waiting for something in a terminal came to an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Woken {
    /// The time is over.
    Late,
    /// The terminal has another size.
    Resized,
    /// Somebody wants it to end, or the terminal has gone.
    Ended,
}

/// A terminal whose keys come one by one and unseen, and whose screen is put back in the end.
pub(super) struct Held {
    /// Without a buffer: what a terminal that has gone does not take is not to be written once more.
    screen: File,
    keys: File,
    before: Termios,
    /// An octet for each signal: that the size is another, and that it is to end.
    resized: UnixStream,
    ended: UnixStream,
}

/// The other screen, and no cursor; and back.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?25l";
const LEAVE: &[u8] = b"\x1b[?25h\x1b[?1049l";

impl Held {
    /// Takes the terminal that standard output is.
    ///
    /// # Errors
    /// Where no keys can be read, or signals cannot be waited for.
    pub(super) fn take() -> io::Result<Held> {
        let resized = signalled(&[SIGWINCH])?;
        let ended = signalled(&[SIGINT, SIGTERM, SIGHUP])?;
        // Standard input may be the data.
        let keys = match io::stdin().is_terminal() {
            true => File::from(io::stdin().as_fd().try_clone_to_owned()?),
            false => File::open("/dev/tty")?,
        };
        let before = tcgetattr(&keys)?;
        let mut unseen = before.clone();
        unseen.local_modes -= LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG;
        unseen.special_codes[SpecialCodeIndex::VMIN] = 1;
        unseen.special_codes[SpecialCodeIndex::VTIME] = 0;
        tcsetattr(&keys, OptionalActions::Now, &unseen)?;
        let screen = File::from(io::stdout().as_fd().try_clone_to_owned()?);
        let mut held = Held { screen, keys, before, resized, ended };
        held.screen.write_all(ENTER)?;
        Ok(held)
    }

    /// What is written on it.
    pub(super) fn screen(&self) -> io::Result<File> {
        self.screen.try_clone()
    }

    /// Waits until something happens, for so long at most.
    pub(super) fn wait(&mut self, most: Duration) -> io::Result<Woken> {
        let timeout = Timespec::try_from(most).map_err(io::Error::other)?;
        let mut fds = [self.keys.as_fd(), self.resized.as_fd(), self.ended.as_fd()]
            .map(|fd| PollFd::from_borrowed_fd(fd, PollFlags::IN));
        match poll(&mut fds, Some(&timeout)) {
            // What interrupted it has left its octet.
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        let [keys, resized, ended] = fds.map(|fd| !fd.revents().is_empty());
        if ended || (keys && self.is_told_to_end()) {
            return Ok(Woken::Ended);
        }
        if resized {
            let _ = self.resized.read(&mut [0; 64])?;
            return Ok(Woken::Resized);
        }
        Ok(Woken::Late)
    }

    /// Whether `q` or Ctrl-C is among the keys, or there will be none any more.
    fn is_told_to_end(&mut self) -> bool {
        let mut keys = [0; 64];
        match self.keys.read(&mut keys) {
            // A terminal that has gone has an end, or says that it failed.
            Ok(0) | Err(_) => true,
            Ok(read) => keys[..read].iter().any(|key| matches!(key, b'q' | b'Q' | 0x03)),
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // Where the terminal has gone, there is nothing to put back.
        let _ = self.screen.write_all(LEAVE);
        let _ = tcsetattr(&self.keys, OptionalActions::Now, &self.before);
    }
}

/// Where an octet arrives for each of some signals.
fn signalled(signals: &[i32]) -> io::Result<UnixStream> {
    let (arrives, sent) = UnixStream::pair()?;
    for signal in signals {
        signal_hook::low_level::pipe::register(*signal, sent.try_clone()?)?;
    }
    Ok(arrives)
}
