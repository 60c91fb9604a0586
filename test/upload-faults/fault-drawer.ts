import { type Random, seededRandom } from '#local/step-functions/randomness.ts';
import { type FaultKind, MOST_OF_KIND, PART_FAULTS } from './fault-kinds.ts';
import type { FaultPlan } from './plan.ts';

/** Draws which requests of one upload go wrong, and how. */
export class FaultDrawer {
  readonly random: Random;
  readonly #plan: FaultPlan;
  readonly #drawn = new Map<FaultKind, number>();
  readonly #left: { parts: number; calls: number };

  constructor(seed: number, plan: FaultPlan) {
    this.random = seededRandom(seed);
    this.#plan = plan;
    this.#left = { parts: plan.parts.most, calls: plan.calls.most };
  }

  /** The fault of the next request, one of `possible`, or null. */
  draw(possible: readonly FaultKind[]): FaultKind | null {
    const sort = possible === PART_FAULTS ? 'parts' : 'calls';
    if (this.#left[sort] === 0 || this.random() >= this.#plan[sort].chance) return null;
    const kinds = possible.filter(
      (kind) =>
        this.#plan.kinds.includes(kind) &&
        (this.#drawn.get(kind) ?? 0) < (MOST_OF_KIND[kind] ?? Number.POSITIVE_INFINITY),
    );
    const kind = kinds[Math.floor(this.random() * kinds.length)];
    if (kind === undefined) return null;
    this.#left[sort] -= 1;
    this.#drawn.set(kind, (this.#drawn.get(kind) ?? 0) + 1);
    return kind;
  }
}
