import { abortedFact, decideAbort } from '#shared/domain/decide-upload.ts';
import { uploadView } from '#shared/domain/upload-view.ts';
import type { Instant } from '#shared/schema/instant.ts';
import type { Actor } from '#shared/schema/person.ts';
import type { StoredFile } from '#shared/schema/stored-file.ts';
import { CasebellError } from '../errors.ts';
import { filePart, loadFile } from '../io/file-rows.ts';
import { abortMultipart } from '../io/multipart.ts';
import { releaseParts } from '../io/quotas.ts';
import { accessToFile } from './access.ts';
import { changeRequest } from './change-request.ts';
import { multipartOf } from './multipart-of.ts';
import type { BucketDeps, UploadRun } from './upload-route.ts';

/** Whoever nobody asked acts in this name. */
export const WORKFLOW: Actor = { kind: 'workflow' };

/**
 * Gives an upload up, and its room back; answers with the file as it then is, which may have been completed or aborted
 * by somebody else at the same moment. The workflow gives up what was seen: where its uploader has gone on with it since, and
 * so put its end off, it is left alone.
 *
 * First the transaction, then S3: from then on nothing is signed and nothing is completed any more. A crash in between
 * leaves parts in the bucket, which the sweeper removes: it comes to every aborted upload once more, when its last URL
 * has expired, since a part that was under way may still have arrived.
 */
export async function abortFile(
  { number, id, abortAt: seen }: Pick<StoredFile, 'number' | 'id' | 'abortAt'>,
  by: Actor,
  now: Instant,
  deps: BucketDeps,
): Promise<StoredFile> {
  const { table, bucket } = deps;
  const outcome = await changeRequest(deps, number, now, async () => {
    const file = await loadFile(table, number, id);
    if (!file) throw new CasebellError('UploadNotFound');
    const goesOn = by.kind === 'workflow' && file.abortAt !== seen;
    if (file.state !== 'uploading' || goesOn) return { outcome: file };
    const aborted: StoredFile = { ...file, state: 'aborted' };
    const parts = [filePart(table.name, file, aborted, now), ...releaseParts(table.name, file)];
    return { outcome: aborted, change: { facts: [abortedFact(file)], by, parts } };
  });
  const multipart = multipartOf(outcome);
  if (outcome.state === 'aborted' && multipart) await abortMultipart(bucket, multipart);
  return outcome;
}

/** `DELETE /v1/uploads/{id}`: its uploader, or the desk, aborts an upload; doing so again changes nothing. */
export const abortUpload: UploadRun<'DELETE /v1/uploads/{id}'> = async ({ params, caller, now }, deps) => {
  const { file, ...who } = await accessToFile(deps.table, caller, params.id);
  // Decided as if it were still going on: who may not abort it is told so, whatever became of it.
  const asked: StoredFile = file.state === 'aborted' ? { ...file, state: 'uploading' } : file;
  const decision = decideAbort(asked, who);
  if (!decision.ok) throw new CasebellError(decision.refusal);
  const outcome = await abortFile(file, who.actor, now, deps);
  if (outcome.state !== 'aborted') throw new CasebellError('AlreadyComplete');
  return uploadView(outcome, who.actor, caller.kind === 'ticket');
};
