//! A connection's octets, whatever they travel through.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpStream, UnixStream};
use tokio_rustls::server::TlsStream;

/// A connection that was accepted.
pub(in crate::http) enum Accepted {
    Ready(Stream),
    /// TLS is still to be agreed upon.
    Agreeing(Box<tokio_rustls::Accept<TcpStream>>),
}

impl Accepted {
    /// The stream, once there is one.
    pub(in crate::http) async fn ready(self) -> io::Result<Stream> {
        match self {
            Accepted::Ready(stream) => Ok(stream),
            Accepted::Agreeing(accept) => Ok(Stream::Tls(Box::new(accept.await?))),
        }
    }
}

/// A stream of octets in both directions.
pub(in crate::http) enum Stream {
    Tcp(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
    Unix(UnixStream),
}

/// The same call on whichever stream it is.
macro_rules! each {
    ($stream:expr, $of:ident => $call:expr) => {
        match $stream.get_mut() {
            Stream::Tcp(stream) => {
                let $of = Pin::new(stream);
                $call
            }
            Stream::Tls(stream) => {
                let $of = Pin::new(&mut **stream);
                $call
            }
            Stream::Unix(stream) => {
                let $of = Pin::new(stream);
                $call
            }
        }
    };
}

impl AsyncRead for Stream {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        each!(self, stream => stream.poll_read(cx, buf))
    }
}

impl AsyncWrite for Stream {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, octets: &[u8]) -> Poll<io::Result<usize>> {
        each!(self, stream => stream.poll_write(cx, octets))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        each!(self, stream => stream.poll_write_vectored(cx, slices))
    }

    fn is_write_vectored(&self) -> bool {
        match self {
            Stream::Tcp(stream) => stream.is_write_vectored(),
            Stream::Tls(stream) => stream.is_write_vectored(),
            Stream::Unix(stream) => stream.is_write_vectored(),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        each!(self, stream => stream.poll_flush(cx))
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        each!(self, stream => stream.poll_shutdown(cx))
    }
}
