//! What is said of an occurrence, in each language.

use crate::directory::Lang;

/// The words of a language.
pub(super) struct Words {
    lang: Lang,
    pub moved: &'static str,
    pub moved_from: &'static str,
    pub extra: &'static str,
    pub tentative: &'static str,
    pub cancelled: &'static str,
}

const EN: Words = Words {
    lang: Lang::En,
    moved: "Moved",
    moved_from: "Moved from",
    extra: "Extra meeting",
    tentative: "Tentative",
    cancelled: "Cancelled",
};

const ZH: Words = Words {
    lang: Lang::Zh,
    moved: "改期",
    moved_from: "改期，原定",
    extra: "加开",
    tentative: "暂定",
    cancelled: "已取消",
};

/// The words of a language.
pub(super) fn words(lang: Lang) -> &'static Words {
    lang.pick(&EN, &ZH)
}

impl Words {
    /// `Friday 26 February 2027 to Sunday 28 February 2027`.
    pub(super) fn days(&self, first: &str, last: &str) -> String {
        self.lang.pick(format!("{first} to {last}"), format!("{first} 至 {last}"))
    }

    /// `Friday 27 November 2026, 09:00 to 10:00`.
    pub(super) fn span(&self, day: &str, from: &str, to: &str) -> String {
        match self.lang {
            Lang::En => format!("{day}, {from} to {to}"),
            Lang::Zh => format!("{day} {from} 至 {to}"),
        }
    }

    /// The same around the time at which it begins.
    pub(super) fn said(&self, all_day: bool, day: &str, to: &str) -> (String, String) {
        match (self.lang, all_day) {
            (Lang::En, true) => (format!("{day}:"), String::new()),
            (Lang::En, false) => (format!("{day},"), format!("to {to}:")),
            (Lang::Zh, true) => (format!("{day}："), String::new()),
            (Lang::Zh, false) => (day.to_owned(), format!("至 {to}：")),
        }
    }

    /// `from 1 Nov, 02:00 instead of 01:00 for you`.
    pub(super) fn from(&self, day: &str, now: &str) -> String {
        match self.lang {
            Lang::En => format!("from {day} {now}"),
            Lang::Zh => format!("{day}起 {now}"),
        }
    }

    pub(super) fn was(&self, before: &str) -> String {
        match self.lang {
            Lang::En => format!("was {before}"),
            Lang::Zh => format!("原为 {before}"),
        }
    }

    pub(super) fn shift(&self, ahead: bool, day: &str, now: &str, before: &str) -> String {
        match (self.lang, ahead) {
            (Lang::En, true) => format!("From {day}, {now} instead of {before} for you"),
            (Lang::En, false) => format!("Since {day}, {now} instead of {before} for you"),
            (Lang::Zh, true) => format!("{day}起，你当地的时间是 {now}，而不是 {before}"),
            (Lang::Zh, false) => format!("自{day}起，你当地的时间是 {now}，而不是 {before}"),
        }
    }
}
