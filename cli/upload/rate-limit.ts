import { setTimeout } from 'node:timers/promises';
import { CommandFailure } from '../command-failure.ts';

const UNITS: Readonly<Record<string, number>> = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 };

/** Slower, and the connections that share the rate are silent for too long. */
const SLOWEST = 1024;

/** Bytes a second as curl takes them: `500K`, `10M`, `1G`, or a plain number. Throws CommandFailure. */
export function parseRate(written: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)([KMG]?)$/i.exec(written) ?? [];
  const rate = Math.floor(Number(amount) * (UNITS[(unit ?? '').toUpperCase()] ?? Number.NaN));
  if (rate >= SLOWEST) return rate;
  throw new CommandFailure(
    rate >= 0
      ? `${written} is too slow: connections would be taken to be dead. --limit-rate takes 1K or more.`
      : `"${written}" is no rate. Write bytes a second, such as 500K, 10M or 1G.`,
    2,
  );
}

/** Lets so many bytes a second through, over all connections together. */
export class RateLimit {
  readonly #rate: number;
  #freeAt = 0;

  constructor(rate: number) {
    this.#rate = rate;
  }

  /** How many bytes to send at once, so that a slow upload still moves evenly. */
  get slice(): number {
    return Math.max(64, Math.min(256 * 1024, Math.floor(this.#rate / 20)));
  }

  /** Resolves when `bytes` may leave. Rejects with an AbortError once the signal is aborted. */
  async take(bytes: number, signal: AbortSignal): Promise<void> {
    const now = performance.now();
    const begin = Math.max(now, this.#freeAt);
    this.#freeAt = begin + (bytes / this.#rate) * 1000;
    if (begin > now) await setTimeout(begin - now, undefined, { signal });
  }
}
