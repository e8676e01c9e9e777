//! Running the program, and places for its files.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Stdio};

/// How a run of the program ended.
#[derive(Debug, PartialEq, Eq)]
pub struct Outcome {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

/// The program in an environment of which nothing is left to this machine.
pub fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sigcal"));
    command.args(arguments).env_clear().stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

pub fn sigcal(arguments: &[&str]) -> Outcome {
    fed(arguments, "")
}

/// With a standard input.
pub fn fed(arguments: &[&str], input: &str) -> Outcome {
    let mut child = command(arguments).stdin(Stdio::piped()).spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("it is piped");
    let input = input.to_owned();
    // A program that does not read its input closes it, which is no failure of the test.
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let done = child.wait_with_output().expect("the program ends");
    let _ = writer.join();
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Outcome { code: done.status.code(), out: text(done.stdout), err: text(done.stderr) }
}

/// Fails unless the run ended with a code, wrote nothing to standard output, and said one sentence.
pub fn says(outcome: &Outcome, code: i32, sentence: &str) {
    assert_eq!((outcome.code, outcome.out.as_str()), (Some(code), ""), "{outcome:?}");
    assert_eq!(outcome.err.trim_end(), sentence);
}

/// An empty folder that is the test's own.
pub fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli").join(test);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("the build's folder can be written");
    folder
}

pub fn file(test: &str, name: &str, text: &str) -> String {
    let path = folder(test).join(name);
    std::fs::write(&path, text).expect("the build's folder can be written");
    path.display().to_string()
}

/// A server of the real binary on a free port.
pub struct Serving {
    child: Child,
    stderr: BufReader<ChildStderr>,
    pub addr: SocketAddr,
    /// What it has said, up to the line with its address.
    pub said: String,
}

impl Serving {
    pub fn start(arguments: &[&str], environment: &[(&str, &str)]) -> Serving {
        let arguments = [&["serve", "--listen", "127.0.0.1:0"], arguments].concat();
        let mut command = command(&arguments);
        command.envs(environment.iter().copied());
        Serving::of(command)
    }

    /// However it is started.
    pub fn of(mut command: Command) -> Serving {
        let mut child = command.spawn().expect("the program starts");
        let mut stderr = BufReader::new(child.stderr.take().expect("it is piped"));
        let mut said = String::new();
        let addr = loop {
            let mut line = String::new();
            assert_ne!(stderr.read_line(&mut line).expect("UTF-8"), 0, "it ended after {said:?}");
            said.push_str(&line);
            if let Some((_, addr)) = line.split_once("http://") {
                let addr = addr.split('/').next().unwrap_or_default();
                break addr.parse().expect("an address");
            }
        };
        Serving { child, stderr, addr, said }
    }

    pub fn signal(&self, signal: &str) {
        // The shell's own, which is there where no other is.
        let sent = Command::new("sh").args(["-c", &format!("kill -s {signal} {}", self.child.id())]).status();
        assert!(sent.expect("a shell").success());
    }

    /// Waits until it says a line that holds some words, and hands it back.
    pub fn says(&mut self, words: &str) -> String {
        loop {
            let mut line = String::new();
            assert_ne!(self.stderr.read_line(&mut line).expect("UTF-8"), 0, "it ended without {words}");
            if line.contains(words) {
                return line.trim_end().to_owned();
            }
        }
    }

    /// Waits until it ends, and says with which code and what it said meanwhile.
    pub fn end(mut self) -> (Option<i32>, String) {
        let mut rest = String::new();
        self.stderr.read_to_string(&mut rest).expect("UTF-8");
        (self.child.wait().expect("it was started here").code(), rest)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
