import type { MailContent } from '../schema/mail.ts';

/**
 * A mail's id within its SR: the event that caused it, its kind, and which of the event's recipients it goes to.
 * The same event always makes the same id, so that a repeated transaction cannot send twice. Letters, digits and
 * hyphens only: it travels as an SES message tag.
 */
export function mailId(seq: number, kind: MailContent['kind'], recipient: number): string {
  return `${String(seq).padStart(8, '0')}-${kind}-${recipient}`;
}
