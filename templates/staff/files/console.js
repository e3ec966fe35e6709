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
  for (const input of document.querySelectorAll('input[data-count], textarea[data-count]')) {
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

// Sending: an edition's numbers as they change, how many an announcement would reach, posts copied by a press.
(() => {
  'use strict';

  for (const shown of document.querySelectorAll('[data-status]')) watch(shown);

  function watch(shown) {
    const seconds = Math.max(1, Number(shown.dataset.every) || 3);
    let misses = 0;
    let said = '';
    const look = async () => {
      try {
        if (!document.hidden) {
          const answer = await fetch(shown.dataset.status, { credentials: 'same-origin', redirect: 'error', headers: { Accept: 'application/json' } });
          if (!answer.ok) throw new Error(answer.statusText);
          const now = await answer.json();
          // Other buttons: the page is asked for anew, unless somebody is writing in it.
          if (now.state !== shown.dataset.state && !document.activeElement?.matches('input, textarea, select')) {
            location.reload();
            return;
          }
          show(now);
          misses = 0;
        }
      } catch {
        misses++;
      }
      setTimeout(look, seconds * 1000 * 2 ** Math.min(misses, 5));
    };
    const show = now => {
      for (const place of shown.querySelectorAll('[data-value]')) {
        const value = place.dataset.value.split('.').reduce((from, name) => from?.[name], now);
        if (value === undefined) continue;
        if (place.tagName === 'PROGRESS') place.value = value;
        // Who listens hears of each tenth, not of each message.
        else if (place.dataset.value !== 'line' || said !== String(Math.floor(now.percent / 10))) put(place, String(value));
      }
      said = String(Math.floor(now.percent / 10));
      const warnings = shown.querySelector('[data-list=warnings]');
      if (warnings && [...warnings.children].map(line => line.textContent).join('\n') !== now.warnings.join('\n')) {
        warnings.replaceChildren(...now.warnings.map(text => {
          const line = document.createElement('li');
          line.className = 'note warn';
          line.textContent = text;
          return line;
        }));
      }
    };
    const put = (place, text) => {
      if (place.textContent !== text) place.textContent = text;
    };
    setTimeout(look, seconds * 1000);
  }

  for (const form of document.querySelectorAll('form[data-count]')) {
    let timer;
    let asked = 0;
    form.addEventListener('change', event => {
      if (event.target.matches('textarea, [type=text]')) return;
      clearTimeout(timer);
      timer = setTimeout(count, 800);
    });
    const count = async () => {
      const mine = ++asked;
      const fields = new FormData(form);
      fields.set('do', 'count');
      try {
        const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(fields), credentials: 'same-origin', redirect: 'error' });
        if (mine !== asked || !answer.ok) return;
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        const [found, shown] = [page.getElementById(form.dataset.count), document.getElementById(form.dataset.count)];
        if (!found || !shown) return;
        const goesOn = found.querySelector('[data-again]');
        if (goesOn && shown.querySelector('[data-again]')) {
          // Only what moves is put anew: nobody wants the rest read out every two seconds.
          shown.querySelector('progress').value = found.querySelector('progress').value;
          shown.querySelector('[data-moves]').replaceWith(found.querySelector('[data-moves]'));
        } else if (found.innerHTML !== shown.innerHTML) shown.replaceChildren(...found.childNodes);
        if (goesOn) timer = setTimeout(count, 1000 * goesOn.dataset.again);
      } catch {
        // The button still counts.
      }
    };
    const begun = document.getElementById(form.dataset.count)?.querySelector('[data-again]');
    if (begun) timer = setTimeout(count, 1000 * begun.dataset.again);
  }

  // What is of no use for the choice that was made is not in the way; it keeps what was typed.
  for (const choice of document.querySelectorAll('select[data-shows]')) {
    const part = document.getElementById(choice.dataset.shows);
    const show = () => part.toggleAttribute('data-unused', choice.value !== '');
    choice.addEventListener('change', show);
    show();
  }

  for (const button of document.querySelectorAll('button[data-copy]')) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    const text = button.textContent;
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
      button.textContent = button.dataset.copied;
      setTimeout(() => button.textContent = text, 3000);
    });
  }
})();
