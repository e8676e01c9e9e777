//! What the week says that does not come from the data, in each language.

use crate::directory::Lang;

/// The words of a language.
pub(super) struct Words {
    lang: Lang,
    pub week: &'static str,
    pub previous: &'static str,
    pub next: &'static str,
    pub this_week: &'static str,
    pub go: &'static str,
    pub date: &'static str,
    pub hours_12: &'static str,
    pub hours_24: &'static str,
    pub choose: &'static str,
    pub search: &'static str,
    pub kinds: &'static str,
    pub categories: &'static str,
    pub groups: &'static str,
    pub show: &'static str,
    pub show_all: &'static str,
    pub subscribe: &'static str,
    pub subscribe_hint: &'static str,
    pub nothing_on: &'static str,
    pub going_on: &'static str,
    pub skipped: &'static str,
    pub today: &'static str,
    pub now: &'static str,
    pub on_now: &'static str,
    pub up_next: &'static str,
    pub more: &'static str,
    pub close: &'static str,
    pub keys: &'static str,
    /// What a script says: until something begins, until it ends.
    pub begins_in: &'static str,
    pub ends_in: &'static str,
    /// Days, hours and minutes, as a duration has them.
    pub units: &'static str,
}

const EN: Words = Words {
    lang: Lang::En,
    week: "Choose a week",
    previous: "Previous week",
    next: "Next week",
    this_week: "This week",
    go: "Go",
    date: "Any date",
    hours_12: "12-hour clock",
    hours_24: "24-hour clock",
    choose: "Choose meetings",
    search: "Find a group or meeting",
    kinds: "Kinds",
    categories: "Categories",
    groups: "Groups",
    show: "Show these",
    show_all: "Show all",
    subscribe: "Subscribe to this",
    subscribe_hint: "Exactly the groups that are shown, in your own calendar.",
    nothing_on: "No meetings",
    going_on: "Goes on",
    skipped: "Skipped",
    today: "Today",
    now: "Now",
    on_now: "On now",
    up_next: "Next",
    more: "About this group",
    close: "Close",
    keys: "Keys: j and k go through the meetings, t is this week, / finds, Esc closes.",
    begins_in: "in {}",
    ends_in: "ends in {}",
    units: "d,h,min",
};

const ZH: Words = Words {
    lang: Lang::Zh,
    week: "选择周",
    previous: "上一周",
    next: "下一周",
    this_week: "本周",
    go: "前往",
    date: "任意日期",
    hours_12: "12 小时制",
    hours_24: "24 小时制",
    choose: "选择会议",
    search: "查找小组或会议",
    kinds: "类别",
    categories: "领域",
    groups: "小组",
    show: "显示所选",
    show_all: "显示全部",
    subscribe: "订阅所选",
    subscribe_hint: "把当前显示的小组订阅到你自己的日历。",
    nothing_on: "没有会议",
    going_on: "继续",
    skipped: "不开会",
    today: "今天",
    now: "现在",
    on_now: "正在进行",
    up_next: "下一场",
    more: "关于该小组",
    close: "关闭",
    keys: "快捷键：j、k 逐个浏览会议，t 回到本周，/ 查找，Esc 关闭。",
    begins_in: "{}后开始",
    ends_in: "{}后结束",
    units: "天,小时,分钟",
};

/// The words of a language.
pub(super) fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &EN,
        Lang::Zh => &ZH,
    }
}

impl Words {
    /// `Week 48`, `第 48 周`.
    pub(super) fn week_number(&self, number: u32) -> String {
        match self.lang {
            Lang::En => format!("Week {number}"),
            Lang::Zh => format!("第 {number} 周"),
        }
    }

    /// `Clocks change in Los Angeles on Sun 1 Nov: 02:00 becomes 01:00.`
    pub(super) fn clocks_change(&self, zone: &str, day: &str, from: &str, to: &str) -> String {
        match self.lang {
            Lang::En => format!("Clocks change in {zone} on {day}: {from} becomes {to}."),
            Lang::Zh => format!("{zone} 于 {day}调整时钟：{from} 变为 {to}。"),
        }
    }

    /// How many meetings are at another hour.
    pub(super) fn shifted(&self, count: usize) -> String {
        match (self.lang, count) {
            (Lang::En, 1) => "One of these meetings is at another hour for you from then on.".to_owned(),
            (Lang::En, _) => format!("{count} of these meetings are at another hour for you from then on."),
            (Lang::Zh, _) => format!("此后有 {count} 场会议在你当地的时间会改变。"),
        }
    }

    /// A day that has more or fewer hours than 24.
    pub(super) fn odd_day(&self, length: &str, from: &str, to: &str, is_gap: bool) -> String {
        match (self.lang, is_gap) {
            (Lang::En, true) => format!("A day of {length}: {from} to {to} is skipped"),
            (Lang::En, false) => format!("A day of {length}: {from} to {to} comes twice"),
            (Lang::Zh, true) => format!("这一天有 {length}：跳过 {from} 至 {to}"),
            (Lang::Zh, false) => format!("这一天有 {length}：{from} 至 {to} 出现两次"),
        }
    }

    /// Where a text is in no name.
    pub(super) fn nothing_found(&self, text: &str) -> String {
        self.lang.pick(
            format!("No group and no meeting among these is called “{text}”."),
            format!("其中没有名称包含“{text}”的小组或会议。"),
        )
    }

    /// `12 of 46 groups are shown`.
    pub(super) fn shown(&self, groups: usize, of: usize) -> String {
        match self.lang {
            Lang::En => format!("{groups} of {of} groups are shown"),
            Lang::Zh => format!("显示 {of} 个小组中的 {groups} 个"),
        }
    }
}
