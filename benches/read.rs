//! Reading cadences as people write them.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sigcal::cadence::{Context, read};

const PHRASES: [&str; 14] = [
    "every Thursday 9:00 PT",
    "every other Thursday at 11:00 AM Pacific",
    "biweekly on Wednesdays, 16:00 UTC",
    "second Tuesday of the month 8am PST",
    "1st and 3rd Monday of every month at 17:30 CET",
    "last Friday of the month, 10:00-11:30 Europe/Berlin",
    "Mondays and Thursdays 07:00 America/New_York",
    "the Wednesday after the fourth Tuesday at 9:00 PT",
    "每周五 9:00 PST",
    "每月第二个周三 上午10点 北京时间",
    "隔周周四 20:00",
    "monthly",
    "on demand",
    "every Thrusday 9:00 PT",
];

fn reading(c: &mut Criterion) {
    let mut group = c.benchmark_group("read");
    group.throughput(Throughput::Elements(PHRASES.len() as u64));
    group.bench_function("fourteen phrases", |b| {
        b.iter(|| PHRASES.map(|phrase| black_box(read(black_box(phrase), Context::default())).verdict));
    });
}

criterion_group!(benches, reading);
criterion_main!(benches);
