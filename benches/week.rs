//! A week's occurrences, by arithmetic: over 10,000 and 100,000 series, and the 10,000 as JSON.

mod community;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use sigcal::directory::Lang;
use sigcal::feed::Catalog;
use sigcal::page::{WeekQuestion, week_json};
use sigcal::schedule::agenda;

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
    let question = WeekQuestion { from, to, zone, lang: Lang::En };
    c.bench_function("week/10000 series as JSON", |b| {
        b.iter(|| {
            let week = week_json(&community, &series, &catalog, question);
            black_box(serde_json::to_string(&week)).expect("a week has no key that is not a text").len()
        });
    });
}

criterion_group!(benches, week);
criterion_main!(benches);
