//! The certificate for HTTPS, from its files.

use std::fs;

use super::files::{Look, Outcome};
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
    pub(super) fn renew(&self, tls: &Tls) -> Outcome {
        let kept = |why: String| tracing::error!("the certificate from before is still used: {why}");
        match self.read() {
            // What could not be read may be in a moment.
            Err(why) => {
                kept(why);
                return Outcome::TryAgain;
            }
            Ok((certificate, key)) => match tls.renew(&certificate, &key) {
                Ok(()) => tracing::info!("read {} anew", self.certificate.display()),
                Err(error) => kept(self.why(&error)),
            },
        }
        Outcome::Done
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
