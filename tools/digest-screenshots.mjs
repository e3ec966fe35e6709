// Makes the pictures of a digest in docs/screenshots, on a phone and on a desk, light and dark: of the mail with everything in it that the tests
// have agreed on (tests/Publisher.Tests/Rendering/Golden/everything.pl.html). Nothing has to run, and nothing is fetched.
// Usage: node tools/digest-screenshots.mjs [FOLDER] [BROWSER] [MAIL]
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { chromium } from 'playwright-core';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const [
  folder = path.join(root, 'docs', 'screenshots'),
  browserPath = '/usr/bin/chromium',
  mail = path.join(root, 'tests', 'Publisher.Tests', 'Rendering', 'Golden', 'everything.pl.html'),
] = process.argv.slice(2);

const Widths = [360, 700]; // CSS pixels: a phone, and more than the 600 that mails are made for
const Site = 'https://page.test/';
const Assets = path.join(root, 'samples', 'torun', 'assets');
const Photo = path.join(root, 'tools', 'picnic.svg'); // in place of the item's photo

const browser = await chromium.launch({
  executablePath: browserPath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
try {
  for (const width of Widths) {
    for (const colorScheme of ['light', 'dark']) {
      const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
      await page.route('**/*', async route => {
        const { href, pathname } = new URL(route.request().url());
        if (href === Site) return route.fulfill({ contentType: 'text/html; charset=utf-8', body: await readFile(mail) });
        if (pathname.startsWith('/assets/')) return route.fulfill({ path: path.join(Assets, path.basename(pathname)) });
        return route.fulfill({ path: Photo });
      });
      await page.goto(Site, { waitUntil: 'networkidle' });
      await page.screenshot({ path: path.join(folder, `digest-${width}-${colorScheme}.png`), fullPage: true });
      await page.close();
    }
  }
} finally {
  await browser.close();
}
