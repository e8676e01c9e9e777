// ical.js, Thunderbird's reader, of iCalendar and of jCal. Its zones are the VTIMEZONEs of the feed.
import fs from 'node:fs';
import { createRequire } from 'node:module';

const installed = createRequire(new URL('../../.tools/package.json', import.meta.url));
const { default: ICAL } = await import(installed.resolve('ical.js'));
const [file, , to] = process.argv.slice(2);
const last = Date.parse(to) / 1000 + 40 * 86400;

const text = fs.readFileSync(file, 'utf8');
// What it makes of iCalendar is jCal too.
const calendar = new ICAL.Component(file.endsWith('.json') ? JSON.parse(text) : ICAL.parse(text));
for (const zone of calendar.getAllSubcomponents('vtimezone')) {
  ICAL.TimezoneService.register(new ICAL.Timezone(zone), zone.getFirstPropertyValue('tzid'));
}
const written = (time) => {
  if (time.isDate) return time.toString();
  if (time.zone === ICAL.Timezone.localTimezone) throw new Error(`${time} has no zone`);
  return time.convertToZone(ICAL.Timezone.utcTimezone).toString();
};
const tell = (uid, start, end) => console.log([uid, written(start), written(end)].join('\t'));

const components = calendar.getAllSubcomponents('vevent');
const overrides = components.filter((component) => component.hasProperty('recurrence-id'));
for (const component of components.filter((component) => !component.hasProperty('recurrence-id'))) {
  const uid = component.getFirstPropertyValue('uid');
  const own = overrides.filter((override) => override.getFirstPropertyValue('uid') === uid);
  const event = new ICAL.Event(component, { exceptions: own, strictExceptions: true });
  if (!event.isRecurring()) {
    tell(uid, event.startDate, event.endDate);
    continue;
  }
  const starts = event.iterator();
  for (let start = starts.next(); start && start.toUnixTime() < last; start = starts.next()) {
    const { startDate, endDate } = event.getOccurrenceDetails(start);
    tell(uid, startDate, endDate);
  }
}
