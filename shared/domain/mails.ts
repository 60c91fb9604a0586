import type { Policy } from '../policy/policy.ts';
import type { RequestEvent } from '../schema/event.ts';
import type { Language } from '../schema/language.ts';
import type { MailContent } from '../schema/mail.ts';
import type { Staff } from '../schema/person.ts';
import type { SupportRequest } from '../schema/request.ts';
import { customerMail } from './customer-mail.ts';
import { mailId } from './mail-id.ts';
import { staffMails } from './staff-mails.ts';

/** To whom a mail goes, and how they read. */
export interface Recipient {
  readonly email: string;
  readonly name: string;
  readonly language: Language;
  readonly zone: string;
}

/** A mail as the transaction that decided it stores it; rendered only when it is sent. */
export interface OutboxMail {
  readonly id: string;
  readonly to: Recipient;
  readonly content: MailContent;
}

/**
 * The mails an event causes; `request` is the SR after it. Nobody is written to about what they did themselves,
 * but for the confirmation of a filing (FIL-5). Pure: the same event always makes the same mails.
 */
export function mailsFor(
  event: RequestEvent,
  request: SupportRequest,
  policy: Policy,
  staff: readonly Staff[],
): OutboxMail[] {
  const mails: OutboxMail[] = [];
  const { contact } = request;
  const content = customerMail(event, request, policy);
  if (content && (content.kind === 'request-filed' || !wrote(event, contact.email))) {
    const { email, name, language, zone } = contact;
    mails.push({ id: mailId(event.seq, content.kind, 0), to: { email, name, language, zone }, content });
  }
  for (const { to, content: notice } of staffMails(event, request, policy, staff)) {
    const readers = to.filter((email) => !wrote(event, email));
    readers.forEach((email, index) => {
      mails.push({
        id: mailId(event.seq, notice.kind, index),
        to: staffRecipient(email, staff),
        content: notice,
      });
    });
  }
  return mails;
}

function wrote({ by }: RequestEvent, email: string): boolean {
  return by.kind !== 'workflow' && by.email === email;
}

/** Someone who left the staff since still gets what was theirs: in English, by address, until reassigned. */
export function staffRecipient(email: string, staff: readonly Staff[]): Recipient {
  const member = staff.find((one) => one.email === email);
  return {
    email,
    name: member?.name ?? email,
    language: member?.language ?? 'en',
    zone: member?.zone ?? 'Etc/UTC',
  };
}
