// Looks at HTML files in a browser and lists what axe-core finds against WCAG 2.2 A and AA and its own best practice.
// Usage: node check-accessibility.mjs BROWSER FOLDER. Prints a JSON array of { file, mode, rule, where, message }; empty where all is well.
// Each file is looked at light and dark, at each width; nothing is asked of any network. A name in .mail.html is a mail's,
// .edition.html that of a page made as mails are, .page.html a page's.
import { readFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { chromium } from 'playwright-core';

const [browserPath, folder] = process.argv.slice(2);
if (!browserPath || !folder) {
  console.error('usage: node check-accessibility.mjs BROWSER FOLDER');
  process.exit(2);
}

const Widths = [360, 700]; // CSS pixels: a phone, and more than the 600 that mails are made for
const Height = 900;
const Reflow = 320; // CSS pixels without scrolling sideways (WCAG 2.2, 1.4.10)
const Tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];
const Site = 'https://page.test/';

// Of the WCAG's own; axe-core leaves it to those who ask: targets of at least 24 by 24 pixels (2.5.8).
const Rules = { 'target-size': { enabled: true } };

// A mail is shown inside a mail program's page, whose landmarks these are to be.
const MailRules = {
  'landmark-one-main': { enabled: false },
  region: { enabled: false },
};

// The frame that MJML puts around a mail has a label, and stands around the landmark of the page that is made of one.
const EditionSelectors = [{ id: 'region', selector: 'body *:not([aria-roledescription="email"])' }];

// Any picture, so that those of mails have a size without being fetched.
const Picture = '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200"><rect width="400" height="200" fill="#888"/></svg>';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const files = (await readdir(folder)).filter(name => name.endsWith('.html')).sort();
const found = [];
const browser = await chromium.launch({
  executablePath: browserPath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
try {
  const context = await browser.newContext({ viewport: { width: Widths[0], height: Height } });
  const page = await context.newPage();
  let current;
  let icon;
  await context.route('**/*', async route => {
    const url = route.request().url();
    if (url === Site + encodeURIComponent(current)) {
      const body = await readFile(path.join(folder, current), 'utf8');
      icon = /<link rel="icon" href="([^"]+)"/.exec(body)?.[1];
      return route.fulfill({ contentType: 'text/html; charset=utf-8', body });
    }
    // The browser asks for a page's icon as for nothing else; a picture it is.
    if (route.request().resourceType() === 'image' || url === icon) return route.fulfill({ contentType: 'image/svg+xml', body: Picture });
    found.push({ file: current, mode: 'loading', rule: 'loads-nothing', where: url, message: 'something else than a picture is loaded' });
    return route.abort();
  });
  for (current of files) await look(page, current);
} finally {
  await browser.close();
}
console.log(JSON.stringify(found, null, 1));

async function look(page, file) {
  await page.goto(Site + encodeURIComponent(file), { waitUntil: 'load' });
  await page.evaluate(axe);
  if (file.endsWith('.edition.html')) await page.evaluate(rules => globalThis.axe.configure({ rules }), EditionSelectors);
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    for (const width of Widths) {
      await page.setViewportSize({ width, height: Height });
      const mode = `${colorScheme} ${width}`;
      await run(page, file, mode, { runOnly: { type: 'tag', values: Tags }, rules: file.endsWith('.mail.html') ? { ...Rules, ...MailRules } : Rules });
    }
  }

  await page.setViewportSize({ width: Reflow, height: Height });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  if (wide > Reflow) found.push({ file, mode: `${Reflow}`, rule: 'reflow', where: 'html', message: `it is ${wide} pixels wide` });

  // Many mail programs show no pictures until they are asked to: their words are then read where they would be, on what is behind them.
  if (await page.evaluate(putWordsForPictures) === 0) return;
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    await run(page, file, `${colorScheme} without pictures`, { runOnly: { type: 'rule', values: ['color-contrast'] } });
  }
}

async function run(page, file, mode, options) {
  const { violations } = await page.evaluate(options => globalThis.axe.run(document, options), { ...options, resultTypes: ['violations'] });
  for (const { id, help, nodes } of violations)
    for (const node of nodes) found.push({ file, mode, rule: id, where: node.html, message: `${help}. ${node.failureSummary}` });
}

function putWordsForPictures() {
  const pictures = [...document.querySelectorAll('img[alt]:not([alt=""])')];
  for (const picture of pictures) {
    const words = document.createElement('picture-words'); // no rule is about these
    for (const name of ['style', 'class', 'lang']) if (picture.hasAttribute(name)) words.setAttribute(name, picture.getAttribute(name));
    words.style.lineHeight = 'normal'; // what has no height is not looked at
    words.textContent = picture.alt;
    picture.replaceWith(words);
  }

  return pictures.length;
}
