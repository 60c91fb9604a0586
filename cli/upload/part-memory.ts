/**
 * How much of a file is kept between hashing and sending it (bytes). A part that finds room is read once; any other is
 * read a second time to be sent. It bounds the memory of an upload at any size.
 */
const BOUND = 32 * 1024 ** 2;

/** Shorter ranges are read twice: nothing is won by keeping them. */
const WORTH_KEEPING = 1024 ** 2;

/** Room for parts, shared with the threads that hash them; used again and again, so that nothing has to be collected. */
export class PartMemory {
  readonly #free: SharedArrayBuffer[] = [];
  readonly #length: number;
  #left: number;

  /** For parts of at most `length` bytes. */
  constructor(length: number) {
    this.#length = length;
    this.#left = Math.floor(BOUND / Math.max(length, 1));
  }

  /** Room for a part, or null where none is left. */
  take(length: number): SharedArrayBuffer | null {
    if (length < WORTH_KEEPING || length > this.#length) return null;
    const free = this.#free.pop();
    if (free || this.#left === 0) return free ?? null;
    this.#left -= 1;
    return new SharedArrayBuffer(this.#length);
  }

  giveBack(memory: SharedArrayBuffer): void {
    this.#free.push(memory);
  }
}
