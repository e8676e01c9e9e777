//! What the things of the foreign formats may have. `accepted` says nothing that people see in a calendar.

use crate::directory::keys::Thing;

/// A file of toml-to-ical.
pub(super) const CALENDAR: Thing = Thing {
    name: "a calendar",
    read: &["name", "description", "meta", "timezones", "events"],
    accepted: &[],
};

pub(super) const META: Thing = Thing { name: "`meta`", read: &["includes"], accepted: &[] };

pub(super) const TIMEZONE: Thing =
    Thing { name: "a time zone", read: &["name", "standard", "daylight"], accepted: &[] };

/// Half of a time zone: its offset, and the rule by which it begins.
pub(super) const OFFSET: Thing =
    Thing { name: "half of a time zone", read: &["to"], accepted: &["name", "start", "rule", "from"] };

pub(super) const EVENT: Thing = Thing {
    name: "an event",
    read: &[
        "uid",
        "title",
        "description",
        "location",
        "start",
        "end",
        "status",
        "transparency",
        "organizer",
        "recurrences",
        "recurrence_rules",
        "exceptions",
        "recurrence_id",
        "url",
    ],
    accepted: &["created_on", "last_modified_on"],
};

pub(super) const ORGANIZER: Thing = Thing { name: "an organizer", read: &["name", "email"], accepted: &[] };

pub(super) const DATE: Thing = Thing { name: "a date", read: &["date", "timezone"], accepted: &[] };

pub(super) const DATES: Thing =
    Thing { name: "a list of dates", read: &["dates", "timezone"], accepted: &[] };

pub(super) const RULE: Thing = Thing {
    name: "a recurrence rule",
    read: &[
        "frequency",
        "interval",
        "count",
        "until",
        "by_second",
        "by_minute",
        "by_hour",
        "by_day",
        "by_month_day",
        "by_year_day",
        "by_week_no",
        "by_month",
        "by_set_pos",
        "week_start",
    ],
    accepted: &[],
};

pub(super) const WEEKDAY: Thing = Thing { name: "a weekday", read: &["day", "num"], accepted: &[] };

/// A file of yaml2ical.
pub(super) const MEETING: Thing = Thing {
    name: "a meeting",
    read: &[
        "project",
        "agenda_url",
        "project_url",
        "chair",
        "description",
        "meeting_id",
        "schedule",
        "agenda",
    ],
    accepted: &[],
};

pub(super) const SCHEDULE: Thing = Thing {
    name: "a schedule",
    read: &["time", "day", "irc", "frequency", "start_date", "duration", "skip_dates"],
    accepted: &[],
};

pub(super) const SKIP_DATE: Thing =
    Thing { name: "a skipped date", read: &["skip_date", "reason"], accepted: &[] };

/// A file of yaml2ics.
pub(super) const YAML2ICS: Thing =
    Thing { name: "a calendar", read: &["name", "timezone", "include", "events"], accepted: &["meta"] };

pub(super) const YAML2ICS_EVENT: Thing = Thing {
    name: "an event",
    read: &[
        "name",
        "summary",
        "begin",
        "end",
        "duration",
        "uid",
        "description",
        "location",
        "url",
        "transparent",
        "attendees",
        "categories",
        "status",
        "organizer",
        "timezone",
        "repeat",
        "ics",
    ],
    accepted: &["created", "last_modified"],
};

pub(super) const REPEAT: Thing =
    Thing { name: "`repeat`", read: &["interval", "until", "except_on", "also_on"], accepted: &[] };

/// The units of an interval or a duration.
pub(super) const UNITS: Thing = Thing {
    name: "a length",
    read: &["seconds", "minutes", "hours", "days", "weeks", "months", "years"],
    accepted: &[],
};
