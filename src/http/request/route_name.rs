//! What a request was for, as metrics, logs and the keys of caches call it.

use super::Route;
use crate::feed::Format;

/// A kind of route: few, so that nobody can make more by asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::http) enum RouteName {
    /// A calendar by its path.
    Feed,
    /// Any selection.
    Selection,
    /// A week.
    Week,
    /// A page for people.
    Page,
    /// A list, a description or a style sheet, by its path.
    Document,
    /// Whether the server is there, and what it counted.
    Probe,
    /// What may be done.
    Methods,
    /// Nothing that could be answered.
    Nothing,
}

impl RouteName {
    pub(in crate::http) const ALL: [RouteName; 8] = [
        RouteName::Feed,
        RouteName::Selection,
        RouteName::Week,
        RouteName::Page,
        RouteName::Document,
        RouteName::Probe,
        RouteName::Methods,
        RouteName::Nothing,
    ];

    /// What is prepared under a path.
    pub(in crate::http) fn of_prepared(path: &str) -> RouteName {
        if Format::of_path(path).is_some() { RouteName::Feed } else { RouteName::Document }
    }

    /// As metrics and logs name it.
    pub(in crate::http) fn name(self) -> &'static str {
        match self {
            RouteName::Feed => "feed",
            RouteName::Selection => "selection",
            RouteName::Week => "week",
            RouteName::Page => "page",
            RouteName::Document => "document",
            RouteName::Probe => "probe",
            RouteName::Methods => "methods",
            RouteName::Nothing => "nothing",
        }
    }
}

impl From<&Route<'_>> for RouteName {
    fn from(route: &Route<'_>) -> RouteName {
        match route {
            Route::Feed(..) => RouteName::Feed,
            Route::Prepared(path, _) => RouteName::of_prepared(path),
            Route::Custom(..) => RouteName::Selection,
            Route::Week(_) => RouteName::Week,
            Route::Page(..) => RouteName::Page,
            Route::Description => RouteName::Document,
            Route::Health | Route::Ready | Route::Metrics => RouteName::Probe,
            Route::Methods => RouteName::Methods,
        }
    }
}
