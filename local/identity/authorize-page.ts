import { type Html, html, joined } from '#local/pages/html.ts';
import { page } from '#local/pages/layout.ts';
import { PEOPLE, type Person } from './people.ts';

const GROUPS: readonly (readonly [Person['side'], string])[] = [
  ['staff', 'Staff of the vendor'],
  ['customer', 'Customers'],
  ['outsider', 'Nobody’s customer'],
];

/** The sign-in page: one button per demo person; `query` is the authorize request to go on with. */
export function authorizePage(query: URLSearchParams): string {
  const fields = [...query].map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  const button = (person: Person): Html => html`<li><form method="post">${joined(fields)}
    <button class="person" name="person" value="${person.id}"><b>${person.name}</b><span>${person.about}</span></button>
  </form></li>`;
  const group = ([
    side,
    title,
  ]: (typeof GROUPS)[number]): Html => html`<section><h2>${title}</h2><ul class="people">
    ${joined(PEOPLE.filter((person) => person.side === side).map(button))}</ul></section>`;
  return page(
    'Sign in',
    html`<h1>Sign in as</h1>
    <p>These people exist on this machine only. No password: choose one.</p>
    ${joined(GROUPS.map(group))}`,
  );
}
