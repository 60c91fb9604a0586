import { S3Error } from './s3-error.ts';
import { parameter, type S3Request } from './s3-request.ts';

/** The operations this S3 offers, by their names in the S3 API reference. */
export type OperationName =
  | 'AbortMultipartUpload'
  | 'CompleteMultipartUpload'
  | 'CreateMultipartUpload'
  | 'DeleteObject'
  | 'DeleteObjectTagging'
  | 'DeleteObjects'
  | 'GetBucketCors'
  | 'GetBucketLifecycleConfiguration'
  | 'GetBucketLocation'
  | 'GetBucketVersioning'
  | 'GetObject'
  | 'GetObjectAttributes'
  | 'GetObjectTagging'
  | 'HeadBucket'
  | 'HeadObject'
  | 'ListBuckets'
  | 'ListMultipartUploads'
  | 'ListObjects'
  | 'ListObjectsV2'
  | 'ListParts'
  | 'PutObject'
  | 'PutObjectTagging'
  | 'UploadPart';

type Level = 'service' | 'bucket' | 'object';

/** Query parameters that choose another operation than the plain one of their method; all others only qualify. */
const SUBRESOURCES = new Set([
  'abac',
  'accelerate',
  'acl',
  'analytics',
  'attributes',
  'cors',
  'delete',
  'encryption',
  'intelligent-tiering',
  'inventory',
  'legal-hold',
  'lifecycle',
  'location',
  'logging',
  'metadataConfiguration',
  'metadataInventoryTable',
  'metadataJournalTable',
  'metadataTable',
  'metrics',
  'notification',
  'object-lock',
  'ownershipControls',
  'policy',
  'policyStatus',
  'publicAccessBlock',
  'renameObject',
  'replication',
  'requestPayment',
  'restore',
  'retention',
  'select',
  'session',
  'tagging',
  'torrent',
  'uploadId',
  'uploads',
  'versioning',
  'versions',
  'website',
]);

const OFFERED: Readonly<Record<string, OperationName>> = {
  'GET service': 'ListBuckets',
  'GET bucket': 'ListObjects',
  'GET bucket cors': 'GetBucketCors',
  'GET bucket lifecycle': 'GetBucketLifecycleConfiguration',
  'GET bucket location': 'GetBucketLocation',
  'GET bucket uploads': 'ListMultipartUploads',
  'GET bucket versioning': 'GetBucketVersioning',
  'HEAD bucket': 'HeadBucket',
  'POST bucket delete': 'DeleteObjects',
  'DELETE object': 'DeleteObject',
  'DELETE object tagging': 'DeleteObjectTagging',
  'DELETE object uploadId': 'AbortMultipartUpload',
  'GET object': 'GetObject',
  'GET object attributes': 'GetObjectAttributes',
  'GET object tagging': 'GetObjectTagging',
  'GET object uploadId': 'ListParts',
  'HEAD object': 'HeadObject',
  'POST object uploadId': 'CompleteMultipartUpload',
  'POST object uploads': 'CreateMultipartUpload',
  'PUT object': 'PutObject',
  'PUT object tagging': 'PutObjectTagging',
  'PUT object uploadId': 'UploadPart',
};

/** The operation a request asks for; NotImplemented, naming what was asked for, when it is not offered. */
export function operationOf(request: S3Request): OperationName {
  const level: Level = request.bucket === undefined ? 'service' : request.key === '' ? 'bucket' : 'object';
  const named = request.query.map(([name]) => name).filter((name) => SUBRESOURCES.has(name));
  const route = [request.method, level, ...named].join(' ');
  const offered = Object.hasOwn(OFFERED, route) ? OFFERED[route] : undefined;
  if (offered === undefined || request.headers.has('x-amz-copy-source')) {
    const copied = request.headers.has('x-amz-copy-source') ? ' x-amz-copy-source' : '';
    throw new S3Error('NotImplemented', `The local S3 does not offer ${route}${copied}`);
  }
  return offered === 'ListObjects' && parameter(request, 'list-type') === '2' ? 'ListObjectsV2' : offered;
}
