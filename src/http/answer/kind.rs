//! What a resource is, beside its bytes: its type, and how caches may keep it.

use std::borrow::Cow;
use std::time::SystemTime;

use chrono::{DateTime, Utc};

use super::encoding::Effort;
use crate::directory::Lang;

/// What a resource is, beside its bytes.
#[derive(Clone, Debug)]
pub(in crate::http) struct ResourceKind {
    pub content_type: &'static str,
    pub cache_control: &'static str,
    pub vary: &'static str,
    pub modified: Option<DateTime<Utc>>,
    /// The name a browser saves it under, where that is not the path's.
    pub filename: Option<String>,
    pub lang: Option<Lang>,
    pub content_security_policy: Option<Cow<'static, str>>,
    pub effort: Effort,
}

/// For what changes with the data only: caches may keep it for minutes, and for a week where the server is away. `s-maxage`
/// says that it is public, too (RFC 9111 5.2.2.10).
pub(in crate::http) const CACHE_DATA: &str =
    "max-age=300, s-maxage=600, stale-while-revalidate=3600, stale-if-error=604800";
/// For what changes with the clock.
pub(in crate::http) const CACHE_CLOCK: &str =
    "max-age=60, s-maxage=60, stale-while-revalidate=300, stale-if-error=86400";

/// Where the format of an answer is chosen by Accept as well.
pub(in crate::http) const BY_FORMAT: &str = "Accept-Encoding, Accept";
/// For a format that was named at the path of another: caches that do not look at Vary would hand it to calendar
/// programs, so only the client's own may keep it.
pub(in crate::http) const CACHE_NEGOTIATED: &str = "private, max-age=300";

impl ResourceKind {
    /// Text that changes with the data only.
    pub(in crate::http) fn of_data(
        content_type: &'static str,
        modified: Option<DateTime<Utc>>,
    ) -> ResourceKind {
        ResourceKind {
            content_type,
            cache_control: CACHE_DATA,
            vary: "Accept-Encoding",
            modified,
            filename: None,
            lang: None,
            content_security_policy: None,
            effort: Effort::More,
        }
    }

    /// When it was last modified. A date of HTTP has whole seconds; rounding down keeps it from lying in the client's future.
    pub(in crate::http) fn date(&self) -> Option<SystemTime> {
        let second =
            |instant: DateTime<Utc>| DateTime::from_timestamp(instant.timestamp(), 0).unwrap_or(instant);
        self.modified.map(|modified| second(modified).into())
    }
}
