import { partRange } from '#shared/uploads/part-plan.ts';
import { Refused } from '#test/support/desk-caller.ts';
import type { FaultedDesk, Told } from './faulted-desk.ts';
import { patiently } from './patience.ts';
import type { ClientKind } from './plan.ts';

/** What a kill of a client cost. */
export interface Waste {
  readonly bytes: number;
  /** The most it may: the parts that go at once. */
  readonly most: number;
}

/** Which parts clients have sent, and which the store had when one was killed. */
export class SentParts {
  readonly violations: string[] = [];
  /** Of this attempt, the last sending of each part: whether a fault ended it. */
  #sent = new Map<number, boolean>();
  #id: string | null = null;
  #storedId: string | null = null;
  #stored: ReadonlySet<number> = new Set();

  /** The upload that parts were last sent for. */
  get id(): string | null {
    return this.#id;
  }

  begin(): void {
    this.#sent = new Map();
  }

  told(told: Told): void {
    if (told.type !== 'part') return;
    this.#id = told.id;
    this.#sent.set(told.n, told.fault !== null);
    if (told.id === this.#storedId && this.#stored.has(told.n))
      this.violations.push(`part ${told.n} was sent again although the store had it`);
  }

  /** What was sent in vain by a client that was just killed: parts that neither a fault ended nor the store has. */
  async lost(desk: FaultedDesk, kind: ClientKind): Promise<Waste | null> {
    const id = this.#id;
    if (id === null) return null;
    try {
      const stored = await patiently(() => desk.dana.parts(id));
      const { size, partSize, concurrency } = await patiently(() => desk.dana.view(id));
      this.#storedId = id;
      this.#stored = new Set(stored.map(({ n }) => n));
      const inVain = [...this.#sent].filter(([n, failed]) => !failed && !this.#stored.has(n));
      return {
        bytes: inVain.reduce((sum, [n]) => sum + partRange(n, size, partSize).length, 0),
        most: partSize * (kind === 'script' ? concurrency.sh : concurrency.cli),
      };
    } catch (error) {
      // It was complete already: nothing is to be sent again.
      if (error instanceof Refused) return null;
      throw error;
    }
  }
}
