//! The metrics as text for whoever scrapes them.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{
    DescriptorEncoder, EncodeLabelSet, EncodeMetric, MetricEncoder, NoLabelSet, text,
};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::registry::{Registry, Unit};

use super::Metrics;
use super::tally::{BOUNDS, STATUSES, Tally};
use crate::http::publication::Use;

/// The media type of the exposition.
pub(in crate::http) const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// What there is to say of the site at the moment.
#[derive(Debug)]
pub(in crate::http) struct State {
    /// A hash of everything that is published.
    pub version: String,
    /// Since when it is, in seconds since 1970.
    pub published_at: f64,
    /// How long, in seconds.
    pub age: f64,
    /// Whether the newest data is what is published.
    pub fresh: bool,
    pub ready: bool,
    pub calendars: usize,
    pub series: usize,
    pub cache: Use,
    pub tzdb: String,
}

/// The metrics in OpenMetrics' text format.
pub(in crate::http) fn exposition(metrics: &Metrics, state: State) -> String {
    let mut registry = Registry::with_prefix("sigcal");
    let tallies = metrics.workers().clone();
    let number = |count: &AtomicU64| count.load(Relaxed);
    registry.register_collector(Box::new(Scrape {
        tallies,
        state,
        reloads: [("published", number(&metrics.published)), ("failed", number(&metrics.failed))],
        shed: number(&metrics.shed),
    }));
    let mut written = String::new();
    text::encode(&mut written, &registry).expect("a text takes everything that is written to it");
    written
}

/// The numbers of one moment.
#[derive(Debug)]
struct Scrape {
    tallies: Vec<std::sync::Arc<Tally>>,
    state: State,
    reloads: [(&'static str, u64); 2],
    shed: u64,
}

impl Collector for Scrape {
    fn encode(&self, mut to: DescriptorEncoder<'_>) -> fmt::Result {
        self.program(&mut to)?;
        self.answers(&mut to)?;
        self.connections(&mut to)?;
        self.publication(&mut to)
    }
}

impl Scrape {
    fn sum(&self, of: impl Fn(&Tally) -> u64) -> u64 {
        self.tallies.iter().map(|tally| of(tally)).sum()
    }

    fn program(&self, to: &mut DescriptorEncoder<'_>) -> fmt::Result {
        let labels = [("version", env!("CARGO_PKG_VERSION")), ("tzdb", self.state.tzdb.as_str())];
        info(to, "build", "The release of the program and of its zone database", &labels)
    }

    fn answers(&self, to: &mut DescriptorEncoder<'_>) -> fmt::Result {
        let mut family = to.encode_descriptor(
            "http_requests",
            "Requests by what they asked for and the status of the answer",
            None,
            MetricType::Counter,
        )?;
        let mut answers = BTreeMap::<_, u64>::new();
        for (route, place, count) in self.tallies.iter().flat_map(|tally| tally.answers()) {
            *answers.entry((route.name(), place)).or_default() += count;
        }
        for ((route, place), count) in answers {
            let status = match STATUSES[place] {
                0 => "other".to_owned(),
                status => status.to_string(),
            };
            counted(family.encode_family(&[("route", route), ("status", &status)])?, count)?;
        }
        let mut below = [0; BOUNDS.len() + 1];
        let mut seconds = 0.0;
        for tally in &self.tallies {
            let (times, all) = tally.times();
            below.iter_mut().zip(times).for_each(|(sum, count)| *sum += count);
            seconds += all;
        }
        let bounds = BOUNDS.into_iter().chain([f64::INFINITY]);
        let buckets: Vec<(f64, u64)> = bounds.zip(below).collect();
        let help = "From a request's whole head to its answer handed to the system";
        let mut histogram =
            to.encode_descriptor("http_request_duration", help, Some(&Unit::Seconds), MetricType::Histogram)?;
        histogram.encode_histogram::<NoLabelSet>(seconds, below.iter().sum(), &buckets, None)?;
        counter(to, "http_shed", "What was refused because the server was busy", None, self.shed)
    }

    fn connections(&self, to: &mut DescriptorEncoder<'_>) -> fmt::Result {
        let (opened, closed) = (self.sum(|tally| tally.opened.get()), self.sum(|tally| tally.closed.get()));
        gauge(
            to,
            "http_connections",
            "Connections that are open",
            &NO_LABELS,
            opened.saturating_sub(closed) as f64,
        )?;
        counter(to, "http_connections_opened", "Connections that were accepted", None, opened)?;
        let help = "Connections that were closed because their time was over";
        counter(to, "http_connections_expired", help, None, self.sum(|tally| tally.expired.get()))?;
        let bytes = Some(&Unit::Bytes);
        counter(to, "http_received", "Octets that came", bytes, self.sum(|tally| tally.received.get()))?;
        counter(to, "http_sent", "Octets that went", bytes, self.sum(|tally| tally.sent.get()))
    }

    fn publication(&self, to: &mut DescriptorEncoder<'_>) -> fmt::Result {
        let state = &self.state;
        let truth = |yes: bool| f64::from(u8::from(yes));
        info(to, "publication", "A hash of what is published", &[("version", state.version.as_str())])?;
        let help = "When what is published was loaded, in seconds since 1970";
        gauge(to, "publication_timestamp_seconds", help, &NO_LABELS, state.published_at)?;
        let help = "For how long it has been published";
        gauge(to, "publication_age_seconds", help, &NO_LABELS, state.age)?;
        let help = "Whether the newest data is what is published; 0 where it could not be loaded";
        gauge(to, "publication_fresh", help, &NO_LABELS, truth(state.fresh))?;
        gauge(to, "ready", "Whether traffic may come", &NO_LABELS, truth(state.ready))?;
        gauge(to, "calendars", "Calendars that are published", &NO_LABELS, state.calendars as f64)?;
        gauge(to, "series", "Series that are published", &NO_LABELS, state.series as f64)?;
        family(to, "reloads", "Loads of the data after the first, by outcome", "outcome", &self.reloads)?;
        let help = "Answers that are rendered when asked for: kept from before, or rendered";
        family(
            to,
            "cache_requests",
            help,
            "outcome",
            &[("hit", state.cache.hits), ("miss", state.cache.misses)],
        )?;
        gauge(to, "cache_entries", "Such answers that are kept", &NO_LABELS, state.cache.entries as f64)?;
        gauge(to, "cache_bytes", "Their octets", &NO_LABELS, state.cache.octets as f64)
    }
}

const NO_LABELS: [(&str, &str); 0] = [];

fn counted(mut encoder: MetricEncoder<'_>, count: u64) -> fmt::Result {
    encoder.encode_counter::<NoLabelSet, _, u64>(&count, None)
}

fn counter(
    to: &mut DescriptorEncoder<'_>,
    name: &str,
    help: &str,
    unit: Option<&Unit>,
    count: u64,
) -> fmt::Result {
    let counter = ConstCounter::new(count);
    counter.encode(to.encode_descriptor(name, help, unit, MetricType::Counter)?)
}

fn family(
    to: &mut DescriptorEncoder<'_>,
    name: &str,
    help: &str,
    label: &str,
    counts: &[(&'static str, u64)],
) -> fmt::Result {
    let mut family = to.encode_descriptor(name, help, None, MetricType::Counter)?;
    for (word, count) in counts {
        counted(family.encode_family(&[(label, *word)])?, *count)?;
    }
    Ok(())
}

fn gauge(
    to: &mut DescriptorEncoder<'_>,
    name: &str,
    help: &str,
    labels: &impl EncodeLabelSet,
    value: f64,
) -> fmt::Result {
    let mut descriptor = to.encode_descriptor(name, help, None, MetricType::Gauge)?;
    ConstGauge::new(value).encode(descriptor.encode_family(labels)?)
}

fn info(to: &mut DescriptorEncoder<'_>, name: &str, help: &str, labels: &impl EncodeLabelSet) -> fmt::Result {
    to.encode_descriptor(name, help, None, MetricType::Info)?.encode_info(labels)
}
