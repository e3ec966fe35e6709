// Makes the pictures of the staff console in docs/screenshots: writes, publishes and announces a call in a running demo, in Polish.
// Usage: dotnet run --project functions/Publisher.App -- demo --subscribers 300
// and, while it shows its result: node tools/screenshots.mjs [http://localhost:7071] [FOLDER] [BROWSER]
// Each demo does for one run: the call is there afterwards. Fields of dates are in Polish where the browser has it (Debian package chromium-l10n).
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { chromium } from 'playwright-core';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const [site = 'http://localhost:7071', folder = path.join(root, 'docs', 'screenshots'), browserPath = '/usr/bin/chromium'] = process.argv.slice(2);

const Size = { width: 1280, height: 900 }; // CSS pixels: a laptop's window
const Title = 'Małe granty 2023: pilotaże nowych typów projektów';

const { items } = JSON.parse(await readFile(path.join(root, 'samples', 'torun', 'content.json'), 'utf8'));
const sample = items.find(item => item.id === 'drugi-nabor-2023');
const [closes, hour] = sample.closes.split('T');

const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox', '--disable-gpu', '--lang=pl'], env: { ...process.env, LANGUAGE: 'pl' } });
try {
  const page = await browser.newPage({ locale: 'pl-PL', viewport: Size });
  await page.goto(site);
  const key = await page.locator('li:has(a[href="/staff"]) code').innerText();
  await page.goto(`${site}/staff`);
  await page.fill('#key', key);
  await press(page, 'main button[type=submit]');

  await page.goto(`${site}/staff/items/new?kind=call`);
  await page.fill('#f-title', Title);
  await page.fill('#f-summary', sample.summary);
  await page.fill('#f-closes', closes);
  await page.fill('#f-closes-time', hour);
  await page.fill('#f-body', sample.body);
  await page.selectOption('#f-programme', { index: 1 });
  await page.check('input[name=districts][value=rubinkowo]');
  await press(page, 'button[value=save]:not(.default)');
  const item = new URL(page.url()).pathname;
  await page.goto(site + item); // without the flash of what was just done
  await take(page, 'form');
  await press(page, 'button[value=preview]');
  await take(page, 'preview');
  await press(page, 'main .actions a');
  await press(page, 'button[value=publish]');

  await page.goto(`${site}/staff/send/announce?item=${item.replace('/staff/items/', '')}`);
  await page.check('input[name=kinds][value=call]');
  await press(page, 'button[value=count]');
  await take(page, 'announce', '[aria-labelledby=whom-title]', 795); // whom, and by what
  await press(page, '#send');
  await press(page, 'button[value=send]');
  await page.waitForSelector('#stand[data-state=sent]');
  await page.reload();
  await take(page, 'edition');

  await page.goto(`${site}/staff/audience`);
  await press(page, '#audience button');
  await page.waitForSelector('#audience:not([data-live])');
  await page.reload();
  await take(page, 'audience');

  await page.goto(`${site}/staff`);
  await take(page, 'board');
} finally {
  await browser.close();
}

async function press(page, selector) {
  await Promise.all([page.waitForEvent('load'), page.locator(selector).first().click()]);
}

/** What the window shows, with all its frames and pictures; from an element on, where one is named, and so many pixels of it. */
async function take(page, name, from, height = Size.height) {
  // Frames wait until they are near the window.
  for (const frame of await page.locator('iframe').all()) await frame.scrollIntoViewIfNeeded();
  await page.evaluate(selector => scrollTo(0, selector ? document.querySelector(selector).getBoundingClientRect().top + scrollY - 24 : 0), from);
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: path.join(folder, `console-${name}.png`), clip: { x: 0, y: 0, width: Size.width, height } });
}
