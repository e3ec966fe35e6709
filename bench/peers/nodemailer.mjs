// The standard digest by nodemailer's pooled transport, as its documentation shows it. Told by the same environment as ours.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const env = process.env;
const nodemailer = createRequire(join(env.TOOLS, 'package.json'))('nodemailer');
const count = Number(env.COUNT);
const connections = Number(env.CONNECTIONS);
const encrypts = env.VARIANT.endsWith('tls');
const site = 'https://news.example.test';
const recipients = readFileSync(env.RECIPIENTS, 'utf8').split('\n').slice(0, count).map(line => line.split('\t'));
const templates = Object.fromEntries(['txt', 'html'].map(kind => [kind, readFileSync(join(env.TEMPLATE_DIR, `digest.${kind}`), 'utf8')]));

const transport = nodemailer.createTransport({
  host: env.SMTP_HOST,
  port: Number(env.SMTP_PORT),
  pool: true,
  maxConnections: connections,
  maxMessages: Infinity,
  name: 'bench.example.test',
  ignoreTLS: !encrypts,
  requireTLS: encrypts,
  tls: encrypts ? { ca: readFileSync(env.CA_FILE) } : undefined,
  dkim: env.VARIANT.startsWith('dkim')
    ? { domainName: env.DKIM_DOMAIN, keySelector: env.DKIM_SELECTOR, privateKey: readFileSync(env.DKIM_KEY, 'utf8') }
    : undefined,
});

function fill(template, values) {
  return template.replace(/\{\{(\w+)\}\}/g, (_, tag) => values[tag]);
}

async function send() {
  for (let row = recipients.pop(); row; row = recipients.pop()) {
    const [address, name, token] = row;
    const values = { name, unsubscribe_url: `${site}/u/${token}`, preferences_url: `${site}/p/${token}`, web_url: `${site}/w/${token}` };
    await transport.sendMail({
      from: { name: 'Fundacja „Źródło”', address: 'biuletyn@news.example.test' },
      to: { name, address },
      envelope: { from: 'bounce@news.example.test', to: [address] },
      messageId: `<${token}@news.example.test>`,
      subject: 'Przegląd tygodnia: nabory, wydarzenia i aktualności dla społeczników',
      text: fill(templates.txt, values),
      html: fill(templates.html, values),
      textEncoding: 'quoted-printable',
      headers: {
        'List-Id': '<biuletyn.news.example.test>',
        'List-Unsubscribe': `<${values.unsubscribe_url}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
    });
  }
}

await Promise.all(Array.from({ length: connections * 2 }, send));
transport.close();
