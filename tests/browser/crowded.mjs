// A week in which a dozen meetings are at once, in a real browser: `crowded.mjs BINARY FOLDER`; FOLDER gets pictures.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { check, finish, folder, open, picture, serve } from './browser.mjs';

const NAME = 'Weekly meeting of everybody who looks after the provider (Europe and America)';
const meeting = (n, cadence) => ({ description: `${NAME} ${n}`, cadence, duration: '60m', url: 'https://example.org/join' });
const groups = Array.from({ length: 12 }, (_, n) => ({
  dir: `sig-${String.fromCharCode(97 + n)}`,
  name: `Group ${n}`,
  meetings: [
    meeting(n, 'every Tuesday 9:00 UTC'),
    ...(n < 4 ? [meeting(n + 20, `every Tuesday 9:${n}5 UTC`)] : []),
    ...(n < 2 ? [meeting(n + 30, 'every Friday 9:30 UTC')] : []),
  ],
}));
const file = path.join(folder, 'crowded.yaml');
fs.writeFileSync(file, JSON.stringify({ community: { name: 'Crowded', zone: 'UTC', start: '2026-01-05' }, sigs: groups }));
// Four at once in every hour of every day.
const hours = Array.from({ length: 96 }, (_, n) => ({ description: `${NAME} ${n}`, cadence: `every day ${n % 24}:00 UTC`, duration: '60m' }));
const everyHour = path.join(folder, 'every-hour.yaml');
fs.writeFileSync(everyHour, JSON.stringify({ community: { zone: 'UTC', start: '2026-01-05' }, sigs: [{ dir: 'sig-a', name: 'A', meetings: hours }] }));
const [site, always] = [await serve(file), await serve(everyHour)];
const WEEK = `${site}week?date=2026-03-10&zone=UTC&lang=en`;
const TUESDAY = '.day:has(#d2026-03-10)';

/** Where a page draws things, and what of their names is cut. */
const drawn = (page) => page.evaluate(() => {
  const box = (one) => one.getBoundingClientRect();
  const row = (one) => /\ba(\d+)/.exec(one.className)[1];
  const meetings = [...document.querySelectorAll('.slots .meeting')];
  const covers = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const lines = new Map([...document.querySelectorAll('.axis li')].map((hour) => [row(hour), box(hour)]));
  const cut = ({ scrollHeight, clientHeight, scrollWidth, clientWidth }) => scrollHeight > clientHeight + 1 || scrollWidth > clientWidth + 1;
  return {
    count: meetings.length,
    listed: document.querySelectorAll('.many .meeting').length,
    lists: document.querySelectorAll('.many').length,
    covered: meetings.filter((one, n) => meetings.slice(0, n).some((other) => covers(box(one), box(other)))).length,
    cut: [...document.querySelectorAll('.many .open')].filter(cut).length,
    narrow: meetings.filter((one) => box(one).width < 60 || box(one).height < 15).length,
    // A list begins where its hour does, and so does what is drawn on another day; the hour is written beside it.
    apart: [...document.querySelectorAll('.slots > :is(.many, .meeting, .line)')].filter((one) => lines.has(row(one)))
      .map((one) => Math.round(box(one).top - (lines.get(row(one)).top + 0.65 * 16))),
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  };
});

for (const [name, who] of Object.entries({
  1280: {}, '1280-dark': { scheme: 'dark' }, 1600: { size: { width: 1600, height: 900 } }, 1000: { size: { width: 1000, height: 700 } },
})) {
  await check(`many at once are listed under each other, with their whole names: ${name}`, async () => {
    const { page, wrong, context } = await open(WEEK, { zone: 'UTC', ...who });
    const { apart, ...seen } = await drawn(page);
    await picture(page, `crowded-${name}`);
    assert.deepEqual(wrong, []);
    assert.deepEqual(seen, { count: 18, listed: 16, lists: 5, covered: 0, cut: 0, narrow: 0, wide: 0 });
    assert.ok(apart.length > 0 && apart.every((pixels) => pixels === 0), `${apart}`);
    await context.close();
  });
}

await check('each of many is opened by keyboard and without scripts, and said with its time', async () => {
  const { page, context } = await open(WEEK, { zone: 'UTC', script: false });
  const buttons = page.locator(`${TUESDAY} .many .open`);
  for (const n of [0, 11, 15]) {
    await buttons.nth(n).focus();
    await page.keyboard.press('Enter');
    const opened = page.locator('.details:popover-open');
    assert.ok((await opened.boundingBox()).height > 100, `${n} is whole`);
    assert.ok(await opened.getByRole('link', { name: 'Join' }).isVisible());
    await page.keyboard.press('Escape');
  }
  const said = await page.locator(TUESDAY).ariaSnapshot();
  assert.equal(said.match(/button "Tuesday 10 March 2026, 09:\d5 to 10:\d5: /g).length, 4, said);
  assert.equal(said.match(/button "Tuesday 10 March 2026, 09:00 to 10:00: /g).length, 12);
  await context.close();
});

await check('on paper every name is whole, and at 200 % all of them are an agenda', async () => {
  const { page, context } = await open(WEEK, { zone: 'UTC', size: { width: 1100, height: 800 } });
  await page.emulateMedia({ media: 'print' });
  const cut = await page.locator('.slots .meeting .open').evaluateAll((all) => all.filter((one) => one.scrollHeight > one.clientHeight + 1).length);
  assert.deepEqual([cut, (await drawn(page)).covered], [0, 0]);
  await picture(page, 'crowded-print');
  await context.close();
  const zoomed = await open(WEEK, { zone: 'UTC', size: { width: 640, height: 450 } });
  assert.equal(await zoomed.page.locator('.day .details:visible').count(), 18);
  await zoomed.context.close();
});

await check('the line for now stands where its time is, also among hours that have grown', async () => {
  const { page, context } = await open(`${always}week?zone=UTC&lang=en`, { zone: 'UTC' });
  const at = async (time) => {
    await page.clock.setFixedTime(time);
    await page.reload({ waitUntil: 'networkidle' });
    return page.evaluate(() => {
      const line = (hour) => document.querySelector('.today .slots').querySelectorAll('.line')[hour].getBoundingClientRect().top;
      const { top } = document.querySelector('.now').getBoundingClientRect();
      const hour = new Date().getUTCHours();
      return { top, from: line(hour), to: hour < 23 ? line(hour + 1) : Infinity };
    });
  };
  // The hour that is on, and its five minutes before the last.
  const hour = Math.floor(Date.now() / 3_600_000) * 3_600_000;
  const [whole, before, after] = [await at(hour), await at(hour + 50 * 60_000 - 1000), await at(hour + 50 * 60_000)];
  assert.ok(Math.abs(whole.top - whole.from) < 1.5, `${whole.top} is the hour ${whole.from}`);
  assert.ok(Math.abs(after.top - before.top) < 1, `${before.top} and a second later ${after.top}`);
  assert.ok(after.top > whole.top + 50 && after.top < after.to, `${after.top} is before ${after.to}`);
  await context.close();
});

await check('what is on is counted down to its end, and once that has passed the page is asked for again, once', async () => {
  const { page, context } = await open(`${always}week?zone=UTC&lang=en`, { zone: 'UTC' });
  assert.match(await page.locator('.coming').textContent(), /^On now: SIG A: /);
  const end = 1000 * Number(await page.getAttribute('.countdown', 'data-until'));
  assert.ok(end > Date.now() && end - Date.now() <= 3_600_000 && end % 3_600_000 === 0, `${end}`);
  for (const [left, said] of [[50 * 60_000, 'ends in 50 min'], [90 * 60_000, 'ends in 1 h 30 min'], [1000, 'ends in 1 min']]) {
    await page.clock.setFixedTime(end - left);
    await page.reload({ waitUntil: 'networkidle' });
    assert.equal(await page.locator('.countdown').textContent(), said);
  }
  let asked = 0;
  page.on('request', (request) => { asked += Number(request.isNavigationRequest()); });
  await page.clock.setFixedTime(end + 120_000);
  await page.waitForRequest((request) => request.isNavigationRequest(), { timeout: 5000 });
  // The server's clock is behind this visitor's: to ask over and over would change nothing.
  await page.waitForTimeout(1500);
  assert.equal(asked, 1);
  await context.close();
});

await finish();
