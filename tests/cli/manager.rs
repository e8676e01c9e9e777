//! Under systemd: sockets that it opened, and what it is told (sd_listen_fds(3), sd_notify(3)).

use std::net::TcpListener;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixDatagram;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::client::Client;
use super::program::{Serving, folder};

/// Starts the program with a socket in the place of the first that is handed over.
const HANDED: &str = "exec 3<&0 0</dev/null; LISTEN_PID=$$ LISTEN_FDS=1 exec \"$0\" serve";

#[test]
fn a_socket_that_is_handed_over_is_served_on_and_no_other() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let addr = listener.local_addr().expect("it is bound");
    let mut command = Command::new("sh");
    command.args(["-c", HANDED, env!("CARGO_BIN_EXE_sigcal")]);
    command.stdin(Stdio::from(OwnedFd::from(listener.try_clone().expect("a descriptor"))));
    command.stderr(Stdio::piped());
    // Who connects before the server is there waits.
    let mut early = Client::new(addr);
    let serving = Serving::of(command);
    assert!(serving.said.ends_with(&format!("at http://{addr}/\n")), "{}", serving.said);
    assert_eq!(early.get("/readyz").status, 200);
    serving.signal("TERM");
    assert_eq!(serving.end().0, Some(0));
    drop(listener);
}

#[test]
fn the_manager_is_told_when_it_serves_reads_anew_and_stops() {
    let folder = folder("manager");
    let path = folder.join("notify");
    let manager = UnixDatagram::bind(&path).expect("the build's folder can be written");
    manager.set_read_timeout(Some(Duration::from_secs(60))).expect("a duration that is not zero");
    let told = || {
        let mut octets = [0; 200];
        let length = manager.recv(&mut octets).expect("it is told");
        String::from_utf8_lossy(&octets[..length]).into_owned()
    };
    let data = folder.join("c.yaml");
    let text = "sigs: [{ dir: sig-a, meetings: [{ description: M, cadence: every Friday 9:00 UTC, start: 2026-01-02 }] }]";
    std::fs::write(&data, text).expect("the build's folder can be written");
    let serving =
        Serving::start(&[&data.display().to_string()], &[("NOTIFY_SOCKET", &path.display().to_string())]);
    assert_eq!(told().trim_end(), "READY=1");
    serving.signal("HUP");
    let reloading = told();
    assert!(reloading.starts_with("RELOADING=1\nMONOTONIC_USEC="), "{reloading}");
    assert_eq!(told().trim_end(), "READY=1");
    serving.signal("TERM");
    assert_eq!(told().trim_end(), "STOPPING=1");
    assert_eq!(serving.end().0, Some(0));
}
