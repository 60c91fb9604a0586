import { S3Client } from '@aws-sdk/client-s3';

/** The bucket of files, and the client that reaches it. */
export interface Bucket {
  readonly name: string;
  readonly client: S3Client;
}

/**
 * Opens the bucket. The checksums are ours: by default the SDK would sign the CRC of an empty body into every URL, and
 * whoever sends a part to it would be refused.
 */
export function openBucket(name: string): Bucket {
  const client = new S3Client({
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  return { name, client };
}

/** What every file is stored as: nothing that a browser would show, whatever the customer calls it. */
export const STORED_AS = {
  ContentType: 'application/octet-stream',
  ContentDisposition: 'attachment',
} as const;

/** Whether S3 answered with one of these errors. */
export function isNamed(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}
