//! Reading cadences by their length: the throughput of a phrase is to be the same at every one.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use sigcal::cadence::{Context, read};

/// Phrases that say much, that say nothing to the end, and that were read again and again once.
const PHRASES: [(&str, &str); 8] = [
    ("rules", "every other Thursday 9:00 PT and "),
    ("times", "9:00/"),
    ("chinese", "每周二、四 下午两点半 "),
    ("prose", "we meet to talk about what is new and what is broken; "),
    ("positions", "1st or "),
    ("articles", "the "),
    ("one word", "a-"),
    ("misspelt", "Thrusday "),
];

fn growth(c: &mut Criterion) {
    let mut group = c.benchmark_group("read by length");
    for (name, phrase) in PHRASES {
        for length in [1_000, 10_000, 100_000] {
            let text = phrase.repeat(length / phrase.len() + 1);
            group.throughput(Throughput::Bytes(text.len() as u64));
            group.bench_with_input(BenchmarkId::new(name, length), &text, |b, text| {
                b.iter(|| black_box(read(black_box(text), Context::default())).verdict);
            });
        }
    }
    group.finish();
}

criterion_group!(benches, growth);
criterion_main!(benches);
