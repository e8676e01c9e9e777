// A real browser and a real server, for the tests of pages. `tests/run` has installed Chromium and playwright-core.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

export const installed = createRequire(new URL('../.tools/package.json', import.meta.url));
const { chromium } = installed('playwright-core');
export const [binary, folder] = process.argv.slice(2);
export const LANGUAGES = { en: 'en', zh: 'zh-CN' };
export const SIZES = { desktop: { width: 1280, height: 900 }, phone: { width: 360, height: 740 } };

fs.mkdirSync(folder, { recursive: true });
const failures = [];
const servers = [];

/** A test: what it says of itself, and what it does. */
export async function check(name, test) {
  try {
    await test();
    console.log(`  ok    ${name}`);
  } catch (error) {
    failures.push(name);
    console.log(`  FAIL  ${name}\n    ${String(error.message ?? error).replaceAll('\n', '\n    ')}`);
  }
}

/** Serves a data file, or what is embedded, and says where. */
export async function serve(...data) {
  const server = spawn(binary, ['serve', ...data, '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'ignore', 'pipe'] });
  servers.push(server);
  let said = '';
  for await (const words of server.stderr) {
    said += words;
    // The line with the address says that the port is open.
    const address = /http:\/\/\S+\/(?=\s)/.exec(said);
    if (address) return address[0];
  }
  throw new Error(`the server ended: ${said}`);
}

/** What a command of the program prints. */
export const sigcal = (...args) => execFileSync(binary, args, { encoding: 'utf8' });

export const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  headless: true,
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--no-proxy-server',
  ],
});

/** A visitor: where they are, how their screen is. What they keep is theirs alone. */
export const visitor = ({ zone = 'Europe/Berlin', locale = 'en-GB', size = 'desktop', scheme = 'light', script = true } = {}) =>
  browser.newContext({
    timezoneId: zone, locale, viewport: SIZES[size] ?? size, colorScheme: scheme, javaScriptEnabled: script,
  });

/** Opens an address as a visitor, and gives the page with what went wrong with it meanwhile. */
export async function open(address, who = {}) {
  const context = who.newPage ? who : await visitor(who);
  const page = await context.newPage();
  const wrong = [];
  const { origin } = new URL(address);
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && wrong.push(message.text()));
  page.on('pageerror', (error) => wrong.push(String(error)));
  // Where a page asks for itself once more, what it asked for before is given up.
  page.on('requestfailed', (request) => request.failure()?.errorText !== 'net::ERR_ABORTED' && wrong.push(request.url()));
  page.on('response', (response) => response.status() >= 400 && wrong.push(`${response.url()}: ${response.status()}`));
  page.on('request', (request) => request.url().startsWith(origin) || wrong.push(`asks elsewhere: ${request.url()}`));
  page.on('dialog', (dialog) => { wrong.push(`a dialog: ${dialog.message()}`); dialog.dismiss(); });
  await page.goto(address, { waitUntil: 'networkidle' });
  return { page, wrong, context };
}

/** A picture of a page, to be looked at. */
export const picture = (page, name) => page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });

/** Ends everything; whether all was well is the exit code. */
export async function finish() {
  await browser.close();
  servers.forEach((server) => server.kill());
  process.exit(failures.length ? 1 : 0);
}
