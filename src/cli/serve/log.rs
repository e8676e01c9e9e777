//! The log, on standard error: sentences for people, or an object to a line for programs.

use std::fmt;
use std::io::stderr;

use tracing::{Event, Subscriber};
use tracing_appender::non_blocking::{NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::{FormatTime, SystemTime};
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry::LookupSpan;

use crate::cli::config::LogFormat;

/// How many lines may wait to go out.
const LINES: usize = 4096;

/// Begins the log. What is written goes out on a thread of its own, so that no request waits for it; where more comes than
/// goes out, lines are left out. It ends, with all that was written, when the guard goes.
pub(super) fn begin(format: LogFormat) -> WorkerGuard {
    // Room for all of them is taken at once.
    let (writer, guard) = NonBlockingBuilder::default().buffered_lines_limit(LINES).finish(stderr());
    let subscriber = tracing_subscriber::fmt().with_writer(writer).with_max_level(tracing::Level::INFO);
    // What libraries say is for who writes programs, and some of it any client can make them say.
    let ours =
        Targets::new().with_target("sigcal", LevelFilter::INFO).with_target("access", LevelFilter::INFO);
    // There is one only where two servers run in one process, which this program does not do.
    let _ = match format {
        LogFormat::Text => {
            tracing::subscriber::set_global_default(subscriber.event_format(Lines).finish().with(ours))
        }
        LogFormat::Json => {
            let json = subscriber.json().flatten_event(true).with_current_span(false).with_span_list(false);
            tracing::subscriber::set_global_default(json.finish().with(ours))
        }
    };
    guard
}

/// `sigcal: serving …`, and requests with the moment they were answered.
struct Lines;

impl<S, N> FormatEvent<S, N> for Lines
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, N>,
        mut to: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        if event.metadata().target() == "access" {
            SystemTime.format_time(&mut to)?;
            to.write_char(' ')?;
        } else {
            to.write_str("sigcal: ")?;
        }
        context.format_fields(to.by_ref(), event)?;
        writeln!(to)
    }
}
