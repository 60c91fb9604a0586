/** The weight of what was a while ago fades with this time (ms). */
const FADE_MS = 5000;

/** Shortest time that is measured (ms): over less, bytes come in lumps. */
const SHORTEST_MS = 250;

/** Bytes a second as an exponentially weighted moving average. */
export class RateMeter {
  #rate: number | null = null;
  #since: number;
  #bytes = 0;

  constructor(now: number) {
    this.#since = now;
  }

  add(bytes: number): void {
    this.#bytes += bytes;
  }

  /** The rate at `now`. Falls to nothing while nothing moves. */
  rate(now: number): number {
    const elapsed = now - this.#since;
    if (elapsed >= SHORTEST_MS) {
      const measured = (this.#bytes / elapsed) * 1000;
      const weight = 1 - Math.exp(-elapsed / FADE_MS);
      this.#rate = this.#rate === null ? measured : this.#rate + weight * (measured - this.#rate);
      this.#since = now;
      this.#bytes = 0;
    }
    return this.#rate ?? 0;
  }
}
