//! From a data file's text to a community, and from that to its series.

mod community;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sigcal::directory::load;
use sigcal::schedule::plan;

fn loading(c: &mut Criterion) {
    let text = community::yaml(10_000);
    let mut group = c.benchmark_group("load");
    group.sample_size(10).throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("a file of 10000 groups", |b| {
        b.iter(|| black_box(load(black_box(&text))).findings.len());
    });
    let community = load(&text).community.expect("the generated file is readable");
    group.bench_function("the plan of 10000 groups", |b| b.iter(|| black_box(plan(&community)).0.len()));
}

criterion_group!(benches, loading);
criterion_main!(benches);
