import { readConfig } from '../config.ts';
import { openBucket } from '../io/bucket.ts';
import { countMetric } from '../metric.ts';
import { OfferedFile } from '../stream/offered-file.ts';
import { taskHandler } from '../task.ts';
import { liveDeps } from '../workflow/deps.ts';
import type { BucketDeps } from './upload-route.ts';
import { verifyFile } from './verify-file.ts';

let live: BucketDeps | undefined;

function deps(): BucketDeps {
  live ??= { ...liveDeps(), bucket: openBucket(readConfig('bucket').BUCKET_NAME) };
  return live;
}

/** Verifies one file. Called by Lambda's queue, which runs it beside others and tries again what it throws on. */
export const handler = taskHandler(OfferedFile, async ({ pk, sk, offeredAt }, logger) => {
  const [number, id] = [pk.slice('SR#'.length), sk.slice('F#'.length)];
  const outcome = await verifyFile({ number, id }, offeredAt, deps());
  logger.info('upload', { number, id, outcome });
  if (outcome === 'failed') countMetric('UploadFailed', 1);
  return { outcome };
});
