"""ical, the library of Home Assistant's remote calendar."""
import datetime as dt

from ical.calendar_stream import CalendarStream
from lines import FROM, TO, read, tell

[calendar] = CalendarStream.from_ics(read()).calendars
for event in calendar.timeline_tz(dt.timezone.utc).overlapping(FROM, TO):
    tell(event.uid, event.dtstart, event.end)
