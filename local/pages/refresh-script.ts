import { Html } from './html.ts';

/**
 * Runs in the browser: fetches the page again every two seconds and replaces only the sections that changed, so
 * that scroll position, focus, selections and opened details stay; sends the time buttons without leaving the
 * page; copies examples. Everything also works without it.
 */
export const REFRESH_SCRIPT = new Html(`
(() => {
  const said = () => document.getElementById('said');
  const busy = (section) => section.contains(document.activeElement) && document.activeElement !== document.body
    && !document.activeElement.matches('[data-copy]')
    || (getSelection()?.toString() && section.contains(getSelection().anchorNode));
  async function refresh(force) {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const section of document.querySelectorAll('[data-live]')) {
      const next = fresh.getElementById(section.id);
      if (!next || next.innerHTML === section.dataset.last || (busy(section) && !force)) continue;
      section.dataset.last = next.innerHTML;
      const focused = document.activeElement?.closest('[data-key]')?.dataset.key;
      section.innerHTML = next.innerHTML;
      if (focused) section.querySelector('[data-key="' + focused + '"]')?.focus();
    }
  }
  for (const section of document.querySelectorAll('[data-live]')) section.dataset.last = section.innerHTML;
  let lost = false;
  setInterval(() => {
    if (document.hidden) return;
    refresh(false).then(
      () => { if (lost) { lost = false; said().textContent = ''; } },
      () => { lost = true; said().textContent = 'The desk does not answer. Is it still running?'; });
  }, 2000);
  document.addEventListener('submit', async (event) => {
    if (!event.target.matches('form.time')) return;
    event.preventDefault();
    const data = new FormData(event.target);
    said().textContent = 'Living through it …';
    for (const button of document.querySelectorAll('form.time button')) button.disabled = true;
    try {
      const answer = await fetch(event.target.action, {
        method: 'POST', headers: { 'content-type': 'application/json' },
        body: JSON.stringify(Object.fromEntries([...data].map(([k, v]) => [k, k === 'next' ? true : v]))),
      });
      const { message } = await answer.json();
      said().textContent = answer.ok ? 'Done.' : message;
    } catch { said().textContent = 'The desk does not answer. Is it still running?'; }
    for (const button of document.querySelectorAll('form.time button')) button.disabled = false;
    refresh(true).catch(() => {});
  });
  document.addEventListener('click', async (event) => {
    const button = event.target.closest('[data-copy]');
    if (!button) return;
    const text = button.closest('.copy').querySelector('pre').textContent;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = 'Copied';
    } catch { button.textContent = 'Copy failed: select the text'; }
    setTimeout(() => { button.textContent = 'Copy'; }, 4000);
  });
})();
`);
