import { type Instant, toInstant, toMs } from '#shared/schema/instant.ts';
import type { FileIn, StoredFile } from '#shared/schema/stored-file.ts';
import { type Attended, openUploads, postpone, unattend } from '../io/attended-files.ts';
import { loadFile, moveFile } from '../io/file-rows.ts';
import { warnOfUpload } from '../io/file-warning.ts';
import { loadHead } from '../io/load-request.ts';
import { abortMultipart } from '../io/multipart.ts';
import { removeObject } from '../io/objects.ts';
import type { Table } from '../io/table.ts';
import { abortFile, WORKFLOW } from './abort-file.ts';
import { eachFile, type SweepLog } from './each-file.ts';
import { multipartOf } from './multipart-of.ts';
import type { BucketDeps } from './upload-route.ts';
import { expiryWarning } from './warn-uploader.ts';

/** A verification has the time of its function, and as much again to be tried once more. */
const VERIFIED_WITHIN_MS = 30 * 60_000;

const DAY_MS = 86_400_000;

/** What a sweep of the uploads under way did, and how much is under way (bytes, as announced). */
export interface SweptUploads {
  readonly incompleteBytes: number;
  readonly warned: number;
  readonly aborted: number;
  readonly offered: number;
  readonly cleaned: number;
  /** Those it could not look at, or not do this with; the next sweep tries again. */
  readonly failed: number;
}

/**
 * Looks after every upload that is not a file yet: tells the uploader a day before the end, gives it up at the end,
 * offers a verification again that nothing came of, and removes what ended uploads left in the bucket.
 */
export async function sweepOpenUploads(now: Instant, deps: BucketDeps, log: SweepLog): Promise<SweptUploads> {
  const swept = { incompleteBytes: 0, warned: 0, aborted: 0, offered: 0, cleaned: 0 };
  const failed = await eachFile(
    openUploads(deps.table),
    async (attended) => {
      const file = await loadFile(deps.table, attended.number, attended.id);
      // The index tells of a change a moment late.
      if (!file || file.state === 'verified') return;
      if (file.state === 'uploading' || file.state === 'verifying') swept.incompleteBytes += file.size;
      const did = await attendTo(file, attended, now, deps, log);
      if (did) swept[did] += 1;
    },
    log,
  );
  return { ...swept, failed };
}

type Deed = Exclude<keyof SweptUploads, 'incompleteBytes' | 'failed'>;

async function attendTo(
  file: Exclude<StoredFile, { state: 'verified' }>,
  attended: Attended,
  now: Instant,
  deps: BucketDeps,
  log: SweepLog,
): Promise<Deed | null> {
  const lateMs = toMs(now) - toMs(attended.attendAt);
  if (lateMs < 0) return null;
  switch (file.state) {
    case 'uploading':
      return toMs(file.abortAt) <= toMs(now) ? giveUp(file, now, deps, log) : warn(file, attended, now, deps);
    case 'verifying':
      return lateMs < VERIFIED_WITHIN_MS ? null : offerAgain(file, attended, now, deps, log);
    case 'failed':
    case 'aborted':
    case 'deleted':
      return clean(file, attended, deps);
  }
}

/** To touch the row is to offer it: the stream tells of it. */
async function offerAgain(
  file: FileIn<'verifying'>,
  attended: Attended,
  now: Instant,
  { table }: BucketDeps,
  log: SweepLog,
): Promise<Deed | null> {
  const known = await hasRequest(file, table, log);
  // Every hour would be in vain; nothing that arrived whole is thrown away.
  const next = known ? now : toInstant(toMs(now) + DAY_MS);
  return (await postpone(table, attended, file.state, next)) ? 'offered' : null;
}

async function giveUp(
  file: FileIn<'uploading'>,
  now: Instant,
  deps: BucketDeps,
  log: SweepLog,
): Promise<Deed | null> {
  if (!(await hasRequest(file, deps.table, log))) {
    // The desk removes no request, so this was done by hand: nothing to record it in. What arrived is removed as ever.
    return (await moveFile(deps.table, file, { ...file, state: 'aborted' }, now)) ? 'aborted' : null;
  }
  const outcome = await abortFile(file, WORKFLOW, now, deps);
  return outcome.state === 'aborted' ? 'aborted' : null;
}

async function hasRequest({ number, id }: StoredFile, table: Table, log: SweepLog): Promise<boolean> {
  if (await loadHead(table, number)) return true;
  log.warn('no such request', { number, id });
  return false;
}

async function warn(
  file: FileIn<'uploading'>,
  attended: Attended,
  now: Instant,
  { table }: BucketDeps,
): Promise<Deed | null> {
  const request = await loadHead(table, file.number);
  const mail = request && (await expiryWarning(file, request, table));
  const until = toInstant(toMs(file.abortAt));
  if (!mail) return (await postpone(table, attended, file.state, until)) ? 'warned' : null;
  return (await warnOfUpload(table, attended, mail, until, now)) ? 'warned' : null;
}

/** First the bucket, then the row: what was cut off is looked at again, and removing nothing does no harm. */
async function clean(
  file: StoredFile,
  attended: Attended,
  { table, bucket }: BucketDeps,
): Promise<Deed | null> {
  const multipart = multipartOf(file);
  if (multipart) await abortMultipart(bucket, multipart);
  await removeObject(bucket, file.key);
  return (await unattend(table, attended, file.state)) ? 'cleaned' : null;
}
