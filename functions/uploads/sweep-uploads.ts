import type { Logger } from '@aws-lambda-powertools/logger';
import type { Instant } from '#shared/schema/instant.ts';
import { GIB } from '#shared/uploads/limits.ts';
import { readConfig } from '../config.ts';
import { openBucket } from '../io/bucket.ts';
import { countMetric } from '../metric.ts';
import { ScheduledEvent } from '../scheduled-event.ts';
import { taskHandler } from '../task.ts';
import { liveDeps } from '../workflow/deps.ts';
import { asError } from './each-file.ts';
import { type SweptFiles, sweepFiles } from './sweep-files.ts';
import { type SweptUploads, sweepOpenUploads } from './sweep-open.ts';
import type { BucketDeps } from './upload-route.ts';

/** What sweeping works with; files are kept for `keepDays` after their SR closed. */
export interface SweepDeps extends BucketDeps {
  readonly keepDays: number;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
}

/** What a sweep of everything did; null where a list could not even be read. */
export interface Swept {
  readonly files: SweptFiles | null;
  readonly uploads: SweptUploads | null;
}

/**
 * Sweeps files and uploads, each whatever became of the other, and each file whatever became of those before it. Throws
 * at the end where it failed at any, so that the alarm of errors rings and Lambda tries again; the log names them.
 */
export async function sweepUploads(now: Instant, deps: SweepDeps): Promise<Swept> {
  const { keepDays, log } = deps;
  const whole = <Done>(what: string, sweep: () => Promise<Done>): Promise<Done | null> =>
    sweep().catch((error: unknown) => {
      log.error(`${what} not swept`, asError(error));
      return null;
    });
  // Files first: what is deleted now leaves the bucket in the same sweep.
  const files = await whole('files', () => sweepFiles(now, keepDays, deps, log));
  const uploads = await whole('uploads', () => sweepOpenUploads(now, deps, log));
  if (uploads) countMetric('IncompleteUploadGiB', uploads.incompleteBytes / GIB);
  log.info('swept', { files, uploads });
  if (!files || !uploads || files.failed + uploads.failed > 0) {
    const count = (swept: { readonly failed: number } | null) => swept?.failed ?? 'all';
    throw new Error(`Not swept: ${count(files)} of the files, ${count(uploads)} of the uploads`);
  }
  return { files, uploads };
}

let live: (BucketDeps & { readonly keepDays: number }) | undefined;

function deps(): BucketDeps & { readonly keepDays: number } {
  if (live) return live;
  const config = readConfig('sweepUploads');
  live = { ...liveDeps(), bucket: openBucket(config.BUCKET_NAME), keepDays: config.KEEP_DAYS };
  return live;
}

export const handler = taskHandler(ScheduledEvent, ({ time }, log) => sweepUploads(time, { ...deps(), log }));
