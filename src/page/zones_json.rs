//! `/zones.json`: every zone with the names that people know it by, for whoever looks for theirs.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::time::Zone;

#[derive(Serialize)]
struct ZoneJson {
    zone: &'static str,
    names: Vec<&'static str>,
}

/// The zones in use, sorted, each with its old names.
pub fn zones_json() -> String {
    let mut zones: BTreeMap<&'static str, Vec<&'static str>> = BTreeMap::new();
    for name in Zone::names() {
        let Ok(zone) = Zone::named(name) else { continue };
        let names = zones.entry(zone.tzid()).or_default();
        if *name != zone.tzid() {
            names.push(name);
        }
    }
    let zones: Vec<ZoneJson> = zones.into_iter().map(|(zone, names)| ZoneJson { zone, names }).collect();
    serde_json::to_string(&zones).expect("it has no key that is not a text") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_found_by_its_old_name() {
        let zones: serde_json::Value = serde_json::from_str(&zones_json()).expect("JSON");
        let zones = zones.as_array().expect("a list");
        let kolkata = zones.iter().find(|zone| zone["zone"] == "Asia/Kolkata").expect("it is in use");
        assert!(kolkata["names"].as_array().is_some_and(|names| names.contains(&"Asia/Calcutta".into())));
        assert!(zones.iter().all(|zone| zone["zone"] != "Asia/Calcutta"));
    }
}
