import MailComposer from 'nodemailer/lib/mail-composer';
import type { StoredMail } from '../io/outbox.ts';

/** Who writes, and where answers to an SR's mails belong. */
export interface Sender {
  readonly from: string;
  readonly name: string;
  readonly replyDomain: string;
}

interface Rendered {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/**
 * The raw message (RFC 5322). All mails of an SR refer to one made-up first message, so that mail programs show
 * them as one conversation. They are marked as sent by a program (RFC 3834): no auto-reply should answer them.
 */
export function buildMime(
  mail: StoredMail,
  id: string,
  { subject, text, html }: Rendered,
  sender: Sender,
): Promise<Buffer> {
  const thread = `<sr-${mail.content.number}@${sender.replyDomain}>`;
  return new MailComposer({
    from: { name: sender.name, address: sender.from },
    to: { name: mail.to.name, address: mail.to.email },
    subject,
    text,
    html,
    date: new Date(mail.queuedAt),
    messageId: `<${mail.content.number}-${id}@${sender.replyDomain}>`,
    references: thread,
    inReplyTo: thread,
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'X-Casebell-Request': mail.content.number,
      'X-Casebell-Mail': id,
    },
    // Only what is in the message: a text is never taken for a path or an address to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}
