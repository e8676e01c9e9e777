// node-ical, with a reader of its own and the zones of Node by their names.
import fs from 'node:fs';
import { createRequire } from 'node:module';

const ical = createRequire(new URL('../../.tools/package.json', import.meta.url))('node-ical');
const [file, from, to] = process.argv.slice(2);

// What it says instead of failing is a failure.
for (const level of ['warn', 'error']) {
  console[level] = (...words) => {
    throw new Error(words.join(' '));
  };
}
const two = (n) => String(n).padStart(2, '0');
// A date is midnight of this machine's zone.
const day = (date) => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
const instant = (date) => date.toISOString().replace(/\.\d+/, '');

for (const event of Object.values(ical.sync.parseICS(fs.readFileSync(file, 'utf8')))) {
  if (event.type !== 'VEVENT') continue;
  const written = event.datetype === 'date' ? day : instant;
  const around = { from: new Date(Date.parse(from) - 40 * 864e5), to: new Date(Date.parse(to) + 40 * 864e5) };
  const all = event.rrule ? ical.expandRecurringEvent(event, around) : [event];
  for (const { start, end } of all) process.stdout.write(`${event.uid}\t${written(start)}\t${written(end)}\n`);
}
