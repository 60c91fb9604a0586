import { randomBytes } from 'node:crypto';
import { emptyAnswer, type S3Answer } from '../answer.ts';
import { encryptionHeaders, readAttributes } from '../attributes.ts';
import type { ReceivedBody } from '../body/receive.ts';
import type { S3Call } from '../call.ts';
import { requireWritable } from '../conditions.ts';
import type { Encryption, StoredObject } from '../store/stored.ts';
import { checksumHeaders } from '../stored-object.ts';

/** One PUT carries at most this; so does one part (S3 user guide, "Multipart upload limits"). */
export const MAX_PUT_BYTES = 5 * 1024 ** 3;

/** `PutObject`: the object is there when its whole body was received and verified, and not before. */
export async function putObject(call: S3Call): Promise<S3Answer> {
  const { request, bucket } = call;
  const attributes = readAttributes(request, bucket.definition);
  if (attributes.tags.length > 0) call.may('s3:PutObjectTagging');
  if (request.headers.has('if-match')) call.may('s3:GetObject');
  requireWritable(request.headers, bucket.store.objects.get(request.key));
  const received = await call.receiveFile({
    maxBytes: MAX_PUT_BYTES,
    digests: digestsForEtag(attributes.encryption),
  });
  const object = await storeUnless(call, received, () => {
    const lastModifiedMs = wholeSeconds(call.now());
    const etag = etagOf(received);
    const checksum = receivedChecksum(received);
    return {
      key: request.key,
      size: received.size,
      etag,
      lastModifiedMs,
      attributes,
      checksum: checksum === undefined ? undefined : { ...checksum, type: 'FULL_OBJECT' },
      parts: [
        {
          number: 1,
          file: received.file.file,
          size: received.size,
          etag,
          checksum: checksum?.value,
          lastModifiedMs,
        },
      ],
    };
  });
  return emptyAnswer(200, {
    etag: `"${object.etag}"`,
    ...encryptionHeaders(attributes.encryption),
    ...checksumHeaders(object.checksum),
  });
}

/** The ETag is the MD5 of the bytes; under KMS it is not, and hashing for it would be idle. */
export function digestsForEtag({ algorithm }: Encryption): 'MD5'[] {
  return algorithm === 'aws:kms' ? [] : ['MD5'];
}

/** The ETag of a body, without quotes: its MD5, or 128 bits that mean nothing when that was not computed. */
export function etagOf({ digests }: ReceivedBody): string {
  return (digests.get('MD5') ?? randomBytes(16)).toString('hex');
}

/** The checksum that the client declared, which the body was found to have. */
export function receivedChecksum({
  declared,
  digests,
}: ReceivedBody):
  | { algorithm: NonNullable<StoredObject['checksum']>['algorithm']; value: string }
  | undefined {
  const digest = declared === undefined ? undefined : digests.get(declared.algorithm);
  if (declared === undefined || digest === undefined) return undefined;
  return { algorithm: declared.algorithm, value: digest.toString('base64') };
}

/** S3 keeps times to the second. */
export function wholeSeconds(instantMs: number): number {
  return Math.floor(instantMs / 1000) * 1000;
}

/** The conditions are looked at again: another request may have written the key while this body came in. */
async function storeUnless(
  call: S3Call,
  { file }: { file: { discard(): Promise<void> } },
  make: () => StoredObject,
): Promise<StoredObject> {
  const { request, bucket } = call;
  try {
    requireWritable(request.headers, bucket.store.objects.get(request.key));
  } catch (error) {
    await file.discard();
    throw error;
  }
  const object = make();
  await bucket.store.putObject(object);
  return object;
}
