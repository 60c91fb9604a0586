import type { Mail } from '#local/ses/mail.ts';
import { addresses } from './addresses.ts';
import { type Html, html, joined } from './html.ts';
import { instant } from './when.ts';

/** Mails, the newest first. */
export function mailTable(mails: readonly Mail[], nowMs: number): Html {
  const row = (mail: Mail): Html => html`<tr>
<td data-label="Sent"><span>${instant(mail.at, nowMs)}</span></td>
<td class="to" data-label="To"><span>${addresses(mail.to)}</span></td>
<td data-label="Subject"><a data-key="m${mail.id}" href="/__local/mailbox/${mail.id}">${mail.subject || '(no subject)'}</a></td>
<td data-label="Outcome"><span class="${mail.outcome === 'delivered' ? 'good' : 'bad'}">${mail.outcome}</span></td></tr>`;
  return html`<div class="scroll"><table class="stack">
<thead><tr><th scope="col">Sent</th><th scope="col">To</th><th scope="col">Subject</th><th scope="col">Outcome</th></tr></thead>
<tbody>${joined(mails.toReversed().map(row))}</tbody></table></div>`;
}
