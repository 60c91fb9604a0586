import { readConfig } from '../config.ts';
import { openBucket } from '../io/bucket.ts';
import { countMetric } from '../metric.ts';
import { attributeOf, eachRecord, StreamEvent, type StreamRecord } from '../stream/stream-event.ts';
import { taskHandler } from '../task.ts';
import { liveDeps } from '../workflow/deps.ts';
import type { BucketDeps } from './upload-route.ts';
import { type Verified, verifyFile } from './verify-file.ts';

/** Verifies the upload that a record of the table's stream says is complete. */
export async function verifyUpload(
  { dynamodb: { NewImage } }: StreamRecord,
  deps: BucketDeps,
): Promise<Verified> {
  const number = attributeOf(NewImage, 'pk')?.slice('SR#'.length) ?? '';
  const id = attributeOf(NewImage, 'sk')?.slice('F#'.length) ?? '';
  // When it was completed, or when the sweeper offered it again.
  const offeredAt = attributeOf(NewImage, 'attendAt');
  return offeredAt === undefined ? 'known' : verifyFile({ number, id }, offeredAt, deps);
}

let live: BucketDeps | undefined;

function deps(): BucketDeps {
  live ??= { ...liveDeps(), bucket: openBucket(readConfig('bucket').BUCKET_NAME) };
  return live;
}

export const handler = taskHandler(StreamEvent, (event, logger) =>
  eachRecord(
    event,
    async (record) => {
      const outcome = await verifyUpload(record, deps());
      logger.info('upload', { outcome });
      if (outcome === 'failed') countMetric('UploadFailed', 1);
    },
    (error) => logger.error('not verified', error instanceof Error ? error : new Error(String(error))),
  ),
);
