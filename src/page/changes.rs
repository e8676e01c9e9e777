//! `/changes.atom` (RFC 4287): what subscribers' calendars have got to know, newest first.

use askama::Template;
use chrono::{DateTime, NaiveDateTime, SecondsFormat, Utc};
use uuid::Uuid;

use super::{Source, dates};
use crate::cadence::{sentence_en, sentence_zh, zone_name_en, zone_name_zh};
use crate::directory::{Became, Community, Lang, OWN_EVENTS};
use crate::schedule::{Headline, News, Recurrence, Series, Start};

/// How many entries it has at most: who looks every few weeks misses nothing.
const ENTRIES: usize = 100;
/// Of many dates, how many are told one by one.
const DATES: usize = 12;

#[derive(Template)]
#[template(path = "changes.xml")]
struct Changes {
    lang_tag: &'static str,
    id: Uuid,
    title: String,
    updated: String,
    author: String,
    own: Option<String>,
    entries: Vec<Entry>,
}

struct Entry {
    id: Uuid,
    title: String,
    updated: String,
    link: Option<String>,
    text: String,
}

/// The feed of a community's news. Without a base, it links to nothing: Atom has no addresses relative to a host.
pub fn changes(source: Source<'_>, lang: Lang) -> String {
    let Source { community, catalog, base, news, .. } = source;
    let name = plain(community.name.get(lang));
    let query = if lang == Lang::Zh { "?lang=zh" } else { "" };
    let url = |path: &str| base.and_then(|base| base.url_of(path)).map(|url| url + query);
    let entries = news.iter().take(ENTRIES).map(|one| {
        let (title, text) = told(community, one, lang);
        let group = community.group_of(one.meeting).map_or(OWN_EVENTS, |group| group.slug.as_str());
        Entry {
            id: derived(community, &one.uid),
            title,
            updated: instant(one.at),
            link: catalog.calendar(group).and_then(|calendar| url(&format!("{}.ics", calendar.path))),
            text,
        }
    });
    let updated = news.first().map_or_else(|| community.first_stamp(), |newest| newest.at);
    let words = match lang {
        Lang::En => "changes of meetings",
        Lang::Zh => "会议变更",
    };
    let page = Changes {
        lang_tag: lang.tag(),
        id: derived(community, &format!("changes/{}", lang.tag())),
        title: if name.is_empty() { words.to_owned() } else { format!("{name}: {words}") },
        updated: instant(updated),
        author: if name.is_empty() { "sigcal".to_owned() } else { name },
        own: url("changes.atom"),
        entries: entries.collect(),
    };
    page.render().expect("writing to a String does not fail, and the template has no other error")
}

fn derived(community: &Community, words: &str) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("sigcal/{}/news/{words}", community.name.en).as_bytes())
}

fn instant(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// What XML may hold (XML 1.0, 2.2): no escape makes a control character one of these.
fn plain(text: &str) -> String {
    let stays = |c: char| !matches!(c, '\u{0}'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    text.chars().filter(|c| stays(*c)).collect()
}

/// A piece of news as a page tells it: its title, and its text.
pub(super) fn told(community: &Community, news: &News, lang: Lang) -> (String, String) {
    (plain(&title(community, news, lang)), plain(&text(news, lang)))
}

/// `SIG Node: Regular meeting: happens otherwise`.
fn title(community: &Community, news: &News, lang: Lang) -> String {
    let meeting = community.meeting(news.meeting);
    let description = meeting.description.get(lang);
    let (en, zh) = match &news.what {
        Headline::Added(_) => ("new", "新会议"),
        Headline::Extra(_) => ("extra meeting", "加开会议"),
        Headline::Revised { .. } => ("happens otherwise", "时间变更"),
        Headline::Ended(_) => ("has ended", "已结束"),
        Headline::Edited => ("edited", "内容更新"),
        Headline::Dates { .. } => ("dates that differ", "个别日期有变"),
    };
    let said = lang.pick(en, zh);
    let named = match community.group_of(news.meeting) {
        Some(group) if !description.contains(group.name.get(lang)) => {
            format!("{}: {description}", group.title(lang))
        }
        Some(_) | None => description.to_owned(),
    };
    format!("{named}: {said}")
}

fn text(news: &News, lang: Lang) -> String {
    let english = lang == Lang::En;
    match &news.what {
        Headline::Added(series) => match lang {
            Lang::En => format!("From {}: {}.", first(series), words(series, lang)),
            Lang::Zh => format!("自 {} 起：{}。", first(series), words(series, lang)),
        },
        Headline::Extra(series) => {
            let reason = series.extra.clone().unwrap_or_default();
            let (at, zone) = when(series, series.start.civil(), lang);
            let reason = reason.get(lang);
            if reason.is_empty() { format!("{at}{zone}") } else { format!("{at}{zone}\n{reason}") }
        }
        Headline::Revised { before, after } => {
            let (mut was, mut is) = (words(before, lang), words(after, lang));
            if was == is {
                (was, is) = (with_length(before, lang), with_length(after, lang));
            }
            match lang {
                Lang::En => format!("From {}: {is}. Before: {was}.", first(after)),
                Lang::Zh => format!("自 {} 起：{is}。此前：{was}。", first(after)),
            }
        }
        Headline::Ended(series) => {
            let last = series.ended.unwrap_or_else(|| series.start.civil().date());
            match lang {
                Lang::En => format!("It was {}, until {last}.", words(series, lang)),
                Lang::Zh => format!("此前：{}，至 {last} 为止。", words(series, lang)),
            }
        }
        Headline::Edited if english => "Its title, links, end or single dates are other ones.".to_owned(),
        Headline::Edited => "标题、链接、结束日期或个别日期有变。".to_owned(),
        Headline::Dates { series, dates, reason } => {
            let mut lines: Vec<String> =
                dates.iter().take(DATES).map(|(at, became)| date(series, *at, *became, lang)).collect();
            if let Some(more) = dates.len().checked_sub(DATES).filter(|more| *more > 0) {
                lines.push(if english { format!("and {more} more") } else { format!("另有 {more} 次") });
            }
            if !reason.is_empty() {
                lines.push(reason.get(lang).to_owned());
            }
            lines.join("\n")
        }
    }
}

/// A civil time of a series, and the words for its zone.
fn when(series: &Series, civil: NaiveDateTime, lang: Lang) -> (String, String) {
    let form = if let Start::AllDay(_) = series.start { "%Y-%m-%d" } else { "%Y-%m-%d %H:%M" };
    let zone = match (series.start, lang) {
        (Start::Timed(_, zone), Lang::En) => format!(" {}", zone_name_en(zone)),
        (Start::Timed(_, zone), Lang::Zh) => format!("（{}）", zone_name_zh(zone)),
        (Start::AllDay(_) | Start::Floating(_), _) => String::new(),
    };
    (civil.format(form).to_string(), zone)
}

/// `2026-02-06 09:00 Pacific time: moved to 2026-02-05 11:00`.
fn date(series: &Series, at: NaiveDateTime, became: Became, lang: Lang) -> String {
    let (at, zone) = when(series, at, lang);
    let form = |to| when(series, to, lang).0;
    match (became, lang) {
        (Became::Skipped | Became::Excluded, Lang::En) => format!("{at}{zone}: does not take place"),
        (Became::Skipped | Became::Excluded, Lang::Zh) => format!("{at}{zone}：不开会"),
        (Became::Cancelled, Lang::En) => format!("{at}{zone}: cancelled"),
        (Became::Cancelled, Lang::Zh) => format!("{at}{zone}：已取消"),
        (Became::Moved(to) | Became::LaidOut(to), Lang::En) => format!("{at}{zone}: moved to {}", form(to)),
        (Became::Moved(to) | Became::LaidOut(to), Lang::Zh) => format!("{at}{zone}：改为 {}", form(to)),
    }
}

/// Where the length is what differs.
fn with_length(series: &Series, lang: Lang) -> String {
    let comma = lang.pick(", ", "，");
    format!("{}{comma}{}", words(series, lang), dates::duration(series.duration, lang))
}

fn first(series: &Series) -> String {
    series.start.civil().date().to_string()
}

/// How a series happens, in words.
fn words(series: &Series, lang: Lang) -> String {
    match (&series.cadence, lang) {
        (Some(cadence), Lang::En) => sentence_en(cadence),
        (Some(cadence), Lang::Zh) => sentence_zh(cadence),
        (None, _) => match &series.recurrence {
            Recurrence::General(rules) if !rules.rrules.is_empty() => rules.rrules.join(" "),
            Recurrence::General(_) | Recurrence::Rule(_) | Recurrence::Once => {
                series.start.civil().format("%Y-%m-%d %H:%M").to_string()
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::{Lock, load};
    use crate::feed::Catalog;
    use crate::page::Base;
    use crate::schedule::{news, plan, remember};

    /// The community after its data was locked at each of some instants.
    fn locked(edits: &[(&str, &str)]) -> (Community, Catalog, Vec<News>) {
        let mut lock: Option<Lock> = None;
        let mut shown = None;
        for (at, meetings) in edits {
            let text = format!(
                "community: {{ name: Example, start: 2026-01-05 }}\nsigs:\n- dir: sig-a\n  name: <A>\n  meetings: [{meetings}]\n"
            );
            let community = load(&text).community.expect("a community");
            let (series, _) = plan(&community);
            let now = at.parse().expect("a test's own instant");
            let remembered = remember(community, series, lock.as_ref(), now);
            lock = Some(remembered.lock.clone());
            shown = Some(remembered);
        }
        let shown = shown.expect("it was locked");
        let catalog = Catalog::new(&shown.community, &shown.series);
        let news = news(&shown.community, &shown.lock);
        (shown.community, catalog, news)
    }

    #[test]
    fn the_history_of_a_lock_is_told_newest_first() {
        let (community, catalog, news) = locked(&[
            ("2026-01-10T00:00:00Z", "{ description: R, cadence: every Friday 9:00 UTC }"),
            (
                "2026-02-01T00:00:00Z",
                "{ description: R, cadence: every Thursday 9:00 UTC }, { description: S, cadence: every Monday 9:00 UTC }",
            ),
            (
                "2026-03-01T00:00:00Z",
                "{ description: R, cadence: every Thursday 9:00 UTC, cancelled: [{ on: 2026-03-05, reason: a & b }] }",
            ),
        ]);
        let base = Base::configured("https://example.org").expect("a test's own base");
        let source =
            Source { community: &community, series: &[], catalog: &catalog, news: &news, base: Some(&base) };
        let feed = changes(source, Lang::En);
        let told: Vec<&str> = feed
            .lines()
            .filter_map(|line| line.strip_prefix("<title>").or(line.strip_prefix("<content type=\"text\">")))
            .map(|line| line.split("</").next().unwrap_or_default())
            .collect();
        assert_eq!(
            told,
            [
                "Example: changes of meetings",
                "SIG &#60;A&#62;: R: dates that differ",
                "2026-03-05 09:00 UTC: cancelled",
                "SIG &#60;A&#62;: S: has ended",
                "It was every Monday at 09:00 UTC, until 2026-02-23.",
                "SIG &#60;A&#62;: R: happens otherwise",
                "From 2026-02-05: every Thursday at 09:00 UTC. Before: every Friday at 09:00 UTC.",
                "SIG &#60;A&#62;: S: new",
                "From 2026-02-02: every Monday at 09:00 UTC.",
            ]
        );
        assert!(feed.contains("\na &#38; b</content>"), "{feed}");
        assert!(feed.contains("href=\"https://example.org/changes.atom\"/>"), "{feed}");
        let chinese = changes(source, Lang::Zh);
        assert!(chinese.contains("href=\"https://example.org/sig-a.ics?lang=zh\"/>"), "{chinese}");
    }
}
