//! What has a path of its own, ready or to be made when it is first asked for.

use std::sync::{Arc, OnceLock};

use crate::directory::Lang;
use crate::feed::Format;
use crate::http::answer::Resource;

/// Something with a path.
#[derive(Debug)]
pub(in crate::http) enum Prepared {
    /// Rendered and compressed at load.
    Made {
        en: Arc<Resource>,
        /// Where it is another than in English.
        zh: Option<Arc<Resource>>,
    },
    /// A calendar in a format that few ask for. It is rendered once, for the first who does: to render all of them at
    /// load would triple the time of a start.
    Deferred {
        /// Its place in the catalog.
        calendar: usize,
        format: Format,
        en: OnceLock<Box<Resource>>,
        zh: OnceLock<Box<Resource>>,
    },
}

impl Prepared {
    /// What is the same in every language.
    pub(super) fn in_all(resource: Resource) -> Prepared {
        Prepared::Made { en: Arc::new(resource), zh: None }
    }

    /// What is another in each language.
    pub(super) fn in_each(make: impl Fn(Lang) -> Resource) -> Prepared {
        Prepared::Made { en: Arc::new(make(Lang::En)), zh: Some(Arc::new(make(Lang::Zh))) }
    }

    /// What was made at load, in a language.
    pub(in crate::http) fn made(&self, lang: Lang) -> Option<&Arc<Resource>> {
        match (self, lang) {
            (Prepared::Made { zh: Some(zh), .. }, Lang::Zh) => Some(zh),
            (Prepared::Made { en, .. }, _) => Some(en),
            (Prepared::Deferred { .. }, _) => None,
        }
    }

    /// The same once more, where it was made at load.
    pub(in crate::http) fn shared(&self) -> Option<Prepared> {
        match self {
            Prepared::Made { en, zh } => Some(Prepared::Made { en: Arc::clone(en), zh: zh.clone() }),
            Prepared::Deferred { .. } => None,
        }
    }

    /// A calendar that nobody has asked for yet.
    pub(super) fn deferred(calendar: usize, format: Format) -> Prepared {
        Prepared::Deferred { calendar, format, en: OnceLock::new(), zh: OnceLock::new() }
    }

    /// The resource in a language; `render` makes it of the place of a calendar and a format.
    pub(in crate::http) fn resource(
        &self,
        lang: Lang,
        render: impl FnOnce(usize, Format) -> Resource,
    ) -> &Resource {
        match (self, lang) {
            (Prepared::Made { en, zh: None }, _) | (Prepared::Made { en, .. }, Lang::En) => en,
            (Prepared::Made { zh: Some(zh), .. }, Lang::Zh) => zh,
            (Prepared::Deferred { calendar, format, en, .. }, Lang::En) => {
                en.get_or_init(|| Box::new(render(*calendar, *format)))
            }
            (Prepared::Deferred { calendar, format, zh, .. }, Lang::Zh) => {
                zh.get_or_init(|| Box::new(render(*calendar, *format)))
            }
        }
    }
}
