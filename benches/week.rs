//! A week's occurrences, by arithmetic: over 10,000 and 100,000 series, and the 10,000 as JSON, as a whole and in pieces.

mod community;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use sigcal::directory::Lang;
use sigcal::feed::{Catalog, quick_etag};
use sigcal::page::{Source, WeekQuestion, WeekWriter, week_json};
use sigcal::schedule::{Timetable, agenda};
use sigcal::time::{Window, Zone};

fn week(c: &mut Criterion) {
    let (from, to, zone) = community::week();
    let window = community::window();
    for groups in [10_000, 100_000] {
        let (_, series) = community::community(groups);
        c.bench_function(&format!("week/{groups} series"), |b| {
            b.iter(|| black_box(agenda(black_box(&series), window, zone)).len());
        });
    }
    let (community, series) = community::community(10_000);
    let catalog = Catalog::new(&community, &series);
    let source = Source { community: &community, series: &series, catalog: &catalog, news: &[], base: None };
    let question = WeekQuestion { from, to, zone, lang: Lang::En };
    c.bench_function("week/10000 series as JSON", |b| {
        b.iter(|| {
            let week = week_json(&community, &series, &catalog, question);
            black_box(serde_json::to_string(&week)).expect("a week has no key that is not a text").len()
        });
    });
    let year = |days: i64| from + chrono::TimeDelta::days(days);
    let covers = Window::days(year(-91), year(364), Zone::utc());
    let laid_out = || Timetable::new(&series, covers, 1 << 20).expect("a year of 10,000 series fits");
    c.bench_function("week/10000 series laid out for 65 weeks", |b| b.iter(|| black_box(laid_out())));
    c.bench_function("week/what 10000 series say", |b| {
        b.iter(|| black_box(WeekWriter::new(source, Lang::En)));
    });
    let timetable = laid_out();
    let writer = WeekWriter::new(source, Lang::En);
    c.bench_function("week/10000 series as JSON in pieces", |b| {
        b.iter(|| black_box(writer.week(source, &timetable, question, |_| true)).len());
    });
    let far = WeekQuestion { from: year(7000), to: year(7007), ..question };
    c.bench_function("week/10000 series as JSON in pieces, far away", |b| {
        b.iter(|| black_box(writer.week(source, &timetable, far, |_| true)).len());
    });
    let body = writer.week(source, &timetable, question, |_| true);
    c.bench_function("week/the tag of 10000 series as JSON", |b| {
        b.iter(|| black_box(quick_etag(&body)).len())
    });
}

criterion_group!(benches, week);
criterion_main!(benches);
