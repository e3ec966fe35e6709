// Lists what html-validate finds in HTML files by the rules of markup-rules.mjs.
// Usage: node check-markup.mjs FOLDER. Prints a JSON array of { file, mode, rule, where, message }; empty where all is well.
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { HtmlValidate, StaticConfigLoader } from 'html-validate';
import { profiles } from './markup-rules.mjs';

const folder = process.argv[2];
if (!folder) {
  console.error('usage: node check-markup.mjs FOLDER');
  process.exit(2);
}

const validators = Object.entries(profiles).map(([ending, rules]) => [ending, new HtmlValidate(new StaticConfigLoader(rules))]);
const found = [];
for (const file of (await readdir(folder)).filter(name => name.endsWith('.html')).sort()) {
  const [ending, validator] = validators.find(([ending]) => file.endsWith(ending)) ?? [];
  if (!validator) throw new Error(`${file} is neither a mail nor a page by its name`);
  const { results } = await validator.validateString(await readFile(path.join(folder, file), 'utf8'));
  for (const { messages } of results)
    for (const { line, column, ruleId, message, selector } of messages)
      found.push({ file, mode: 'markup', rule: ruleId, where: `${line}:${column} ${selector ?? ''}`.trim(), message });
}
console.log(JSON.stringify(found, null, 1));
