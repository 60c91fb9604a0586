import type { Fate, Interpose, Turn } from '#test/support/simulated-desk-turns.ts';

type Pattern = Partial<Turn>;

interface Rule {
  readonly pattern: Pattern;
  times: number;
  readonly act: () => Promise<Fate> | Fate;
}

/** Forces one interleaving: what happens just before a function's turn, or what becomes of that turn. */
export class Interleaving {
  readonly turns: Turn[] = [];
  readonly #rules: Rule[] = [];

  readonly interpose: Interpose = async (turn) => {
    this.turns.push(turn);
    const rule = this.#rules.find(({ pattern, times }) => times > 0 && matches(turn, pattern));
    if (!rule) return 'go';
    rule.times -= 1;
    return rule.act();
  };

  /** Does something just before the next turn that fits; the turn is taken when it is done. */
  before(pattern: Pattern, act: () => Promise<unknown>): void {
    this.#rules.push({
      pattern,
      times: 1,
      act: async (): Promise<Fate> => {
        await act();
        return 'go';
      },
    });
  }

  /** Decides the next turns that fit. */
  fate(pattern: Pattern, fate: Fate, times = 1): void {
    this.#rules.push({ pattern, times, act: () => fate });
  }

  /** Whether every rule was used up: a race that was not run proves nothing. */
  get done(): boolean {
    return this.#rules.every(({ times }) => times === 0);
  }
}

function matches(turn: Turn, pattern: Pattern): boolean {
  return Object.entries(pattern).every(([field, value]) => turn[field as keyof Turn] === value);
}
