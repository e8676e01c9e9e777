// The pages in a real browser: `look.mjs URL FOLDER`, after `tests/run` has installed Chromium and playwright-core.
// Every page is opened in two languages, light and dark, wide and narrow; FOLDER gets a picture of each.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const installed = createRequire(new URL('../.tools/package.json', import.meta.url));
const { chromium } = installed('playwright-core');
const [site, folder] = process.argv.slice(2);
const LANGUAGES = { en: 'en', zh: 'zh-CN' };
const SIZES = { desktop: { width: 1280, height: 900 }, phone: { width: 360, height: 740 } };

const failures = [];
async function check(name, test) {
  try {
    await test();
    console.log(`  ok    ${name}`);
  } catch (error) {
    failures.push(name);
    console.log(`  FAIL  ${name}\n    ${String(error.message ?? error).replaceAll('\n', '\n    ')}`);
  }
}

fs.mkdirSync(folder, { recursive: true });
const profile = fs.mkdtempSync(path.join(folder, 'profile-'));
const browser = await chromium.launchPersistentContext(profile, {
  executablePath: '/usr/bin/chromium',
  headless: true,
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--no-proxy-server',
  ],
});

/** Opens a page and gives what went wrong with it meanwhile: the console, the network, scripts. */
async function open(address, { size = 'desktop', scheme = 'light' } = {}) {
  const page = await browser.newPage();
  const wrong = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && wrong.push(message.text()));
  page.on('pageerror', (error) => wrong.push(String(error)));
  page.on('requestfailed', (request) => wrong.push(`${request.url()}: ${request.failure()?.errorText}`));
  page.on('response', (response) => response.status() >= 400 && wrong.push(`${response.url()}: ${response.status()}`));
  page.on('request', (request) => request.url().startsWith(site) || wrong.push(`asks elsewhere: ${request.url()}`));
  await page.setViewportSize(SIZES[size]);
  await page.emulateMedia({ colorScheme: scheme });
  await page.goto(new URL(address, site).href, { waitUntil: 'networkidle' });
  return { page, wrong };
}

/** Relative luminance of a colour as the browser computes it (WCAG 2). */
function luminance(colour) {
  const [r, g, b] = colour.match(/[\d.]+/g).slice(0, 3).map(Number).map((part) => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

for (const [lang, tag] of Object.entries(LANGUAGES)) {
  for (const size of Object.keys(SIZES)) {
    for (const scheme of ['light', 'dark']) {
      await check(`/ in ${lang}, ${size}, ${scheme}`, async () => {
        const { page, wrong } = await open(`/?lang=${lang}`, { size, scheme });
        await page.screenshot({ path: path.join(folder, `index-${lang}-${size}-${scheme}.png`), fullPage: true });
        assert.deepEqual(wrong, [], 'nothing goes wrong');
        const seen = await page.evaluate(() => ({
          lang: document.documentElement.lang,
          title: document.title,
          wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
          headings: [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((h) => Number(h.tagName[1])),
          unnamed: [...document.querySelectorAll('a')].filter((a) => !a.textContent.trim() && !a.ariaLabel).length,
          ids: [...document.querySelectorAll('[id]')].map((element) => element.id),
          text: getComputedStyle(document.body).color,
          paper: getComputedStyle(document.body).backgroundColor,
          behind: getComputedStyle(document.documentElement).backgroundColor,
        }));
        assert.equal(seen.lang, tag);
        assert.ok(seen.title.length > 0, 'the page has a title');
        assert.ok(seen.wide <= 0, `it scrolls sideways by ${seen.wide} pixels`);
        assert.equal(seen.headings.filter((level) => level === 1).length, 1, 'one first heading');
        seen.headings.reduce((before, level) => {
          assert.ok(level <= before + 1, `a heading ${level} follows a heading ${before}`);
          return level;
        }, 0);
        assert.equal(seen.unnamed, 0, 'every link has words');
        assert.equal(new Set(seen.ids).size, seen.ids.length, 'no anchor stands twice');
        const nothing = 'rgba(0, 0, 0, 0)';
        const paper = [seen.paper, seen.behind].find((colour) => colour !== nothing);
        assert.ok(paper, 'the page has a colour of its own behind its text');
        const [light, dark] = [luminance(seen.text), luminance(paper)].sort((a, b) => b - a);
        assert.ok((light + 0.05) / (dark + 0.05) >= 7, `${seen.text} on ${paper} can be read`);
        assert.equal(luminance(paper) < 0.2, scheme === 'dark', `${paper} is ${scheme}`);
        await page.close();
      });
    }
  }
}

await check('every calendar of /groups.json is linked from /', async () => {
  const { page } = await open('/?lang=en');
  const linked = new Set(await page.evaluate(() => [...document.links].map((link) => link.getAttribute('href'))));
  const groups = await (await page.request.get(new URL('/groups.json', site).href)).text();
  const feeds = [...groups.matchAll(/"(?:https?:\/\/[^/"]+)?(\/[^"]+\.ics)"/g)].map(([, feed]) => feed);
  assert.ok(feeds.length > 50, `${feeds.length} calendars`);
  assert.deepEqual(feeds.filter((feed) => !linked.has(feed)), []);
  await page.close();
});

await check('every link of / leads somewhere', async () => {
  for (const lang of Object.keys(LANGUAGES)) {
    const { page } = await open(`/?lang=${lang}`);
    const links = await page.evaluate(() => [...document.links].map((link) => link.href));
    const ids = new Set(await page.evaluate(() => [...document.querySelectorAll('[id]')].map((element) => element.id)));
    const own = [...new Set(links.filter((link) => link.startsWith(site)))];
    assert.ok(own.length > 50, `${own.length} links`);
    for (const link of own) {
      const { hash, pathname, search } = new URL(link);
      if (hash && pathname === '/') assert.ok(ids.has(decodeURIComponent(hash.slice(1))), `${link} has a place`);
      const answer = await page.request.get(new URL(pathname + search, site).href);
      assert.equal(answer.status(), 200, link);
    }
    for (const link of links.filter((link) => !link.startsWith(site))) {
      assert.match(link, /^(https|webcals?|mailto):/, 'nothing but addresses');
      // Whoever follows a link subscribes to what the page is about.
      if (link.startsWith('webcal:')) {
        const { pathname, search } = new URL(link.replace('webcal:', 'http:'));
        assert.equal((await page.request.get(new URL(pathname + search, site).href)).status(), 200, link);
      }
    }
    await page.close();
  }
});

await check('a link to a group shows the group', async () => {
  const { page } = await open('/sig-node?lang=en');
  const place = await page.evaluate(() => {
    const group = document.getElementById('sig-node').getBoundingClientRect();
    return { hash: location.hash, visible: group.top < innerHeight && group.bottom > 0 };
  });
  assert.deepEqual(place, { hash: '#sig-node', visible: true });
  await page.close();
});

await check('the keyboard reaches a subscription, and shows where it is', async () => {
  const { page } = await open('/?lang=en');
  const outlines = [];
  for (let n = 0; n < 12; n += 1) {
    await page.keyboard.press('Tab');
    outlines.push(await page.evaluate(() => {
      const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
      return { tag: document.activeElement.tagName, shown: outlineStyle !== 'none' && outlineWidth !== '0px' };
    }));
  }
  assert.deepEqual(outlines.filter(({ tag, shown }) => tag === 'BODY' || !shown), []);
  await page.close();
});

await browser.close();
fs.rmSync(profile, { recursive: true, force: true });
process.exit(failures.length ? 1 : 0);
