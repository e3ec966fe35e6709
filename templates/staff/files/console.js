// Makes pages of the staff console quicker to use. Everything works without it.
(() => {
  'use strict';

  // Who made a slip is taken to what is said about it.
  const faults = document.getElementById('faults') ?? document.querySelector('[aria-invalid=true]');
  faults?.focus();

  // A button pressed twice does its work once.
  document.addEventListener('submit', event => {
    const form = event.target;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = 'yes';
    event.submitter?.setAttribute('aria-busy', 'true');
  });
  addEventListener('pageshow', () => {
    for (const form of document.forms) delete form.dataset.sent;
    for (const button of document.querySelectorAll('button[aria-busy]')) button.removeAttribute('aria-busy');
  });

  // What was typed is not lost by a slip: <form data-keep>.
  const changed = new Set();
  for (const form of document.querySelectorAll('form[data-keep]')) {
    form.addEventListener('input', () => changed.add(form));
    form.addEventListener('submit', () => changed.delete(form));
  }
  addEventListener('beforeunload', event => {
    if (changed.size > 0) event.preventDefault();
  });

  // What goes on is shown as it goes on: <div data-live="/staff/…" data-every="2">, a page whose element of the same id takes its place,
  // until that has no data-live any more.
  for (const live of document.querySelectorAll('[data-live][id]')) follow(live);

  function follow(live) {
    const seconds = Math.max(1, Number(live.dataset.every) || 2);
    let misses = 0;
    const look = async () => {
      let next = live;
      try {
        if (!document.hidden) {
          const answer = await fetch(live.dataset.live, { credentials: 'same-origin', redirect: 'error' });
          if (!answer.ok) throw new Error(answer.statusText);
          const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
          const found = page.getElementById(live.id);
          if (!found) return;
          if (found.innerHTML !== live.innerHTML && !live.contains(document.activeElement)) {
            live.replaceWith(found);
            next = found;
          }
          misses = 0;
        }
      } catch {
        misses++;
      }
      live = next;
      if (live.dataset.live) setTimeout(look, seconds * 1000 * 2 ** Math.min(misses, 5));
    };
    setTimeout(look, seconds * 1000);
  }

  // The form of an item: the weekday of a date, letters counted, Markdown as readers will see it.
  const days = document.documentElement.lang;
  for (const input of document.querySelectorAll('[data-weekday]')) {
    const said = document.getElementById(input.dataset.weekday);
    input.addEventListener('input', () => {
      const day = /^\d{4}-\d{2}-\d{2}$/.test(input.value) ? new Date(`${input.value}T00:00Z`) : null;
      said.textContent = day && !Number.isNaN(day.getTime()) ? new Intl.DateTimeFormat(days, { dateStyle: 'full', timeZone: 'UTC' }).format(day) : '';
    });
  }
  for (const input of document.querySelectorAll('[data-count]')) {
    const count = document.getElementById(input.dataset.count);
    const [, most] = count.textContent.match(/\d+\D+(\d+)/) ?? [];
    const words = input.form.dataset.of;
    input.addEventListener('input', () => {
      count.textContent = words.replace('#', input.value.length).replace('%', most);
      count.classList.toggle('over', input.value.length > most);
    });
  }
  for (const area of document.querySelectorAll('textarea[data-markdown]')) {
    const shown = document.getElementById(area.dataset.shown);
    let asked = 0;
    let timer;
    const show = async () => {
      const mine = ++asked;
      shown.hidden = area.value.trim() === '';
      if (shown.hidden) return;
      try {
        const answer = await fetch(area.dataset.markdown, { method: 'POST', headers: { 'X-Csrf': area.form.elements.csrf.value }, body: new URLSearchParams({ text: area.value }), credentials: 'same-origin', redirect: 'error' });
        if (!answer.ok || mine !== asked) return;
        shown.replaceChildren(...new DOMParser().parseFromString(await answer.text(), 'text/html').body.childNodes);
      } catch {
        // The next letter asks again.
      }
    };
    area.addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(show, 400);
    });
    show();
  }
})();
