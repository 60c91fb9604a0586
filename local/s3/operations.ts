import type { Handler } from './call.ts';
import { abortUpload } from './operations/abort-upload.ts';
import {
  getBucketCors,
  getBucketLifecycle,
  getBucketLocation,
  getBucketVersioning,
  headBucket,
} from './operations/bucket-settings.ts';
import { completeUpload } from './operations/complete-upload.ts';
import { createUpload } from './operations/create-upload.ts';
import { deleteObject, deleteObjects } from './operations/delete-objects.ts';
import { getObject, headObject } from './operations/get-object.ts';
import { listObjects, listObjectsV2 } from './operations/list-objects.ts';
import { listParts } from './operations/list-parts.ts';
import { listUploads } from './operations/list-uploads.ts';
import { getObjectAttributes } from './operations/object-attributes.ts';
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from './operations/object-tagging.ts';
import { putObject } from './operations/put-object.ts';
import { uploadPart } from './operations/upload-part.ts';
import type { OperationName } from './route.ts';

/** An operation on a bucket or object, and the permission it cannot do without. */
export interface Operation {
  /** Undefined where each key of the request is checked for itself. */
  readonly action: string | undefined;
  /** What the action is checked on. */
  readonly on: 'bucket' | 'object';
  readonly handle: Handler;
}

/**
 * Actions and resources as the service authorization reference of Amazon S3 has them; what an operation needs beyond
 * its action (tags, conditions) its handler asks for.
 */
export const OPERATIONS: Readonly<Record<Exclude<OperationName, 'ListBuckets'>, Operation>> = {
  AbortMultipartUpload: { action: 's3:AbortMultipartUpload', on: 'object', handle: abortUpload },
  CompleteMultipartUpload: { action: 's3:PutObject', on: 'object', handle: completeUpload },
  CreateMultipartUpload: { action: 's3:PutObject', on: 'object', handle: createUpload },
  DeleteObject: { action: 's3:DeleteObject', on: 'object', handle: deleteObject },
  DeleteObjectTagging: { action: 's3:DeleteObjectTagging', on: 'object', handle: deleteObjectTagging },
  DeleteObjects: { action: undefined, on: 'object', handle: deleteObjects },
  GetBucketCors: { action: 's3:GetBucketCORS', on: 'bucket', handle: getBucketCors },
  GetBucketLifecycleConfiguration: {
    action: 's3:GetLifecycleConfiguration',
    on: 'bucket',
    handle: getBucketLifecycle,
  },
  GetBucketLocation: { action: 's3:GetBucketLocation', on: 'bucket', handle: getBucketLocation },
  GetBucketVersioning: { action: 's3:GetBucketVersioning', on: 'bucket', handle: getBucketVersioning },
  GetObject: { action: 's3:GetObject', on: 'object', handle: getObject },
  GetObjectAttributes: { action: 's3:GetObjectAttributes', on: 'object', handle: getObjectAttributes },
  GetObjectTagging: { action: 's3:GetObjectTagging', on: 'object', handle: getObjectTagging },
  HeadBucket: { action: 's3:ListBucket', on: 'bucket', handle: headBucket },
  HeadObject: { action: 's3:GetObject', on: 'object', handle: headObject },
  ListMultipartUploads: { action: 's3:ListBucketMultipartUploads', on: 'bucket', handle: listUploads },
  ListObjects: { action: 's3:ListBucket', on: 'bucket', handle: listObjects },
  ListObjectsV2: { action: 's3:ListBucket', on: 'bucket', handle: listObjectsV2 },
  ListParts: { action: 's3:ListMultipartUploadParts', on: 'object', handle: listParts },
  PutObject: { action: 's3:PutObject', on: 'object', handle: putObject },
  PutObjectTagging: { action: 's3:PutObjectTagging', on: 'object', handle: putObjectTagging },
  UploadPart: { action: 's3:PutObject', on: 'object', handle: uploadPart },
};
