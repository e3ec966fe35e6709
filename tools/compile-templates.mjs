// Compiles templates/ for the build: *.mjml becomes *.html.hbs (what the product loads), all else is copied as it is.
// Usage: node compile-templates.mjs SOURCE TARGET. Any MJML fault stops the build with file and line.
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import mjml2html from 'mjml';

const [source, target] = process.argv.slice(2);
if (!source || !target) {
  console.error('usage: node compile-templates.mjs SOURCE TARGET');
  process.exit(2);
}

await rm(target, { recursive: true, force: true });
let faults = 0;
for (const entry of await readdir(source, { recursive: true, withFileTypes: true })) {
  const file = path.join(entry.parentPath ?? entry.path, entry.name);
  if (!entry.isFile() || file.endsWith('.md')) continue;
  const relative = path.relative(source, file);
  const text = await readFile(file, 'utf8');
  if (!file.endsWith('.mjml')) {
    await write(relative, text);
    continue;
  }
  // No fonts: MJML would have each mail load some from elsewhere, which tells a third party who reads it.
  const { html, errors } = await mjml2html(text, { filePath: file, validationLevel: 'soft', keepComments: false, fonts: {} });
  for (const error of errors) {
    faults++;
    console.error(`${file}(${error.line}): error MJML: ${error.message}`);
  }
  await write(relative.replace(/\.mjml$/, '.html.hbs'), html);
}
process.exit(faults ? 1 : 0);

async function write(relative, text) {
  const to = path.join(target, relative);
  await mkdir(path.dirname(to), { recursive: true });
  await writeFile(to, text);
}
