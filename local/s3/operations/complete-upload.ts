import { type S3Answer, xmlAnswer } from '../answer.ts';
import { encryptionHeaders } from '../attributes.ts';
import type { S3Call } from '../call.ts';
import { CHECKSUM_ALGORITHMS, checksumHeader } from '../checksum/algorithm.ts';
import { multipartEtag, objectChecksum } from '../checksum/object-checksum.ts';
import { requireWritable } from '../conditions.ts';
import { S3Error } from '../s3-error.ts';
import { parameter } from '../s3-request.ts';
import { uriEncode } from '../signature/uri-encode.ts';
import { partsIdentity } from '../store/bucket-store.ts';
import type { FinishedUpload, StoredObject, StoredPart } from '../store/stored.ts';
import type { Upload } from '../store/upload-journal.ts';
import { checksumElements } from '../stored-object.ts';
import { type NamedPart, readCompletion } from './completion-request.ts';
import { wholeSeconds } from './put-object.ts';
import { openUpload } from './upload-part.ts';

/** Every part but the last has at least this (S3 user guide, "Multipart upload limits"). */
const SMALLEST_PART_BYTES = 5 * 1024 * 1024;
/** 10,000 parts with two checksums each are some 3 MB. */
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * `CompleteMultipartUpload`: checks what the client lists against what arrived and makes it the object, in one step.
 * Asked again after it was done, for the same parts, it answers the same.
 */
export async function completeUpload(call: S3Call): Promise<S3Answer> {
  const { request, bucket } = call;
  if (request.headers.has('if-match')) call.may('s3:GetObject');
  const named = readCompletion(await call.receiveTextAboutObject(MOST_BYTES));
  const again = repeated(call, named);
  if (again !== undefined) return answer(call, again);

  const upload = openUpload(call);
  const parts = matchParts(upload, named);
  const checksum = checksumOf(upload, named, parts);
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  checkDeclared(request.headers, checksum, size);
  requireWritable(request.headers, bucket.store.objects.get(request.key));
  const { uploadId, attributes } = upload.stored;
  const object = {
    key: request.key,
    size,
    etag: multipartEtag(parts),
    lastModifiedMs: wholeSeconds(call.now()),
    attributes,
    checksum,
    parts,
    uploadId,
  };
  await bucket.store.complete(object, call.now());
  return answer(call, { etag: object.etag, checksum, encryption: attributes.encryption });
}

type Completed = Pick<NonNullable<FinishedUpload['completed']>, 'etag' | 'checksum' | 'encryption'>;

function repeated({ request, bucket }: S3Call, named: readonly NamedPart[]): Completed | undefined {
  const finished = bucket.store.finished(parameter(request, 'uploadId') ?? '');
  if (finished?.key !== request.key || finished.completed === undefined) return undefined;
  if (finished.completed.parts !== partsIdentity(named)) throw new S3Error('InvalidPart');
  return finished.completed;
}

function answer({ request, bucket, url }: S3Call, { etag, checksum, encryption }: Completed): S3Answer {
  const { name } = bucket.definition;
  return xmlAnswer(
    'CompleteMultipartUploadResult',
    [
      ['Location', `${url}/${name}/${uriEncode(request.key, 'path')}`],
      ['Bucket', name],
      ['Key', request.key],
      ['ETag', `"${etag}"`],
      ...checksumElements(checksum),
    ],
    encryptionHeaders(encryption),
  );
}

/** The stored parts behind those named: each with its ETag and checksum, and big enough. */
function matchParts({ stored, parts }: Upload, named: readonly NamedPart[]): StoredPart[] {
  const { uploadId, checksum } = stored;
  const found = named.map(({ number, etag, checksums }) => {
    const part = parts.get(number);
    const expected = checksum === undefined ? undefined : checksums[checksum.algorithm];
    const matches = part?.etag === etag && (expected === undefined || expected === part.checksum);
    const alien = CHECKSUM_ALGORITHMS.some((it) => it !== checksum?.algorithm && checksums[it] !== undefined);
    if (part === undefined || !matches || alien) {
      throw new S3Error('InvalidPart', undefined, {
        UploadId: uploadId,
        PartNumber: String(number),
        ETag: etag,
      });
    }
    return part;
  });
  for (const part of found.slice(0, -1)) {
    if (part.size >= SMALLEST_PART_BYTES) continue;
    throw new S3Error('EntityTooSmall', undefined, {
      ProposedSize: String(part.size),
      MinSizeAllowed: String(SMALLEST_PART_BYTES),
      PartNumber: String(part.number),
      ETag: part.etag,
    });
  }
  return found;
}

/** A composite checksum needs every part's, and numbers without gaps; S3 documents its 500 for a gap. */
function checksumOf(
  { stored: { checksum } }: Upload,
  named: readonly NamedPart[],
  parts: readonly StoredPart[],
): StoredObject['checksum'] {
  if (checksum === undefined) return undefined;
  const { algorithm, type } = checksum;
  if (type === 'COMPOSITE') {
    const without = named.find(({ checksums }) => checksums[algorithm] === undefined);
    if (without !== undefined) {
      throw new S3Error(
        'InvalidRequest',
        `The upload was created using a ${algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${without.number} in the request.`,
      );
    }
    if (named.some(({ number }, position) => number !== position + 1)) throw new S3Error('InternalError');
  }
  const summed = parts.map((part) => ({ size: part.size, checksum: part.checksum ?? '' }));
  return { algorithm, type, value: objectChecksum(algorithm, type, summed) };
}

/** What the client says of the whole object. */
function checkDeclared(
  headers: ReadonlyMap<string, string>,
  checksum: StoredObject['checksum'],
  size: number,
): void {
  const declaredSize = headers.get('x-amz-mp-object-size');
  if (declaredSize !== undefined && declaredSize !== String(size)) {
    throw new S3Error(
      'InvalidRequest',
      `The provided 'x-amz-mp-object-size' header value ${declaredSize} does not match what was computed: ${size}`,
    );
  }
  const declaredType = headers.get('x-amz-checksum-type');
  if (declaredType !== undefined && declaredType !== checksum?.type) {
    throw new S3Error(
      'BadDigest',
      'The upload was created with another checksum type than the complete request declares.',
    );
  }
  for (const algorithm of CHECKSUM_ALGORITHMS) {
    const declared = headers.get(checksumHeader(algorithm));
    if (declared === undefined) continue;
    const computed = checksum?.algorithm === algorithm ? checksum.value : undefined;
    // The number of parts behind a composite checksum may be left out.
    if (computed === undefined || (computed !== declared && computed.replace(/-\d+$/, '') !== declared)) {
      throw new S3Error('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
    }
  }
}
