import { Slots } from '../upload/slots.ts';
import type { HashAnswer } from './hash-worker.ts';

/** Why a part has no hash: the file cannot be read. */
export class HashFailed extends Error {
  override readonly name = 'HashFailed';
}

/** Workers that hash parts, one each at a time; they are made when they are first needed. */
export class HashPool {
  readonly size: number;
  readonly #free: Worker[] = [];
  readonly #room: Slots;
  readonly #script: URL;

  /** `script` is where the browser finds the bundle of hash-worker.ts. */
  constructor(script: URL, size: number) {
    this.#script = script;
    this.size = size;
    this.#room = new Slots(size);
  }

  /** The SHA-256 of a part in hex. Rejects with HashFailed, or with the signal's reason once it is aborted. */
  async hash(part: Blob, signal: AbortSignal): Promise<string> {
    await this.#room.enter(signal);
    const worker = this.#free.pop() ?? new Worker(this.#script, { type: 'module' });
    let isIdle = false;
    try {
      const answer = await answerOf(worker, part, signal);
      isIdle = true;
      if ('problem' in answer) throw new HashFailed(answer.problem);
      return answer.sha256;
    } finally {
      // What hashes a part that nobody waits for any more is not waited for either.
      if (isIdle) this.#free.push(worker);
      else worker.terminate();
      this.#room.leave();
    }
  }
}

function answerOf(worker: Worker, part: Blob, signal: AbortSignal): Promise<HashAnswer> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason);
    signal.addEventListener('abort', giveUp, { once: true });
    worker.onmessage = ({ data }: MessageEvent<HashAnswer>) => {
      signal.removeEventListener('abort', giveUp);
      resolve(data);
    };
    worker.onerror = ({ message }) => {
      signal.removeEventListener('abort', giveUp);
      reject(new Error(`The hashing worker failed: ${message}`));
    };
    worker.postMessage(part);
  });
}
