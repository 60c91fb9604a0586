import { onAbort } from './aborted.ts';

/** Room for so many at once; the limit may move while they are in. */
export class Slots {
  #limit: number;
  #inside = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  get limit(): number {
    return this.#limit;
  }

  set limit(limit: number) {
    this.#limit = limit;
    this.#admit();
  }

  /** Resolves once there is room; rejects with the signal's reason. First come, first served. */
  async enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#inside < this.#limit && this.#waiting.length === 0) {
      this.#inside += 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const admit = () => {
        leave();
        this.#inside += 1;
        resolve();
      };
      const giveUp = () => {
        this.#waiting.splice(this.#waiting.indexOf(admit), 1);
        reject(signal.reason);
      };
      const leave = onAbort(signal, giveUp);
      this.#waiting.push(admit);
    });
  }

  leave(): void {
    this.#inside -= 1;
    this.#admit();
  }

  #admit(): void {
    while (this.#inside < this.#limit) {
      const next = this.#waiting.shift();
      if (!next) return;
      next();
    }
  }
}
