// Every page by the rules of others: axe-core for people who cannot see or point, html-validate for markup:
// `pages.mjs BINARY FOLDER`; FOLDER gets pictures.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { LANGUAGES, SIZES, check, finish, folder, installed, open, picture, serve } from './browser.mjs';
import { community } from './community.mjs';

const { source } = installed('axe-core');
const { HtmlValidate } = installed('html-validate');
const file = path.join(folder, 'pages.yaml');
fs.writeFileSync(file, community());
const [shipped, sixty] = [await serve(), await serve(file)];

const PAGES = {
  week: `${shipped}week?date=2026-10-28&zone=Asia/Shanghai`,
  embedded: `${shipped}embed/week?date=2026-10-28&zone=Asia/Shanghai&only=sig-node`,
  sixty: `${sixty}week?date=2026-03-09&zone=America/Los_Angeles&category=a`,
  group: `${shipped}sig-node?zone=Europe/Berlin`,
  silent: `${shipped}wg-compliance?zone=Europe/Berlin`,
  category: `${shipped}category/operations?zone=Europe/Berlin`,
  all: `${shipped}all?zone=Europe/Berlin`,
  groups: `${shipped}groups`,
  community: `${shipped}community?zone=Europe/Berlin`,
};
const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: {
    // What the template engine leaves between lines says nothing.
    'no-trailing-whitespace': 'off',
    // Numbers of a class of its own are no telephone numbers.
    'tel-non-breaking': 'off',
    // Several boxes of one name are a list.
    'form-dup-name': ['error', { shared: ['checkbox', 'radio', 'button', 'reset', 'submit'] }],
    // `<input>` and `<meta>` have no end, and need no slash.
    'void-style': ['error', { style: 'omit' }],
    // Times are longer than a line of text.
    'long-title': 'off',
  },
});

for (const [name, address] of Object.entries(PAGES)) {
  const separator = address.includes('?') ? '&' : '?';
  for (const lang of Object.keys(LANGUAGES)) {
    for (const [mode, who] of Object.entries({ wide: {}, dark: { scheme: 'dark' }, phone: { size: 'phone' } })) {
      await check(`${name} in ${lang}, ${mode}: axe finds nothing`, async () => {
        const { page, wrong, context } = await open(`${address}${separator}lang=${lang}`, who);
        await page.evaluate(source);
        const found = await page.evaluate(() => globalThis.axe.run(document, {
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        }));
        const told = found.violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | ')}`);
        assert.deepEqual(told, []);
        assert.deepEqual(wrong, []);
        assert.equal(await page.evaluate(() => document.documentElement.lang), LANGUAGES[lang]);
        if (mode !== 'dark' || lang === 'en') await picture(page, `${name}-${lang}-${mode}`);
        await context.close();
      });
    }
    await check(`${name} in ${lang}: the markup is valid, and its policy strict`, async () => {
      const answer = await fetch(`${address}${separator}lang=${lang}`);
      const report = await validator.validateString(await answer.text());
      const told = report.results.flatMap(({ messages }) => messages.map((one) => `${one.line}:${one.column} ${one.ruleId}: ${one.message}`));
      assert.deepEqual(told.slice(0, 10), []);
      const policy = answer.headers.get('content-security-policy');
      assert.ok(policy.startsWith("default-src 'none'") && !policy.includes('unsafe'), policy);
    });
  }
}

assert.ok(Object.keys(SIZES).length > 1);
await finish();
