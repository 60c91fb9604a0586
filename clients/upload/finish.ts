import type { UploadView } from '#shared/schema/upload.ts';
import { compositeDigest } from '#shared/uploads/digest.ts';
import { ask } from './ask.ts';
import { type Bringing, bringParts } from './bring-parts.ts';
import { refuseChanged } from './changed.ts';
import { DeskRefused } from './desk-errors.ts';
import { UploadEnded } from './outcome.ts';
import type { UploadApi } from './ports.ts';
import type { Run } from './run.ts';

/** Rounds of sending what the desk misses; it names at most 1,000 parts at once. */
const MOST_ROUNDS = 10;

/** Pauses between looks at an upload that is being verified (ms): short at first, for small files. */
const FIRST_LOOK_MS = 100;
const LONGEST_LOOK_MS = 5000;

/** How long the desk has to verify (ms). It lists every part and has S3 join them, which takes minutes at most. */
const VERIFIED_WITHIN_MS = 3_600_000;

/** The digest of a file all of whose parts were hashed. */
export function digestOf<Body>({ ports, board }: Bringing<Body>): Promise<string> {
  return compositeDigest(board.allHashes(), (bytes) => ports.sha256.bytes(bytes));
}

/** Says that everything was sent, and sends what the desk misses. Resolves with the digest. */
export async function complete<Body>(bringing: Bringing<Body>, upload: UploadView): Promise<string> {
  const { ports, run, board } = bringing;
  for (let round = 1; ; round += 1) {
    await refuseChanged(ports.source);
    const digest = await digestOf(bringing);
    try {
      await ask(run, (signal) => ports.api.complete(upload.id, digest, signal));
      return digest;
    } catch (error) {
      if (error instanceof DeskRefused && error.code === 'DigestMismatch') throw notVerified(error.message);
      const again = error instanceof DeskRefused ? partsOf(error, board.parts) : [];
      if (again.length === 0) throw error;
      if (round === MOST_ROUNDS)
        throw new UploadEnded({
          kind: 'failed',
          sentence: `The desk still misses part ${again[0]} after ${MOST_ROUNDS} rounds. Upload the file again later to go on, or tell the desk.`,
        });
      for (const n of again) board.undo(n);
      await bringParts({ ...bringing, stored: new Map() }, again);
    }
  }
}

/** The parts that the desk misses, or has otherwise than they were declared: both are declared and sent again. */
function partsOf({ missing, mismatched }: DeskRefused, parts: number): number[] {
  const named = [...new Set([...missing, ...mismatched])].filter((n) => n >= 1 && n <= parts);
  return named.sort((a, b) => a - b);
}

/**
 * Waits until the desk has verified the upload, and compares its digest with ours. Nothing else is a success
 * (lesson 23): every other end rejects.
 */
export async function awaitVerified(
  api: UploadApi,
  run: Run,
  id: string,
  digest: string,
): Promise<UploadView> {
  const since = run.clock.now();
  const look = () => ask(run, (signal) => api.get(id, signal));
  let upload = await look();
  for (
    let pause = FIRST_LOOK_MS;
    upload.state === 'verifying';
    pause = Math.min(pause * 1.5, LONGEST_LOOK_MS)
  ) {
    if (run.clock.now() - since > VERIFIED_WITHIN_MS)
      throw new UploadEnded({
        kind: 'failed',
        sentence:
          'Every part has arrived, but the desk has not verified them within an hour. Upload the file again later: only the answer is asked for then.',
      });
    await run.nap(pause);
    upload = await look();
  }
  if (upload.state !== 'verified')
    throw notVerified(`The desk did not verify it: ${upload.reason ?? `it is ${upload.state}`}.`);
  if (upload.digest !== digest)
    throw notVerified(`The desk verified the digest ${upload.digest}, but that of the file is ${digest}.`);
  return upload;
}

function notVerified(sentence: string): UploadEnded {
  return new UploadEnded({ kind: 'not-verified', sentence: `${sentence} Upload the file again.` });
}
