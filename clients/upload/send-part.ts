import { MOST_BUSY, outOfOrder } from './ask.ts';
import { UploadEnded } from './outcome.ts';
import type { Pace } from './pace.ts';
import type { PartBoard } from './part-board.ts';
import { type PutAnswer, SourceUnreadable, type UploadPorts } from './ports.ts';
import type { Note } from './progress.ts';
import { judge } from './put-answer.ts';
import { Paused, type Run } from './run.ts';
import type { Signed, Signer } from './signer.ts';
import type { Slots } from './slots.ts';
import { Stalled } from './watch.ts';

/** No byte moved for so long: the connection is taken to be dead (ms). */
const STALLED_AFTER_MS = 30_000;

/**
 * How long the store has to answer once every byte has left (ms), or as long as they took to leave: on a slow line much
 * of a part is still in buffers, and then the store checks and keeps it.
 */
const ANSWER_WITHIN_MS = 120_000;

/** Refusals of one part after which it is given up. */
const MOST_REFUSALS = 5;

/** Refusals of a URL that was new, which no new URL will help, after which it is given up. */
const MOST_NEW_URLS_REFUSED = 4;
const NEW_URL_MS = 10_000;

/** Refusals of a part's URLs, new or old, after which it is given up. */
const MOST_URLS_REFUSED = 20;

/** What sending parts needs. */
export interface Lane<Body> {
  readonly ports: Pick<UploadPorts<Body>, 'put' | 'onNote'>;
  readonly run: Run;
  readonly board: PartBoard;
  readonly signer: Signer;
  readonly pace: Pace;
  /** Room for parts on their way, as many as the pace allows. */
  readonly sending: Slots;
  /** Told whenever bytes move. */
  onBytes(count: number): void;
  onRetry(): void;
}

/** A part at the moment it is sent. */
export interface Outgoing<Body> {
  readonly n: number;
  readonly sha256: string;
  body(): Promise<Body>;
  /** Looks whether the bytes are still those of the hash; rejects with the end of the upload where they are not. */
  recheck(): Promise<void>;
  /** Looks what has become of the upload that the store does not know; rejects with its end where it is over. */
  lookAfterUpload(): Promise<void>;
}

/** Sends a part until the store has checked and kept it. Rejects with the end of the upload where it will not. */
export async function sendPart<Body>(lane: Lane<Body>, outgoing: Outgoing<Body>): Promise<void> {
  const { run, signer } = lane;
  const { n, sha256 } = outgoing;
  const failures = { unheard: 0, busy: 0, refused: 0, urls: 0, newUrls: 0 };
  for (let signed = await signer.sign(n, sha256); ; ) {
    await run.unpaused();
    const answer = await attempt(lane, outgoing, signed);
    if (answer === 'paused') continue;
    if (answer === 'url-old') {
      signed = await signer.sign(n, sha256);
      continue;
    }
    if (answer instanceof Error) {
      failures.unheard += 1;
      run.unheard();
      await retry(lane, n, answer.message, failures.unheard, true);
      // A store that closes the connection on a bad URL may never be heard to say so.
      if (failures.unheard % 2 === 0) signed = await signer.sign(n, sha256);
      continue;
    }
    run.heard();
    switch (judge(answer)) {
      case 'stored':
        return;
      case 'url-expired':
        failures.urls += 1;
        if (answer.urlAgeMs < NEW_URL_MS) failures.newUrls += 1;
        if (failures.newUrls >= MOST_NEW_URLS_REFUSED || failures.urls >= MOST_URLS_REFUSED)
          throw refusal(n, answer);
        if (failures.newUrls > 1) await run.nap(run.waitMs(failures.newUrls));
        signed = await signer.sign(n, sha256);
        continue;
      case 'busy':
        failures.busy += 1;
        if (failures.busy >= MOST_BUSY)
          throw new UploadEnded(outOfOrder('The store of files', answer.status));
        await retry(lane, n, said(answer), failures.busy, true);
        continue;
      case 'bytes-differ':
        await outgoing.recheck();
        break;
      case 'upload-gone':
        await outgoing.lookAfterUpload();
        break;
      case 'refused':
        break;
    }
    failures.refused += 1;
    if (failures.refused >= MOST_REFUSALS) throw refusal(n, answer);
    await retry(lane, n, said(answer), failures.refused, false);
  }
}

/** One attempt: what the store answered, or why nothing did, or why it was not made. */
async function attempt<Body>(
  lane: Lane<Body>,
  outgoing: Outgoing<Body>,
  signed: Signed,
): Promise<(PutAnswer & { readonly urlAgeMs: number }) | Error | 'paused' | 'url-old'> {
  const { run, sending, signer } = lane;
  await sending.enter(run.signal);
  try {
    if (run.paused) return 'paused';
    if (signer.isOld(signed)) return 'url-old';
    const urlAgeMs = run.clock.now() - signed.askedAt;
    return { ...(await put(lane, outgoing.n, await outgoing.body(), signed)), urlAgeMs };
  } catch (error) {
    if (run.signal.aborted) throw run.signal.reason;
    if (error instanceof Paused) return 'paused';
    if (error instanceof SourceUnreadable) throw error;
    if (error instanceof Stalled) return new Error('no byte moved for 30 s');
    return error instanceof Error ? error : new Error(String(error));
  } finally {
    lane.board.lost(outgoing.n);
    sending.leave();
  }
}

function put<Body>(
  { ports, run, board, onBytes }: Lane<Body>,
  n: number,
  body: Body,
  { part: { url, headers } }: Signed,
): Promise<PutAnswer> {
  const { length } = board.range(n);
  const begunAt = run.clock.now();
  let movedAt = begunAt;
  const moved = (count: number) => {
    movedAt = run.clock.now();
    run.heard();
    board.sent(n, count);
    onBytes(count);
  };
  const msLeft = () => {
    const isSent = board.sentOf(n) >= length;
    const patienceMs = isSent ? Math.max(ANSWER_WITHIN_MS, movedAt - begunAt) : STALLED_AFTER_MS;
    return movedAt - run.clock.now() + patienceMs;
  };
  return run.attempt(msLeft, (signal) => ports.put({ url, headers, body, signal, onBytes: moved }));
}

async function retry<Body>(
  { ports, run, pace, sending, onRetry }: Lane<Body>,
  n: number,
  reason: string,
  failures: number,
  isTrouble: boolean,
): Promise<void> {
  if (isTrouble) {
    pace.trouble(run.clock.now());
    sending.limit = pace.limit;
  }
  const waitMs = run.waitMs(failures);
  onRetry();
  ports.onNote({ type: 'retry', n, reason, waitMs } satisfies Note);
  await run.nap(waitMs);
}

const said = ({ status, code }: PutAnswer) => `the store of files answered ${code ?? status}`;

function refusal(n: number, answer: PutAnswer): UploadEnded {
  const { status, code, message } = answer;
  return new UploadEnded({
    kind: 'refused',
    code: code ?? `Status${status}`,
    sentence: `The store of files does not take part ${n}: ${[code ?? `status ${status}`, message?.replace(/\.$/, '')].filter(Boolean).join(', ')}. Tell the desk; what has arrived is kept.`,
  });
}
