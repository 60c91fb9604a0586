import { type Html, html, joined } from './html.ts';
import { standing } from './path.ts';
import { executionName, type RequestRecord } from './records.ts';
import type { PagesSource } from './source.ts';
import { dueInstant, instant } from './when.ts';

/** All SRs in one table, or what to do when there are none. */
export function requestTable(records: readonly RequestRecord[], source: PagesSource): Html {
  const heading = html`<h2>Support requests</h2>`;
  if (records.length === 0) {
    return html`${heading}<p>Nobody has filed a request yet. The examples below file one.</p>`;
  }
  const nowMs = source.clock.now();
  const executions = new Map(source.executions().map((execution) => [execution.name, execution]));
  const row = (record: RequestRecord): Html => {
    const { number, subject, status, severity, owner, nextDueAt, contactName, escalated } = record.summary;
    const name = executionName(record);
    const state = standing(executions.get(name), source.history(name) ?? []);
    const none = html`<span class="soft">none</span>`;
    return html`<tr>
<td data-label="Number"><a class="num" data-key="r${number}" href="/__local/requests/${number}">${number}</a></td>
<td class="subject" data-label="Subject"><span>${subject}<br><span class="soft small">${contactName}</span></span></td>
<td data-label="Status"><span><span class="chip">${status}</span>${escalated ? html` <span class="chip bad">escalated</span>` : null}</span></td>
<td data-label="Severity">${severity}</td>
<td data-label="Owner">${owner?.name ?? html`<span class="soft">nobody yet</span>`}</td>
<td class="when" data-label="Promise due"><span>${nextDueAt === null ? none : dueInstant(nextDueAt, nowMs)}</span></td>
<td class="when" data-label="Next step"><span>${record.attendAt === null ? none : instant(record.attendAt, nowMs)}</span></td>
<td data-label="Workflow">${state}</td></tr>`;
  };
  return html`${heading}<div class="scroll"><table class="stack">
<thead><tr><th scope="col">Number</th><th scope="col">Subject</th><th scope="col">Status</th><th scope="col">Severity</th><th scope="col">Owner</th><th scope="col">Promise due</th><th scope="col">Next step</th><th scope="col">Workflow</th></tr></thead>
<tbody>${joined(records.map(row))}</tbody></table></div>`;
}
