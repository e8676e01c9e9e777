//! What a calendar's page says that does not come from the data, in each language.

use crate::directory::Lang;

/// The words of a language.
pub(super) struct Words {
    lang: Lang,
    pub meetings: &'static str,
    pub next_dates: &'static str,
    pub no_dates: &'static str,
    pub clock_changes: &'static str,
    pub skipped: &'static str,
    pub members: &'static str,
    pub changes: &'static str,
    pub subscribe: &'static str,
    pub week: &'static str,
    pub written: &'static str,
}

const EN: Words = Words {
    lang: Lang::En,
    meetings: "Meetings",
    next_dates: "Next dates",
    no_dates: "No dates in the coming year are known.",
    clock_changes: "Where clocks move it for you, in the coming year",
    skipped: "Does not take place on",
    members: "Groups",
    changes: "What changed lately",
    subscribe: "Subscribe",
    week: "See the week",
    written: "as written",
};

const ZH: Words = Words {
    lang: Lang::Zh,
    meetings: "会议",
    next_dates: "接下来的日期",
    no_dates: "未来一年内没有已知日期。",
    clock_changes: "未来一年内因时钟调整的时间变化",
    skipped: "不开会的日期",
    members: "小组",
    changes: "最近的变更",
    subscribe: "订阅",
    week: "查看本周",
    written: "原文",
};

/// The words of a language.
pub(super) fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &EN,
        Lang::Zh => &ZH,
    }
}

impl Words {
    /// `From Wednesday 11 March 2026: 17:00 instead of 18:00.`
    pub(super) fn shift(&self, day: &str, now: &str, before: &str) -> String {
        match self.lang {
            Lang::En => format!("From {day}: {now} instead of {before}."),
            Lang::Zh => format!("{day}起：{now}，而不是 {before}。"),
        }
    }
}
