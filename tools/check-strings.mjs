// Checks templates/strings/*.json against each other and against all that asks for them, and so templates/strings/staff/*.json: the words of the
// staff console, which its templates (templates/staff, templates/partials/staff) and what is called Texts in the code ask for.
// Usage: node check-strings.mjs TEMPLATES CODE. A fault stops the build with file and line; a text nobody asks for is a warning.
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';

const Reference = 'pl';
const Forms = ['one', 'few', 'many'];
const OptionalForms = ['zero'];

const [templates, code] = process.argv.slice(2);
if (!templates || !code) {
  console.error('usage: node check-strings.mjs TEMPLATES CODE');
  process.exit(2);
}

let faults = 0;
const error = (file, line, message) => {
  faults++;
  console.error(`${file}(${line}): error STRINGS: ${message}`);
};

const all = { folder: path.join(templates, 'strings'), name: 'strings', takes: file => !isConsole(file) };
const staffWords = { folder: path.join(templates, 'strings', 'staff'), name: 'texts', takes: isConsole };
let reference;
for (const set of [all, staffWords]) {
  const languages = await readLanguages(set.folder);
  if (set === staffWords && languages.length === 0) continue;
  reference = languages.find(each => each.language === Reference);
  if (!reference) error(path.join(set.folder, `${Reference}.json`), 1, `there is no ${Reference}.json, which all other languages are compared with`);
  else {
    for (const each of languages) checkLanguage(each);
    await checkUses(set);
  }
}
process.exit(faults ? 1 : 0);

function isConsole(file) {
  return /^(partials[\\/])?staff[\\/]/.test(path.relative(templates, file));
}

async function readLanguages(folder) {
  const read = [];
  for (const name of (await readdir(folder).catch(() => [])).filter(name => name.endsWith('.json')).sort()) {
    const file = path.join(folder, name);
    const text = await readFile(file, 'utf8');
    let values;
    try {
      values = JSON.parse(text);
    } catch (fault) {
      const at = /position (\d+)/.exec(fault.message);
      error(file, at ? lineAt(text, +at[1]) : 1, `is no JSON: ${fault.message}`);
      continue;
    }
    const lines = new Map();
    for (const [key, line] of keysOf(text)) {
      if (lines.has(key)) error(file, line, `„${key}” is there twice`);
      lines.set(key, line);
    }
    read.push({ language: path.basename(name, '.json'), file, values, lines });
  }
  return read;
}

function checkLanguage({ file, values, lines }) {
  for (const key of Object.keys(reference.values)) {
    if (!(key in values)) error(file, 1, `„${key}” is missing, which ${Reference}.json has`);
  }
  for (const [key, value] of Object.entries(values)) {
    const line = lines.get(key) ?? 1;
    const model = reference.values[key];
    if (model === undefined) error(file, line, `„${key}” is not in ${Reference}.json`);
    else if (kindOf(value) !== kindOf(model)) error(file, line, `„${key}” is ${kindOf(value)}, in ${Reference}.json it is ${kindOf(model)}`);
    else if (typeof value === 'string') checkBlanks(file, line, `„${key}”`, value, blanksOf(model));
    else if (Array.isArray(value)) checkList(file, line, key, value, model);
    else if (kindOf(value) === 'plural forms') checkForms(file, line, key, value, model);
    else error(file, line, `„${key}” must be a text, a list of texts or plural forms`);
  }
}

function checkList(file, line, key, value, model) {
  if (value.some(each => typeof each !== 'string')) error(file, line, `„${key}” must hold texts only`);
  else if (value.length !== model.length) error(file, line, `„${key}” has ${value.length} entries, in ${Reference}.json it has ${model.length}`);
}

function checkForms(file, line, key, value, model) {
  for (const form of Forms) if (!(form in value)) error(file, line, `„${key}” has no form "${form}"`);
  const blanks = new Set(Object.values(model).flatMap(text => typeof text === 'string' ? [...blanksOf(text)] : []));
  for (const [form, text] of Object.entries(value)) {
    if (![...Forms, ...OptionalForms].includes(form)) error(file, line, `„${key}” has a form "${form}"; there are ${[...Forms, ...OptionalForms].join(', ')}`);
    else if (typeof text !== 'string') error(file, line, `„${key}” must hold texts only`);
    else checkBlanks(file, line, `„${key}”, form "${form}",`, text, blanks, form === 'one' || form === 'zero' ? 'n' : undefined);
  }
}

function checkBlanks(file, line, what, text, expected, optional) {
  if (/[{}]/.test(text.replace(/\{[A-Za-z]+\}/g, ''))) {
    error(file, line, `${what} has a brace that belongs to no {blank}`);
    return;
  }
  const found = blanksOf(text);
  for (const blank of expected) if (!found.has(blank) && blank !== optional) error(file, line, `${what} has no blank {${blank}}, which ${Reference}.json has`);
  for (const blank of found) if (!expected.has(blank)) error(file, line, `${what} has a blank {${blank}}, which ${Reference}.json does not have and nobody fills`);
}

async function checkUses({ name: variable, takes }) {
  const known = reference.values;
  const used = new Set();
  const prefixes = new Set();
  for (const [file, source] of (await filesBelow(templates, /\.(hbs|mjml)$/)).filter(([file]) => takes(file))) {
    const text = source.replace(/\{\{~?!--[\s\S]*?--~?\}\}|\{\{~?![\s\S]*?\}\}/g, comment => comment.replace(/[^\n]/g, ' '));
    // Every {{t "key"}} and (t "key"), within a tag.
    for (const tag of text.matchAll(/\{\{[\s\S]*?\}\}/g)) {
      for (const use of tag[0].matchAll(/(?:\{\{[{~#]*|\()\s*t\s+(["'])(.*?)\1/g)) {
        const [key, form] = use[2].split('.');
        used.add(key);
        const right = form === undefined ? typeof known[key] === 'string' : typeof known[key]?.[form] === 'string';
        if (!right) error(file, lineAt(text, tag.index + use.index), `{{t "${use[2]}"}} asks for a text that ${Reference}.json does not have`);
      }
    }
  }
  const asks = new RegExp(String.raw`\b[${variable[0]}${variable[0].toUpperCase()}]${variable.slice(1)}(?:For\([^()]*\))?\s*(?:(\[)|\.\s*(Fill|Count|Form|List)\s*\()\s*"([^"\\]*)"(?!\s*\+)`, 'g');
  const wants = { '[': 'a text', Fill: 'a text', Count: 'plural forms', Form: 'plural forms', List: 'a list' };
  for (const [file, text] of await filesBelow(code, /\.cs$/)) {
    // What is put together, "kind" + kind or $"kind{kind}", uses all that begins with its first part.
    for (const literal of text.matchAll(/(\$?)"([A-Za-z][\w.]*)(?:"(\s*\+)?|\{)/g)) {
      used.add(literal[2].split('.')[0]);
      if (literal[3] || (literal[1] && literal[0].endsWith('{'))) prefixes.add(literal[2]);
    }
    for (const use of text.matchAll(asks)) {
      const [how, key] = [use[1] ?? use[2], use[3]];
      const [name, form] = key.split('.');
      const found = form === undefined ? known[name] : known[name]?.[form];
      if (kindOf(found) !== wants[how]) error(file, lineAt(text, use.index), `asks for ${wants[how]} „${key}”, ${found === undefined ? `which ${Reference}.json does not have` : `in ${Reference}.json it is ${kindOf(found)}`}`);
    }
  }
  for (const key of Object.keys(known)) {
    if (used.has(key) || [...prefixes].some(prefix => key.startsWith(prefix))) continue;
    console.error(`${reference.file}(${reference.lines.get(key) ?? 1}): warning STRINGS: nobody asks for „${key}”`);
  }
}

function kindOf(value) {
  if (typeof value === 'string') return 'a text';
  if (Array.isArray(value)) return 'a list';
  return value !== null && typeof value === 'object' ? 'plural forms' : 'neither text nor list nor plural forms';
}

function blanksOf(text) {
  return new Set([...text.matchAll(/\{([A-Za-z]+)\}/g)].map(match => match[1]));
}

/** The members of the outermost object, each with its line; JSON.parse keeps neither lines nor doubles. */
function* keysOf(text) {
  let depth = 0;
  for (const token of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]/g)) {
    if (token[0] === '{' || token[0] === '[') depth++;
    else if (token[0] === '}' || token[0] === ']') depth--;
    else if (depth === 1 && /^\s*:/.test(text.slice(token.index + token[0].length))) yield [JSON.parse(token[0]), lineAt(text, token.index)];
  }
}

function lineAt(text, index) {
  return text.slice(0, index).split('\n').length;
}

async function filesBelow(folder, pattern) {
  const found = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    if (!entry.isFile() || !pattern.test(file) || /[\\/](bin|obj|node_modules)[\\/]/.test(path.relative(folder, file))) continue;
    found.push([file, await readFile(file, 'utf8')]);
  }
  return found.sort(([a], [b]) => (a < b ? -1 : 1));
}
