import { uploadView } from '#shared/domain/upload-view.ts';
import type { UploadView } from '#shared/schema/upload.ts';
import { listFiles } from '../io/file-rows.ts';
import { loadHead } from '../io/load-request.ts';
import { accessTo, accessToFile } from './access.ts';
import type { Caller, UploadDeps, UploadRun } from './upload-route.ts';

/** `GET /v1/requests/{number}/uploads`: the files of an SR, in the order they were begun. */
export const listUploads: UploadRun<'GET /v1/requests/{number}/uploads'> = async (
  { params, caller },
  { table },
) => {
  const { actor, request } = await accessTo(table, caller, await loadHead(table, params.number));
  const files = await listFiles(table, request.number);
  return { items: files.map((file) => uploadView(file, actor, caller.kind === 'ticket')) };
};

/** How far an upload has come. */
export async function getUpload(id: string, caller: Caller, { table }: UploadDeps): Promise<UploadView> {
  const { file, actor } = await accessToFile(table, caller, id);
  return uploadView(file, actor, caller.kind === 'ticket');
}
