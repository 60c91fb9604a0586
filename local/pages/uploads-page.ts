import { PEOPLE, type Person } from '#local/identity/people.ts';
import { html, joined } from './html.ts';
import { page } from './layout.ts';
import { navigation } from './navigation.ts';
import type { RequestRecord } from './records.ts';

/**
 * What the page of uploads may do in the browser: run its own scripts, and talk to the desk it came from and to this
 * stack's S3, which listens on another port. No other program of the machine can be reached from it.
 */
export function uploadsPolicy(s3Url: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    'img-src data:',
    `connect-src 'self' ${s3Url}`,
    `frame-src ${s3Url}`,
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Where a person finds the files of an SR. */
export function uploadsPath(number: string, person: string): string {
  return `/__local/uploads/${number}?as=${encodeURIComponent(person)}`;
}

/** The files of one SR as a demo person sees and sends them: the page itself is made in the browser. */
export function uploadsPage({ summary }: RequestRecord, person: Person): string {
  const { number, subject } = summary;
  const others = PEOPLE.filter(({ id }) => id !== person.id).map(
    ({ id, name, about }) =>
      html`<li><a href="${uploadsPath(number, id)}">${name}</a> <span class="soft small">${about}</span></li>`,
  );
  return page(
    `Files of ${number}`,
    html`<link rel="stylesheet" href="/__local/uploads/page.css">
<p class="small"><a href="/__local/requests/${number}">Request ${number}</a></p>
<h1>Files of “${subject}”</h1>
<p>You are <b>${person.name}</b>, <span class="soft">${person.about}</span>.</p>
<div id="uploads" data-number="${number}" data-person="${person.id}"></div>
<noscript><p>Sending files needs scripts. Without them, use <code>casebell upload</code>.</p></noscript>
<details><summary>See it as somebody else</summary><ul>${joined(others)}</ul></details>
<script type="module" src="/__local/uploads/page.js"></script>`,
    { nav: navigation('') },
  );
}
