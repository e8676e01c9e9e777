//! The zone that a TZID means, whoever wrote it.

use std::collections::BTreeMap;

use crate::time::{UnknownZone, Zone};

/// Windows' names for zones, and the zone of each one's own territory (`001`) in Unicode CLDR 46's
/// `windowsZones.xml`. The common ones: what Outlook and Exchange write where people meet.
const WINDOWS: [(&str, &str); 62] = [
    ("UTC", "UTC"),
    ("Hawaiian Standard Time", "Pacific/Honolulu"),
    ("Alaskan Standard Time", "America/Anchorage"),
    ("Pacific Standard Time", "America/Los_Angeles"),
    ("Pacific Standard Time (Mexico)", "America/Tijuana"),
    ("US Mountain Standard Time", "America/Phoenix"),
    ("Mountain Standard Time", "America/Denver"),
    ("Central Standard Time", "America/Chicago"),
    ("Central America Standard Time", "America/Guatemala"),
    ("Central Standard Time (Mexico)", "America/Mexico_City"),
    ("Canada Central Standard Time", "America/Regina"),
    ("SA Pacific Standard Time", "America/Bogota"),
    ("Eastern Standard Time", "America/New_York"),
    ("US Eastern Standard Time", "America/Indianapolis"),
    ("Venezuela Standard Time", "America/Caracas"),
    ("Atlantic Standard Time", "America/Halifax"),
    ("Pacific SA Standard Time", "America/Santiago"),
    ("Newfoundland Standard Time", "America/St_Johns"),
    ("E. South America Standard Time", "America/Sao_Paulo"),
    ("Argentina Standard Time", "America/Buenos_Aires"),
    ("Azores Standard Time", "Atlantic/Azores"),
    ("GMT Standard Time", "Europe/London"),
    ("Greenwich Standard Time", "Atlantic/Reykjavik"),
    ("Morocco Standard Time", "Africa/Casablanca"),
    ("W. Europe Standard Time", "Europe/Berlin"),
    ("Central Europe Standard Time", "Europe/Budapest"),
    ("Central European Standard Time", "Europe/Warsaw"),
    ("Romance Standard Time", "Europe/Paris"),
    ("W. Central Africa Standard Time", "Africa/Lagos"),
    ("E. Europe Standard Time", "Europe/Chisinau"),
    ("FLE Standard Time", "Europe/Kiev"),
    ("GTB Standard Time", "Europe/Bucharest"),
    ("Egypt Standard Time", "Africa/Cairo"),
    ("Israel Standard Time", "Asia/Jerusalem"),
    ("South Africa Standard Time", "Africa/Johannesburg"),
    ("Kaliningrad Standard Time", "Europe/Kaliningrad"),
    ("Turkey Standard Time", "Europe/Istanbul"),
    ("Arab Standard Time", "Asia/Riyadh"),
    ("Arabic Standard Time", "Asia/Baghdad"),
    ("E. Africa Standard Time", "Africa/Nairobi"),
    ("Russian Standard Time", "Europe/Moscow"),
    ("Iran Standard Time", "Asia/Tehran"),
    ("Arabian Standard Time", "Asia/Dubai"),
    ("Pakistan Standard Time", "Asia/Karachi"),
    ("West Asia Standard Time", "Asia/Tashkent"),
    ("India Standard Time", "Asia/Calcutta"),
    ("Sri Lanka Standard Time", "Asia/Colombo"),
    ("Nepal Standard Time", "Asia/Katmandu"),
    ("Bangladesh Standard Time", "Asia/Dhaka"),
    ("SE Asia Standard Time", "Asia/Bangkok"),
    ("China Standard Time", "Asia/Shanghai"),
    ("Singapore Standard Time", "Asia/Singapore"),
    ("W. Australia Standard Time", "Australia/Perth"),
    ("Taipei Standard Time", "Asia/Taipei"),
    ("Tokyo Standard Time", "Asia/Tokyo"),
    ("Korea Standard Time", "Asia/Seoul"),
    ("Cen. Australia Standard Time", "Australia/Adelaide"),
    ("AUS Central Standard Time", "Australia/Darwin"),
    ("E. Australia Standard Time", "Australia/Brisbane"),
    ("AUS Eastern Standard Time", "Australia/Sydney"),
    ("New Zealand Standard Time", "Pacific/Auckland"),
    ("Samoa Standard Time", "Pacific/Apia"),
];

/// The zone of a TZID: an IANA name, a Windows name, either after a prefix like `/mozilla.org/20050126_1/`, or the
/// IANA name that the file's own VTIMEZONE gives.
pub(in crate::directory) fn zone_of(
    tzid: &str,
    locations: &BTreeMap<String, String>,
) -> Result<Zone, UnknownZone> {
    let name = tzid.trim().trim_matches('"').trim();
    let tails = name.match_indices('/').map(|(at, _)| &name[at + 1..]).filter(|tail| tail.len() <= LONGEST);
    let known = named(name).or_else(|| tails.into_iter().find_map(named));
    let located = || locations.get(tzid).or_else(|| locations.get(name)).and_then(|name| named(name));
    match known.or_else(located) {
        Some(zone) => Ok(zone),
        None => Zone::named(&name.chars().take(LONGEST).collect::<String>()),
    }
}

/// No name of a zone has more characters; what has is not looked for at length.
const LONGEST: usize = 64;

fn named(name: &str) -> Option<Zone> {
    if name.len() > LONGEST {
        return None;
    }
    let windows = WINDOWS.iter().find(|(windows, _)| windows.eq_ignore_ascii_case(name));
    Zone::named(windows.map_or(name, |(_, tzid)| tzid)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tzid(name: &str) -> Result<&'static str, Option<&'static str>> {
        zone_of(name, &BTreeMap::new()).map(Zone::tzid).map_err(|unknown| unknown.nearest)
    }

    #[test]
    fn every_windows_name_leads_to_a_zone() {
        for (windows, iana) in WINDOWS {
            assert!(Zone::named(iana).is_ok(), "{windows} leads to {iana}");
        }
    }

    #[test]
    fn a_zone_has_many_names() {
        assert_eq!(tzid("Pacific Standard Time"), Ok("America/Los_Angeles"));
        assert_eq!(tzid("pacific standard time"), Ok("America/Los_Angeles"));
        assert_eq!(tzid("\"Asia/Calcutta\""), Ok("Asia/Kolkata"));
        assert_eq!(tzid("/freeassociation.sourceforge.net/America/New_York"), Ok("America/New_York"));
        assert_eq!(tzid("/mozilla.org/20050126_1/Europe/Berlin"), Ok("Europe/Berlin"));
        assert_eq!(tzid("/citadel.org/20210210_1/America/Argentina/Salta"), Ok("America/Argentina/Salta"));
        assert_eq!(tzid("America/Los_Angels"), Err(Some("America/Los_Angeles")));
    }

    #[test]
    fn a_vtimezone_may_say_where_its_own_name_is() {
        let locations = [("Custom 1".to_owned(), "Europe/Vienna".to_owned())].into();
        assert_eq!(zone_of("Custom 1", &locations).map(Zone::tzid), Ok("Europe/Vienna"));
    }
}
