//! Where connections wait until a worker accepts them.

use std::io;
use std::net::SocketAddr;
use std::task::{Context, Poll};

use tokio::net::{TcpListener, TcpStream, UnixListener, UnixStream};

use super::super::peer::Peer;
use super::{Accepted, Listener, Stream, Tls};

/// Where connections wait to be accepted.
pub(in crate::http) struct Queues {
    queues: Vec<Queue>,
    /// Where to look first: one that always has somebody waiting does not keep the others from their turn.
    first: usize,
}

enum Queue {
    Http(TcpListener),
    Https(TcpListener, Tls),
    Unix(UnixListener),
}

impl Queues {
    pub(in crate::http) fn open(listeners: Vec<Listener>) -> io::Result<Queues> {
        let open = |listener| {
            Ok(match listener {
                Listener::Http(listener) => Queue::Http(TcpListener::from_std(listener)?),
                Listener::Https(listener, tls) => Queue::Https(TcpListener::from_std(listener)?, tls),
                Listener::Unix(listener) => Queue::Unix(UnixListener::from_std(listener)?),
            })
        };
        let queues = listeners.into_iter().map(open).collect::<io::Result<_>>()?;
        Ok(Queues { queues, first: 0 })
    }

    pub(in crate::http) fn poll_accept(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<(Accepted, Peer)>> {
        for n in 0..self.queues.len() {
            let place = (self.first + n) % self.queues.len();
            if let Poll::Ready(accepted) = self.queues[place].poll_accept(cx) {
                self.first = place + 1;
                return Poll::Ready(accepted);
            }
        }
        Poll::Pending
    }

    /// Who waits already.
    pub(in crate::http) fn waiting(&mut self, cx: &mut Context<'_>) -> Option<io::Result<(Accepted, Peer)>> {
        match self.poll_accept(cx) {
            Poll::Ready(accepted) => Some(accepted),
            Poll::Pending => None,
        }
    }
}

impl Queue {
    fn poll_accept(&self, cx: &mut Context<'_>) -> Poll<io::Result<(Accepted, Peer)>> {
        let of = |addr: SocketAddr, secure| Peer { address: Some(addr.ip().to_canonical()), secure };
        match self {
            Queue::Http(listener) => listener.poll_accept(cx).map_ok(|(stream, addr): (TcpStream, _)| {
                (Accepted::Ready(Stream::Tcp(stream)), of(addr, false))
            }),
            Queue::Https(listener, tls) => listener
                .poll_accept(cx)
                .map_ok(|(stream, addr)| (Accepted::Agreeing(Box::new(tls.agree(stream))), of(addr, true))),
            Queue::Unix(listener) => listener.poll_accept(cx).map_ok(|(stream, _): (UnixStream, _)| {
                (Accepted::Ready(Stream::Unix(stream)), Peer { address: None, secure: false })
            }),
        }
    }
}
