//! What a calendar's page says that does not come from the data, in each language.

use crate::directory::{Community, Lang, MeetingId};
use crate::schedule::{Overlap, Shared};

/// The words of a language.
pub(super) struct Words {
    lang: Lang,
    pub meetings: &'static str,
    pub next_dates: &'static str,
    pub no_dates: &'static str,
    pub clock_changes: &'static str,
    pub skipped: &'static str,
    pub members: &'static str,
    pub overlaps: &'static str,
    pub overlaps_hint: &'static str,
    pub changes: &'static str,
    pub subscribe: &'static str,
    pub week: &'static str,
    pub times_in: &'static str,
    pub change: &'static str,
    pub written: &'static str,
    pub your_zone: &'static str,
    pub no_match: &'static str,
    pub zone_hint: &'static str,
}

const EN: Words = Words {
    lang: Lang::En,
    meetings: "Meetings",
    next_dates: "Next dates",
    no_dates: "No dates in the coming year are known.",
    clock_changes: "Where clocks move it for you, in the coming year",
    skipped: "Does not take place on",
    members: "Groups",
    overlaps: "At the same time",
    overlaps_hint: "In the next quarter, some people would have to be in both:",
    changes: "What changed lately",
    subscribe: "Subscribe",
    week: "See the week",
    times_in: "Times in",
    change: "Change",
    written: "as written",
    your_zone: "Show times in {}, where you are",
    no_match: "Nothing is called that.",
    zone_hint: "A city, a zone or a name for one: Berlin, Asia/Calcutta, PT",
};

const ZH: Words = Words {
    lang: Lang::Zh,
    meetings: "会议",
    next_dates: "接下来的日期",
    no_dates: "未来一年内没有已知日期。",
    clock_changes: "未来一年内，时钟调整使其对你换到另一个钟点",
    skipped: "不开会的日期",
    members: "小组",
    overlaps: "时间冲突",
    overlaps_hint: "未来三个月内，有人需要同时参加：",
    changes: "最近的变更",
    subscribe: "订阅",
    week: "查看本周",
    times_in: "时间按",
    change: "更改",
    written: "原文",
    your_zone: "按你所在的 {} 显示时间",
    no_match: "没有这个名称。",
    zone_hint: "城市、时区或其名称：上海、Asia/Calcutta、太平洋时间",
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

    /// Which meetings are at once, how often, and for whom.
    pub(super) fn overlap(&self, community: &Community, overlap: &Overlap, lang: Lang) -> String {
        let name = |id: MeetingId| {
            let description = community.meeting(id).description.get(lang);
            community.group_of(id).map_or_else(
                || description.to_owned(),
                |group| format!("{}: {description}", group.title(lang)),
            )
        };
        let [a, b] = overlap.meetings.map(name);
        let count = overlap.dates.len();
        let who = match (&overlap.shared, lang) {
            (Shared::Leads(names), Lang::En) => names.join(", "),
            (Shared::Leads(names), Lang::Zh) => names.join("、"),
            (Shared::Members, Lang::En) => "the members of the group".to_owned(),
            (Shared::Members, Lang::Zh) => "小组成员".to_owned(),
            (Shared::Subprojects, Lang::En) => "those who are in both subprojects".to_owned(),
            (Shared::Subprojects, Lang::Zh) => "同时参加两个子项目的人".to_owned(),
            (Shared::Sig, Lang::En) => "those of the SIG who are in its working group".to_owned(),
            (Shared::Sig, Lang::Zh) => "参加该工作组的 SIG 成员".to_owned(),
        };
        match self.lang {
            Lang::En if count == 1 => format!("{a} and {b}, once ({who})"),
            Lang::En => format!("{a} and {b}, {count} times ({who})"),
            Lang::Zh => format!("{a} 与 {b}，{count} 次（{who}）"),
        }
    }
}
