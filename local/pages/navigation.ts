import { type Html, html, joined } from './html.ts';

const PLACES = [
  ['/__local/', 'Control room'],
  ['/__local/mailbox', 'Mailbox'],
] as const;

/** The links on top of every page, the current one marked. */
export function navigation(current: string): Html {
  const link = ([path, title]: (typeof PLACES)[number]) =>
    path === current
      ? html`<li><a href="${path}" aria-current="page">${title}</a></li>`
      : html`<li><a href="${path}">${title}</a></li>`;
  return html`<nav aria-label="Pages"><ul>${joined(PLACES.map(link))}</ul></nav>`;
}
