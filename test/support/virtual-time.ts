import { setImmediate } from 'node:timers/promises';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly ring: () => void;
}

/** Time that stands still while anything can happen without it, and then jumps to the next thing that waits for it. */
export class VirtualTime {
  #now = 0;
  #order = 0;
  readonly #timers = new Set<Timer>();

  readonly now = (): number => this.#now;

  readonly sleep = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const stop = () => {
        this.#timers.delete(timer);
        reject(signal.reason);
      };
      const timer: Timer = {
        at: this.#now + Math.max(0, ms),
        order: this.#order++,
        ring: () => {
          signal.removeEventListener('abort', stop);
          resolve();
        },
      };
      signal.addEventListener('abort', stop, { once: true });
      this.#timers.add(timer);
    });

  /** Lets time pass until `promise` settles. Throws where nothing waits for time and it has not settled. */
  async until<Value>(promise: Promise<Value>): Promise<Value> {
    let settled = false;
    const done = () => {
      settled = true;
    };
    promise.then(done, done);
    for (;;) {
      await setImmediate();
      if (settled) return promise;
      this.#jump();
    }
  }

  /** Lets so much time pass. */
  async pass(ms: number): Promise<void> {
    await this.until(this.sleep(ms, new AbortController().signal));
  }

  #jump(): void {
    const [next] = [...this.#timers].sort((a, b) => a.at - b.at || a.order - b.order);
    if (!next) throw new Error('Nothing waits for time, and yet it is not over');
    this.#now = next.at;
    this.#timers.delete(next);
    next.ring();
  }
}
