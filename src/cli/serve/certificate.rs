//! The certificate for HTTPS, from its files.

use std::fs;

use super::files::Look;
use crate::cli::Failure;
use crate::cli::config::TlsFiles;
use crate::http::{Tls, TlsError};

impl TlsFiles {
    /// A look at both, to be taken before they are read first.
    pub(super) fn look(&self) -> Look {
        Look::at(vec![self.certificate.clone(), self.key.clone()])
    }

    pub(super) fn load(&self) -> Result<Tls, Failure> {
        let (certificate, key) = self.read().map_err(Failure::Told)?;
        Tls::new(&certificate, &key).map_err(|error| Failure::Told(self.why(&error)))
    }

    /// New connections speak with what the files hold now, or with what they held before.
    pub(super) fn renew(&self, tls: &Tls) {
        let renewed = self
            .read()
            .and_then(|(certificate, key)| tls.renew(&certificate, &key).map_err(|error| self.why(&error)));
        match renewed {
            Ok(()) => tracing::info!("read {} anew", self.certificate.display()),
            Err(why) => tracing::error!("the certificate from before is still used: {why}"),
        }
    }

    fn read(&self) -> Result<(Vec<u8>, Vec<u8>), String> {
        let read = |path: &std::path::Path| {
            fs::read(path).map_err(|error| format!("could not read `{}`: {error}", path.display()))
        };
        Ok((read(&self.certificate)?, read(&self.key)?))
    }

    fn why(&self, error: &TlsError) -> String {
        let file = match error {
            TlsError::Certificate(_) | TlsError::Pair(_) => &self.certificate,
            TlsError::Key(_) => &self.key,
        };
        format!("{}: {error}", file.display())
    }
}
