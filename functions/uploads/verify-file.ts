import { uploadedFact } from '#shared/domain/decide-upload.ts';
import { en } from '#shared/locales/en.ts';
import type { Instant } from '#shared/schema/instant.ts';
import type { SupportRequest } from '#shared/schema/request.ts';
import type { FileIn, StoredFile } from '#shared/schema/stored-file.ts';
import { filePart, loadFile } from '../io/file-rows.ts';
import { releaseParts } from '../io/quotas.ts';
import { mailPart } from '../io/transaction-parts.ts';
import { WORKFLOW } from './abort-file.ts';
import { assembleFile, type FailureReason } from './assemble-file.ts';
import { changeRequest, type Step } from './change-request.ts';
import { failureNotice } from './failure-notice.ts';
import type { BucketDeps } from './upload-route.ts';

/** What came of a verification; `known` where there was nothing left to verify. */
export type Verified = 'verified' | 'failed' | 'known';

/**
 * Verifies a file that is said to be whole, and records what came of it: S3 puts it together, its size and checksum are
 * compared with ours, and then the row and the fact change in one transaction, with a mail to the uploader where it failed.
 *
 * It may be cut off at any point and be begun again, and run twice at once: a file that S3 has put together already is
 * only looked at, and a row that is not `verifying` any more is left as it is. What S3 cannot do just now is thrown,
 * for the caller to try again.
 */
export async function verifyFile(
  { number, id }: Pick<StoredFile, 'number' | 'id'>,
  now: Instant,
  deps: BucketDeps,
): Promise<Verified> {
  const file = await loadFile(deps.table, number, id);
  if (file?.state !== 'verifying') return 'known';
  const wrong = await assembleFile(file, deps);
  return changeRequest(deps, number, now, (request) => settle(file, wrong, request, now, deps));
}

async function settle(
  { number, id }: FileIn<'verifying'>,
  wrong: FailureReason | null,
  request: SupportRequest,
  now: Instant,
  { table }: BucketDeps,
): Promise<Step<Verified>> {
  const file = await loadFile(table, number, id);
  if (file?.state !== 'verifying') return { outcome: 'known' };
  if (wrong === null) {
    const verified: StoredFile = { ...file, state: 'verified', verifiedAt: now };
    const parts = [filePart(table.name, file, verified, now)];
    return { outcome: 'verified', change: { facts: [uploadedFact(file)], by: file.by, parts } };
  }
  // English alone: `label` would bring every language into the bundle.
  const reason = en.labels[wrong];
  const failed: StoredFile = { ...file, state: 'failed', reason };
  const facts = [{ type: 'FileUploadFailed', fileId: id, name: file.name, reason } as const];
  const mail = await failureNotice(file, wrong, request, table);
  const parts = [
    filePart(table.name, file, failed, now),
    ...releaseParts(table.name, file),
    ...(mail ? [mailPart(table.name, number, mail, now)] : []),
  ];
  // Not in the uploader's name: it is no sign of life of theirs.
  return { outcome: 'failed', change: { facts, by: WORKFLOW, parts } };
}
