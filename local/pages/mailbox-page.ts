import type { Mail } from '#local/ses/mail.ts';
import { headerOf, type Message } from '#local/ses/message.ts';
import { addresses } from './addresses.ts';
import { html, joined } from './html.ts';
import { page } from './layout.ts';
import { mailTable } from './mail-table.ts';
import { navigation } from './navigation.ts';
import type { PagesSource } from './source.ts';
import { instant } from './when.ts';

/** Every mail that left the desk, the newest first. */
export function mailboxPage(source: PagesSource): string {
  const mails = source.mailbox.mails();
  const list =
    mails.length === 0
      ? html`<p>No mail has left the desk yet. Filing a request sends the first one.</p>`
      : mailTable(mails, source.clock.now());
  return page(
    'Mailbox',
    html`<h1>Mailbox</h1>
<p class="soft">Mail never leaves this machine. Addresses that begin with <code>bounce@</code>, <code>complaint@</code> or <code>reject@</code> behave as they say.</p>
<section id="mails" data-live>${list}</section><p id="said" class="soft small" role="status"></p>`,
    { live: true, nav: navigation('/__local/mailbox') },
  );
}

/** One mail as text and as HTML; the HTML runs no scripts and loads nothing. */
export function mailPage(source: PagesSource, mail: Mail, message: Message): string {
  const rows = [
    ['From', addresses([mail.from])],
    ['To', addresses(mail.to)],
    ['Reply to', addresses([headerOf(message.headers, 'reply-to') ?? 'the sender'])],
    ['Sent', instant(mail.at, source.clock.now())],
    ['Outcome', html`${mail.outcome}`],
    [
      'Tags',
      html`${
        Object.entries(mail.tags)
          .map(([name, value]) => `${name}=${value}`)
          .join(', ') || 'none'
      }`,
    ],
  ] as const;
  const attachments = message.attachments.map(
    ({ filename, type, content }) =>
      html`<li>${filename} <span class="soft">${type}, ${content.length} bytes</span></li>`,
  );
  return page(
    mail.subject,
    html`<p class="small"><a href="/__local/mailbox">All mails</a></p>
<h1>${mail.subject || '(no subject)'}</h1>
<section><dl class="facts wide">${joined(rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`))}</dl></section>
${message.html === null ? null : html`<section><h2>As HTML</h2><iframe title="The mail as HTML" sandbox srcdoc="${message.html}"></iframe></section>`}
<section><h2>As text</h2>${message.text === null ? html`<p>This mail has no text part.</p>` : html`<pre class="wrap">${message.text}</pre>`}</section>
${attachments.length === 0 ? null : html`<section><h2>Attachments</h2><ul>${joined(attachments)}</ul></section>`}
<section><details><summary>All headers</summary><pre class="wrap">${message.headers.map(([name, value]) => `${name}: ${value}`).join('\n')}</pre></details>
<p><a href="/__local/mailbox/${mail.id}.eml">The message as a file</a></p></section>`,
    { nav: navigation('') },
  );
}
