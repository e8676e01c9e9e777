//! What pages are made of.

use super::Base;
use crate::directory::Community;
use crate::feed::Catalog;
use crate::schedule::{News, Series};

/// A community as it is published.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The community.
    pub community: &'a Community,
    /// Its series.
    pub series: &'a [Series],
    /// Its calendars.
    pub catalog: &'a Catalog,
    /// What its lock remembers of changes, the newest first.
    pub news: &'a [News],
    /// Where visitors find it, where that is known.
    pub base: Option<&'a Base>,
}
