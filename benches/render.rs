//! Calendars and their bytes: the catalog of 10,000 groups, all of them as one feed, one group's feed.

mod community;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use sigcal::directory::Lang;
use sigcal::feed::{Catalog, Options, Selection, ics, jcal, jscal};
use sigcal::page::{Kept, Source, groups, groups_json};

fn render(c: &mut Criterion) {
    let (community, series) = community::community(10_000);
    let mut group = c.benchmark_group("render");
    group.sample_size(10);
    group.bench_function("catalog of 10000 groups", |b| {
        b.iter(|| black_box(Catalog::new(&community, &series)).calendars().len());
    });
    let catalog = Catalog::new(&community, &series);
    let source = Source { community: &community, series: &series, catalog: &catalog, news: &[], base: None };
    let calendar = |path: &str| catalog.calendar(path).expect("the community has it").clone();
    let (all, one) = (calendar("all"), calendar("sig-9999"));
    group.bench_function("all.ics of 10000 groups", |b| {
        b.iter(|| black_box(ics::render(&all, Lang::En, None)).len());
    });
    group.bench_function("all.jcal.json of 10000 groups", |b| {
        b.iter(|| black_box(jcal::render(&all, Lang::En, None)).len());
    });
    group.bench_function("all.jscal.json of 10000 groups", |b| {
        b.iter(|| black_box(jscal::render(&all, Lang::En, None)).len());
    });
    let options =
        Options { alarm: Some(chrono::TimeDelta::minutes(10)), hide_cancelled: true, hide_tentative: true };
    group.bench_function("all of 10000 groups with options, before it is bytes", |b| {
        b.iter(|| black_box(catalog.with_options(&all, &options)).events.len());
    });
    group.bench_function("one group's feed", |b| {
        b.iter(|| black_box(ics::render(&one, Lang::En, None)).len());
    });
    let selection =
        Selection { only: (0..100).map(|n| format!("sig-{}", n * 99)).collect(), categories: vec![] };
    group.bench_function("a selection of 100 groups of 10000", |b| {
        b.iter(|| black_box(catalog.select(&selection)).expect("all of them are there").events.len());
    });
    group.bench_function("groups.json of 10000 groups", |b| {
        b.iter(|| black_box(groups_json(source).to_string()).len());
    });
    group.bench_function("the index of 10000 groups", |b| {
        b.iter(|| black_box(groups(source, Kept::default())).len());
    });
}

criterion_group!(benches, render);
criterion_main!(benches);
