import type { StoredPart } from '#shared/schema/upload.ts';
import { orAborted } from './aborted.ts';
import { changed, refuseChanged } from './changed.ts';
import { isAlreadyComplete } from './desk-errors.ts';
import type { UploadPorts } from './ports.ts';
import { type Lane, type Outgoing, sendPart } from './send-part.ts';
import { Slots } from './slots.ts';

/**
 * Most that is hashed and signed before it can be sent (bytes): more, and a file might have to be read from the disk a
 * second time to be sent.
 */
const MOST_AHEAD = 256 * 1024 ** 2;

/** What bringing all parts of a file to the store needs. */
export interface Bringing<Body> extends Lane<Body> {
  readonly ports: UploadPorts<Body>;
  /** Parts to hash at once. */
  readonly hashers: number;
  /** What the store has already; null where the upload takes no more parts, and the file is hashed only. */
  readonly stored: ReadonlyMap<number, StoredPart> | null;
  readonly lookAfterUpload: () => Promise<void>;
  /** Whether another run has completed the upload meanwhile; from then on parts are hashed only. */
  readonly elsewhere: { completed: boolean };
}

/**
 * Hashes parts and sees to it that the store has each with that hash. Hashing goes on while others are sent; what is
 * there already is compared, by size and hash, and sent again where it differs (lesson 29). Rejects with the end of
 * the upload.
 */
export async function bringParts<Body>(bringing: Bringing<Body>, numbers: readonly number[]): Promise<void> {
  const { run, pace, sending } = bringing;
  const hashing = new Slots(bringing.hashers);
  const live = new Slots(pace.limit + partsAhead(bringing));
  const bring = async (n: number) => {
    try {
      await bringPart(bringing, hashing, n);
      sending.limit = pace.limit;
      live.limit = pace.limit + partsAhead(bringing);
    } catch (error) {
      run.break(error);
    } finally {
      live.leave();
    }
  };
  const under: Promise<void>[] = [];
  try {
    for (const n of numbers) {
      await live.enter(run.signal);
      under.push(bring(n));
    }
  } finally {
    await Promise.all(under);
  }
  if (run.signal.aborted) throw run.signal.reason;
}

/** How many parts to have ready beside those on their way: as many as are sent while the desk signs, and two. */
function partsAhead<Body>({ pace, signer, board }: Bringing<Body>): number {
  const duringSigning = (pace.rate * signer.tookMs) / board.partSize;
  const most = Math.min(pace.limit, Math.floor(MOST_AHEAD / board.partSize));
  return Math.max(1, Math.min(most, 2 + Math.ceil(duringSigning)));
}

async function bringPart<Body>(bringing: Bringing<Body>, hashing: Slots, n: number): Promise<void> {
  const { ports, run, board, stored, pace, elsewhere } = bringing;
  const { start, length } = board.range(n);
  const held = holding(ports.source, start, length);
  try {
    let sha256 = board.hash(n);
    if (sha256 === undefined) {
      await run.unpaused();
      await hashing.enter(run.signal);
      try {
        sha256 = await orAborted(ports.sha256.part(await held.body(), run.signal), run.signal);
      } finally {
        hashing.leave();
      }
      board.setHash(n, sha256);
      await ports.memory.keepHash(n, sha256);
    }
    const there = stored?.get(n);
    if (stored === null || elsewhere.completed || (there?.sha256 === sha256 && there.size === length))
      return board.done(n);
    if (there) ports.onNote({ type: 'part-differs', n });
    await refuseChanged(ports.source);
    const outgoing: Outgoing<Body> = {
      n,
      sha256,
      body: held.body,
      recheck: () => recheck(bringing, n, sha256, held),
      lookAfterUpload: bringing.lookAfterUpload,
    };
    await sendPart(bringing, outgoing);
    board.done(n);
    pace.arrived(length, run.clock.now());
    await refuseChanged(ports.source);
  } catch (error) {
    if (!isAlreadyComplete(error)) throw error;
    elsewhere.completed = true;
    board.done(n);
  } finally {
    await held.release();
  }
}

/** The bytes of a part, read when they are first needed, and given back once. */
interface Held<Body> {
  readonly body: () => Promise<Body>;
  readonly release: () => Promise<void>;
}

function holding<Body>(source: UploadPorts<Body>['source'], start: number, length: number): Held<Body> {
  let held: Promise<Body> | null = null;
  return {
    body() {
      held ??= source.read(start, length);
      return held;
    },
    async release() {
      const body = held;
      held = null;
      if (body) source.release(await body);
    },
  };
}

/**
 * The store says that the bytes are not those of the hash: they changed on the way, or in memory, or in the file. Reads
 * them anew; rejects with the end of the upload where the file has others now.
 */
async function recheck<Body>(
  { ports, run }: Bringing<Body>,
  n: number,
  sha256: string,
  held: Held<Body>,
): Promise<void> {
  await refuseChanged(ports.source);
  await held.release();
  if ((await orAborted(ports.sha256.part(await held.body(), run.signal), run.signal)) === sha256) return;
  throw changed(`has other bytes in part ${n} than when they were hashed`);
}
