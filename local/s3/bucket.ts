import type { BucketStore } from './store/bucket-store.ts';
import type { Encryption } from './store/stored.ts';

/** A rule of a bucket's CORS configuration; patterns may hold one `*`. */
export interface CorsRule {
  readonly id?: string;
  readonly allowedOrigins: readonly string[];
  readonly allowedMethods: readonly string[];
  readonly allowedHeaders?: readonly string[];
  readonly exposeHeaders?: readonly string[];
  readonly maxAgeSeconds?: number;
}

/** A life-cycle rule that ends uploads nobody completes; other kinds of rule are not offered. */
export interface AbortRule {
  readonly id: string;
  readonly prefix?: string;
  readonly abortIncompleteAfterDays: number;
}

/** A bucket as the template declares it. */
export interface BucketDefinition {
  readonly name: string;
  readonly arn: string;
  readonly cors: readonly CorsRule[];
  /** Default: AES256, with ETags that are MD5s. With `aws:kms` an ETag is no digest of anything, as on S3. */
  readonly encryption?: Encryption;
  readonly lifecycle?: readonly AbortRule[];
  /** What a Deny on `s3:signatureAge` in the bucket's policy does: older presigned URLs are refused. */
  readonly maxSignatureAgeMs?: number;
}

/** A bucket at work. */
export interface Bucket {
  readonly definition: BucketDefinition;
  readonly store: BucketStore;
}
