import type { Instant } from '#shared/schema/instant.ts';
import { type Course, conduct, type UploadOptions } from './conduct.ts';
import { outcomeOf, tidyUp } from './end-upload.ts';
import type { Outcome } from './outcome.ts';
import type { UploadPorts } from './ports.ts';
import { Reporter } from './reporter.ts';
import { Run } from './run.ts';

/** An upload under way. */
export interface UploadUnderWay {
  /** How it ended. Rejects only for a defect. */
  readonly outcome: Promise<Outcome>;
  /** When what has arrived is removed unless somebody goes on with it; null where nothing is begun, or all is sent. */
  readonly keptUntil: Instant | null;
  /** Parts on their way are given up; they are sent again after `resume`. */
  pause(): void;
  resume(): void;
  /** Tries at once what waits to be tried again, as when the network has come back. */
  retryNow(): void;
  /** Ends it so that it can be gone on with later. */
  stop(): void;
  /** Ends it for good: the desk is asked to remove what has arrived. */
  cancel(): void;
}

/**
 * Uploads a file to a support request, or goes on where an earlier run stopped. The outcome is `verified` only when the
 * desk says so and its digest is that of the file as it was read here.
 */
export function startUpload<Body>(ports: UploadPorts<Body>, options: UploadOptions): UploadUnderWay {
  const reporter = new Reporter(ports, ports.source.size);
  const run = new Run(ports, () => reporter.tell());
  const over = new AbortController();
  const course: Course<Body> = { ports, options, run, reporter, open: null };
  const outcome = conduct(course)
    .catch((error: unknown) => {
      // The first end counts; whatever still goes on ends with it.
      run.break(error);
      return outcomeOf(run.signal.reason, ports.source);
    })
    .then(async (end) => {
      await tidyUp(ports, course.open, end);
      reporter.stage(end.kind === 'verified' ? 'verified' : 'ended');
      return end;
    })
    .finally(() => over.abort());
  void reporter.follow(run, over.signal);
  return {
    outcome,
    get keptUntil() {
      return course.open?.expiresAt ?? null;
    },
    pause: () => run.pause(),
    resume: () => run.resume(),
    retryNow: () => run.retryNow(),
    stop: () => run.end({ kind: 'stopped' }),
    cancel: () => run.end({ kind: 'cancelled' }),
  };
}
