import { GIB } from '#shared/uploads/limits.ts';
import { readConfig } from '../config.ts';
import { openBucket } from '../io/bucket.ts';
import { countMetric } from '../metric.ts';
import { ScheduledEvent } from '../scheduled-event.ts';
import { taskHandler } from '../task.ts';
import { liveDeps } from '../workflow/deps.ts';
import { sweepFiles } from './sweep-files.ts';
import { sweepOpenUploads } from './sweep-open.ts';
import type { BucketDeps } from './upload-route.ts';

let live: (BucketDeps & { readonly keepDays: number }) | undefined;

function deps(): BucketDeps & { readonly keepDays: number } {
  if (live) return live;
  const config = readConfig('sweepUploads');
  live = { ...liveDeps(), bucket: openBucket(config.BUCKET_NAME), keepDays: config.KEEP_DAYS };
  return live;
}

export const handler = taskHandler(ScheduledEvent, async ({ time }, logger) => {
  // Files first: what is deleted now leaves the bucket in the same sweep.
  const files = await sweepFiles(time, deps().keepDays, deps());
  const uploads = await sweepOpenUploads(time, deps());
  countMetric('IncompleteUploadGiB', uploads.incompleteBytes / GIB);
  logger.info('swept', { ...files, ...uploads });
  return { ...files, ...uploads };
});
