import { uploadView } from '#shared/domain/upload-view.ts';
import type { Instant } from '#shared/schema/instant.ts';
import type { FileIn, StoredFile } from '#shared/schema/stored-file.ts';
import type { UploadView } from '#shared/schema/upload.ts';
import { compareParts } from '#shared/uploads/compare-parts.ts';
import { compositeDigest } from '#shared/uploads/digest.ts';
import { CasebellError } from '../errors.ts';
import { announcedParts } from '../io/announced-parts.ts';
import { loadFile, moveFile } from '../io/file-rows.ts';
import { listAllParts, MultipartGone } from '../io/multipart.ts';
import { abortFile, WORKFLOW } from './abort-file.ts';
import { accessToFile, assertOpen } from './access.ts';
import { multipartOf } from './multipart-of.ts';
import { sha256 } from './sha256.ts';
import type { Caller, UploadDeps } from './upload-route.ts';

/** Parts that a problem names; whoever has more to mend lists the parts. */
const NAMED_PARTS = 1000;

/**
 * The uploader says that every part was sent. If S3 has exactly the parts that were announced, the file is verified
 * next; otherwise PartsMissing says which it has not.
 *
 * Here only the row changes, from `uploading` to `verifying`, under the condition that it is still uploading: of a
 * completion and an abortion at the same moment one wins, and two completions are one. VerifyUpload does the rest and
 * records it with its fact; the table's stream has WakeWorkflow offer the file to it, so that a crash after the answer
 * loses nothing.
 */
export async function completeUpload(
  { id, digest, caller, now }: { id: string; digest: string; caller: Caller; now: Instant },
  deps: UploadDeps,
): Promise<UploadView> {
  const { file, ...who } = await accessToFile(deps.table, caller, id);
  const view = (as: StoredFile) => uploadView(as, who.actor, caller.kind === 'ticket');
  if (isCompleteAs(file, digest)) return view(file);
  assertOpen(file, 'complete-upload', who);

  const hashes = await wholeParts(file, now, deps, (after) => assertOpen(after, 'complete-upload', who));
  if (digest !== (await compositeDigest(hashes, sha256))) throw new CasebellError('DigestMismatch');
  const verifying: StoredFile = { ...file, state: 'verifying', digest };
  if (await moveFile(deps.table, file, verifying, now)) return view(verifying);

  const meanwhile = await loadFile(deps.table, file.number, id);
  if (!meanwhile) throw new CasebellError('UploadNotFound');
  if (isCompleteAs(meanwhile, digest)) return view(meanwhile);
  assertOpen(meanwhile, 'complete-upload', who);
  throw new CasebellError('RequestChanged');
}

/** The hashes of the parts in order, if S3 has them all. Throws PartsMissing. */
async function wholeParts(
  file: FileIn<'uploading'>,
  now: Instant,
  deps: UploadDeps,
  ended: (after: StoredFile) => void,
): Promise<string[]> {
  const multipart = multipartOf(file);
  if (!multipart) return [];
  try {
    const [announced, stored] = await Promise.all([
      announcedParts(deps.table, file.id),
      listAllParts(deps.bucket, multipart),
    ]);
    const { missing, mismatched } = compareParts(file.size, file, announced, stored);
    if (missing.length + mismatched.length > 0) {
      const counts = `${missing.length} of ${file.parts} are missing, ${mismatched.length} are not as announced.`;
      throw new CasebellError('PartsMissing', counts, {
        missing: missing.slice(0, NAMED_PARTS),
        mismatched: mismatched.slice(0, NAMED_PARTS),
      });
    }
    return stored.map(({ sha256: hash }) => hash);
  } catch (error) {
    if (error instanceof MultipartGone) ended(await abortFile(file, WORKFLOW, now, deps));
    throw error;
  }
}

function isCompleteAs(file: StoredFile, digest: string): boolean {
  return (file.state === 'verifying' || file.state === 'verified') && file.digest === digest;
}
