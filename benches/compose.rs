//! Selections: from the words of a request to the bytes of its feed, composed of events that were written before.

mod community;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use sigcal::directory::{Lang, load};
use sigcal::feed::{Catalog, Options, Selection, ics};
use sigcal::schedule::plan;

const SHIPPED: &str = include_str!("../data/kubernetes.yaml");

fn compose(c: &mut Criterion) {
    let mut group = c.benchmark_group("compose");
    let feed = |catalog: &Catalog, selection: &Selection, options: &Options| {
        let calendar = catalog.select(selection).expect("all of them are there");
        ics::render(&catalog.with_options(&calendar, options), Lang::En, None)
    };
    let plain = Options::default();
    let reminding = Options { alarm: Some(chrono::TimeDelta::minutes(10)), ..plain };

    let shipped = load(SHIPPED).community.expect("what is shipped is readable");
    let catalog = Catalog::new(&shipped, &plan(&shipped).0);
    let only = shipped.groups.iter().map(|group| group.slug.clone()).collect();
    let all = Selection { only, categories: vec![] };
    group.bench_function("every group of the shipped community", |b| {
        b.iter(|| black_box(feed(&catalog, &all, &plain)).len());
    });
    group.bench_function("every group of the shipped community, with reminders", |b| {
        b.iter(|| black_box(feed(&catalog, &all, &reminding)).len());
    });

    let (community, series) = community::community(10_000);
    let catalog = Catalog::new(&community, &series);
    let only = (0..100).map(|n| format!("sig-{}", n * 99)).collect();
    let some = Selection { only, categories: vec![] };
    group.bench_function("100 groups of 10000", |b| {
        b.iter(|| black_box(feed(&catalog, &some, &plain)).len());
    });
}

criterion_group!(benches, compose);
criterion_main!(benches);
