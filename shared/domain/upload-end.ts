import { type Instant, toInstant, toMs } from '../schema/instant.ts';
import type { FileIn } from '../schema/stored-file.ts';
import { LONGEST_UPLOAD_DAYS, UPLOAD_DAYS } from '../uploads/limits.ts';

const DAY_MS = 86_400_000;

/** When an upload that begins now is aborted, unless somebody goes on with it. */
export function firstEnd(now: Instant): Instant {
  return toInstant(toMs(now) + UPLOAD_DAYS * DAY_MS);
}

/**
 * When an upload is aborted that its uploader goes on with at `now`: seven days later, but never later than 28 days
 * after it was begun. Null where that is not worth a write: the end moves by a day at least, so once a day at most, or
 * to the last one there is.
 */
export function laterEnd({ createdAt, abortAt }: FileIn<'uploading'>, now: Instant): Instant | null {
  const last = toMs(createdAt) + LONGEST_UPLOAD_DAYS * DAY_MS;
  const end = Math.min(toMs(now) + UPLOAD_DAYS * DAY_MS, last);
  const gain = end - toMs(abortAt);
  return gain >= DAY_MS || (gain > 0 && end === last) ? toInstant(end) : null;
}
