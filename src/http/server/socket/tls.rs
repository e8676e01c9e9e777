//! TLS: a certificate that can be renewed while it is used.

use std::fmt;
use std::sync::Arc;

use arc_swap::ArcSwap;
use rustls::ServerConfig;
use rustls::crypto::ring::default_provider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

/// A certificate and its key, and how connections speak with them. Clones are the same one.
#[derive(Clone)]
pub struct Tls {
    current: Arc<Current>,
    config: Arc<ServerConfig>,
}

/// A certificate or a key that cannot be used.
#[derive(Debug)]
pub enum TlsError {
    /// What should be the certificate holds none, or is broken.
    Certificate(String),
    /// What should be its key is none.
    Key(String),
    /// The key is another certificate's, or of a kind that is not known.
    Pair(rustls::Error),
}

impl fmt::Display for TlsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TlsError::Certificate(why) => {
                write!(f, "it holds no certificate: {why}; it is a chain in PEM, the server's own first")
            }
            TlsError::Key(why) => write!(f, "it holds no private key: {why}; it is one key in PEM"),
            TlsError::Pair(why) => write!(f, "the certificate and the key are no pair: {why}"),
        }
    }
}

impl std::error::Error for TlsError {}

/// What new connections speak with.
#[derive(Debug)]
struct Current(ArcSwap<CertifiedKey>);

impl ResolvesServerCert for Current {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.0.load_full())
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tls").finish_non_exhaustive()
    }
}

impl Tls {
    /// Of a chain of certificates and the private key of the first, both in PEM (RFC 7468). Speaks TLS 1.2 and 1.3, and
    /// offers HTTP/2 before HTTP/1.1 (ALPN, RFC 7301).
    ///
    /// # Errors
    /// [`TlsError`] where the two are not that.
    pub fn new(certificate: &[u8], key: &[u8]) -> Result<Tls, TlsError> {
        let current = Arc::new(Current(ArcSwap::from_pointee(pair(certificate, key)?)));
        let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(TlsError::Pair)?
            .with_no_client_auth()
            .with_cert_resolver(Arc::clone(&current) as Arc<dyn ResolvesServerCert>);
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Tls { current, config: Arc::new(config) })
    }

    /// New connections speak with another pair from now on. Those that are open go on.
    ///
    /// # Errors
    /// [`TlsError`], and the pair before stays.
    pub fn renew(&self, certificate: &[u8], key: &[u8]) -> Result<(), TlsError> {
        self.current.0.store(Arc::new(pair(certificate, key)?));
        Ok(())
    }

    pub(in crate::http) fn agree(&self, stream: TcpStream) -> tokio_rustls::Accept<TcpStream> {
        TlsAcceptor::from(Arc::clone(&self.config)).accept(stream)
    }
}

fn pair(certificate: &[u8], key: &[u8]) -> Result<CertifiedKey, TlsError> {
    let chain = CertificateDer::pem_slice_iter(certificate)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|why| TlsError::Certificate(why.to_string()))?;
    if chain.is_empty() {
        return Err(TlsError::Certificate("no such section is in it".to_owned()));
    }
    let key = PrivateKeyDer::from_pem_slice(key).map_err(|why| TlsError::Key(why.to_string()))?;
    CertifiedKey::from_der(chain, key, &default_provider()).map_err(TlsError::Pair)
}
