//! A terminal as the program sees one, and what it does there.

use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};
use unicode_width::UnicodeWidthStr;

use super::program::{command, says, sigcal};

/// The other end of a terminal in which the program runs.
struct Terminal {
    master: File,
    child: Child,
    seen: String,
}

impl Terminal {
    fn new(mut command: Command, columns: u16, rows: u16) -> Terminal {
        // No program of another test may hold on to it.
        let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC;
        let master = openpt(flags).expect("a terminal");
        grantpt(&master).expect("it is ours");
        unlockpt(&master).expect("it is ours");
        let name = ptsname(&master, vec![]).expect("it has a name").into_string().expect("UTF-8");
        let slave = File::options().read(true).write(true).open(name).expect("its other end");
        let master = File::from(master);
        resize(&master, columns, rows);
        let end = || Stdio::from(OwnedFd::from(slave.try_clone().expect("a descriptor")));
        let child = command.stdin(end()).stdout(end()).spawn().expect("the program starts");
        Terminal { master, child, seen: String::new() }
    }

    /// Reads on until some words were seen, and hands back everything up to them.
    fn until(&mut self, words: &str) -> String {
        let mut bytes = [0; 4096];
        let mut kept = std::mem::take(&mut self.seen).into_bytes();
        loop {
            let text = String::from_utf8_lossy(&kept);
            if let Some(at) = text.find(words) {
                let (seen, rest) = text.split_at(at + words.len());
                self.seen = rest.to_owned();
                return seen.to_owned();
            }
            match self.master.read(&mut bytes) {
                Ok(read) if read > 0 => kept.extend_from_slice(&bytes[..read]),
                ended => panic!("{ended:?} without {words:?} after {text:?}"),
            }
        }
    }

    /// Everything until the program has closed it.
    fn rest(&mut self) -> String {
        let mut bytes = std::mem::take(&mut self.seen).into_bytes();
        // The kernel says of a terminal without another end that it failed.
        let _ = self.master.read_to_end(&mut bytes);
        String::from_utf8(bytes).expect("UTF-8")
    }

    fn signal(&self, signal: &str) {
        let sent = Command::new("sh").args(["-c", &format!("kill -s {signal} {}", self.child.id())]).status();
        assert!(sent.expect("a shell").success());
    }

    /// Gives it another size, and hands back what is drawn then. Meanwhile a minute may pass, on which it is drawn, too.
    fn resized(&mut self, columns: u16, rows: u16, is_it: impl Fn(&str) -> bool) -> String {
        resize(&self.master, columns, rows);
        self.signal("WINCH");
        let seen = (0..2).map(|_| self.until("\x1b[J")).find(|seen| is_it(seen));
        seen.unwrap_or_else(|| panic!("not drawn anew at {columns} columns"))
    }

    fn type_in(&mut self, keys: &[u8]) {
        self.master.write_all(keys).expect("somebody reads");
    }

    /// Whether keys come one by one and unseen.
    fn is_held(&self) -> bool {
        let modes = tcgetattr(&self.master).expect("a terminal").local_modes;
        !modes.intersects(LocalModes::ICANON | LocalModes::ECHO)
    }

    fn code(&mut self) -> Option<i32> {
        self.child.wait().expect("it was started here").code()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn resize(master: &File, columns: u16, rows: u16) {
    let size = Winsize { ws_col: columns, ws_row: rows, ws_xpixel: 0, ws_ypixel: 0 };
    tcsetwinsize(master, size).expect("a terminal has a size");
}

const GRID: [&str; 6] = ["week", "--grid", "--zone", "Asia/Shanghai", "--date", "2026-10-26"];

fn watching() -> Terminal {
    let mut terminal = Terminal::new(command(&[&GRID[..], &["--watch"]].concat()), 140, 60);
    let seen = terminal.until("\x1b[J");
    assert!(seen.starts_with("\x1b[?1049h\x1b[?25l\x1b[HKubernetes: week 44"), "{seen:?}");
    assert!(terminal.is_held());
    terminal
}

/// How it is left: with code 0, on the screen that was there before, and with keys that are seen again.
fn is_left(mut terminal: Terminal) {
    let rest = terminal.rest();
    assert_eq!(terminal.code(), Some(0));
    assert!(!terminal.is_held());
    assert!(rest.ends_with("\x1b[?25h\x1b[?1049l"), "{rest:?}");
}

#[test]
fn watching_ends_on_q_and_on_ctrl_c_and_leaves_the_terminal_as_it_was() {
    for keys in [&b"q"[..], b"\x03", b"xy\x1b[Aq"] {
        let mut terminal = watching();
        terminal.type_in(keys);
        is_left(terminal);
    }
}

#[test]
fn watching_ends_as_well_when_it_is_told_to_stop() {
    for signal in ["INT", "TERM", "HUP"] {
        let terminal = watching();
        terminal.signal(signal);
        is_left(terminal);
    }
}

#[test]
fn watching_ends_when_the_terminal_goes() {
    let mut terminal = watching();
    let null = File::options().read(true).write(true).open("/dev/null").expect("there is one");
    drop(std::mem::replace(&mut terminal.master, null));
    assert_eq!(terminal.code(), Some(0));
}

#[test]
fn a_terminal_of_another_size_is_drawn_anew() {
    let mut terminal = watching();
    let began = Instant::now();
    for (columns, width) in [(99, 12), (200, 26), (140, 17)] {
        let rule = "─".repeat(8) + &format!("┼{}", "─".repeat(width)).repeat(7);
        terminal.resized(columns, 60, |seen| seen.contains(&rule));
    }
    // One that is too narrow says so, and draws the list.
    let narrow = "a grid needs 99 columns and there are 98";
    let seen = terminal.resized(98, 60, |seen| seen.contains(narrow));
    assert!(seen.contains("Tue 2026-10-27") && !seen.contains('┼'), "{seen}");
    // One that is too low says how much is left out, below the title and the days.
    let seen = terminal.resized(140, 10, |seen| seen.contains(" below; q ends"));
    let lines: Vec<&str> = seen.split("\r\n").collect();
    assert_eq!(lines.len(), 10, "{seen}");
    assert!(lines[0].contains("week 44") && lines[1].contains("Mon 26 Oct"), "{seen}");
    // What the clocks do and the line below are above what is shown, as 7 lines are.
    assert!(lines[9].starts_with("… 2 lines above, "), "{seen}");
    // By itself, it would have been drawn on a minute.
    assert!(began.elapsed() < Duration::from_secs(60));
    terminal.type_in(b"q");
    is_left(terminal);
}

#[test]
fn without_a_terminal_there_is_nothing_to_watch() {
    says(
        &sigcal(&["week", "--watch"]),
        2,
        "sigcal: `--watch` draws on a terminal, and standard output is none; leave `--watch` out",
    );
    for flag in ["--watch", "--grid"] {
        says(
            &sigcal(&["week", flag, "--format", "json"]),
            2,
            &format!("sigcal: `{flag}` draws for people; leave it or `--format` out"),
        );
    }
}

fn on_a_terminal(columns: u16, environment: &[(&str, &str)]) -> String {
    let mut grid = command(&GRID);
    grid.envs(environment.iter().copied());
    let mut terminal = Terminal::new(grid, columns, 60);
    // What nobody reads, the program waits with.
    let seen = terminal.rest().replace("\r\n", "\n");
    assert_eq!(terminal.code(), Some(0));
    seen
}

#[test]
fn colours_are_for_terminals_where_nobody_said_no() {
    let plain = sigcal(&GRID).out;
    let coloured = on_a_terminal(120, &[]);
    // SIG Serving and SIG AI/ML are of one category, SIG Docs of another.
    for text in ["29mSIG Serving:", "29mSIG AI/ML:", "29m■ Applications and workloads", "99mSIG Docs:"] {
        assert!(coloured.contains(&format!("\x1b[38;5;{text}")), "{text:?} in {coloured}");
    }
    assert!(!plain.contains('\x1b'));
    for no in [("NO_COLOR", "1"), ("TERM", "dumb")] {
        assert_eq!(on_a_terminal(120, &[no]), plain);
    }
    assert_eq!(on_a_terminal(120, &[("NO_COLOR", "")]), coloured);
    // The terminal is what it is, whatever somebody exported.
    assert_eq!(on_a_terminal(120, &[("COLUMNS", "300"), ("NO_COLOR", "1")]), plain);
}

/// Whoever looks on wants no word cut in two; what is kept has its lines whole.
#[test]
fn a_week_is_folded_to_the_width_of_the_terminal() {
    for lang in ["en", "zh"] {
        let list = ["week", "--zone", "Asia/Shanghai", "--date", "2026-10-26", "--lang", lang];
        let whole = sigcal(&list).out;
        assert!(whole.lines().any(|line| line.width() > 100), "{whole}");
        let on_columns = |columns: u16| {
            let mut terminal = Terminal::new(command(&list), columns, 60);
            let seen = terminal.rest().replace("\r\n", "\n");
            assert_eq!(terminal.code(), Some(0));
            seen
        };
        assert_eq!(on_columns(400), whole);
        for columns in [40, 60, 99] {
            let folded = on_columns(columns);
            let too_wide: Vec<&str> = folded.lines().filter(|line| line.width() > columns.into()).collect();
            assert_eq!(too_wide, [""; 0], "{columns} columns");
            let letters = |text: &str| text.split_whitespace().collect::<String>();
            assert_eq!(letters(&folded), letters(&whole), "nothing is lost");
            // Where a text may be broken otherwise, as in Chinese and behind a slash, is its script's.
            let is_word = |word: &&str| word.len() > 2 && word.chars().all(|c| c.is_ascii_alphabetic());
            let known: Vec<&str> = whole.split([' ', '/', '\n']).collect();
            let cut = folded.split([' ', '\n']).filter(is_word).filter(|word| !known.contains(word));
            assert_eq!(cut.collect::<Vec<_>>(), [""; 0], "no word is cut in two");
            let begin = |text: &str| text.lines().filter(|line| line.get(7..10) == Some("–")).count();
            let indented = |text: &str| text.lines().filter(|line| line.starts_with("    ")).count();
            assert_eq!((begin(&folded), indented(&whole)), (begin(&whole), 0));
            assert!(indented(&folded) > 0, "{folded}");
        }
    }
}
