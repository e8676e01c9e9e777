// Makes a page better that is whole without it: the visitor's own zone, a line for now, a countdown, keys.
(() => {
  'use strict';
  const address = new URL(location);
  const kept = {
    get(key) { try { return localStorage.getItem(`sigcal-${key}`); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(`sigcal-${key}`, value); } catch { /* A private window keeps nothing. */ } },
  };
  const words = (template, value) => template.replace('{}', value);
  const own = Intl.DateTimeFormat().resolvedOptions();
  // Browsers and the server may call a zone by its old or its new name.
  const canonical = (zone) => {
    try { return Intl.DateTimeFormat([], { timeZone: zone }).resolvedOptions().timeZone; } catch { return zone; }
  };
  const twelve = ['h11', 'h12'].includes(Intl.DateTimeFormat([], { hour: 'numeric' }).resolvedOptions().hourCycle);

  // A page that depends on where one is says nothing of it in its address: it is asked for again, once.
  const needs = document.querySelector('form.zone');
  const asked = sessionStorage.getItem('sigcal-asked');
  sessionStorage.removeItem('sigcal-asked');
  // Where the answer has no zones, this server does not know the one that it was asked for.
  if (asked && !needs) {
    sessionStorage.setItem('sigcal-unknown', asked);
    if (kept.get('zone') === asked) kept.set('zone', '');
  }
  if (needs && !asked) {
    const unknown = sessionStorage.getItem('sigcal-unknown');
    const wanted = {
      zone: [kept.get('zone'), own.timeZone].find((zone) => zone && zone !== unknown),
      h: kept.get('h') || (twelve ? '12' : null),
    };
    const missing = Object.entries(wanted).filter(([key, value]) => value && !address.searchParams.has(key));
    const shown = document.getElementById('zone')?.value;
    if (missing.some(([key, value]) => key === 'h' || canonical(value) !== canonical(shown))) {
      missing.forEach(([key, value]) => address.searchParams.set(key, value));
      sessionStorage.setItem('sigcal-asked', wanted.zone || '-');
      location.replace(address);
      return;
    }
  }

  // Keys are for who has some.
  const keys = document.querySelector('.keys');
  if (keys) keys.hidden = !matchMedia('(hover: hover)').matches;

  const form = document.querySelector('form.zone');
  const field = document.getElementById('zone');
  if (field) {
    // A zone is kept once the server has taken it, by the name that it then has.
    if (sessionStorage.getItem('sigcal-chosen')) kept.set('zone', field.defaultValue);
    sessionStorage.removeItem('sigcal-chosen');
    form.addEventListener('submit', () => sessionStorage.setItem('sigcal-chosen', '1'));
    document.querySelectorAll('[data-hours]').forEach((link) => link.addEventListener('click', () => {
      kept.set('h', new URL(link.href).searchParams.get('h'));
    }));
    // Somebody else's link shows their zone; the way home is one click.
    if (own.timeZone && canonical(field.value) !== canonical(own.timeZone) && !kept.get('zone')) {
      const home = new URL(location);
      home.searchParams.set('zone', own.timeZone);
      const link = Object.assign(document.createElement('a'), { href: home, textContent: words(form.dataset.yourZone, own.timeZone) });
      form.append(link);
    }
    picker(field);
  }

  /** A list of zones to search in, by every name that they have. */
  function picker(input) {
    const list = Object.assign(document.createElement('ul'), { id: 'zones', className: 'zones', hidden: true });
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', form.querySelector('label').textContent);
    const status = Object.assign(document.createElement('span'), { className: 'hidden' });
    status.setAttribute('role', 'status');
    input.parentElement.append(list, status);
    for (const [name, value] of Object.entries({ role: 'combobox', 'aria-controls': 'zones', 'aria-expanded': 'false', 'aria-autocomplete': 'list' })) {
      input.setAttribute(name, value);
    }
    let zones;
    let at = -1;
    const plain = (text) => text.toLowerCase().replace(/[\s_/,-]+/g, ' ');
    const load = async () => {
      zones ??= fetch(new URL('zones.json', form.action)).then((answer) => answer.json());
      return zones;
    };
    const close = () => {
      list.hidden = true;
      at = -1;
      input.setAttribute('aria-expanded', 'false');
      input.removeAttribute('aria-activedescendant');
    };
    const choose = (name) => {
      input.value = name;
      close();
      form.requestSubmit();
    };
    const show = async () => {
      const wanted = plain(input.value).trim();
      const found = (await load()).flatMap(({ zone, names }) => {
        const name = [zone, ...names].find((each) => plain(each).includes(wanted));
        return name ? [{ zone, name, first: plain(name).split(' ').some((word) => word.startsWith(wanted)) ? 0 : 1 }] : [];
      }).sort((a, b) => a.first - b.first).slice(0, 12);
      list.replaceChildren(...found.map(({ zone, name }, n) => {
        const item = Object.assign(document.createElement('li'), { id: `zone-${n}`, textContent: name === zone ? zone : `${zone} (${name})` });
        item.setAttribute('role', 'option');
        item.setAttribute('aria-selected', 'false');
        item.addEventListener('pointerdown', (event) => { event.preventDefault(); choose(zone); });
        item.dataset.zone = zone;
        return item;
      }));
      at = -1;
      list.hidden = !found.length;
      input.setAttribute('aria-expanded', String(found.length > 0));
      status.textContent = found.length ? String(found.length) : form.dataset.none;
    };
    input.addEventListener('focus', () => { input.select(); load(); });
    input.addEventListener('input', show);
    input.addEventListener('blur', close);
    input.addEventListener('keydown', (event) => {
      const items = [...list.children];
      if (event.key === 'Escape' && !list.hidden) { close(); event.stopPropagation(); }
      if (event.key === 'ArrowDown' && list.hidden) show();
      if (['ArrowDown', 'ArrowUp'].includes(event.key) && items.length) {
        event.preventDefault();
        at = (at + (event.key === 'ArrowDown' ? 1 : items.length) + (at < 0 && event.key === 'ArrowUp' ? 1 : 0)) % items.length;
        items.forEach((item, n) => item.setAttribute('aria-selected', String(n === at)));
        input.setAttribute('aria-activedescendant', items[at].id);
        items[at].scrollIntoView({ block: 'nearest' });
      }
      if (event.key === 'Enter' && at >= 0) { event.preventDefault(); choose(items[at].dataset.zone); }
    });
  }

  // Now, and how long until the next.
  const week = document.querySelector('.week');
  const line = document.querySelector('.now');
  const countdown = document.querySelector('.countdown');
  const length = (seconds) => {
    const minutes = Math.max(0, Math.ceil(seconds / 60));
    const units = countdown.dataset.units.split(',');
    const parts = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60].map((count, n) => [count, units[n]]);
    const shown = parts.filter(([count]) => count).slice(0, 2);
    return (shown.length ? shown : [parts[2]]).map((part) => part.join(' ')).join(' ');
  };
  // The row that the line is drawn in, and when it began: rows are five minutes.
  const first = line && Number(/\ba(\d+)/.exec(line.className)[1]);
  const began = week && Math.floor(Number(week.dataset.now) / 300) * 300;
  // A page that was late when it came would be late again: its server's clock is another.
  const left = () => Number(countdown.dataset.until) - Date.now() / 1000;
  const asksAgain = countdown && left() > -60;
  // Where hours are left out, the line would run on into others.
  const pauses = [...document.querySelectorAll('.week .pause')].map((each) => Number(/\ba(\d+)/.exec(each.className)?.[1]));
  const last = Math.min(Number(week?.dataset.rows), ...pauses.filter((row) => row > first));
  const tick = () => {
    const now = Date.now() / 1000;
    if (line) {
      const row = first + (now - began) / 300;
      line.hidden = row < 0 || row > last;
      line.style.setProperty('grid-row-start', String(Math.floor(row) + 1));
      line.style.setProperty('transform', `translateY(${100 * (row % 1)}%)`);
    }
    if (countdown) {
      if (asksAgain && left() < -60 && document.visibilityState === 'visible' && !document.querySelector(':popover-open')) location.reload();
      countdown.textContent = words(countdown.dataset.says, length(left()));
    }
    setTimeout(tick, 60000 - (Date.now() % 60000) + 50);
  };
  if (line || countdown) tick();

  // Addresses to copy.
  document.querySelectorAll('.copy').forEach((button) => {
    button.hidden = !navigator.clipboard;
    const says = button.textContent;
    button.addEventListener('click', async () => {
      const given = button.parentElement.querySelector('.address');
      await navigator.clipboard.writeText(new URL(given.value, location).href);
      button.textContent = button.dataset.copied;
      setTimeout(() => { button.textContent = says; }, 3000);
    });
  });
  document.querySelectorAll('.address').forEach((input) => {
    if (input.value.startsWith('/')) input.value = new URL(input.value, location).href;
    input.addEventListener('focus', () => input.select());
  });

  // What is typed narrows what can be chosen at once.
  const find = document.getElementById('q');
  if (find) {
    const boxes = [...document.querySelectorAll('.choose .box')];
    find.addEventListener('input', () => {
      const wanted = find.value.toLowerCase().trim();
      boxes.forEach((box) => { box.hidden = !box.textContent.toLowerCase().includes(wanted); });
    });
  }

  // Keys, unless something is being typed.
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, select, textarea')) return;
    const meetings = [...document.querySelectorAll('.meeting .open, .meeting .details')].filter((each) => each.checkVisibility());
    const step = { j: 1, k: -1 }[event.key];
    if (step && meetings.length) {
      const here = meetings.findIndex((each) => each.contains(document.activeElement));
      const next = meetings[(here + step + meetings.length + (here < 0 && step < 0 ? 1 : 0)) % meetings.length];
      if (next.matches('.details')) next.tabIndex = -1;
      next.focus();
      next.scrollIntoView({ block: 'center' });
      event.preventDefault();
    }
    if (event.key === 't') document.getElementById('this-week')?.click();
    if (event.key === '/' && find) {
      find.closest('details').open = true;
      find.focus();
      event.preventDefault();
    }
  });
})();
