import { emptyAnswer, type S3Answer } from '../answer.ts';
import type { S3Call } from '../call.ts';
import { parameter } from '../s3-request.ts';
import { openUpload } from './upload-part.ts';

/** `AbortMultipartUpload`: its parts are gone afterwards. One that was over already stays as it is. */
export async function abortUpload(call: S3Call): Promise<S3Answer> {
  const { request, bucket } = call;
  const finished = bucket.store.finished(parameter(request, 'uploadId') ?? '');
  if (finished?.key === request.key) return emptyAnswer(204);
  await bucket.store.abort(openUpload(call).stored.uploadId, call.now());
  return emptyAnswer(204);
}
