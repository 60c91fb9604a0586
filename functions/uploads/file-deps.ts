import { GIB } from '#shared/uploads/limits.ts';
import { readConfig } from '../config.ts';
import { openBucket } from '../io/bucket.ts';
import { liveDeps } from '../workflow/deps.ts';
import type { FileDeps } from './upload-route.ts';

/** What stores files, as the environment says. */
export function fileDeps(random: FileDeps['random']): FileDeps {
  const config = readConfig('files');
  return {
    ...liveDeps(),
    bucket: openBucket(config.BUCKET_NAME),
    limits: {
      fileBytes: config.MAX_FILE_GIB * GIB,
      requestBytes: config.PER_REQUEST_GIB * GIB,
      requestFiles: config.PER_REQUEST_FILES,
      accountBytes: config.PER_ACCOUNT_GIB * GIB,
    },
    random,
  };
}
