"""JSCalendar by the text of RFC 8984 alone, with dateutil's rules: no library in the registries expands it.

It is strict: an object has the members of its section, of their types, and nothing else."""
import datetime as dt
import json
import re
import zoneinfo

from dateutil import rrule
from lines import FROM, TO, read, tell

UTC = dt.timezone.utc
LOCAL = "%Y-%m-%dT%H:%M:%S"


def is_utc(value):
    return isinstance(value, str) and bool(dt.datetime.strptime(value, LOCAL + "Z"))


def is_local(value):
    return isinstance(value, str) and dt.datetime.strptime(value, LOCAL).strftime(LOCAL) == value


def is_text(value):
    return isinstance(value, str) and value != "" and not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", value)


def is_uri(value):
    return is_text(value) and re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:\S+", value)


def is_duration(value, sign=""):
    day, time = r"P\d+D", r"PT(?=\d)(\d+H)?(\d+M)?(\d+S)?"
    return re.fullmatch(f"{sign}(P\\d+W|{day}({time[1:]})?|{time})", value)


def is_count(value):
    return type(value) is int and 0 <= value < 2**53


def one_of(*values):
    return lambda value: value in values


def each(check):
    return lambda value: isinstance(value, list) and value and all(map(check, value))


def by_id(check):
    return lambda value: value and all(re.fullmatch("[A-Za-z0-9_-]{1,255}", key) and check(one) for key, one in value.items())


def is_set(value):
    return value and all(is_text(key) and one is True for key, one in value.items())


def made_of(kind, required, optional):
    def check(value):
        assert value["@type"] == kind and set(required) <= set(value), value
        for key, one in value.items():
            assert key == "@type" or {**required, **optional}[key](one), (kind, key, one)
        return True
    return check


def number(low, high, negative=True):
    return lambda value: type(value) is int and low <= abs(value) <= high and (negative or value >= 0)


DAYS = ["mo", "tu", "we", "th", "fr", "sa", "su"]
FREQUENCIES = ["yearly", "monthly", "weekly", "daily", "hourly", "minutely", "secondly"]
n_day = made_of("NDay", {"day": one_of(*DAYS)}, {"nthOfPeriod": number(1, 53)})
# 4.3.3
rule = made_of("RecurrenceRule", {"frequency": one_of(*FREQUENCIES)}, {
    "interval": is_count, "firstDayOfWeek": one_of(*DAYS), "byDay": each(n_day), "count": is_count, "until": is_local,
    "byMonth": each(one_of(*map(str, range(1, 13)))), "byMonthDay": each(number(1, 31)), "byYearDay": each(number(1, 366)),
    "byWeekNo": each(number(1, 53)), "byHour": each(number(0, 23, False)), "byMinute": each(number(0, 59, False)),
    "bySecond": each(number(0, 60, False)), "bySetPosition": each(number(1, 366))})
link = made_of("Link", {"href": is_uri}, {"rel": is_text})
# 4.2.5, 4.2.6
location = made_of("Location", {}, {"name": is_text})
virtual = made_of("VirtualLocation", {"uri": is_uri}, {"name": is_text, "features": is_set})
trigger = made_of("OffsetTrigger", {"offset": lambda value: is_duration(value, "-?")}, {})
alert = made_of("Alert", {"trigger": trigger}, {"action": one_of("display")})
common = {"title": is_text, "description": is_text, "locale": one_of("en", "zh-CN"), "links": by_id(link)}
# 5.1
event = made_of("Event", {"uid": is_text, "updated": is_utc, "start": is_local}, common | {
    "created": is_utc, "sequence": is_count, "timeZone": zoneinfo.ZoneInfo, "duration": is_duration,
    "showWithoutTime": one_of(True), "recurrenceRules": each(rule), "recurrenceOverrides": lambda _: True,
    "status": one_of("confirmed", "cancelled", "tentative"), "freeBusyStatus": one_of("free", "busy"),
    "keywords": is_set, "locations": by_id(location), "virtualLocations": by_id(virtual), "alerts": by_id(alert)})
# 5.3
group = made_of("Group", {"uid": is_text, "updated": is_utc, "entries": each(event)}, common | {
    "prodId": is_text, "color": lambda value: re.fullmatch("[a-z]+", value), "source": is_uri})


def local(text):
    return dt.datetime.strptime(text, LOCAL)


def length(text):
    found = re.fullmatch(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", text)
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return dt.timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)


def starts(event):
    first = local(event["start"])
    found = {first}
    for one in event.get("recurrenceRules", []):
        days = [getattr(rrule, day["day"].upper())(day.get("nthOfPeriod")) for day in one.get("byDay", [])]
        found |= set(rrule.rrule(
            getattr(rrule, one["frequency"].upper()), dtstart=first, interval=one.get("interval", 1),
            wkst=DAYS.index(one.get("firstDayOfWeek", "mo")), count=one.get("count"),
            until=local(one["until"]) if "until" in one else None if "count" in one else
            TO.replace(tzinfo=None) + dt.timedelta(days=40),
            byweekday=days or None, bymonth=[int(month) for month in one.get("byMonth", [])] or None,
            bymonthday=one.get("byMonthDay"), byyearday=one.get("byYearDay"), byweekno=one.get("byWeekNo"),
            byhour=one.get("byHour"), byminute=one.get("byMinute"), bysecond=one.get("bySecond"),
            bysetpos=one.get("bySetPosition")))
    # Where no rule has an instance, an override is one more (4.3.5).
    return found | {local(start) for start in event.get("recurrenceOverrides", {})}


def instances(whole):
    for start in sorted(starts(whole)):
        one = whole | {"start": start.strftime(LOCAL)}
        for key, value in whole.get("recurrenceOverrides", {}).get(one["start"], {}).items():
            one[key] = value
        if one.pop("excluded", False):
            continue
        event({key: value for key, value in one.items() if value is not None})
        yield one


def happens(one):
    start, zone = local(one["start"]), one.get("timeZone")
    if one.get("showWithoutTime"):
        tell(one["uid"], start.date(), start.date() + length(one["duration"]))
    else:
        start = start.replace(tzinfo=zoneinfo.ZoneInfo(zone)).astimezone(UTC)
        tell(one["uid"], start, start + length(one["duration"]))


calendar = json.loads(read())
group(calendar)
for whole in calendar["entries"]:
    for one in instances(whole):
        happens(one)
