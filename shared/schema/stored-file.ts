import * as z from 'zod/mini';
import { Instant } from './instant.ts';
import { Actor } from './person.ts';
import { RequestNumber } from './request-number.ts';
import { Digest, UploadId } from './upload.ts';

const base = {
  id: UploadId,
  number: RequestNumber,
  /** Whose quota it uses. */
  accountId: z.string(),
  name: z.string(),
  size: z.int(),
  mtime: Instant,
  fingerprint: z.string(),
  /** Where it lies in the bucket: never under the customer's name for it. */
  key: z.string(),
  /** The multipart upload of S3; null where the file is put as a whole. */
  s3UploadId: z.nullable(z.string()),
  partSize: z.int(),
  parts: z.int(),
  by: Actor,
  /** The ticket it was begun with; null where its uploader was signed in. */
  ticketId: z.nullable(UploadId),
  createdAt: Instant,
  /** When it is aborted, unless completed by then; signing parts puts it off. */
  abortAt: Instant,
};

/** A file of an SR, from the begin of its upload on: a union on `state`, so a field exists when it has meaning. */
export const StoredFile = z.discriminatedUnion('state', [
  z.object({ ...base, state: z.literal('uploading') }),
  z.object({ ...base, state: z.literal('verifying'), digest: Digest }),
  z.object({ ...base, state: z.literal('verified'), digest: Digest, verifiedAt: Instant }),
  z.object({ ...base, state: z.literal('failed'), digest: Digest, reason: z.string() }),
  z.object({ ...base, state: z.literal('aborted') }),
  z.object({ ...base, state: z.literal('deleted'), digest: Digest, verifiedAt: Instant }),
]);
export type StoredFile = z.infer<typeof StoredFile>;
/** A file in one of its states. */
export type FileIn<State extends StoredFile['state']> = Extract<StoredFile, { state: State }>;
