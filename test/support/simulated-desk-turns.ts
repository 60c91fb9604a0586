/** A place where a function reaches out of itself: to the table, to Step Functions, to the post office. */
export interface Turn {
  /** The function: `http`, a step of the workflow, `wake`, `mail`, `sweep`, `revive`, `report`; `park` for the machine itself. */
  readonly who: string;
  /** What it is about to do: `Get WF`, `Transact`, `SendRawEmail`. */
  readonly does: string;
  /** What it works on, as far as that can be told: the SR's number. */
  readonly about: string;
}

/** What becomes of a turn. A function that dies `after` has done what it was about to do, and nobody ever learns of it. */
export type Fate = 'go' | 'die before' | 'die after' | { readonly fail: Error };

/** Decides every turn, and may hold it as long as it likes. */
export type Interpose = (turn: Turn) => Fate | Promise<Fate>;

/** The function was killed at one of its turns. */
export class Died extends Error {
  override readonly name = 'Died';
}

/** Takes a turn, with whatever fate the interposer has for it. */
export type TakeTurn = <Result>(
  does: string,
  about: string,
  call: () => Promise<Result> | Result,
) => Promise<Result>;

/** Runs functions turn by turn, and knows whether any of them can still go on by itself. */
export class Invocations {
  #running = 0;
  #held = 0;
  readonly #interpose: Interpose;

  constructor(interpose: Interpose) {
    this.#interpose = interpose;
  }

  /** Whether every function that runs is held at a turn. */
  get still(): boolean {
    return this.#running === this.#held;
  }

  /** Runs a function; rejects with Died when it is killed, and then no further line of it is ever run. */
  async invoke<Result>(who: string, run: (turn: TakeTurn) => Promise<Result>): Promise<Result> {
    const death = { dead: false, tell: (_: Died): void => undefined };
    const killed = new Promise<never>((_, reject) => {
      death.tell = reject;
    });
    const kill = (): Promise<never> => {
      death.dead = true;
      death.tell(new Died(`${who} was killed`));
      return new Promise(() => undefined);
    };
    const turn: TakeTurn = async (does, about, call) => {
      this.#held += 1;
      const fate = await this.#interpose({ who, does, about });
      this.#held -= 1;
      // Killed meanwhile, at another turn that it took at the same time.
      if (death.dead || fate === 'die before') return kill();
      if (typeof fate === 'object') throw fate.fail;
      const result = await call();
      return fate === 'die after' ? kill() : result;
    };
    this.#running += 1;
    try {
      return await Promise.race([run(turn), killed]);
    } finally {
      this.#running -= 1;
    }
  }
}
