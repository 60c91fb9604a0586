import type { StoredFile } from '#shared/schema/stored-file.ts';
import type { Multipart } from '../io/multipart.ts';

/** The multipart upload behind a file; null where the file is put as a whole. */
export function multipartOf({ key, s3UploadId }: Pick<StoredFile, 'key' | 's3UploadId'>): Multipart | null {
  return s3UploadId === null ? null : { key, uploadId: s3UploadId };
}
