import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { SourceUnreadable } from '#clients/upload/ports.ts';
import { CommandFailure } from '../command-failure.ts';

/** A range of an open file, in bytes. */
export interface Range {
  readonly fd: number;
  readonly start: number;
  readonly length: number;
  /** Filled with the range as it is read; null where there is no room to keep it. */
  readonly memory: SharedArrayBuffer | null;
}

/** Computes SHA-256 beside the main thread, which has the connections to feed. */
export interface HashThreads {
  readonly count: number;
  /** Of a range of a file, in hex. Rejects with SourceUnreadable, or with CommandFailure where the threads have ended. */
  hash(range: Range): Promise<string>;
  close(): Promise<void>;
}

/** What a thread answers. */
type Answer =
  | { readonly id: number; readonly sha256: string }
  | { readonly id: number; readonly error: string };

interface Waiting {
  readonly resolve: (sha256: string) => void;
  readonly reject: (error: Error) => void;
}

/** One thread keeps up with 10 Gbit/s where the processor knows SHA-256; a second helps where it does not. */
const COUNT = availableParallelism() >= 4 ? 2 : 1;

/** What a thread runs. */
const PROGRAM = new URL('./hash-thread.mjs', import.meta.url);

/** Starts the threads. They do not keep the process alive. */
export function startHashThreads(count = COUNT, program = PROGRAM): HashThreads {
  const threads = Array.from({ length: count }, () => startThread(program));
  return {
    count,
    hash(range) {
      const idle = threads.reduce((a, b) => (b.waiting.size < a.waiting.size ? b : a));
      return idle.hash(range);
    },
    async close() {
      await Promise.all(threads.map(({ worker }) => worker.terminate()));
    },
  };
}

function startThread(program: URL) {
  const worker = new Worker(program, { execArgv: [], env: {} });
  worker.unref();
  const waiting = new Map<number, Waiting>();
  let last = 0;
  let end: CommandFailure | null = null;
  worker.on('message', (answer: Answer) => {
    const waiter = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('sha256' in answer) waiter?.resolve(answer.sha256);
    else waiter?.reject(new SourceUnreadable(`The file cannot be read: ${answer.error}.`));
  });
  worker.on('error', (error) => {
    // Whoever asks only now is told, too: nobody would ever answer.
    end = new CommandFailure(
      `No file can be hashed here: ${error.message.replace(/\.$/, '')}. Install casebell again; if that does not help, tell the desk.`,
    );
    for (const { reject } of waiting.values()) reject(end);
    waiting.clear();
  });
  return {
    worker,
    waiting,
    hash(range: Range): Promise<string> {
      return new Promise((resolve, reject) => {
        if (end) return reject(end);
        last += 1;
        waiting.set(last, { resolve, reject });
        worker.postMessage({ id: last, ...range });
      });
    },
  };
}
