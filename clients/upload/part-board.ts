import { type PartRange, partRange } from '#shared/uploads/part-plan.ts';

/** What is known of every part: its hash, whether the store has it, and how much of it is on its way. */
export class PartBoard {
  readonly size: number;
  readonly partSize: number;
  readonly parts: number;
  readonly #hashes = new Map<number, string>();
  readonly #done = new Set<number>();
  readonly #underWay = new Map<number, number>();
  #bytesDone = 0;

  constructor(plan: { readonly size: number; readonly partSize: number; readonly parts: number }) {
    this.size = plan.size;
    this.partSize = plan.partSize;
    this.parts = plan.parts;
  }

  get partsDone(): number {
    return this.#done.size;
  }

  /** Bytes of the parts that the store has. */
  get bytesDone(): number {
    return this.#bytesDone;
  }

  /** Bytes of the parts that are on their way. */
  get bytesUnderWay(): number {
    let bytes = 0;
    for (const sent of this.#underWay.values()) bytes += sent;
    return bytes;
  }

  range(n: number): PartRange {
    return partRange(n, this.size, this.partSize);
  }

  /** The parts that the store is not known to have, in order. */
  toBring(): number[] {
    return Array.from({ length: this.parts }, (_, at) => at + 1).filter((n) => !this.#done.has(n));
  }

  hash(n: number): string | undefined {
    return this.#hashes.get(n);
  }

  setHash(n: number, sha256: string): void {
    this.#hashes.set(n, sha256);
  }

  dropHash(n: number): void {
    this.#hashes.delete(n);
  }

  /** The hashes of all parts in order. Throws where one is missing. */
  allHashes(): string[] {
    return Array.from({ length: this.parts }, (_, at) => {
      const hash = this.#hashes.get(at + 1);
      if (hash === undefined) throw new Error(`Part ${at + 1} has no hash`);
      return hash;
    });
  }

  /** So many more bytes of a part have left. */
  sent(n: number, bytes: number): void {
    const { length } = this.range(n);
    this.#underWay.set(n, Math.min(length, (this.#underWay.get(n) ?? 0) + bytes));
  }

  /** Bytes of part `n` that have left in the attempt under way. */
  sentOf(n: number): number {
    return this.#underWay.get(n) ?? 0;
  }

  /** The attempt under way is over, and nothing is known to have come of it. */
  lost(n: number): void {
    this.#underWay.delete(n);
  }

  /** The store has part `n`, and checked its hash. */
  done(n: number): void {
    this.#underWay.delete(n);
    if (this.#done.has(n)) return;
    this.#done.add(n);
    this.#bytesDone += this.range(n).length;
  }

  /** The store does not have part `n` after all. */
  undo(n: number): void {
    if (this.#done.delete(n)) this.#bytesDone -= this.range(n).length;
  }
}
