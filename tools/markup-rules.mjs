// What html-validate looks for in what we write: its recommended rules, and for each one that is off, why.

const everywhere = {
  'doctype-style': ['error', { style: 'lowercase' }], // as the HTML standard writes it
  'form-dup-name': ['error', { shared: ['radio', 'submit', 'button', 'reset', 'checkbox'] }], // boxes of one question have one name
  'long-title': 'off', // a rule for search results; a title is staff's own headline, and is not cut
  'no-redundant-for': 'off', // a label around its field names it too: not all voice control finds it otherwise
  'no-trailing-whitespace': 'off', // says nothing about what is shown
  'require-sri': ['error', { target: 'crossorigin' }], // our own files have their hash in their name
  'prefer-tbody': 'off', // HTML lets the element be left out, and every parser puts it in
};

/** A page for browsers. */
export const page = {
  root: true,
  extends: ['html-validate:recommended', 'html-validate:document'],
  rules: everywhere,
};

/** A mail, or a page made of one, as MJML writes it for mail programs twenty years apart. */
export const mail = {
  root: true,
  extends: ['html-validate:recommended', 'html-validate:document'],
  rules: {
    ...everywhere,
    'no-inline-style': 'off', // Gmail's apps and others drop style sheets, never the attribute
    'no-deprecated-attr': 'off', // Outlook for Windows lays out by align, bgcolor, cellpadding, width, and knows little CSS
    'no-conditional-comment': 'off', // the same Outlook reads them, everything else skips them
    'prefer-native-element': 'off', // mail programs drop <article>, but keep the div with its role
  },
};

/** By the ending of a file name. */
export const profiles = { '.mail.html': mail, '.edition.html': mail, '.page.html': page };
