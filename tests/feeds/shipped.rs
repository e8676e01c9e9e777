//! The community that sigcal ships with, SIG by SIG: what its document says, typed anew, against its feeds.

use chrono::{DateTime, Utc};
use sigcal::directory::{Kind, Lang};

use super::communities::Planned;
use super::lines;

/// Slug, the weekday or the ordinal and weekday of a month, the hour in Pacific wall time, the first date from
/// 2025-10-20 on.
const SIGS: [(&str, &str, Option<u32>, &str); 29] = [
    ("sig-api-machinery", "TU", Some(9), "20251021"),
    ("sig-architecture", "2WE", None, "20251112"),
    ("sig-auth", "TH", Some(9), "20251023"),
    ("sig-etcd", "1TU", None, "20251104"),
    ("sig-instrumentation", "WE", Some(8), "20251022"),
    ("sig-apps", "FR", Some(10), "20251024"),
    ("sig-batch", "3TH", None, "20251120"),
    ("sig-autoscaling", "TU", Some(9), "20251021"),
    ("sig-serving", "TH", Some(9), "20251023"),
    ("sig-ai-ml", "WE", Some(8), "20251022"),
    ("sig-network", "WE", Some(14), "20251022"),
    ("sig-storage", "TH", Some(14), "20251023"),
    ("sig-multicluster", "FR", Some(9), "20251024"),
    ("sig-cloud-provider", "TU", Some(15), "20251021"),
    ("sig-cluster-api", "TH", Some(10), "20251023"),
    ("sig-cli", "2TU", None, "20251111"),
    ("sig-testing", "FR", Some(10), "20251024"),
    ("sig-release", "TU", Some(13), "20251021"),
    ("sig-dev-tools", "3FR", None, "20251121"),
    ("sig-cluster-lifecycle", "WE", Some(10), "20251022"),
    ("sig-node", "FR", Some(9), "20251024"),
    ("sig-scheduling", "WE", Some(9), "20251022"),
    ("sig-contributor-experience", "1WE", None, "20251105"),
    ("sig-docs", "TH", Some(8), "20251023"),
    ("sig-windows", "FR", Some(15), "20251024"),
    ("sig-iot-edge", "4TH", None, "20251023"),
    ("sig-wasm", "2FR", None, "20251114"),
    ("sig-serverless", "FR", Some(11), "20251024"),
    ("sig-security", "MO", Some(14), "20251020"),
];

#[test]
fn the_sigs_are_the_29_of_the_document() {
    let shipped = Planned::shipped();
    let mut slugs: Vec<&str> = shipped
        .community
        .groups
        .iter()
        .filter(|group| group.kind == Kind::Sig)
        .map(|group| group.slug.as_str())
        .collect();
    let mut wanted = SIGS.map(|(slug, ..)| slug);
    slugs.sort();
    wanted.sort();
    assert_eq!(slugs, wanted);
}

#[test]
fn every_feed_has_the_cadence_of_the_document() {
    let shipped = Planned::shipped();
    for (slug, day, hour, first) in SIGS {
        let calendar = lines::read(shipped.feed(slug, Lang::En).as_bytes());
        let events = calendar.all("VEVENT");
        let [event] = events[..] else { panic!("{slug} has {} events", events.len()) };
        let said = |name: &str| {
            let property = event.get(name).unwrap_or_else(|| panic!("{slug} has no {name}"));
            format!("{}:{}", property.parameters, property.value)
        };
        let description = event.get("DESCRIPTION").expect("it has one").text();
        let told = ["RRULE", "DTSTART", "STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS"].map(said);
        let pacific = "TZID=America/Los_Angeles";
        match hour {
            Some(hour) => {
                let rule = format!(":FREQ=WEEKLY;BYDAY={day}");
                let start = format!("{pacific}:{first}T{hour:02}0000");
                assert_eq!(told, [&rule, &start, ":CONFIRMED", ":OPAQUE", ":BUSY"], "{slug}");
                assert_eq!(said("DTEND"), format!("{pacific}:{first}T{:02}0000", hour + 1), "{slug}");
                assert!(
                    description.contains(&format!("at {hour:02}:00 Pacific time")),
                    "{slug}: {description}"
                );
            }
            None => {
                let rule = format!(":FREQ=MONTHLY;BYDAY={day}");
                let start = format!("VALUE=DATE:{first}");
                assert_eq!(told, [&rule, &start, ":TENTATIVE", ":TRANSPARENT", ":FREE"], "{slug}");
                assert!(description.contains("The hour is not announced yet."), "{slug}: {description}");
            }
        }
    }
}

#[test]
fn a_chinese_feed_says_in_chinese_that_the_hour_is_not_announced() {
    let shipped = Planned::shipped();
    for (slug, ..) in SIGS.into_iter().filter(|(_, _, hour, _)| hour.is_none()) {
        let calendar = lines::read(shipped.feed(slug, Lang::Zh).as_bytes());
        let description = calendar.inner[0].get("DESCRIPTION").expect("it has one").text();
        assert!(description.contains("时间") || description.contains("钟点"), "{slug}: {description}");
        assert!(!description.contains("hour"), "{slug}: {description}");
    }
}

/// 9:00 Pacific is 17:00Z until 8 March 2026, 16:00Z from then until 1 November 2026, and 17:00Z again.
#[test]
fn sig_node_keeps_nine_in_the_morning_across_both_clock_changes() {
    let starts: Vec<DateTime<Utc>> = Planned::shipped()
        .week("sig-node")
        .into_iter()
        .map(|happening| happening.start.parse().expect("RFC 3339"))
        .collect();
    let between = |from: &str, to: &str| -> Vec<String> {
        let shown = starts.iter().map(|start| start.format("%Y-%m-%dT%H:%MZ").to_string());
        shown.filter(|start| (from..to).contains(&start.as_str())).collect()
    };
    assert_eq!(
        between("2026-02-23", "2026-03-23"),
        ["2026-02-27T17:00Z", "2026-03-06T17:00Z", "2026-03-13T16:00Z", "2026-03-20T16:00Z"]
    );
    assert_eq!(
        between("2026-10-19", "2026-11-16"),
        ["2026-10-23T16:00Z", "2026-10-30T16:00Z", "2026-11-06T17:00Z", "2026-11-13T17:00Z"]
    );
}
