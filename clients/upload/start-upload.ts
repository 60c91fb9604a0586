import type { CreateUpload, UploadView } from '#shared/schema/upload.ts';
import { type Bringing, bringParts } from './bring-parts.ts';
import { outcomeOf, refuseClosed, tidyUp } from './end-upload.ts';
import { findUpload } from './find-upload.ts';
import { fingerprint } from './fingerprint.ts';
import { awaitVerified, complete, digestOf } from './finish.ts';
import { type Outcome, UploadEnded } from './outcome.ts';
import { Pace } from './pace.ts';
import { PartBoard } from './part-board.ts';
import type { UploadPorts } from './ports.ts';
import { Reporter } from './reporter.ts';
import { Run } from './run.ts';
import { Signer } from './signer.ts';
import { Slots } from './slots.ts';
import { storedParts } from './stored-parts.ts';

/** Parts to begin with at once, before more are tried. */
const FIRST_PACE = 4;

export interface UploadOptions {
  /** The request it is meant for; null where a ticket knows it. */
  readonly number: string | null;
  /** What kind of client it is: the desk says how many parts each may send at once. */
  readonly client: 'browser' | 'cli';
  /** Most parts to send at once, instead of what the desk says. */
  readonly concurrency?: number | undefined;
  /** Parts to hash at once. */
  readonly hashers: number;
  /** Distrusts what is remembered of the file's hashes. */
  readonly rehash: boolean;
}

/** An upload under way. */
export interface UploadUnderWay {
  /** How it ended. Rejects only for a defect. */
  readonly outcome: Promise<Outcome>;
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
  const known: { upload: UploadView | null } = { upload: null };
  const outcome = conduct(ports, options, run, reporter, known)
    .catch((error: unknown) => {
      // The first end counts; whatever still goes on ends with it.
      run.break(error);
      return outcomeOf(run.signal.reason, ports.source);
    })
    .then(async (end) => {
      await tidyUp(ports, known.upload, end);
      reporter.stage(end.kind === 'verified' ? 'verified' : 'ended');
      return end;
    })
    .finally(() => over.abort());
  void reporter.follow(run, over.signal);
  return {
    outcome,
    pause: () => run.pause(),
    resume: () => run.resume(),
    retryNow: () => run.retryNow(),
    stop: () => run.end({ kind: 'stopped' }),
    cancel: () => run.end({ kind: 'cancelled' }),
  };
}

async function conduct<Body>(
  ports: UploadPorts<Body>,
  options: UploadOptions,
  run: Run,
  reporter: Reporter,
  known: { upload: UploadView | null },
): Promise<Outcome> {
  const { api, source, sha256, memory } = ports;
  const file: CreateUpload = {
    name: source.name,
    size: source.size,
    mtime: source.mtime,
    fingerprint: await fingerprint(source, sha256, run.signal),
  };
  const { upload, hashes } = await findUpload(api, memory, run, file, options.rehash);
  known.upload = upload;
  refuseOtherRequest(upload, options.number);
  const { id, number, parts, partSize } = upload;
  ports.onNote({ type: 'begun', id, number, parts, partSize });

  const board = new PartBoard(upload);
  for (const [n, hash] of hashes) if (n <= parts) board.setHash(n, hash);
  reporter.board(board);
  const isOpen = upload.state === 'uploading';
  const stored = isOpen ? await storedParts(api, run, id) : null;
  const there = [...(stored?.values() ?? [])].filter(
    ({ n, size }) => n <= parts && size === board.range(n).length,
  ).length;
  if (there > 0) ports.onNote({ type: 'resuming', there, parts });

  const most = options.concurrency ?? upload.concurrency[options.client];
  const pace = new Pace(options.client === 'browser' ? most : FIRST_PACE, most, run.clock.now());
  const bringing: Bringing<Body> = {
    ports,
    run,
    board,
    pace,
    stored,
    hashers: options.hashers,
    signer: new Signer(api, run, id),
    sending: new Slots(pace.limit),
    onBytes: (bytes) => reporter.moved(bytes),
    onRetry: () => reporter.retried(),
    lookAfterUpload: () => refuseClosed(ports, run, id),
  };
  reporter.stage('sending');
  await bringParts(bringing, board.toBring());
  reporter.stage('completing');
  const digest = isOpen ? await complete(bringing, upload) : await digestOf(bringing);
  reporter.stage('verifying');
  return { kind: 'verified', upload: await awaitVerified(api, run, id, digest), digest };
}

/** A ticket knows its request, but whoever has several may take the wrong one. */
function refuseOtherRequest({ number }: UploadView, meant: string | null): void {
  if (meant === null || meant === number) return;
  throw new UploadEnded({
    kind: 'refused',
    code: 'OtherRequest',
    sentence: `The ticket is for request ${number}, not for ${meant}. Take the ticket of that request, or do not name one.`,
  });
}
