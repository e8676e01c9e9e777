//! The entity tag: a hash of the bytes (RFC 9110 8.8.3).

use sha2::{Digest, Sha256};
use twox_hash::XxHash3_128;

/// A strong ETag of a body, quotes included: the same bytes have the same tag in every process.
pub fn etag(body: &[u8]) -> String {
    let digest = Sha256::digest(body);
    let hex: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{hex}\"")
}

/// The same of a hash that takes a tenth of the time, for bodies that somebody waits for: megabytes of them. It keeps apart what
/// differs by chance, and of two bodies made to have one tag, both would be this server's own.
pub fn quick_etag(body: &[u8]) -> String {
    format!("\"{:032x}\"", XxHash3_128::oneshot(body))
}
