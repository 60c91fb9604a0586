import { type Instant, toInstant, toMs } from '#shared/schema/instant.ts';
import type { SupportRequest } from '#shared/schema/request.ts';
import type { StoredFile } from '#shared/schema/stored-file.ts';
import { type Attended, dueFiles, postpone } from '../io/attended-files.ts';
import { findContract } from '../io/directory.ts';
import { filePart, loadFile } from '../io/file-rows.ts';
import { loadHead } from '../io/load-request.ts';
import { releaseParts } from '../io/quotas.ts';
import type { Table } from '../io/table.ts';
import { WORKFLOW } from './abort-file.ts';
import { changeRequest } from './change-request.ts';
import type { BucketDeps } from './upload-route.ts';

const DAY_MS = 86_400_000;

/** Looked at in one sweep; the next one goes on. */
const AT_MOST = 500;

/**
 * Deletes the files of requests that were closed `keepDays` ago, unless their contract is under legal hold. A file is
 * looked at no sooner than it could have become due: that of an open request again in `keepDays`.
 *
 * First the transaction, then the bucket, which sweepOpenUploads does as for every ended upload: under the request's
 * version, so that one which is reopened at this moment keeps its files.
 */
export async function sweepFiles(
  now: Instant,
  keepDays: number,
  deps: BucketDeps,
): Promise<{ readonly deleted: number; readonly postponed: number }> {
  const swept = { deleted: 0, postponed: 0 };
  for (const attended of await dueFiles(deps.table, now, AT_MOST)) {
    const request = await loadHead(deps.table, attended.number);
    if (!request) continue;
    const until = await keptUntil(request, now, keepDays, deps.table);
    if (until > toMs(now)) {
      if (await postpone(deps.table, attended, 'verified', toInstant(until))) swept.postponed += 1;
    } else if (await deleteFile(attended, now, deps)) swept.deleted += 1;
  }
  return swept;
}

/** Until when at least the files of an SR are kept, epoch ms. */
async function keptUntil(
  request: SupportRequest,
  now: Instant,
  keepDays: number,
  table: Table,
): Promise<number> {
  const again = toMs(now) + keepDays * DAY_MS;
  if (request.status !== 'closed') return again;
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
