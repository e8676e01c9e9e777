//! sigcal: cadences as people write them, as calendars that every calendar program agrees on.
//!
//! A community writes `every other Thursday 9:00 PT` or `每月第二个周三`. sigcal reads that text, says what it
//! assumed, and serves the result as iCalendar feeds, and as jCal and JSCalendar. The crate is a library and a binary, both called `sigcal`.
//!
//! # The floors
//!
//! The modules are floors of one house. A file names only floors below its own.
//!
//! | floor | module | promises |
//! | --- | --- | --- |
//! | 1 | [`time`] | One function, [`time::resolve`], decides what a civil time means in a zone, in gaps and folds too. [`time::Zone`] has the data of the embedded IANA database, never that of the machine. |
//! | 2 | [`cadence`] | [`cadence::read`] never fails. Every text gets a [`cadence::Verdict`], and every assumption a [`cadence::Note`] with the place in the text. |
//! | 3 | [`directory`] | [`directory::load`] never stops at the first fault. What cannot be served is left out, and a [`directory::Finding`] says where, what and how to mend it. |
//! | 4 | [`schedule`] | [`schedule::plan`] makes series whose UID and first start come from the data alone. [`schedule::occurrences`] reaches any window without walking from the start, except for general rules that have a COUNT. |
//! | 5 | [`feed`] | A [`feed::Calendar`] is never empty. [`feed::Format::render`] gives the same bytes for the same calendar, on every machine. |
//! | 6 | [`page`] | What is read in a browser or by a script: the week, a calendar's page, the community, lists of groups. No text from the data becomes markup. |
//! | 7 | [`http`] | A request is a look-up in an immutable [`http::Publication`]. Routes are a pure function of the request line. |
//! | 8 | [`cli`] | The only floor that reads data files and prints. With [`http`], which is handed a clock, it is the only one that knows what time it is now. |
//!
//! Below `cli` and `http` there is no clock, no environment and no randomness: time is an argument. The same data
//! gives the same bytes.
//!
//! # From a text to a feed
//!
//! One meeting, floor by floor: a text becomes a reading, the reading a series, the series a feed.
//!
//! ```
//! use sigcal::cadence::Verdict;
//! use sigcal::directory::{Lang, Timing, load};
//! use sigcal::feed::{Catalog, ics};
//! use sigcal::schedule::{Start, agenda, plan};
//! use sigcal::time::{Window, Zone};
//!
//! // Floors 3 and 2: the file, and how its cadence is read.
//! let loaded = load("
//! community: { name: Example, start: 2025-10-20 }
//! sigs:
//!   - dir: sig-node
//!     name: Node
//!     meetings: [{ description: Regular meeting, cadence: every Friday 9:00 PST }]
//! ");
//! let community = loaded.community.unwrap();
//! let Timing::Written(reading) = &community.meetings[0].timing else { unreachable!() };
//! assert_eq!(reading.verdict, Verdict::Assumed);
//! assert_eq!(reading.notes[0].code.as_str(), "standard-time-year-round");
//! assert_eq!(loaded.findings[0].check, "standard-time-year-round");
//!
//! // Floor 4: the meeting made concrete. Its first start follows from the data, not from today.
//! let (series, findings) = plan(&community);
//! assert!(findings.is_empty());
//! let Start::Timed(first, zone) = series[0].start else { unreachable!() };
//! assert_eq!((first.to_string(), zone.tzid()), ("2025-10-24 09:00:00".into(), "America/Los_Angeles"));
//!
//! // A week of occurrences. The clock in Los Angeles went back on 1 November 2026; Shanghai's stayed.
//! let shanghai = Zone::named("Asia/Shanghai").unwrap();
//! let start_in = |monday: &str, next: &str| {
//!     let window = Window::days(monday.parse().unwrap(), next.parse().unwrap(), shanghai);
//!     agenda(&series, window, shanghai)[0].occurrence.start.to_string()
//! };
//! assert_eq!(start_in("2026-10-26", "2026-11-02"), "2026-10-30 16:00:00 UTC");
//! assert_eq!(start_in("2026-11-02", "2026-11-09"), "2026-11-06 17:00:00 UTC");
//!
//! // Floor 5: the calendars, and the bytes of one.
//! let catalog = Catalog::new(&community, &series);
//! let calendar = catalog.calendars().iter().find(|calendar| calendar.path == "sig-node").unwrap();
//! let feed = String::from_utf8(ics::render(calendar, Lang::En, None)).unwrap();
//! assert!(feed.contains("DTSTART;TZID=America/Los_Angeles:20251024T090000\r\n"));
//! assert!(feed.contains("RRULE:FREQ=WEEKLY;BYDAY=FR\r\n"));
//! ```
//!
//! From here on, [`http::Publication::new`] renders every feed once, and [`http::Server::start`] serves it.
//!
//! `DESIGN.md` in the repository says why things are as they are; `docs/cadences.md` and `docs/data-file.md` are the
//! references of the language and of the data file.

pub mod cadence;
#[expect(clippy::print_stderr, reason = "the only floor that speaks to people")]
pub mod cli;
pub mod directory;
pub mod feed;
pub mod http;
pub mod page;
pub mod schedule;
pub mod time;
