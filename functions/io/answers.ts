import * as z from 'zod/mini';
import { type Instant, toMs } from '#shared/schema/instant.ts';
import { keys } from './keys.ts';
import { getItem } from './load-request.ts';
import type { Table } from './table.ts';

const AnswerItem = z.object({
  fingerprint: z.string(),
  status: z.int(),
  body: z.string(),
  expiresAt: z.int(),
});
export type StoredAnswer = z.infer<typeof AnswerItem>;

/** The answer kept for this caller's Idempotency-Key; null when there is none, or it has expired. */
export async function findAnswer(
  table: Table,
  who: string,
  key: string,
  now: Instant,
): Promise<StoredAnswer | null> {
  const item = await getItem(table, keys.answer(who, key));
  if (!item) return null;
  const answer = AnswerItem.parse(item);
  return answer.expiresAt * 1000 > toMs(now) ? answer : null;
}
