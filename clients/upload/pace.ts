/** A probe must bring this much more to be kept. */
const WORTH_IT = 1.05;

/** Rounds without a probe after one that brought nothing, and after trouble. */
const ROUNDS_AFTER_PROBE = 8;
const ROUNDS_AFTER_TROUBLE = 2;

/**
 * How many parts to send at once: one more as long as that makes it faster, half as many after trouble. A round is as
 * many finished parts as go at once, so that every connection has its say in it.
 */
export class Pace {
  readonly #most: number;
  #limit: number;
  #probing = false;
  #restRounds = 0;
  #rateBefore = 0;
  #rate = 0;
  #roundBegan: number;
  #roundBytes = 0;
  #roundParts = 0;

  constructor(first: number, most: number, now: number) {
    this.#most = most;
    this.#limit = Math.min(first, most);
    this.#roundBegan = now;
  }

  get limit(): number {
    return this.#limit;
  }

  /** How fast parts arrived in the last round (bytes a millisecond); 0 before its end. */
  get rate(): number {
    return this.#rate;
  }

  /** A part of `bytes` has arrived. */
  arrived(bytes: number, now: number): void {
    this.#roundBytes += bytes;
    this.#roundParts += 1;
    if (this.#roundParts < this.#limit || now <= this.#roundBegan) return;
    this.#rate = this.#roundBytes / (now - this.#roundBegan);
    this.#judge(this.#rate);
    this.#newRound(now);
  }

  /** The store asks to slow down, or a connection broke. Counts once a round: one outage breaks all connections. */
  trouble(now: number): void {
    if (this.#restRounds === ROUNDS_AFTER_TROUBLE && this.#roundParts === 0) return;
    this.#limit = Math.max(1, Math.floor(this.#limit / 2));
    this.#probing = false;
    this.#restRounds = ROUNDS_AFTER_TROUBLE;
    this.#newRound(now);
  }

  #judge(rate: number): void {
    const wentUp = rate >= this.#rateBefore * WORTH_IT;
    if (this.#probing && !wentUp) {
      this.#limit -= 1;
      this.#probing = false;
      this.#restRounds = ROUNDS_AFTER_PROBE;
      return;
    }
    this.#rateBefore = rate;
    if (this.#restRounds > 0) this.#restRounds -= 1;
    this.#probing = this.#restRounds === 0 && this.#limit < this.#most;
    if (this.#probing) this.#limit += 1;
  }

  #newRound(now: number): void {
    this.#roundBegan = now;
    this.#roundBytes = 0;
    this.#roundParts = 0;
  }
}
