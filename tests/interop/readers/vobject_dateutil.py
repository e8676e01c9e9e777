"""vobject, whose zones are the VTIMEZONEs of the feed, and dateutil's rules."""
import datetime as dt

import vobject
from lines import FROM, TO, read, tell

UTC = dt.timezone.utc
calendar = vobject.readOne(read())
calendar.validate(raiseException=True)
events = calendar.vevent_list


def length(event):
    start = event.dtstart.value
    if "duration" in event.contents:
        return event.duration.value
    end = event.dtend.value
    # Of two times in one zone Python subtracts the wall clocks.
    return end - start if not isinstance(start, dt.datetime) else end.astimezone(UTC) - start.astimezone(UTC)


def happens(event, start):
    # Python adds to the wall clock too.
    end = start.astimezone(UTC) + length(event) if isinstance(start, dt.datetime) else start + length(event)
    tell(event.uid.value, start, end)


changed = {(e.uid.value, e.recurrence_id.value): e for e in events if "recurrence-id" in e.contents}
for event in events:
    if "recurrence-id" in event.contents:
        continue
    first = event.dtstart.value
    dates = not isinstance(first, dt.datetime)
    for start in event.getrruleset(addRDate=True) if "rrule" in event.contents else [first]:
        start = start.date() if dates else start
        if (start if not dates else dt.datetime.combine(start, dt.time(), UTC)) >= TO + dt.timedelta(days=40):
            break
        override = changed.pop((event.uid.value, start), None)
        happens(override or event, override.dtstart.value if override else start)
