"""jCal as icalendar reads it, expanded by recurring-ical-events."""
import icalendar
import recurring_ical_events
import x_wr_timezone
from lines import FROM, TO, read, tell

calendar = icalendar.Calendar.from_jcal(read())
for component in calendar.walk():
    assert not component.errors, component.errors
assert not calendar.get_missing_tzids(), calendar.get_missing_tzids()
for event in recurring_ical_events.of(x_wr_timezone.to_standard(calendar)).between(FROM, TO):
    tell(event["UID"], event.start, event.end)
