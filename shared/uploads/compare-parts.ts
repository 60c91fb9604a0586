import { type PartPlan, partRange } from './part-plan.ts';

/** A part as the store has it. */
interface Stored {
  readonly n: number;
  readonly size: number;
  readonly sha256: string;
}

/** What keeps a file from being whole: parts that did not arrive, and parts that are not what was announced. */
export interface Shortfall {
  readonly missing: readonly number[];
  readonly mismatched: readonly number[];
}

/**
 * Compares the parts that the store has with those announced, by number, size and hash: the number alone says nothing.
 * A part that was never announced, or that the file does not have, is mismatched too.
 */
export function compareParts(
  size: number,
  { partSize, parts }: PartPlan,
  announced: ReadonlyMap<number, string>,
  stored: readonly Stored[],
): Shortfall {
  const arrived = new Map(stored.map((part) => [part.n, part]));
  const missing: number[] = [];
  const mismatched: number[] = [];
  for (let n = 1; n <= parts; n++) {
    const part = arrived.get(n);
    if (!part) missing.push(n);
    else if (part.size !== partRange(n, size, partSize).length || part.sha256 !== announced.get(n))
      mismatched.push(n);
  }
  for (const { n } of stored) if (n > parts) mismatched.push(n);
  return { missing, mismatched };
}
