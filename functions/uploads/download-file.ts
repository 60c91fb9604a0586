import { decideDownload } from '#shared/domain/decide-upload.ts';
import type { FileIn } from '#shared/schema/stored-file.ts';
import { safeFileName } from '#shared/uploads/file-name.ts';
import { CasebellError } from '../errors.ts';
import { loadFile } from '../io/file-rows.ts';
import { signDownload } from '../io/signed-urls.ts';
import { accessToFile } from './access.ts';
import { changeRequest } from './change-request.ts';
import type { UploadRun } from './upload-route.ts';

/**
 * `GET /v1/uploads/{id}/download`: a URL that is good for five minutes. Who took it is recorded first: a crash after
 * that records a download that did not happen, never the other way round.
 */
export const downloadFile: UploadRun<'GET /v1/uploads/{id}/download'> = async (
  { params, caller, now },
  deps,
) => {
  const { table, bucket } = deps;
  const { file: found, actor, relation } = await accessToFile(table, caller, params.id);
  const file = await changeRequest(deps, found.number, now, async () => {
    const now = await loadFile(table, found.number, found.id);
    if (!now) throw new CasebellError('UploadNotFound');
    const decision = decideDownload(now, { actor, relation });
    if (!decision.ok) throw new CasebellError(decision.refusal);
    // Proof of the cast: no other state is handed out.
    return { outcome: now as FileIn<'verified'>, change: { facts: decision.facts, by: actor, parts: [] } };
  });
  const { url, expiresAt } = await signDownload(bucket, file.key, file.name, now);
  return { url, name: safeFileName(file.name), size: file.size, digest: file.digest, expiresAt };
};
