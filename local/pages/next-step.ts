import { standing } from './path.ts';
import { executionName, type RequestRecord } from './records.ts';
import type { PagesSource } from './source.ts';

/** What a workflow does next by itself: a warning, an attempt to reach the customer, a look, or a missed promise. */
export interface NextStep {
  /** Epoch milliseconds. */
  readonly atMs: number;
  readonly number: string;
  /** The state its execution waits in. */
  readonly waitsIn: string;
}

/**
 * The next step any SR's workflow takes by itself; null when nothing is planned.
 * Not simply the clock's next timer: schedules tick every few minutes and nobody wants to step through them.
 */
export function nextStep(
  records: readonly RequestRecord[],
  source: Pick<PagesSource, 'clock' | 'executions' | 'history'>,
): NextStep | null {
  const nowMs = source.clock.now();
  const [first] = records
    .flatMap((record) => (record.attendAt === null ? [] : [{ record, atMs: Date.parse(record.attendAt) }]))
    .filter(({ atMs }) => atMs > nowMs)
    .sort((a, b) => a.atMs - b.atMs);
  if (first === undefined) return null;
  const name = executionName(first.record);
  const execution = source.executions().find((it) => it.name === name);
  const waitsIn = standing(execution, source.history(name) ?? []);
  return { atMs: first.atMs, number: first.record.summary.number, waitsIn };
}
