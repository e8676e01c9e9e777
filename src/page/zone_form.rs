//! The form that takes a visitor's zone.

use super::PageAsk;
use crate::directory::Lang;

/// The form that takes a visitor's zone, and what a script needs to help with it.
pub(super) struct ZoneForm {
    pub w: &'static Words,
    /// Where it leads, below the root.
    pub action: String,
    /// What else is asked, as keys and values.
    pub kept: Vec<(&'static str, String)>,
    pub zone: &'static str,
    /// How far the zone is ahead, where that is told.
    pub offset: Option<String>,
}

/// What the form says.
pub(super) struct Words {
    pub times_in: &'static str,
    pub change: &'static str,
    pub hint: &'static str,
    /// What a script says, with a zone in place of `{}`.
    pub your_zone: &'static str,
    pub no_match: &'static str,
}

const EN: Words = Words {
    times_in: "Times in",
    change: "Change",
    hint: "A city, a zone or a name for one: Berlin, Asia/Calcutta, PT",
    your_zone: "Show times in {}, where you are",
    no_match: "Nothing is called that.",
};

const ZH: Words = Words {
    times_in: "时区",
    change: "更改",
    hint: "城市、时区或其名称：上海、Asia/Calcutta、太平洋时间",
    your_zone: "按你所在的 {} 显示时间",
    no_match: "没有这个名称。",
};

impl ZoneForm {
    pub(super) fn new(ask: &PageAsk, action: &str) -> ZoneForm {
        ZoneForm {
            w: words(ask.question.lang),
            action: action.to_owned(),
            kept: ask.pairs().into_iter().filter(|(key, _)| *key != "zone").collect(),
            zone: ask.question.zone.tzid(),
            offset: None,
        }
    }
}

fn words(lang: Lang) -> &'static Words {
    lang.pick(&EN, &ZH)
}
