// The page that lists every calendar, in a real browser: `groups.mjs BINARY FOLDER`; FOLDER gets pictures.
import assert from 'node:assert/strict';

import { LANGUAGES, SIZES, check, finish, open, picture, serve } from './browser.mjs';

const site = await serve();

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
      await check(`/groups in ${lang}, ${size}, ${scheme}`, async () => {
        const { page, wrong, context } = await open(`${site}groups?lang=${lang}`, { size, scheme });
        await picture(page, `groups-${lang}-${size}-${scheme}`);
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
        await context.close();
      });
    }
  }
}

await check('every calendar of /groups.json is linked from /groups', async () => {
  const { page } = await open(`${site}groups?lang=en`);
  const linked = new Set(await page.evaluate(() => [...document.links].map((link) => link.getAttribute('href'))));
  const groups = await (await page.request.get(new URL('/groups.json', site).href)).text();
  const feeds = [...groups.matchAll(/"(?:https?:\/\/[^/"]+)?(\/[^"]+\.ics)"/g)].map(([, feed]) => feed);
  assert.ok(feeds.length > 50, `${feeds.length} calendars`);
  assert.deepEqual(feeds.filter((feed) => !linked.has(feed)), []);
  await page.close();
});

await check('every link of /groups leads somewhere', async () => {
  for (const lang of Object.keys(LANGUAGES)) {
    const { page } = await open(`${site}groups?lang=${lang}`);
    const links = await page.evaluate(() => [...document.links].map((link) => link.href));
    const ids = new Set(await page.evaluate(() => [...document.querySelectorAll('[id]')].map((element) => element.id)));
    const own = [...new Set(links.filter((link) => link.startsWith(site)))];
    assert.ok(own.length > 50, `${own.length} links`);
    for (const link of own) {
      const { hash, pathname, search } = new URL(link);
      if (hash && pathname === '/groups') assert.ok(ids.has(decodeURIComponent(hash.slice(1))), `${link} has a place`);
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

await check('the keyboard reaches a subscription, and shows where it is', async () => {
  const { page } = await open(`${site}groups?lang=en`);
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

await finish();
