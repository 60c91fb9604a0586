import * as z from 'zod/mini';
import { CHECKSUM_ALGORITHMS, CHECKSUM_TYPES } from '../checksum/algorithm.ts';

/** How an object is encrypted, so it says; locally the bytes lie on the disk as they are. */
export const Encryption = z.object({
  algorithm: z.enum(['AES256', 'aws:kms']),
  kmsKeyId: z.optional(z.string()),
  bucketKey: z.optional(z.boolean()),
});
export type Encryption = z.infer<typeof Encryption>;

/** Tags in the order given. */
export const Tags = z.array(z.tuple([z.string(), z.string()]));
export type Tags = readonly (readonly [key: string, value: string])[];

/** What a PUT, or the start of an upload in parts, says about an object beside its bytes. */
export const ObjectAttributes = z.object({
  /** Headers that come back as they were sent: `content-type`, `cache-control`, ... */
  headers: z.record(z.string(), z.string()),
  /** Without `x-amz-meta-`, in lower case. */
  metadata: z.record(z.string(), z.string()),
  storageClass: z.string(),
  encryption: Encryption,
  tags: Tags,
});
export type ObjectAttributes = z.infer<typeof ObjectAttributes>;

/** A part that was uploaded, or the only stretch of an object that was put at once. */
export const StoredPart = z.object({
  number: z.int(),
  /** Its data file. */
  file: z.string(),
  size: z.int(),
  /** Without quotes. */
  etag: z.string(),
  /** Base64, of the algorithm the upload or object names. */
  checksum: z.optional(z.string()),
  lastModifiedMs: z.int(),
});
export type StoredPart = z.infer<typeof StoredPart>;

const ObjectChecksum = z.object({
  algorithm: z.enum(CHECKSUM_ALGORITHMS),
  type: z.enum(CHECKSUM_TYPES),
  /** Base64; with `-N` behind it when composed. */
  value: z.string(),
});

/** An object: its file is all there is to know about it but the bytes. */
export const StoredObject = z.object({
  key: z.string(),
  size: z.int(),
  /** Without quotes. */
  etag: z.string(),
  /** Whole seconds, as S3 keeps it. */
  lastModifiedMs: z.int(),
  attributes: ObjectAttributes,
  checksum: z.optional(ObjectChecksum),
  /** Its bytes, in order; exactly one when it was put at once. */
  parts: z.array(StoredPart),
  /** The upload that made it; undefined when it was put at once. */
  uploadId: z.optional(z.string()),
});
export type StoredObject = z.infer<typeof StoredObject>;

/** An upload in parts that was begun. */
export const StoredUpload = z.object({
  uploadId: z.string(),
  key: z.string(),
  initiatedMs: z.int(),
  /** Who began it, by ARN. */
  initiator: z.string(),
  attributes: ObjectAttributes,
  checksum: z.optional(z.object({ algorithm: z.enum(CHECKSUM_ALGORITHMS), type: z.enum(CHECKSUM_TYPES) })),
});
export type StoredUpload = z.infer<typeof StoredUpload>;

/** An upload that is over, remembered for a day so that a repeated call gets the same answer. */
export const FinishedUpload = z.object({
  uploadId: z.string(),
  key: z.string(),
  finishedMs: z.int(),
  /** What its completion made; undefined when it was aborted. */
  completed: z.optional(
    z.object({
      etag: z.string(),
      checksum: z.optional(ObjectChecksum),
      encryption: Encryption,
      /** Identifies the list of parts that was completed. */
      parts: z.string(),
    }),
  ),
});
export type FinishedUpload = z.infer<typeof FinishedUpload>;
