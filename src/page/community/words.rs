//! What the community's page says that does not come from the data, in each language.

use crate::directory::Lang;

/// The words of a language.
pub(super) struct Words {
    pub governance: &'static str,
    pub governance_hint: &'static str,
    pub diagram: &'static str,
    pub diagram_hint: &'static str,
    pub hours: &'static str,
    pub hours_hint: &'static str,
    pub reach: &'static str,
    pub reach_hint: &'static str,
    pub path: &'static str,
    pub find: &'static str,
    pub find_hint: &'static str,
    pub talk: &'static str,
    pub talk_hint: &'static str,
    pub subscribe: &'static str,
    pub subscribe_hint: &'static str,
    pub attend: &'static str,
    pub attend_hint: &'static str,
    pub read: &'static str,
    pub read_hint: &'static str,
    pub group: &'static str,
    pub list: &'static str,
    pub next: &'static str,
    pub feed: &'static str,
    pub weekday: &'static str,
    pub links: &'static str,
}

const EN: Words = Words {
    governance: "Governance",
    governance_hint: "Committees decide what concerns everybody; SIGs own a part of the project each; working groups work on \
                      what several SIGs share, for a time.",
    diagram: "Who belongs together",
    diagram_hint: "SIGs by category, and the working groups that they stand behind. Each is a link.",
    hours: "When it meets",
    hours_hint: "How many meetings are on in each hour, in the coming four weeks:",
    reach: "Whom these hours suit",
    reach_hint: "The share of meetings that begin between 08:00 and 20:00 in each place.",
    path: "How to take part",
    find: "Find a group",
    find_hint: "What each covers, and who leads it.",
    talk: "Join its channel and its list",
    talk_hint: "That is where it talks between meetings.",
    subscribe: "Subscribe",
    subscribe_hint: "Its meetings then appear in your own calendar, at your own time.",
    attend: "Attend",
    attend_hint: "Look at the agenda before.",
    read: "Read on",
    read_hint: "Agendas, notes and recordings of what was.",
    group: "Group",
    list: "Mailing list",
    next: "Next meeting",
    feed: "Subscribe",
    weekday: "Weekday",
    links: "Each group's own links",
};

const ZH: Words = Words {
    governance: "治理结构",
    governance_hint: "委员会决定涉及所有人的事务；每个 SIG 负责项目的一部分；工作组在一段时间内处理多个 SIG 共同的课题。",
    diagram: "小组之间的关系",
    diagram_hint: "按领域排列的 SIG，以及由它们支持的工作组。每一项都可点击。",
    hours: "会议时间分布",
    hours_hint: "未来四周内每个小时正在进行的会议数：",
    reach: "这些时间适合哪里的人",
    reach_hint: "各地 08:00 至 20:00 之间开始的会议所占比例。",
    path: "如何参与",
    find: "找到小组",
    find_hint: "了解每个小组的范围和负责人。",
    talk: "加入频道和邮件列表",
    talk_hint: "会议之间的讨论都在那里进行。",
    subscribe: "订阅",
    subscribe_hint: "会议会按你的时区出现在你自己的日历中。",
    attend: "参加会议",
    attend_hint: "请先看看议程。",
    read: "继续阅读",
    read_hint: "以往的议程、记录和录像。",
    group: "小组",
    list: "邮件列表",
    next: "下一次会议",
    feed: "订阅",
    weekday: "星期",
    links: "各小组的链接",
};

/// The words of a language.
pub(super) fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &EN,
        Lang::Zh => &ZH,
    }
}
