//! Where connections wait until a worker accepts them.

use std::io;
use std::net::SocketAddr;
use std::task::{Context, Poll};

use socket2::{SockFilter, SockRef};
use tokio::net::{TcpListener, TcpStream, UnixListener, UnixStream};

use super::{Accepted, Listener, Stream, Tls, Whose};
use crate::http::request::Peer;

/// Where connections wait to be accepted.
pub(in crate::http) struct Queues {
    queues: Vec<Queue>,
    /// Where to look first: one that always has somebody waiting does not keep the others from their turn.
    first: usize,
}

/// A connection that was accepted, and who is at its other end.
type Connection = (Accepted, Peer);

/// A program for the kernel's filter of packets: all but those that ask for a connection, by the flags in the thirteenth octet
/// of TCP's head (RFC 9293 3.1), SYN (2) without ACK (16).
const NO_SYN: [SockFilter; 5] = [
    // The octet; of it the two flags; the next one where only SYN is set, else the last.
    SockFilter::new(0x30, 0, 0, 13),
    SockFilter::new(0x54, 0, 0, 0x12),
    SockFilter::new(0x15, 0, 1, 0x02),
    SockFilter::new(0x06, 0, 0, 0),
    SockFilter::new(0x06, 0, 0, u32::MAX),
];

enum Queue {
    Http(TcpListener, Whose),
    Https(TcpListener, Whose, Tls),
    Unix(UnixListener),
}

impl Queues {
    pub(in crate::http) fn open(listeners: Vec<Listener>) -> io::Result<Queues> {
        let open = |listener| {
            Ok(match listener {
                Listener::Http(listener, whose) => Queue::Http(TcpListener::from_std(listener)?, whose),
                Listener::Https(listener, whose, tls) => {
                    Queue::Https(TcpListener::from_std(listener)?, whose, tls)
                }
                Listener::Unix(listener) => Queue::Unix(UnixListener::from_std(listener)?),
            })
        };
        let queues = listeners.into_iter().map(open).collect::<io::Result<_>>()?;
        Ok(Queues { queues, first: 0 })
    }

    pub(in crate::http) fn poll_accept(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<Connection>> {
        for n in 0..self.queues.len() {
            let place = (self.first + n) % self.queues.len();
            if let Poll::Ready(accepted) = self.queues[place].poll_accept(cx) {
                self.first = place + 1;
                return Poll::Ready(accepted);
            }
        }
        Poll::Pending
    }

    /// Lets nobody begin to connect any more: who has begun may still come through. A socket is left as it is where somebody
    /// else goes on with it.
    ///
    /// Else somebody would come through between the last look and the end, and be reset. Who is not answered asks again
    /// after a second, and is then told that nobody is there, or finds the next server.
    pub(in crate::http) fn turn_away(&self) {
        for queue in &self.queues {
            if let Queue::Http(listener, Whose::Own) | Queue::Https(listener, Whose::Own, _) = queue {
                // Where the kernel cannot do it, what is left is a moment.
                let _ = SockRef::from(listener).attach_filter(&NO_SYN);
            }
        }
    }

    /// Takes everybody who waits, as long as there is room for them, and closes.
    ///
    /// The runtime hears of who comes only when it looks again, so the system itself is asked: who waits would be lost else.
    pub(in crate::http) fn close(self, mut take: impl FnMut(Accepted, Peer) -> bool) {
        for queue in self.queues {
            let Ok(mut accept) = queue.into_accept() else { continue };
            loop {
                match accept() {
                    Ok((accepted, peer)) => {
                        if !take(accepted, peer) {
                            return;
                        }
                    }
                    Err(error) if is_of_one_client(&error) => {}
                    // Nobody waits, or there is nothing left to take them with.
                    Err(_) => break,
                }
            }
        }
    }
}

/// Whether an error of accept says nothing about the next connection.
pub(in crate::http) fn is_of_one_client(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset | io::ErrorKind::Interrupted
    )
}

impl Queue {
    fn poll_accept(&self, cx: &mut Context<'_>) -> Poll<io::Result<Connection>> {
        match self {
            Queue::Http(listener, _) => {
                listener.poll_accept(cx).map_ok(|(stream, addr)| over_tcp(stream, addr, None))
            }
            Queue::Https(listener, _, tls) => {
                listener.poll_accept(cx).map_ok(|(stream, addr)| over_tcp(stream, addr, Some(tls)))
            }
            Queue::Unix(listener) => listener.poll_accept(cx).map_ok(|(stream, _)| over_unix(stream)),
        }
    }

    /// What accepts who waits, and fails at once where nobody does.
    fn into_accept(self) -> io::Result<Box<dyn FnMut() -> io::Result<Connection>>> {
        let tcp = |listener: TcpListener, tls: Option<Tls>| {
            let listener = listener.into_std()?;
            Ok(Box::new(move || {
                let (stream, addr) = listener.accept()?;
                stream.set_nonblocking(true)?;
                Ok(over_tcp(TcpStream::from_std(stream)?, addr, tls.as_ref()))
            }) as Box<_>)
        };
        match self {
            Queue::Http(listener, _) => tcp(listener, None),
            Queue::Https(listener, _, tls) => tcp(listener, Some(tls)),
            Queue::Unix(listener) => {
                let listener = listener.into_std()?;
                Ok(Box::new(move || {
                    let (stream, _) = listener.accept()?;
                    stream.set_nonblocking(true)?;
                    Ok(over_unix(UnixStream::from_std(stream)?))
                }))
            }
        }
    }
}

fn over_tcp(stream: TcpStream, addr: SocketAddr, tls: Option<&Tls>) -> Connection {
    let accepted = match tls {
        Some(tls) => Accepted::Agreeing(Box::new(tls.agree(stream))),
        None => Accepted::Ready(Stream::Tcp(stream)),
    };
    (accepted, Peer { address: Some(addr.ip().to_canonical()), secure: tls.is_some() })
}

fn over_unix(stream: UnixStream) -> Connection {
    (Accepted::Ready(Stream::Unix(stream)), Peer { address: None, secure: false })
}

#[cfg(test)]
mod tests {
    use std::net;
    use std::os::unix;
    use std::time::Duration;

    use super::*;

    #[test]
    fn whoever_waits_when_it_closes_is_taken_although_the_runtime_has_not_heard_of_it() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let folder = std::env::temp_dir().join(format!("sigcal-queues-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder for the test");
        let path = folder.join("socket");
        let tcp = net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        let addr = tcp.local_addr().expect("it is bound");
        let local = unix::net::UnixListener::bind(&path).expect("a new socket");
        tcp.set_nonblocking(true).expect("a listener");
        local.set_nonblocking(true).expect("a listener");
        let mut taken = 0;
        runtime.block_on(async {
            let queues = Queues::open(vec![Listener::Http(tcp, Whose::Own), Listener::Unix(local)])
                .expect("listeners");
            // The runtime does not look again before the next await.
            let over_tcp: Vec<_> = (0..5).map(|_| net::TcpStream::connect(addr).expect("it waits")).collect();
            let over_unix: Vec<_> =
                (0..5).map(|_| unix::net::UnixStream::connect(&path).expect("it waits")).collect();
            queues.close(|_, _| {
                taken += 1;
                true
            });
            drop((over_tcp, over_unix));
        });
        assert_eq!(taken, 10);
        assert!(net::TcpStream::connect(addr).is_err(), "nobody listens any more");
        std::fs::remove_dir_all(&folder).expect("the test's own folder");
    }

    #[test]
    fn who_is_turned_away_does_not_come_through_and_who_came_before_does() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        for (whose, comes) in [(Whose::Own, false), (Whose::Handed, true)] {
            let tcp = net::TcpListener::bind("127.0.0.1:0").expect("a free port");
            let addr = tcp.local_addr().expect("it is bound");
            tcp.set_nonblocking(true).expect("a listener");
            let mut taken = 0;
            runtime.block_on(async {
                let queues = Queues::open(vec![Listener::Http(tcp, whose)]).expect("listeners");
                let before = net::TcpStream::connect(addr).expect("it waits");
                queues.turn_away();
                // Its kernel asks again after a second.
                let after = net::TcpStream::connect_timeout(&addr, Duration::from_millis(300));
                assert_eq!(after.is_ok(), comes, "{whose:?}");
                queues.close(|_, _| {
                    taken += 1;
                    true
                });
                drop((before, after));
            });
            assert_eq!(taken, 1 + usize::from(comes), "{whose:?}");
        }
    }
}
