//! Opening sockets: one per core on one address, so that the kernel spreads connections over the cores.

use std::fmt;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::FileTypeExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;

use nix::sys::socket::setsockopt;
use nix::{getsockopt_impl, libc, setsockopt_impl, sockopt_impl};
use socket2::{Domain, Protocol, SockRef, Socket, Type};

use super::Listen;

/// How many connections the kernel keeps until they are accepted.
const BACKLOG: i32 = 4096;

/// How many seconds the kernel keeps a connection on which nothing has come. Mostly it is accepted with its request, then: to wait
/// for the two one by one costs a third more.
const SILENT: u32 = 1;

/// How a connection that never leaves the machine, as that of a proxy before the server, finds out what the network takes: simply
/// (Reno, RFC 5681). What the system prefers may measure and pace each answer, for a network that is not there.
const WITHOUT_NETWORK: &[u8] = b"reno";

sockopt_impl!(
    /// For how many seconds the kernel keeps a connection on which nothing has come (tcp(7)).
    DeferAccept,
    Both,
    libc::IPPROTO_TCP,
    libc::TCP_DEFER_ACCEPT,
    u32
);

/// Something that cannot be listened on.
#[derive(Debug)]
pub struct BindError {
    /// What was asked for.
    pub at: Listen,
    /// Why.
    pub source: io::Error,
}

impl fmt::Display for BindError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let BindError { at, source } = self;
        let Some(addr) = at.addr() else { return write!(f, "cannot listen on `{at}`: {source}") };
        match source.kind() {
            io::ErrorKind::AddrInUse => write!(f, "`{addr}` is in use by another program"),
            io::ErrorKind::PermissionDenied => {
                write!(f, "`{addr}` needs a privilege this process does not have")
            }
            io::ErrorKind::AddrNotAvailable => write!(f, "`{}` is no address of this machine", addr.ip()),
            io::ErrorKind::InvalidInput => write!(f, "`{at}`: {source}"),
            _ => write!(f, "cannot listen on `{addr}`: {source}"),
        }
    }
}

impl std::error::Error for BindError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

/// `count` listeners on one address, and that address. Port 0 becomes the same free port for all.
pub(super) fn tcp(addr: SocketAddr, count: usize) -> io::Result<(SocketAddr, Vec<TcpListener>)> {
    // A shared port could be shared with another server of the same user without either noticing.
    // One that is not shared fails as it should; it is closed before the shared ones open.
    if addr.port() != 0 {
        listener(addr, false)?;
    }
    let first = listener(addr, true)?;
    let real = first.local_addr()?;
    let mut listeners = vec![first];
    for _ in 1..count {
        listeners.push(listener(real, true)?);
    }
    Ok((real, listeners))
}

fn listener(addr: SocketAddr, shared: bool) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(addr), Type::STREAM, Some(Protocol::TCP))?;
    // A server that restarts takes its address back although old connections linger.
    socket.set_reuse_address(true)?;
    if shared {
        socket.set_reuse_port(true)?;
    }
    if addr.is_ipv6() && addr.ip().is_unspecified() {
        socket.set_only_v6(false)?;
    }
    prepare(&socket)?;
    if addr.ip().is_loopback() {
        // Where the kernel does not know it, its own will do.
        let _ = socket.set_tcp_congestion(WITHOUT_NETWORK);
    }
    socket.bind(&addr.into())?;
    socket.listen(BACKLOG)?;
    Ok(socket.into())
}

/// A listener that another process opened, as ours would be.
pub(super) fn take_over(listener: &TcpListener) -> io::Result<()> {
    prepare(&SockRef::from(listener))
}

/// What all listeners have in common, whoever opened them.
fn prepare(socket: &Socket) -> io::Result<()> {
    // Accepted connections inherit it. Without it, the end of a large answer would wait for an acknowledgement.
    socket.set_tcp_nodelay(true)?;
    // Where the kernel cannot do it, it hands each connection over at once.
    let _ = setsockopt(socket, DeferAccept, &SILENT);
    socket.set_nonblocking(true)
}

/// A listener in the file system. The file that a process left behind that is gone is replaced; another is not.
pub(super) fn unix(path: &Path) -> io::Result<UnixListener> {
    let is_socket = std::fs::symlink_metadata(path).is_ok_and(|known| known.file_type().is_socket());
    let refused = |error: io::Error| error.kind() == io::ErrorKind::ConnectionRefused;
    if is_socket && UnixStream::connect(path).is_err_and(refused) {
        std::fs::remove_file(path)?;
    }
    let socket = Socket::new(Domain::UNIX, Type::STREAM, None)?;
    socket.set_nonblocking(true)?;
    socket.bind(&socket2::SockAddr::unix(path)?)?;
    socket.listen(BACKLOG)?;
    Ok(socket.into())
}

#[cfg(test)]
mod tests {
    use nix::sys::socket::getsockopt;

    use super::super::Sockets;
    use super::*;

    #[test]
    fn what_cannot_be_listened_on_says_why() {
        let any: SocketAddr = "127.0.0.1:0".parse().expect("a test's own address");
        let (addr, held) = tcp(any, 2).expect("a free port");
        assert_eq!(held[1].local_addr().expect("a bound socket"), addr);
        assert_eq!(getsockopt(&held[1], DeferAccept), Ok(SILENT));
        let error = Sockets::new(None).bind(&Listen::Http(addr)).expect_err("it is in use");
        assert_eq!((error.source.kind(), error.at), (io::ErrorKind::AddrInUse, Listen::Http(addr)));
        let error = Sockets::new(None).bind(&Listen::Https(any)).expect_err("no certificate");
        assert_eq!((error.source.kind(), error.at), (io::ErrorKind::InvalidInput, Listen::Https(any)));
    }

    #[test]
    fn connections_within_the_machine_know_no_network() {
        let congestion = |socket: SockRef<'_>| {
            let name = socket.tcp_congestion().expect("its name");
            String::from_utf8_lossy(&name).trim_end_matches('\0').to_owned()
        };
        let listeners =
            |addr: &str| tcp(addr.parse().expect("a test's own address"), 1).expect("a free port");
        let (addr, inner) = listeners("127.0.0.1:0");
        inner[0].set_nonblocking(false).expect("it can wait");
        let _client = std::net::TcpStream::connect(addr).expect("it listens");
        let (accepted, _) = inner[0].accept().expect("its client");
        assert_eq!(congestion(SockRef::from(&accepted)), "reno");
        let plain = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
        let (_, outer) = listeners("0.0.0.0:0");
        assert_eq!(congestion(SockRef::from(&outer[0])), congestion(SockRef::from(&plain)));
    }

    #[test]
    fn a_socket_left_behind_is_replaced_and_one_in_use_is_not() {
        let folder = std::env::temp_dir().join(format!("sigcal-unix-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder for the test");
        let path = folder.join("socket");
        let at = Listen::Unix(path.clone());
        drop(unix(&path).expect("a new socket"));
        assert!(path.exists(), "it is left behind");
        let mut sockets = Sockets::new(None);
        sockets.bind(&at).expect("nobody listens");
        let error = Sockets::new(None).bind(&at).expect_err("it is in use");
        assert_eq!(error.source.kind(), io::ErrorKind::AddrInUse);
        drop(sockets);
        assert!(!path.exists(), "it goes with what listened on it");
        sockets = Sockets::new(None);
        sockets.bind(&at).expect("nobody listens");
        std::fs::remove_file(&path).expect("it is there");
        let mut next = Sockets::new(None);
        next.bind(&at).expect("its place is free");
        drop(sockets);
        assert!(path.exists(), "another server's is left alone");
        drop(next);
        std::fs::write(&path, "text").expect("a file in the test's own folder");
        Sockets::new(None).bind(&at).expect_err("it is no socket");
        assert_eq!(std::fs::read_to_string(&path).expect("still there"), "text");
        std::fs::remove_dir_all(&folder).expect("the test's own folder");
    }
}
