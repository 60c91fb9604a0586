import * as z from 'zod/mini';
import type { StreamRecord } from './stream-record.ts';

const Report = z.looseObject({
  batchItemFailures: z.optional(
    z.nullable(z.array(z.looseObject({ itemIdentifier: z.nullable(z.string()) }))),
  ),
});

/** What became of a batch: all done, all failed, or done up to the record at `firstFailed`. */
export type BatchOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'partly-done'; readonly firstFailed: number };

/**
 * Reads a function's answer as Lambda does for `ReportBatchItemFailures`: everything from the lowest reported sequence
 * number on is tried again; an unknown or empty identifier means the whole batch; no list or an empty one, success.
 * See https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export function batchOutcome(answer: unknown, records: readonly StreamRecord[]): BatchOutcome {
  if (answer === null || answer === undefined || answer === '') return { kind: 'done' };
  const parsed = Report.safeParse(answer);
  if (!parsed.success) return { kind: 'failed' };
  const failures = parsed.data.batchItemFailures ?? [];
  if (failures.length === 0) return { kind: 'done' };
  const positions = failures.map(({ itemIdentifier }) =>
    records.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === itemIdentifier),
  );
  const firstFailed = Math.min(...positions);
  return firstFailed <= 0 ? { kind: 'failed' } : { kind: 'partly-done', firstFailed };
}
