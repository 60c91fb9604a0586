import { toMs } from '#shared/schema/instant.ts';
import type { Item } from './memory-table-expression.ts';

const SWEEP_EVERY_MS = 10 * 60_000;
const OVERDUE_AFTER_MS = 5 * 60_000;

/** When the sweeper, called every ten minutes, next finds something; its calls between would do nothing. */
export function nextSweep(items: Iterable<Item>, now: number): number | undefined {
  const oldest = oldestToAttend(items);
  if (oldest === undefined) return undefined;
  const overdue = Math.max(toMs(oldest) + OVERDUE_AFTER_MS + 1, now + 1);
  return Math.ceil(overdue / SWEEP_EVERY_MS) * SWEEP_EVERY_MS;
}

/** Whether the sweeper is called at this instant, and would find something. */
export function sweepIsDue(items: Iterable<Item>, now: number): boolean {
  if (now % SWEEP_EVERY_MS !== 0) return false;
  const oldest = oldestToAttend(items);
  return oldest !== undefined && toMs(oldest) < now - OVERDUE_AFTER_MS;
}

function oldestToAttend(items: Iterable<Item>): string | undefined {
  let oldest: string | undefined;
  for (const { attendKey, attendAt } of items) {
    if (attendKey === undefined || typeof attendAt !== 'string') continue;
    if (oldest === undefined || attendAt < oldest) oldest = attendAt;
  }
  return oldest;
}
