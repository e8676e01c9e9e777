//! The week as a page: seven days on the visitor's clock.

mod axis;
mod chooser;
mod day;
mod drawn;
mod lanes;
mod style;
mod words;

use std::borrow::Cow;

use askama::Template;
use chrono::{Datelike, TimeDelta};

use axis::Axis;
use chooser::Chooser;
use day::Day;
use drawn::Drawn;
pub(super) use style::style;
use words::{Words, words};

use super::card::Card;
use super::frame::Frame;
use super::messages::messages;
use super::subscribe::Panel;
use super::zone_form::ZoneForm;
use super::{Choice, Hours, PageAsk, Source, dates, first_askable};
use crate::directory::Lang;
use crate::feed::{Chosen, Selection, UnknownSelection};
use crate::schedule::{AgendaItem, Series, agenda, clocks_change, skipped_in};
use crate::time::{Window, Zone, civil, clock_changes};

#[derive(Template)]
#[template(path = "week.html")]
struct WeekPage<'a> {
    frame: Frame,
    w: &'static Words,
    heading: String,
    week_number: String,
    zone: ZoneForm,
    /// Where the form's other words are kept.
    kept: Vec<(&'static str, String)>,
    action: &'static str,
    previous: Option<String>,
    next: Option<String>,
    this_week: String,
    hours: [(&'static str, String, bool); 2],
    everything: String,
    date: String,
    is_this_week: bool,
    /// Where it is this week, which day it is.
    today: Option<chrono::NaiveDate>,
    banner: Vec<String>,
    /// That nothing was found, where something was looked for.
    nothing: Option<String>,
    coming: Option<Coming<'a>>,
    chooser: Chooser<'a>,
    panel: Option<Panel>,
    days: Vec<Day<'a>>,
    axis: Vec<(String, i64)>,
    height: i64,
    /// How many shares of its width the week has.
    parts: usize,
    /// When the page was made, in seconds since 1970.
    now: i64,
    json: Option<String>,
    embedded: bool,
}

/// What is on, or next.
struct Coming<'a> {
    label: &'static str,
    name: Cow<'a, str>,
    group: &'a str,
    when: String,
    start: String,
    /// What is counted down to, in seconds since 1970, and how that is said.
    until: i64,
    says: &'static str,
    link: Option<&'a str>,
}

/// The page of a week, whole or to stand in another site.
///
/// # Errors
/// [`UnknownSelection`] where a word of the selection names nothing.
pub fn week(source: Source<'_>, ask: &PageAsk, embedded: bool) -> Result<String, UnknownSelection> {
    let chosen = source.catalog.chosen(&ask.choice.selection)?;
    let shown: Vec<&Series> =
        source.series.iter().filter(|series| is_shown(source, ask, &chosen, series)).collect();
    let super::WeekQuestion { from, to, zone, lang } = ask.question;
    let w = words(lang);
    let window = Window::days(from, to, zone);
    let items = agenda(shown.iter().copied(), window, zone);
    let coming = coming(source, ask, &shown, w);
    let banner = banner(ask, window, &items, w);
    let drawn: Vec<Drawn<'_>> = (0..).zip(items).map(|(n, item)| Drawn::new(n, item, source, ask)).collect();
    let own = clock_changes(zone, window.from - TimeDelta::seconds(1), window.to).next();
    let stretches = drawn.iter().filter(|one| !one.card.all_day).map(Drawn::stretch);
    let axis = Axis::new(stretches, own);
    let skipped = skipped_in(shown.iter().copied(), window, zone);
    let days = Day::seven(source, ask, drawn, skipped, &axis, own);
    let m = messages(lang);
    let mut chooser = Chooser::new(source, ask, &chosen, &shown, m, w);
    // A page that stands in another one leads to such pages: the others may not stand there.
    let action = if embedded { "embed/week" } else { "week" };
    let elsewhere = |other: &dyn Fn(&mut PageAsk)| ask.with(|ask| other(ask)).address(action);
    let week_of = |days: i64| {
        let date = first_askable(from.checked_add_signed(TimeDelta::days(days))?)?;
        Some(elsewhere(&|ask| ask.said.date = Some(date)))
    };
    let in_hours = |hours: Hours| elsewhere(&|ask| (ask.hours, ask.said.hours) = (hours, true));
    let heading = dates::stretch(from, from + TimeDelta::days(6), lang);
    let other = elsewhere(&|ask| (ask.question.lang, ask.said.lang) = (lang.other(), true));
    let this_monday = crate::time::week_containing(civil(ask.now, zone).date()).0;
    let last = window.to - TimeDelta::seconds(1);
    let mut offsets = [window.from, last].map(|at| dates::offset(zone.observance_at(at).offset_to)).to_vec();
    offsets.dedup();
    let page = WeekPage {
        frame: Frame::new(source, ask.kept(), "week", &heading, other),
        w,
        week_number: w.week_number(from.iso_week().week()),
        heading,
        zone: ZoneForm { offset: Some(offsets.join(" → ")), ..ZoneForm::new(ask, action) },
        kept: ask.pairs(),
        action,
        previous: week_of(-7),
        next: week_of(7),
        this_week: elsewhere(&|ask| ask.said.date = None),
        hours: [
            (w.hours_24, in_hours(Hours::Of24), ask.hours == Hours::Of24),
            (w.hours_12, in_hours(Hours::Of12), ask.hours == Hours::Of12),
        ],
        everything: elsewhere(&|ask| ask.choice = Choice::default()),
        date: ask.said.date.unwrap_or(from).to_string(),
        is_this_week: this_monday == from,
        today: (this_monday == from).then(|| civil(ask.now, zone).date()),
        banner,
        nothing: chooser.finds_nothing.then(|| w.nothing_found(&ask.choice.text)),
        coming,
        panel: chooser.feed.as_deref().map(|feed| Panel::new(source, feed, lang)),
        json: chooser.json.take().map(|selection| for_programs(ask, selection)),
        chooser,
        parts: days.iter().map(|day| day.share).sum(),
        days,
        axis: axis.hours().iter().map(|(time, row)| (dates::hour_of(*time, ask.hours, lang), *row)).collect(),
        height: axis.height(),
        now: ask.now.timestamp(),
        embedded,
    };
    Ok(page.render().expect("writing to a String does not fail, and the template has no other error"))
}

fn is_shown(source: Source<'_>, ask: &PageAsk, chosen: &Chosen<'_>, series: &Series) -> bool {
    let group = source.community.group_of(series.meeting);
    // Whoever is sent an address finds the same, in whatever language they read.
    let finds = |lang: Lang| {
        let name = source.catalog.title_of(series, lang);
        match group {
            Some(group) => ask.choice.finds(&[name, &group.title(lang), &group.slug]),
            None => ask.choice.finds(&[name, messages(lang).events]),
        }
    };
    ask.choice.names(chosen, group) && Lang::ALL.into_iter().any(finds)
}

/// What is on, else what is next within a fortnight.
fn coming<'a>(
    source: Source<'a>,
    ask: &PageAsk,
    shown: &[&'a Series],
    w: &'static Words,
) -> Option<Coming<'a>> {
    let window = Window { from: ask.now, to: ask.now.checked_add_signed(TimeDelta::weeks(2))? };
    let is_real = |item: &AgendaItem<'_>| {
        item.occurrence.status != crate::schedule::Status::Cancelled && item.series.start.zone().is_some()
    };
    let items = agenda(shown.iter().copied(), window, ask.question.zone);
    let item = items.into_iter().find(is_real)?;
    let (start, end) = (item.occurrence.start, item.occurrence.end);
    let is_on = start <= ask.now;
    let card = Card::new(0, item, source, ask);
    Some(Coming {
        label: if is_on { w.on_now } else { w.up_next },
        name: card.name,
        group: card.group,
        when: format!("{} {}–{}", dates::short(card.day, ask.question.lang), card.from, card.to),
        start: card.start_for_programs,
        until: if is_on { end } else { start }.timestamp(),
        says: if is_on { w.ends_in } else { w.begins_in },
        link: card
            .links
            .first()
            .filter(|(word, _)| *word == messages(ask.question.lang).join)
            .map(|(_, url)| *url),
    })
}

/// What clocks do in a week and in those beside it, of which the meetings' notes tell, too.
fn banner(ask: &PageAsk, window: Window, items: &[AgendaItem<'_>], w: &Words) -> Vec<String> {
    let (viewer, lang) = (ask.question.zone, ask.question.lang);
    let week = TimeDelta::days(7);
    let about = Window { from: window.from - week, to: window.to + week };
    let told = clocks_change(items, about, viewer).into_iter().map(|change| {
        let clock = |at: chrono::NaiveDateTime| dates::clock(at.time(), ask.hours, lang);
        let city = |zone: &Zone| zone.tzid().rsplit('/').next().unwrap_or(zone.tzid()).replace('_', " ");
        let cities: Vec<String> = change.zones.iter().map(city).collect();
        let day = dates::short(change.before.date(), lang);
        let cities = cities.join(messages(lang).list_separator);
        let change_is = w.clocks_change(&cities, &day, &clock(change.before), &clock(change.instead));
        match change.meetings {
            0 => change_is,
            meetings => format!("{change_is} {}", w.shifted(meetings)),
        }
    });
    told.collect()
}

/// The address of the same week for programs.
fn for_programs(ask: &PageAsk, selection: Selection) -> String {
    let plain = ask.with(|ask| {
        ask.said.hours = false;
        ask.choice = Choice { selection, ..Choice::default() };
    });
    plain.address("week.json")
}
