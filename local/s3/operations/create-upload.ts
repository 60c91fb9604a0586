import { randomBytes } from 'node:crypto';
import { LOCAL_ACCOUNT } from '#local/cloudformation/local-account.ts';
import type { Principal } from '#local/iam/authoriser.ts';
import { type S3Answer, xmlAnswer } from '../answer.ts';
import { encryptionHeaders, readAttributes } from '../attributes.ts';
import type { S3Call } from '../call.ts';
import { CHECKSUM_TYPES, checksumAlgorithm, MULTIPART_TYPES } from '../checksum/algorithm.ts';
import { abortDate, abortHeaders } from '../lifecycle.ts';
import { S3Error } from '../s3-error.ts';
import type { StoredUpload } from '../store/stored.ts';

/** `CreateMultipartUpload` */
export function createUpload(call: S3Call): S3Answer {
  const { request, bucket } = call;
  const attributes = readAttributes(request, bucket.definition);
  if (attributes.tags.length > 0) call.may('s3:PutObjectTagging');
  const checksum = readChecksum(request.headers);
  const upload: StoredUpload = {
    uploadId: randomBytes(48).toString('base64url'),
    key: request.key,
    initiatedMs: call.now(),
    initiator: arnOf(call.caller.principal),
    attributes,
    checksum,
  };
  bucket.store.begin(upload);
  const headers: Record<string, string> = {
    ...encryptionHeaders(attributes.encryption),
    ...abortHeaders(abortDate(bucket.definition.lifecycle ?? [], upload)),
  };
  if (checksum !== undefined) {
    headers['x-amz-checksum-algorithm'] = checksum.algorithm;
    headers['x-amz-checksum-type'] = checksum.type;
  }
  return xmlAnswer(
    'InitiateMultipartUploadResult',
    [
      ['Bucket', bucket.definition.name],
      ['Key', request.key],
      ['UploadId', upload.uploadId],
    ],
    headers,
  );
}

function readChecksum(headers: ReadonlyMap<string, string>): StoredUpload['checksum'] {
  const name = headers.get('x-amz-checksum-algorithm');
  const typeName = headers.get('x-amz-checksum-type')?.toUpperCase();
  if (name === undefined) {
    if (typeName === undefined) return undefined;
    throw new S3Error(
      'InvalidRequest',
      'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
    );
  }
  const algorithm = checksumAlgorithm(name);
  if (algorithm === undefined) {
    throw new S3Error(
      'InvalidRequest',
      'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
    );
  }
  const [usual] = MULTIPART_TYPES[algorithm];
  const type = typeName === undefined ? usual : CHECKSUM_TYPES.find((it) => it === typeName);
  if (type === undefined)
    throw new S3Error('InvalidRequest', 'Value for x-amz-checksum-type header is invalid.');
  if (!MULTIPART_TYPES[algorithm].includes(type)) {
    throw new S3Error(
      'InvalidRequest',
      `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    );
  }
  return { algorithm, type };
}

function arnOf(principal: Principal): string {
  if (principal.kind === 'root') return `arn:aws:iam::${LOCAL_ACCOUNT}:root`;
  return `arn:aws:sts::${LOCAL_ACCOUNT}:assumed-role/${principal.role}/${principal.session}`;
}
