import type { S3Answer } from './answer.ts';
import type { ReceivedBody, ReceiveOptions } from './body/receive.ts';
import type { Bucket } from './bucket.ts';
import { S3Error } from './s3-error.ts';
import type { S3Request } from './s3-request.ts';
import type { Caller } from './signature/authenticate.ts';
import type { NewDataFile } from './store/data-files.ts';

/** One request on a bucket or object, its sender known. */
export interface S3Call {
  readonly request: S3Request;
  readonly caller: Caller;
  readonly bucket: Bucket;
  /** Where this S3 listens, e.g. `http://127.0.0.1:41234`. */
  readonly url: string;
  /** Epoch milliseconds. */
  now(): number;
  /** Throws AccessDenied unless the caller may do the action: on the object, or on the resource given. */
  may(action: string, resource?: string): void;
  /** Receives the body into a new data file, which is discarded if anything is wrong with it. */
  receiveFile(
    options: Omit<ReceiveOptions, 'checksumOfBody'>,
  ): Promise<ReceivedBody & { readonly file: NewDataFile }>;
  /** Receives a small body, up to a limit in bytes. */
  receiveText(maxBytes: number): Promise<string>;
  /** The same where the checksum header is not of the body but of the object it is about. */
  receiveTextAboutObject(maxBytes: number): Promise<string>;
}

/** What does the work of an operation. */
export type Handler = (call: S3Call) => S3Answer | Promise<S3Answer>;

/** The ARN of the object a request is about, or of the one with that key. */
export function objectArn({ bucket, request }: S3Call, key: string = request.key): string {
  return `${bucket.definition.arn}/${key}`;
}

/**
 * What to throw when there is no such object: S3 tells that only to those who could see it in a listing
 * (S3 API reference, "GetObject", permissions).
 */
export function noSuchKey(call: S3Call): S3Error {
  call.may('s3:ListBucket', call.bucket.definition.arn);
  return new S3Error('NoSuchKey', undefined, { Key: call.request.key });
}
