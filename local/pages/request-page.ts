import { findPerson } from '#local/identity/people.ts';
import type { RequestEvent } from '#shared/schema/event.ts';
import { nameOf } from '#shared/schema/person.ts';
import { addresses } from './addresses.ts';
import { executionPath } from './execution-path.ts';
import { factSentence } from './fact-sentence.ts';
import { type Html, html, joined } from './html.ts';
import { page } from './layout.ts';
import { mailTable } from './mail-table.ts';
import { navigation } from './navigation.ts';
import type { NextStep } from './next-step.ts';
import type { RequestRecord } from './records.ts';
import type { PagesSource } from './source.ts';
import { timePanel } from './time-panel.ts';
import { uploadsPath } from './uploads-page.ts';
import { dueInstant, instant } from './when.ts';

/** One SR: its facts, its timeline, the way its executions took, its mails. */
export function requestPage(
  source: PagesSource,
  { record, events }: { record: RequestRecord; events: readonly RequestEvent[] },
  next: NextStep | null,
): string {
  const nowMs = source.clock.now();
  const { summary } = record;
  const executions = source.executions().filter(({ name }) => name.startsWith(`sr-${summary.number}-g`));
  const mails = source.mailbox.mails().filter(({ subject }) => subject.includes(summary.number));
  const paths = executions.toReversed().map((it) => executionPath(it, source.history(it.name) ?? [], nowMs));
  return page(
    `${summary.number} ${summary.subject}`,
    html`<p class="small"><a href="/__local/">All requests</a></p>
<h1>${summary.subject}</h1>
<section id="facts" data-live>${facts(record, nowMs)}</section>
${timePanel({ nowMs, realMs: Date.now(), frozen: source.clock.frozen, next })}
<div class="pair">
<section id="timeline" data-live><h2>Timeline, the latest first</h2><ol class="line">${joined(events.toReversed().map((event) => entry(event, nowMs)))}</ol></section>
<section id="path" data-live><h2>The way of its workflow</h2>${paths.length === 0 ? html`<p>Its execution has not started yet.</p>` : joined(paths)}</section>
</div>
<section id="mails" data-live><h2>Mails about it</h2>${mails.length === 0 ? html`<p>No mail has left the desk about this request.</p>` : mailTable(mails, nowMs)}</section>`,
    { live: true, nav: navigation('') },
  );
}

function facts({ summary, attendAt }: RequestRecord, nowMs: number): Html {
  const contact = findPerson(summary.contactEmail)?.id ?? 'dana';
  const none = (text: string) => html`<span class="soft">${text}</span>`;
  const rows: [string, Html][] = [
    ['Number', html`<span class="num">${summary.number}</span>`],
    [
      'Status',
      html`<span class="chip">${summary.status}</span>${summary.escalated ? html` <span class="chip bad">escalated</span>` : null}`,
    ],
    ['Severity', html`${summary.severity}`],
    ['Product', html`${summary.product}`],
    ['Customer', html`${summary.contactName} <span class="soft">${addresses([summary.contactEmail])}</span>`],
    ['Owner', html`${summary.owner?.name ?? 'nobody yet'}`],
    ['Filed', instant(summary.filedAt, nowMs)],
    ['Promise due', summary.nextDueAt === null ? none('none running') : dueInstant(summary.nextDueAt, nowMs)],
    [
      'Files',
      html`<a href="${uploadsPath(summary.number, contact)}" data-key="files">Send and fetch files</a>`,
    ],
    ['Next step', attendAt === null ? none('nothing planned') : instant(attendAt, nowMs)],
  ];
  return html`<h2>Where it stands</h2><dl class="facts wide">${joined(rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`))}</dl>`;
}

function entry(event: RequestEvent, nowMs: number): Html {
  const { sentence, said } = factSentence(event.fact);
  const who = event.by.kind === 'workflow' ? 'the workflow' : nameOf(event.by);
  return html`<li><span>${instant(event.at, nowMs)}</span><br>${sentence}
<span class="soft small">by ${who}${event.visibility === 'internal' ? ', internal' : ''}</span>
${said ? html`<p class="said">${said}</p>` : null}</li>`;
}
