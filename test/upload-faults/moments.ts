import type { Told } from './faulted-desk.ts';
import type { Moment, Trouble } from './plan.ts';

/** Waits for the moments at which the troubles of a plan happen, and has each happen once. */
export class Moments {
  readonly #happen: (trouble: Trouble) => void;
  readonly #seen: Record<Moment['on'], number> = { started: 0, part: 0, completing: 0 };
  readonly #timers = new Set<NodeJS.Timeout>();
  #waiting: Trouble[];

  constructor(troubles: readonly Trouble[], happen: (trouble: Trouble) => void) {
    this.#waiting = [...troubles];
    this.#happen = happen;
  }

  started(): void {
    this.#pass('started');
  }

  told({ type }: Told): void {
    this.#pass(type);
  }

  /** Nothing more happens. */
  end(): void {
    this.#waiting = [];
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #pass(on: Moment['on']): void {
    this.#seen[on] += 1;
    const due = this.#waiting.filter(({ at }) => at.on === on && at.nth <= this.#seen[on]);
    // Of two of the same kind and moment, each has a turn of its own.
    const first = due[0];
    if (first === undefined) return;
    this.#waiting = this.#waiting.filter((trouble) => trouble !== first);
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#happen(first);
    }, first.at.afterMs);
    this.#timers.add(timer);
  }
}
