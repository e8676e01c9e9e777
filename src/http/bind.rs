//! The listeners: one per core on one address, so that the kernel spreads connections over the cores.

use std::fmt;
use std::io;
use std::net::{SocketAddr, TcpListener};

use socket2::{Domain, Protocol, Socket, Type};

/// How many connections the kernel keeps until they are accepted.
const BACKLOG: i32 = 4096;

/// An address that cannot be listened on.
#[derive(Debug)]
pub struct BindError {
    /// The address asked for.
    pub addr: SocketAddr,
    /// Why.
    pub source: io::Error,
}

impl fmt::Display for BindError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let BindError { addr, source } = self;
        match source.kind() {
            io::ErrorKind::AddrInUse => {
                write!(
                    f,
                    "`{addr}` is in use by another program; stop it, or choose another with `--listen`, "
                )?;
                write!(f, "as `--listen {}`", SocketAddr::new(addr.ip(), 0))
            }
            io::ErrorKind::PermissionDenied => {
                write!(f, "`{addr}` needs a privilege this process does not have; choose a port from 1024 on")
            }
            io::ErrorKind::AddrNotAvailable => {
                write!(f, "`{}` is no address of this machine; `0.0.0.0` is all of them", addr.ip())
            }
            _ => write!(f, "cannot listen on `{addr}`: {source}"),
        }
    }
}

impl std::error::Error for BindError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

/// `count` listeners on one address. Port 0 becomes the same free port for all.
pub(super) fn bind(addr: SocketAddr, count: usize) -> Result<Vec<TcpListener>, BindError> {
    let failed = |source| BindError { addr, source };
    // A shared port could be shared with another server of the same user without either noticing.
    // One that is not shared fails as it should; it is closed before the shared ones open.
    if addr.port() != 0 {
        listener(addr, false).map_err(failed)?;
    }
    let first = listener(addr, true).map_err(failed)?;
    let real = first.local_addr().map_err(failed)?;
    let mut listeners = vec![first];
    for _ in 1..count {
        listeners.push(listener(real, true).map_err(failed)?);
    }
    Ok(listeners)
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
    // Accepted connections inherit it. Without it, the end of a large answer would wait for an acknowledgement.
    socket.set_tcp_nodelay(true)?;
    socket.set_nonblocking(true)?;
    socket.bind(&addr.into())?;
    socket.listen(BACKLOG)?;
    Ok(socket.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_in_use_says_so_and_what_to_do() {
        let any: SocketAddr = "127.0.0.1:0".parse().expect("a test's own address");
        let held = bind(any, 2).expect("a free port");
        let addr = held[0].local_addr().expect("a bound socket");
        assert_eq!(held[1].local_addr().expect("a bound socket"), addr);
        let error = bind(addr, 2).expect_err("it is in use");
        let said = format!(
            "`{addr}` is in use by another program; stop it, or choose another with `--listen`, as `--listen 127.0.0.1:0`"
        );
        assert_eq!(error.to_string(), said);
    }
}
