//! A week over 10,000 imported events, whose rules are general ones.

mod community;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use sigcal::directory::load_ics;
use sigcal::schedule::{agenda, plan};

fn general(c: &mut Criterion) {
    let text = community::ics(10_000);
    let mut group = c.benchmark_group("general");
    group.sample_size(10);
    group.bench_function("importing 10000 events", |b| b.iter(|| black_box(load_ics(&text)).1.len()));
    let (community, findings) = load_ics(&text);
    assert!(findings.is_empty());
    let (series, _) = plan(&community);
    let (_, _, zone) = community::week();
    let window = community::window();
    group.bench_function("a week over 10000 rule sets", |b| {
        b.iter(|| black_box(agenda(&series, window, zone)).len());
    });
}

criterion_group!(benches, general);
criterion_main!(benches);
