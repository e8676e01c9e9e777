//! What is listened on, and the streams that come of it: TCP, TLS over it, and Unix sockets.

mod bind;
mod queues;
mod stream;
mod tls;

use std::fmt;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::MetadataExt;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};

use crate::http::limits::cores;

pub use bind::BindError;
pub(in crate::http) use queues::{Queues, is_of_one_client};
pub(in crate::http) use stream::{Accepted, Stream};
pub use tls::{Tls, TlsError};

/// Where to listen, and for what.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Listen {
    /// HTTP on an address and a port; port 0 takes a free one.
    Http(SocketAddr),
    /// HTTP in TLS.
    Https(SocketAddr),
    /// HTTP on a socket in the file system.
    Unix(PathBuf),
}

impl Listen {
    /// The address and port, where it has one.
    pub fn addr(&self) -> Option<SocketAddr> {
        match self {
            Listen::Http(addr) | Listen::Https(addr) => Some(*addr),
            Listen::Unix(_) => None,
        }
    }
}

/// As a visitor of this machine would write it.
impl fmt::Display for Listen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Listen::Http(addr) => write!(f, "http://{addr}/"),
            Listen::Https(addr) => write!(f, "https://{addr}/"),
            Listen::Unix(path) => write!(f, "unix:{}", path.display()),
        }
    }
}

/// One worker's hold on something that is listened on. All are non-blocking.
#[derive(Debug)]
pub(in crate::http) enum Listener {
    Http(TcpListener, Whose),
    Https(TcpListener, Whose, Tls),
    Unix(UnixListener),
}

/// Who else may listen on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::http) enum Whose {
    /// Nobody: it was opened here.
    Own,
    /// Who handed it over, and goes on with it.
    Handed,
}

impl Listener {
    /// Another worker's hold on the same queue of connections.
    fn again(&self) -> io::Result<Listener> {
        Ok(match self {
            Listener::Http(listener, whose) => Listener::Http(listener.try_clone()?, *whose),
            Listener::Https(listener, whose, tls) => {
                Listener::Https(listener.try_clone()?, *whose, tls.clone())
            }
            Listener::Unix(listener) => Listener::Unix(listener.try_clone()?),
        })
    }
}

/// Everything that a server listens on. What it made in the file system goes with it.
#[derive(Debug)]
pub struct Sockets {
    tls: Option<Tls>,
    open: Vec<Open>,
}

#[derive(Debug)]
struct Open {
    at: Listen,
    listeners: Vec<Listener>,
    /// Where it is ours to be taken away.
    _file: Option<SocketFile>,
}

/// A socket in the file system, for as long as it is listened on.
#[derive(Debug)]
struct SocketFile {
    path: PathBuf,
    known: Option<(u64, u64)>,
}

impl SocketFile {
    fn at(path: &Path) -> SocketFile {
        SocketFile { path: path.to_owned(), known: place(path) }
    }
}

/// Which file stands at a path.
fn place(path: &Path) -> Option<(u64, u64)> {
    std::fs::symlink_metadata(path).ok().map(|known| (known.dev(), known.ino()))
}

impl Drop for SocketFile {
    fn drop(&mut self) {
        // Another server may have put its own in the place of this one, while this one finished.
        if self.known.is_some() && place(&self.path) == self.known {
            // Whoever took it away before has done what is to be done.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

impl Sockets {
    /// None yet. What is listened on for HTTPS speaks with this certificate.
    pub fn new(tls: Option<Tls>) -> Sockets {
        Sockets { tls, open: Vec::new() }
    }

    /// Opens one more, for each core where the kernel spreads connections over the cores.
    ///
    /// # Errors
    /// [`BindError`] where it cannot be listened on, or there is no certificate for it.
    pub fn bind(&mut self, listen: &Listen) -> Result<(), BindError> {
        let failed = |source| BindError { at: listen.clone(), source };
        let open = match listen {
            Listen::Http(addr) => {
                let (at, listeners) = bind::tcp(*addr, cores()).map_err(failed)?;
                let listeners =
                    listeners.into_iter().map(|listener| Listener::Http(listener, Whose::Own)).collect();
                Open { at: Listen::Http(at), listeners, _file: None }
            }
            Listen::Https(addr) => {
                let tls = self.tls.as_ref().ok_or_else(|| failed(no_certificate()))?;
                let (at, listeners) = bind::tcp(*addr, cores()).map_err(failed)?;
                let secure = |listener| Listener::Https(listener, Whose::Own, tls.clone());
                Open {
                    at: Listen::Https(at),
                    listeners: listeners.into_iter().map(secure).collect(),
                    _file: None,
                }
            }
            Listen::Unix(path) => {
                let listener = Listener::Unix(bind::unix(path).map_err(failed)?);
                Open {
                    _file: Some(SocketFile::at(path)),
                    ..shared(listen.clone(), listener).map_err(failed)?
                }
            }
        };
        self.open.push(open);
        Ok(())
    }

    /// Takes a socket that another process listens on already, as systemd does; `secure` where it is for HTTPS.
    ///
    /// # Errors
    /// [`BindError`] where it cannot be used, or there is no certificate for it.
    pub fn inherit_tcp(&mut self, listener: TcpListener, secure: bool) -> Result<(), BindError> {
        let unknown = |source| BindError { at: Listen::Unix("?".into()), source };
        let addr = listener.local_addr().map_err(unknown)?;
        let at = if secure { Listen::Https(addr) } else { Listen::Http(addr) };
        let failed = |source| BindError { at: at.clone(), source };
        bind::take_over(&listener).map_err(failed)?;
        let listener = match (secure, &self.tls) {
            (false, _) => Listener::Http(listener, Whose::Handed),
            (true, Some(tls)) => Listener::Https(listener, Whose::Handed, tls.clone()),
            (true, None) => return Err(failed(no_certificate())),
        };
        self.open.push(shared(at.clone(), listener).map_err(failed)?);
        Ok(())
    }

    /// The same for a Unix socket. Its file is not ours.
    ///
    /// # Errors
    /// [`BindError`] where it cannot be used.
    pub fn inherit_unix(&mut self, listener: UnixListener) -> Result<(), BindError> {
        let addr = listener.local_addr().ok();
        let at = Listen::Unix(
            addr.as_ref().and_then(|addr| addr.as_pathname()).unwrap_or(Path::new("?")).to_owned(),
        );
        let failed = |source| BindError { at: at.clone(), source };
        listener.set_nonblocking(true).map_err(failed)?;
        self.open.push(shared(at.clone(), Listener::Unix(listener)).map_err(failed)?);
        Ok(())
    }

    /// What is listened on, with the ports that port 0 became.
    pub fn addresses(&self) -> impl Iterator<Item = &Listen> {
        self.open.iter().map(|open| &open.at)
    }

    /// Each worker's share: one of everything.
    pub(in crate::http) fn by_worker(&mut self) -> Vec<Vec<Listener>> {
        let mut workers: Vec<Vec<Listener>> = (0..cores()).map(|_| Vec::new()).collect();
        for open in &mut self.open {
            for (worker, listener) in workers.iter_mut().zip(open.listeners.drain(..)) {
                worker.push(listener);
            }
        }
        workers
    }
}

/// One queue of connections for all workers.
fn shared(at: Listen, listener: Listener) -> io::Result<Open> {
    let mut listeners = Vec::new();
    for _ in 1..cores() {
        listeners.push(listener.again()?);
    }
    listeners.push(listener);
    Ok(Open { at, listeners, _file: None })
}

fn no_certificate() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "HTTPS needs a certificate and its key")
}
