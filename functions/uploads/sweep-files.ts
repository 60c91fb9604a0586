import { type Instant, toInstant, toMs } from '#shared/schema/instant.ts';
import type { SupportRequest } from '#shared/schema/request.ts';
import type { StoredFile } from '#shared/schema/stored-file.ts';
import { type Attended, dueFiles, postpone, putOff } from '../io/attended-files.ts';
import { findContract } from '../io/directory.ts';
import { filePart, loadFile } from '../io/file-rows.ts';
import { loadHead } from '../io/load-request.ts';
import { releaseParts } from '../io/quotas.ts';
import type { Table } from '../io/table.ts';
import { WORKFLOW } from './abort-file.ts';
import { changeRequest } from './change-request.ts';
import { eachFile, type SweepLog } from './each-file.ts';
import type { BucketDeps } from './upload-route.ts';

const DAY_MS = 86_400_000;

/** Looked at in one sweep; the next one goes on. */
const AT_MOST = 500;

/** What a sweep of verified files did. */
export interface SweptFiles {
  readonly deleted: number;
  readonly postponed: number;
  /** Those it could not look at, or not delete. */
  readonly failed: number;
}

/**
 * Deletes the files of requests that were closed `keepDays` ago, unless their contract is under legal hold. A file is
 * looked at no sooner than it could have become due: that of an open request again in `keepDays`.
 *
 * First the transaction, then the bucket, which sweepOpenUploads does as for every ended upload: under the request's
 * version, so that one which is reopened at this moment keeps its files.
 *
 * A file that it fails at is looked at again in a day, so that it does not stand before all others in every sweep. One
 * whose request is not in the table is kept, and told of.
 */
export async function sweepFiles(
  now: Instant,
  keepDays: number,
  deps: BucketDeps,
  log: SweepLog,
): Promise<SweptFiles> {
  const swept = { deleted: 0, postponed: 0 };
  const tomorrow = toInstant(toMs(now) + DAY_MS);
  const failed = await eachFile(
    await dueFiles(deps.table, now, AT_MOST),
    async (attended) => {
      try {
        const did = await attendTo(attended, now, keepDays, deps, log);
        if (did) swept[did] += 1;
      } catch (error) {
        // What it failed at is what is told, also where it cannot be put off.
        await putOff(deps.table, attended, tomorrow).catch(() => false);
        throw error;
      }
    },
    log,
  );
  return { ...swept, failed };
}

async function attendTo(
  attended: Attended,
  now: Instant,
  keepDays: number,
  deps: BucketDeps,
  log: SweepLog,
): Promise<'deleted' | 'postponed' | null> {
  const { number, id } = attended;
  const request = await loadHead(deps.table, number);
  if (!request) log.warn('no such request', { number, id });
  const until = await keptUntil(request, now, keepDays, deps.table);
  if (until > toMs(now)) {
    return (await postpone(deps.table, attended, 'verified', toInstant(until))) ? 'postponed' : null;
  }
  return (await deleteFile(attended, now, deps)) ? 'deleted' : null;
}

/** Until when at least the files of an SR are kept, epoch ms. */
async function keptUntil(
  request: SupportRequest | null,
  now: Instant,
  keepDays: number,
  table: Table,
): Promise<number> {
  const again = toMs(now) + keepDays * DAY_MS;
  if (request?.status !== 'closed') return again;
  const contract = await findContract(table, request.accountId, request.contractId);
  return contract?.legalHold ? again : toMs(request.closedAt) + keepDays * DAY_MS;
}

/** False where the request was reopened, or the file changed, meanwhile. */
function deleteFile({ number, id }: Attended, now: Instant, deps: BucketDeps): Promise<boolean> {
  const { table } = deps;
  return changeRequest(deps, number, now, async (request) => {
    const file = await loadFile(table, number, id);
    if (request.status !== 'closed' || file?.state !== 'verified') return { outcome: false };
    const deleted: StoredFile = { ...file, state: 'deleted' };
    const facts = [{ type: 'FileDeleted', fileId: id, name: file.name } as const];
    const parts = [filePart(table.name, file, deleted, now), ...releaseParts(table.name, file)];
    return { outcome: true, change: { facts, by: WORKFLOW, parts } };
  });
}
