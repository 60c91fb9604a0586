import type { BucketDefinition } from './bucket.ts';
import { S3Error } from './s3-error.ts';
import type { S3Request } from './s3-request.ts';
import type { Encryption, ObjectAttributes } from './store/stored.ts';
import { readTaggingHeader } from './tags.ts';

const KEPT_HEADERS = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];
const STORAGE_CLASSES = [
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER_IR',
];
/** What a bucket whose owner owns all (the default) still takes for an ACL. */
const HARMLESS_ACLS = ['private', 'bucket-owner-full-control'];
/** Headers that would change what a request does, and that the local S3 does not follow. */
const NOT_OFFERED =
  /^x-amz-(grant-.*|website-redirect-location|object-lock-.*|server-side-encryption-customer-.*|server-side-encryption-context|write-offset-bytes|bypass-governance-retention|mfa)$/;
const MOST_METADATA_BYTES = 2048;
const META = 'x-amz-meta-';

/** Reads what a PutObject or CreateMultipartUpload says about the object to be. */
export function readAttributes(request: S3Request, bucket: BucketDefinition): ObjectAttributes {
  const { headers } = request;
  refuseNotOffered(headers);
  const acl = headers.get('x-amz-acl');
  if (acl !== undefined && !HARMLESS_ACLS.includes(acl)) throw new S3Error('AccessControlListNotSupported');
  const storageClass = headers.get('x-amz-storage-class') ?? 'STANDARD';
  if (!STORAGE_CLASSES.includes(storageClass)) throw new S3Error('InvalidStorageClass');
  const kept = KEPT_HEADERS.flatMap((name): [string, string][] => {
    const value = keptValue(name, headers.get(name));
    return value === undefined ? [] : [[name, value]];
  });
  return {
    headers: { 'content-type': 'binary/octet-stream', ...Object.fromEntries(kept) },
    metadata: readMetadata(request),
    storageClass,
    encryption: readEncryption(headers) ?? bucket.encryption ?? { algorithm: 'AES256' },
    tags: readTaggingHeader(headers.get('x-amz-tagging')).map(([key, value]) => [key, value]),
  };
}

/** Throws NotImplemented for a header whose meaning the local S3 would have to ignore. */
export function refuseNotOffered(headers: ReadonlyMap<string, string>): void {
  const header = [...headers.keys()].find((name) => NOT_OFFERED.test(name));
  if (header !== undefined) throw new S3Error('NotImplemented', undefined, { Header: header });
}

/** A value from the query that is to become a header; one that no header can carry is refused. */
export function headerText(name: string, value: string): string {
  if (/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) return value;
  throw new S3Error('InvalidArgument', 'Header value cannot be represented using ISO-8859-1.', {
    ArgumentName: name,
    ArgumentValue: value,
  });
}

/** The headers with which answers tell how an object is encrypted. */
export function encryptionHeaders({ algorithm, kmsKeyId, bucketKey }: Encryption): Record<string, string> {
  const headers: Record<string, string> = { 'x-amz-server-side-encryption': algorithm };
  if (kmsKeyId !== undefined) headers['x-amz-server-side-encryption-aws-kms-key-id'] = kmsKeyId;
  if (bucketKey === true) headers['x-amz-server-side-encryption-bucket-key-enabled'] = 'true';
  return headers;
}

/** `aws-chunked` is how the body travelled, not what the object is encoded in. */
function keptValue(name: string, value: string | undefined): string | undefined {
  if (name !== 'content-encoding' || value === undefined) return value === '' ? undefined : value;
  const encodings = value.split(',').map((encoding) => encoding.trim());
  return encodings.filter((encoding) => encoding !== '' && encoding !== 'aws-chunked').join(',') || undefined;
}

/** From headers, and from a presigned URL's query, where the AWS SDK puts it and S3 takes it from. */
function readMetadata({ headers, query }: S3Request): Record<string, string> {
  const pairs = [...query.map(([name, value]) => [name.toLowerCase(), value] as const), ...headers]
    .filter(([name]) => name.startsWith(META))
    .map(([name, value]) => [name.slice(META.length), headerText(name, value)] as const);
  const bytes = pairs.reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
    0,
  );
  if (bytes > MOST_METADATA_BYTES) {
    throw new S3Error('MetadataTooLarge', undefined, {
      Size: String(bytes),
      MaxSizeAllowed: String(MOST_METADATA_BYTES),
    });
  }
  return Object.fromEntries(pairs);
}

function readEncryption(headers: ReadonlyMap<string, string>): Encryption | undefined {
  const algorithm = headers.get('x-amz-server-side-encryption');
  const kmsKeyId = headers.get('x-amz-server-side-encryption-aws-kms-key-id');
  const bucketKey = headers.get('x-amz-server-side-encryption-bucket-key-enabled');
  if (algorithm === 'aws:kms') return { algorithm, kmsKeyId, bucketKey: bucketKey === 'true' };
  if (kmsKeyId !== undefined) {
    throw new S3Error(
      'InvalidArgument',
      'Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms',
      { ArgumentName: 'x-amz-server-side-encryption', ArgumentValue: algorithm ?? 'null' },
    );
  }
  if (algorithm === undefined) return undefined;
  if (algorithm === 'AES256') return { algorithm };
  throw new S3Error('InvalidEncryptionAlgorithmError', undefined, {
    ArgumentName: 'x-amz-server-side-encryption',
    ArgumentValue: algorithm,
  });
}
