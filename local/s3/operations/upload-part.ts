import { emptyAnswer, type S3Answer } from '../answer.ts';
import { encryptionHeaders, refuseNotOffered } from '../attributes.ts';
import type { S3Call } from '../call.ts';
import { checksumHeader } from '../checksum/algorithm.ts';
import { declaredChecksum } from '../checksum/declared-checksum.ts';
import type { DigestName } from '../checksum/digest.ts';
import { S3Error } from '../s3-error.ts';
import { parameter } from '../s3-request.ts';
import type { StoredUpload } from '../store/stored.ts';
import type { Upload } from '../store/upload-journal.ts';
import { digestsForEtag, etagOf, MAX_PUT_BYTES, wholeSeconds } from './put-object.ts';

/** `UploadPart`: a part counts once its whole body was received and verified; it replaces one of its number. */
export async function uploadPart(call: S3Call): Promise<S3Answer> {
  const { request, bucket } = call;
  refuseNotOffered(request.headers);
  const number = readPartNumber(parameter(request, 'partNumber') ?? '');
  const { stored } = openUpload(call);
  requireAlgorithm(stored, request.headers);
  const { checksum, attributes } = stored;
  const digests: DigestName[] = digestsForEtag(attributes.encryption);
  if (checksum !== undefined) digests.push(checksum.algorithm);
  const received = await call.receiveFile({ maxBytes: MAX_PUT_BYTES, digests });
  if (bucket.store.upload(stored.uploadId) === undefined) {
    await received.file.discard();
    throw new S3Error('NoSuchUpload');
  }
  const etag = etagOf(received);
  const value =
    checksum === undefined ? undefined : received.digests.get(checksum.algorithm)?.toString('base64');
  await bucket.store.putPart(stored.uploadId, {
    number,
    file: received.file.file,
    size: received.size,
    etag,
    checksum: value,
    lastModifiedMs: wholeSeconds(call.now()),
  });
  const headers: Record<string, string> = { etag: `"${etag}"`, ...encryptionHeaders(attributes.encryption) };
  if (checksum !== undefined && value !== undefined) headers[checksumHeader(checksum.algorithm)] = value;
  return emptyAnswer(200, headers);
}

/** The upload in progress that a request names, if it is one of its key. */
export function openUpload({ request, bucket }: S3Call): Upload {
  const uploadId = parameter(request, 'uploadId') ?? '';
  const upload = bucket.store.upload(uploadId);
  if (upload?.stored.key !== request.key)
    throw new S3Error('NoSuchUpload', undefined, { UploadId: uploadId });
  return upload;
}

function readPartNumber(text: string): number {
  const number = Number(text);
  if (/^\d{1,5}$/.test(text) && number >= 1 && number <= 10_000) return number;
  throw new S3Error('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive', {
    ArgumentName: 'partNumber',
    ArgumentValue: text,
  });
}

/**
 * A part must declare the checksum its upload was created with, and no other; only where S3 computes one of the
 * full object may it declare none.
 */
function requireAlgorithm({ checksum }: StoredUpload, headers: ReadonlyMap<string, string>): void {
  const actual = declaredChecksum(headers)?.algorithm;
  if (actual === checksum?.algorithm || (actual === undefined && checksum?.type === 'FULL_OBJECT')) return;
  const name = (algorithm: string | undefined) => algorithm?.toLowerCase() ?? 'null';
  throw new S3Error(
    'InvalidRequest',
    `Checksum Type mismatch occurred, expected checksum Type: ${name(checksum?.algorithm)}, actual checksum Type: ${name(actual)}`,
  );
}
