//! The entity tag: a hash of the bytes (RFC 9110 8.8.3).

use sha2::{Digest, Sha256};

/// A strong ETag of a body, quotes included: the same bytes have the same tag in every process.
pub fn etag(body: &[u8]) -> String {
    let digest = Sha256::digest(body);
    let hex: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{hex}\"")
}
