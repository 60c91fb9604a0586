import * as z from 'zod/mini';
import { Language } from '#shared/schema/language.ts';
import { MailContent } from '#shared/schema/mail.ts';
import { keys } from './keys.ts';
import { getItem } from './load-request.ts';
import type { Table } from './table.ts';
import { updateIf } from './update-if.ts';

/** How far a mail has come. `delivered`, `bounced` and `complained` are what SES reports; `failed`: SES would not take it. */
export const MailState = z.enum(['queued', 'sent', 'delivered', 'bounced', 'complained', 'failed']);
export type MailState = z.infer<typeof MailState>;

export const StoredMail = z.object({
  state: MailState,
  queuedAt: z.string(),
  to: z.object({ email: z.string(), name: z.string(), language: Language, zone: z.string() }),
  content: MailContent,
});
export type StoredMail = z.infer<typeof StoredMail>;

/** A mail of the outbox, strongly consistent; null when there is none. */
export async function findMail(table: Table, number: string, id: string): Promise<StoredMail | null> {
  const item = await getItem(table, keys.mail(number, id));
  return item ? StoredMail.parse(item) : null;
}

/** States a mail may come from: SES reports late, twice and out of order, and no report takes a worse one back. */
const BEFORE: Record<Exclude<MailState, 'queued'>, readonly MailState[]> = {
  sent: ['queued'],
  // SES may take a mail and reject it afterwards, for a virus in it.
  failed: ['queued', 'sent'],
  delivered: ['queued', 'sent'],
  bounced: ['queued', 'sent', 'delivered'],
  complained: ['queued', 'sent', 'delivered'],
};

/** What SES said with a state: the id it gave the mail, or why it would not have it. */
export interface Told {
  readonly messageId?: string | undefined;
  readonly reason?: string | undefined;
}

/** Records how far a mail has come; false when it had come there, or further, before. */
export function markMail(
  table: Table,
  number: string,
  id: string,
  state: Exclude<MailState, 'queued'>,
  { messageId, reason }: Told = {},
): Promise<boolean> {
  const from = Object.fromEntries(BEFORE[state].map((before, index) => [`:from${index}`, before]));
  const told = `${messageId ? ', messageId = :messageId' : ''}${reason ? ', reason = :reason' : ''}`;
  return updateIf(table, {
    Key: keys.mail(number, id),
    UpdateExpression: `SET #state = :state${told} REMOVE attendKey, attendAt`,
    ConditionExpression: `#state IN (${Object.keys(from).join(', ')})`,
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: {
      ':state': state,
      ...(messageId && { ':messageId': messageId }),
      ...(reason && { ':reason': reason.slice(0, 1000) }),
      ...from,
    },
  });
}
