//! What an event says to people: its title and its description, in both languages throughout.

use super::reasons;
use crate::cadence::{NoteCode, Reading, sentence_en, sentence_zh};
use crate::directory::{Community, Group, Lang, Meeting, Text, Timing};
use crate::schedule::{Series, Start};

/// A text made by one function for each language.
pub(super) fn both(make: impl Fn(Lang) -> String) -> Text {
    Text { en: make(Lang::En), zh: Some(make(Lang::Zh)) }
}

/// One word or another, by language.
pub(super) fn say(lang: Lang, en: &str, zh: &str) -> String {
    lang.pick(en, zh).to_owned()
}

/// `SIG Node: Regular meeting`. The group's name is not said twice.
pub(super) fn summary(group: Option<&Group>, meeting: &Meeting, lang: Lang) -> String {
    let description = meeting.description.get(lang);
    let Some(group) = group else { return description.to_owned() };
    let title = group.title(lang);
    let title = match &meeting.subproject {
        Some(subproject) => format!("{title} ({subproject})"),
        None => title,
    };
    let named = description.to_lowercase().contains(&group.title(lang).to_lowercase());
    match (description.is_empty(), named) {
        (true, _) => title,
        (false, true) => description.to_owned(),
        (false, false) => format!("{title}: {description}"),
    }
}

/// When it happens in words, what was assumed, and every link, because many programs hide all other fields.
pub(super) fn description(community: &Community, series: &Series, lang: Lang) -> String {
    let meeting = community.meeting(series.meeting);
    let mut lines = Vec::new();
    if !meeting.details.is_empty() {
        lines.push(meeting.details.get(lang).to_owned());
    }
    if let Some(reason) = &series.extra {
        lines.push(reasons::extra(reason, lang));
    }
    if let Some(cadence) = &series.cadence {
        lines.push(match lang {
            Lang::En => capitalized(&sentence_en(cadence)) + ".",
            Lang::Zh => sentence_zh(cadence) + "。",
        });
    }
    if let (Some(last), None) = (series.ended, &series.extra) {
        lines.push(match lang {
            Lang::En => format!("This ended on {last}."),
            Lang::Zh => format!("此安排已于 {last} 结束。"),
        });
    }
    if let (Some(_), Timing::Written(reading), None) = (&series.cadence, &meeting.timing, series.ended) {
        lines.push(say(lang, "As announced: ", "原文：") + &reading.text);
        if let Start::AllDay(_) = series.start {
            lines.push(say(lang, "The hour is not announced yet.", "具体时间尚未公布。"));
        }
        lines.extend(assumptions(reading, lang));
    }
    lines.extend(reasons::skipped(series, lang));
    lines.extend(links(meeting, lang));
    if let Some(group) = community.group_of(series.meeting) {
        lines.extend(contact(group, lang));
    }
    lines.join("\n")
}

fn assumptions(reading: &Reading, lang: Lang) -> Vec<String> {
    let mut codes: Vec<NoteCode> =
        reading.notes.iter().map(|note| note.code).filter(|code| code.assumes()).collect();
    codes.sort();
    codes.dedup();
    let meanings = codes.into_iter().map(|code| match lang {
        Lang::En => code.meaning().0.to_owned(),
        Lang::Zh => code.meaning().1.to_owned(),
    });
    meanings.collect()
}

fn links(meeting: &Meeting, lang: Lang) -> Vec<String> {
    let links = [
        ("Join", "加入会议", &meeting.url),
        ("Agenda and notes", "议程与记录", &meeting.archive_url),
        ("Recordings", "录像", &meeting.recordings_url),
    ];
    let told = links.into_iter().filter_map(|(en, zh, url)| Some((en, zh, url.as_ref()?)));
    told.map(|(en, zh, url)| labelled(lang, en, zh, url)).collect()
}

fn contact(group: &Group, lang: Lang) -> Vec<String> {
    let slack =
        group.contact.slack.as_ref().map(|channel| labelled(lang, "Slack", "Slack", &format!("#{channel}")));
    let list =
        group.contact.mailing_list.as_ref().map(|list| labelled(lang, "Mailing list", "邮件列表", list));
    [slack, list].into_iter().flatten().collect()
}

fn labelled(lang: Lang, en: &str, zh: &str, value: &str) -> String {
    match lang {
        Lang::En => format!("{en}: {value}"),
        Lang::Zh => format!("{zh}：{value}"),
    }
}

/// A text that begins with a capital.
pub(super) fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
