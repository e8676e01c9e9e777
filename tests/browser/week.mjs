// The week in a real browser: `week.mjs BINARY FOLDER`; FOLDER gets pictures.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';

import { LANGUAGES, browser, check, finish, folder, open, picture, serve, sigcal, visitor } from './browser.mjs';
import { community } from './community.mjs';

const file = path.join(folder, 'sixty.yaml');
fs.writeFileSync(file, community());
const [shipped, sixty] = [await serve(), await serve(file)];

/** Every meeting of a page as it is shown: its instants, and the words for its start. */
const shown = (page) => page.evaluate(() => [...document.querySelectorAll('.meeting')].map((meeting) => {
  const [start, end] = [...meeting.querySelectorAll('.when time')].map((time) => time.dateTime);
  const words = meeting.querySelector('.open time')?.textContent ?? '';
  return { start, end: end ?? '', words, name: meeting.querySelector('h3').textContent };
}).sort((a, b) => (a.start + a.name < b.start + b.name ? -1 : 1)));

const ofJson = ({ occurrences }) => occurrences.map((one) => ({
  start: one.start,
  end: one.all_day ? '' : one.end,
  words: one.all_day ? '' : one.start.slice(11, 16),
  name: one.summary,
})).sort((a, b) => (a.start + a.name < b.start + b.name ? -1 : 1));

/** A day of each week of 2026 and 2027 in which a clock of these zones changes, and one in which none does. */
const WEEKS = [
  '2026-03-08', '2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25', '2026-11-01', '2026-11-24',
  '2027-03-14', '2027-03-28', '2027-04-04', '2027-10-03', '2027-10-31', '2027-11-07',
];
const ZONES = [
  'America/Los_Angeles', 'Europe/London', 'Asia/Shanghai', 'Australia/Lord_Howe', 'America/Sao_Paulo',
  'Pacific/Kiritimati', 'Pacific/Pago_Pago',
];

for (const zone of ZONES) {
  await check(`the page, /week.json and sigcal week agree in ${zone}`, async () => {
    const context = await visitor({ zone });
    const page = await context.newPage();
    for (const date of WEEKS) {
      await page.goto(`${sixty}week?date=${date}&zone=${zone}&lang=en`);
      const json = await (await page.request.get(`${sixty}week.json?date=${date}&zone=${zone}`)).json();
      const terminal = JSON.parse(sigcal('week', file, '--date', date, '--zone', zone, '--format', 'json'));
      assert.deepEqual(await shown(page), ofJson(json), `${date}: the page and /week.json`);
      assert.deepEqual(ofJson(terminal), ofJson(json), `${date}: sigcal week and /week.json`);
      assert.ok(json.occurrences.length >= 55, `${date}: ${json.occurrences.length} meetings`);
    }
    await context.close();
  });
}

await check('sixty meetings a week, many at once: none covers another, and nothing scrolls sideways', async () => {
  for (const size of ['desktop', { width: 1920, height: 1080 }, { width: 1000, height: 700 }]) {
    const { page, wrong, context } = await open(`${sixty}week?date=2026-11-24&zone=America/Los_Angeles`, { size });
    const seen = await page.evaluate(() => {
      const boxes = [...document.querySelectorAll('.slots .meeting')].map((one) => one.getBoundingClientRect());
      const covers = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
      return {
        count: boxes.length,
        covered: boxes.filter((box, n) => boxes.slice(0, n).some((other) => covers(box, other))).length,
        small: boxes.filter((box) => box.width < 30 || box.height < 12).length,
        wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      };
    });
    assert.deepEqual([seen.covered, seen.small, wrong], [0, 0, []]);
    assert.ok(seen.count >= 60 && seen.wide <= 0, JSON.stringify(seen));
    await picture(page, `sixty-${size.width ?? size}`);
    await context.close();
  }
});

await check('no text becomes markup', async () => {
  for (const address of [`${sixty}week?date=2026-11-24`, `${sixty}sig-d`, `${sixty}groups`, `${sixty}community`]) {
    const { page, wrong, context } = await open(address);
    const seen = await page.evaluate(() => ({
      scripts: document.scripts.length, images: document.images.length, text: document.body.textContent.includes('<script>alert(1)'),
      harmful: [...document.links].filter((link) => link.protocol === 'javascript:').length,
    }));
    assert.deepEqual([seen, wrong], [{ scripts: 1, images: 0, text: true, harmful: 0 }, []], address);
    await context.close();
  }
});

await check('a day on which a clock changes is drawn as it is', async () => {
  const { page, context } = await open(`${sixty}week?date=2026-11-01&zone=America/Los_Angeles&lang=en`);
  const labels = () => page.evaluate(() => [...document.querySelectorAll('.axis li')].map((hour) => hour.textContent));
  assert.deepEqual((await labels()).slice(0, 3), ['00:00', '01:00', '01:00']);
  const blank = await page.locator('.band').evaluateAll((bands) => bands.map((band) => band.closest('.day').querySelector('h2').id));
  assert.deepEqual(blank, [26, 27, 28, 29, 30, 31].map((day) => `d2026-10-${day}`), 'only Sunday has that hour twice');
  assert.match(await page.locator('#d2026-11-01 ~ .whole .odd').textContent(), /25 hours: 01:00 to 02:00 comes twice/);
  await page.goto(`${sixty}week?date=2026-03-08&zone=America/Los_Angeles&lang=en`);
  assert.match(await page.locator('#d2026-03-08 ~ .whole .odd').textContent(), /23 hours: 02:00 to 03:00 is skipped/);
  await picture(page, 'clock-forward');
  await context.close();
});

await check('in the week in which an hour comes twice, meetings of other days are as long as they are', async () => {
  const nights = path.join(folder, 'nights.yaml');
  const times = { A: '0:00', B: '1:00', C: '1:30', D: '2:00' };
  const sigs = Object.entries(times).map(([name, time], n) => ({
    dir: `sig-${name.toLowerCase()}`, name,
    meetings: ['Tuesday', 'Sunday'].map((day) => ({ description: `${name} ${day}`, cadence: `every ${day} ${time} PT`, duration: '60m' })).slice(0, n < 2 ? 2 : 1),
  }));
  fs.writeFileSync(nights, JSON.stringify({ community: { zone: 'America/Los_Angeles', start: '2026-01-05' }, sigs }));
  const { page, context } = await open(`${await serve(nights)}week?date=2026-11-01&zone=America/Los_Angeles&lang=en`, { zone: 'America/Los_Angeles' });
  await picture(page, 'fold');
  const drawn = await page.evaluate(() => Object.fromEntries([...document.querySelectorAll('.slots .meeting')].map((one) => {
    const box = (each) => each.getBoundingClientRect();
    const at = (row) => Math.round((row - box(one.closest('.slots')).top) / (box(one.closest('.slots')).height / Number(document.querySelector('.week').dataset.rows)));
    return [one.querySelector('h3').textContent.split(': ')[1], [at(box(one).top), at(box(one).bottom)]];
  })));
  // In rows of five minutes: on Sunday B ends where its hour begins again; on Tuesday C goes on behind that.
  assert.deepEqual(drawn, {
    'A Tuesday': [0, 12], 'B Tuesday': [12, 24], 'C Tuesday': [18, 42], 'D Tuesday': [36, 48], 'A Sunday': [0, 12], 'B Sunday': [12, 24],
  });
  await context.close();
});

await check('where clocks change on other dates, each meeting says so, and so does the week', async () => {
  const { page, context } = await open(`${shipped}week?date=2026-10-28&zone=Asia/Shanghai&lang=en`, { zone: 'Asia/Shanghai' });
  assert.match(await page.locator('.banner').textContent(), /Clocks change in Los Angeles on Sun 1 Nov: 02:00 becomes 01:00\. \d+ of these/);
  const node = page.locator('.meeting', { hasText: 'SIG Node: Regular meeting' });
  assert.match(await node.locator('.shift').textContent(), /From 1 Nov, 01:00 instead of 00:00 for you/);
  assert.equal(await node.locator('.mark').textContent(), 'from 1 Nov 01:00', 'no time beside a time, which would be an end');
  await page.goto(`${shipped}week?date=2026-11-04&zone=Asia/Shanghai&lang=en`);
  assert.match(await node.locator('.shift').textContent(), /Since 1 Nov, 01:00 instead of 00:00 for you/);
  assert.equal(await node.locator('.mark').textContent(), 'was 00:00');
  await page.goto(`${shipped}sig-node?zone=Europe/Berlin&lang=en`);
  assert.ok((await page.locator('li.shift').count()) >= 4, 'a year has four such dates in Berlin');
  await context.close();
});

await check('the visitor is found where they are, and an alias of a zone is one', async () => {
  for (const [zone, name] of [['Asia/Tokyo', 'Asia/Tokyo'], ['Asia/Calcutta', 'Asia/Kolkata'], ['Pacific/Auckland', 'Pacific/Auckland']]) {
    const { page, wrong, context } = await open(shipped, { zone });
    assert.deepEqual([await page.inputValue('#zone'), wrong], [name, []]);
    assert.equal(await page.locator('form.zone a').count(), 0, 'they are where they are');
    await context.close();
  }
});

await check('a zone is picked, kept, and shared by its address', async () => {
  const { page, context } = await open(shipped, { zone: 'Europe/Berlin' });
  await page.fill('#zone', '');
  await page.type('#zone', 'calcut');
  await page.locator('.zones li').first().waitFor();
  assert.deepEqual(await page.locator('.zones li').allTextContents(), ['Asia/Kolkata (Asia/Calcutta)']);
  await page.keyboard.press('ArrowDown');
  assert.equal(await page.getAttribute('#zone', 'aria-activedescendant'), 'zone-0');
  await Promise.all([page.waitForURL(/zone=Asia/), page.keyboard.press('Enter')]);
  assert.equal(await page.inputValue('#zone'), 'Asia/Kolkata');
  const shared = page.url();
  await page.goto(shipped, { waitUntil: 'networkidle' });
  assert.equal(await page.inputValue('#zone'), 'Asia/Kolkata', 'it is kept');
  await context.close();
  const other = await open(shared, { zone: 'America/New_York' });
  assert.equal(await other.page.inputValue('#zone'), 'Asia/Kolkata', 'it is shared');
  await other.page.click('form.zone a');
  assert.equal(await other.page.inputValue('#zone'), 'America/New_York', 'and one click from home');
  await other.context.close();
});

await check('a zone that is none shuts nobody out', async () => {
  const { page, context } = await open(shipped, { zone: 'Europe/Berlin' });
  await page.fill('#zone', 'Foobar');
  await Promise.all([page.waitForURL(/zone=Foobar/), page.click('form.zone button')]);
  assert.equal(await page.locator('form.zone').count(), 0, 'it is refused');
  await page.goto(shipped, { waitUntil: 'networkidle' });
  assert.equal(await page.inputValue('#zone'), 'Europe/Berlin', 'and not kept');
  // As one may be that was kept when the server still knew it.
  await page.evaluate(() => localStorage.setItem('sigcal-zone', 'Foobar'));
  await page.goto(shipped, { waitUntil: 'networkidle' });
  await page.goto(shipped, { waitUntil: 'networkidle' });
  assert.equal(await page.inputValue('#zone'), 'Europe/Berlin', 'and one that was kept is forgotten');
  await context.close();
});

await check('a clock of twelve hours is for those who read one, and for who asks for it', async () => {
  const american = await open(`${shipped}week?date=2026-11-24`, { zone: 'America/Los_Angeles', locale: 'en-US' });
  assert.match(await american.page.locator('.open time').first().textContent(), /^\d{1,2}:\d\d [ap]m$/);
  await american.page.click('[data-hours] >> nth=0');
  assert.match(await american.page.locator('.open time').first().textContent(), /^\d\d:\d\d$/);
  await american.page.goto(`${shipped}week?date=2026-11-24`, { waitUntil: 'networkidle' });
  assert.match(await american.page.locator('.open time').first().textContent(), /^\d\d:\d\d$/, 'it is kept');
  await american.context.close();
});

await check('without scripts, everything is there: zone, dates, choice and details', async () => {
  const { page, context } = await open(`${shipped}week?date=2026-11-24&lang=en`, { script: false });
  assert.equal(await page.inputValue('#zone'), 'America/Los_Angeles', "the community's own zone");
  await page.fill('#zone', 'Beijing time');
  await page.click('form.zone button');
  assert.equal(await page.inputValue('#zone'), 'Asia/Shanghai');
  const first = page.locator('.open').first();
  await first.click();
  const details = page.locator('.details:popover-open');
  assert.match(await details.textContent(), /SIG Security/);
  await page.keyboard.press('Escape');
  assert.equal(await details.count(), 0);
  await page.click('[rel="next"]');
  assert.match(page.url(), /date=2026-11-30/);
  await page.click('.choose summary');
  await page.check('input[value="sig-node"]');
  await page.click('.choose button[type=submit]');
  assert.equal(await page.locator('.meeting').count(), 1);
  assert.match(page.url(), /zone=Asia%2FShanghai/, 'what was said before stays said');
  await context.close();
});

await check('what is chosen is in the address, and one click from a subscription to just that', async () => {
  const { page, context } = await open(`${shipped}week?date=2026-11-24&lang=en`);
  await page.keyboard.press('/');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'q');
  await page.keyboard.type('auto');
  assert.deepEqual(await page.locator('.choose .box:visible').allTextContents().then((all) => all.map((one) => one.trim())), ['SIG Autoscaling']);
  await page.check('input[value="sig-autoscaling"]');
  await page.fill('#q', '');
  await page.check('input[value="sig-node"]');
  await page.click('.choose button[type=submit]');
  assert.equal(await page.locator('.meeting').count(), 2);
  assert.match(new URL(page.url()).search, /only=sig-autoscaling&only=sig-node/);
  await page.click('.subscribe summary');
  const way = await page.locator('.subscribe .ways a').first().getAttribute('href');
  assert.match(way, /^webcal:.*\/custom\.ics\?only=sig-autoscaling,sig-node$/);
  const feed = await (await page.request.get(way.replace('webcal:', 'http:'))).text();
  assert.equal(feed.match(/BEGIN:VEVENT/g).length, 2);
  assert.ok(await page.locator('.subscribe .qr svg').isVisible());
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.click('.subscribe .copy');
  await page.locator('.copy', { hasText: 'Copied' }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), way);
  await context.close();
});

await check('the keyboard goes through the meetings, opens one, and comes back', async () => {
  const { page, context } = await open(`${shipped}week?date=2026-11-24&lang=en`);
  const focused = () => page.evaluate(() => document.activeElement.textContent.replaceAll(/\s+/g, ' ').trim());
  await page.keyboard.press('j');
  const first = await focused();
  assert.match(first, /^(Mon|Tues)day 2\d November 2026, \d\d:\d\d to (\w{3} )?\d\d:\d\d: SIG /);
  await page.keyboard.press('j');
  assert.notEqual(await focused(), first);
  await page.keyboard.press('k');
  assert.equal(await focused(), first);
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('.details:popover-open').count(), 1);
  await page.keyboard.press('Escape');
  assert.deepEqual([await page.locator('.details:popover-open').count(), await focused()], [0, first]);
  await Promise.all([page.waitForURL((url) => !url.searchParams.has('date')), page.keyboard.press('t')]);
  await context.close();
});

await check('now is a line in this week, what is next is counted down to, and other weeks have neither line', async () => {
  const { page, context } = await open(`${sixty}week?lang=en`);
  assert.match(await page.locator('.countdown').textContent(), /^(in|ends in) \d+/);
  assert.equal(await page.locator('.today').count(), 1);
  await page.goto(`${sixty}week?lang=en&date=2026-03-10`, { waitUntil: 'networkidle' });
  assert.deepEqual([await page.locator('.now').count(), await page.locator('.today').count()], [0, 0]);
  await context.close();
});

await check('what is cancelled, moved or skipped says so, with the reason', async () => {
  const { page, context } = await open(`${sixty}week?date=2026-03-09&zone=America/Los_Angeles&lang=en`);
  const details = (name) => page.locator('.meeting', { hasText: name }).locator('.details').textContent();
  assert.match(await details('Meeting 0-0'), /Cancelled\s+no agenda/);
  await page.goto(`${sixty}week?date=2026-03-16&zone=America/Los_Angeles&lang=en`);
  assert.match(await details('Meeting 0-0'), /Moved from: Mon 16 Mar 09:00\s+room/);
  await page.goto(`${sixty}week?date=2026-03-23&zone=America/Los_Angeles&lang=zh`);
  assert.match(await page.locator('.skipped').textContent(), /不开会.*Meeting 0-0.*holiday/);
  await context.close();
});

await check('the first view is small, and nothing in it moves', async () => {
  const context = await visitor({ zone: 'America/Los_Angeles' });
  const page = await context.newPage();
  const sizes = [];
  page.on('requestfinished', (request) => sizes.push(request.sizes()));
  await page.addInitScript(() => {
    globalThis.moved = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => { globalThis.moved += entry.value; }))
      .observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(`${shipped}?zone=America/Los_Angeles`, { waitUntil: 'networkidle' });
  const octets = (await Promise.all(sizes)).reduce((sum, { responseBodySize }) => sum + responseBodySize, 0);
  assert.ok(octets > 5000 && octets < 60_000, `${octets} octets`);
  const moved = await page.evaluate(() => globalThis.moved);
  assert.ok(moved < 0.01, `${moved} of it moves`);
  const script = await (await page.request.get(`${shipped}script.js`)).body();
  assert.ok(zlib.gzipSync(script).length < 12 * 1024, `${zlib.gzipSync(script).length} octets of script`);
  await context.close();
});

await check('it is as good in a phone, in the dark, at 200 %, in Chinese and on paper', async () => {
  for (const lang of Object.keys(LANGUAGES)) {
    for (const [name, who] of Object.entries({
      phone: { size: 'phone' }, dark: { scheme: 'dark' }, zoomed: { size: { width: 640, height: 450 } }, wide: {},
    })) {
      const { page, wrong, context } = await open(`${shipped}week?date=2026-10-28&zone=Asia/Shanghai&lang=${lang}`, { zone: 'Asia/Shanghai', ...who });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.deepEqual([wide <= 0, wrong], [true, []], `${name} ${lang}`);
      const agenda = await page.locator('.day .details').first().isVisible();
      assert.equal(agenda, ['phone', 'zoomed'].includes(name), `${name}: an agenda on narrow screens, a drawing on wide ones`);
      await picture(page, `week-${lang}-${name}`);
      await context.close();
    }
    const { page, context } = await open(`${shipped}week?date=2026-10-28&zone=Asia/Shanghai&lang=${lang}`, { zone: 'Asia/Shanghai' });
    await page.emulateMedia({ media: 'print' });
    const sheets = (await page.pdf({ landscape: true, preferCSSPageSize: true })).toString('latin1');
    assert.equal(sheets.match(/\/Type\s*\/Page\b/g).length, 1, 'it is one page');
    await picture(page, `week-${lang}-print`);
    await context.close();
  }
});

await check('a week stands in another page without what is around it', async () => {
  const { page, wrong, context } = await open(`${shipped}embed/week?only=sig-node&zone=Europe/Berlin&lang=en`);
  assert.deepEqual([await page.locator('header.site:visible, footer.site:visible').count(), await page.locator('.meeting').count(), wrong], [0, 1, []]);
  await context.close();
});

assert.ok(browser.isConnected());
await finish();
