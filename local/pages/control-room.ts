import { PEOPLE } from '#local/identity/people.ts';
import { examples } from './examples.ts';
import { html, joined } from './html.ts';
import { page } from './layout.ts';
import { mailTable } from './mail-table.ts';
import { navigation } from './navigation.ts';
import { nextStep } from './next-step.ts';
import type { RequestRecord } from './records.ts';
import { requestTable } from './request-table.ts';
import type { PagesSource } from './source.ts';
import { timePanel } from './time-panel.ts';

const LATEST_MAILS = 8;

/** The first page: time, requests, the latest mails, addresses and examples. */
export function controlRoom(source: PagesSource, records: readonly RequestRecord[]): string {
  const nowMs = source.clock.now();
  const mails = source.mailbox.mails();
  const latest =
    mails.length === 0
      ? html`<p>No mail has left the desk yet.</p>`
      : html`${mailTable(mails.slice(-LATEST_MAILS), nowMs)}<p class="small"><a href="/__local/mailbox">All ${mails.length} mails</a></p>`;
  const addresses = source
    .addresses()
    .map(
      ({ name, url, about }) =>
        html`<div><dt>${name}</dt><dd><code>${url}</code><br><span class="soft small">${about}</span></dd></div>`,
    );
  const people = PEOPLE.map(
    ({ id, name, about }) => html`<div><dt>${name} <code>${id}</code></dt><dd>${about}</dd></div>`,
  );
  return page(
    'Control room',
    html`<h1>Control room</h1>
${timePanel({ nowMs, realMs: Date.now(), frozen: source.clock.frozen, next: nextStep(records, source) })}
<section id="requests" data-live>${requestTable(records, source)}</section>
<section id="mails" data-live><h2>Latest mails</h2>${latest}</section>
<div class="pair"><section id="examples" data-live>${examples(source.deskUrl(), records)}</section>
<div><section><h2>Addresses</h2><dl class="facts wide">${joined(addresses)}</dl></section>
<section><h2>Who is here</h2><dl class="facts who">${joined(people)}</dl></section></div></div>`,
    { live: true, nav: navigation('/__local/') },
  );
}
