import type { AbortRule, Bucket } from './bucket.ts';
import type { StoredUpload } from './store/stored.ts';

const DAY_MS = 86_400_000;

/** When a rule ends an upload, and which. */
export interface AbortDate {
  readonly ruleId: string;
  readonly atMs: number;
}

/**
 * The earliest abortion that the rules set for an upload: the days after its begin, and then the next midnight UTC
 * (S3 user guide, "Lifecycle rules: based on an object's age").
 */
export function abortDate(
  rules: readonly AbortRule[],
  { key, initiatedMs }: Pick<StoredUpload, 'key' | 'initiatedMs'>,
): AbortDate | undefined {
  return rules
    .filter(({ prefix = '' }) => key.startsWith(prefix))
    .map(({ id, abortIncompleteAfterDays }) => ({
      ruleId: id,
      atMs: Math.ceil((initiatedMs + abortIncompleteAfterDays * DAY_MS) / DAY_MS) * DAY_MS,
    }))
    .sort((a, b) => a.atMs - b.atMs)[0];
}

/** The headers that tell a client of the abortion to come. */
export function abortHeaders(date: AbortDate | undefined): Record<string, string> {
  if (date === undefined) return {};
  return {
    'x-amz-abort-date': new Date(date.atMs).toUTCString(),
    'x-amz-abort-rule-id': date.ruleId,
  };
}

/** Ends the uploads whose time is over. No timer does that: whoever looks at uploads calls this first. */
export async function abortOverdue({ definition, store }: Bucket, nowMs: number): Promise<void> {
  const overdue = [...store.uploads()].filter(
    ({ stored }) =>
      (abortDate(definition.lifecycle ?? [], stored)?.atMs ?? Number.POSITIVE_INFINITY) <= nowMs,
  );
  for (const { stored } of overdue) await store.abort(stored.uploadId, nowMs);
}
