import { type Random, seededRandom } from '#local/step-functions/randomness.ts';
import type { SimulatedDesk } from '#test/support/simulated-desk.ts';
import type { Fate, Interpose, Turn } from '#test/support/simulated-desk-turns.ts';

interface Held {
  readonly turn: Turn;
  readonly release: (fate: Fate) => void;
}

const THROTTLED: Fate = { fail: Object.assign(new Error('Slow down'), { name: 'ThrottlingException' }) };

/**
 * Everything that may go wrong around the functions, by chance that can be repeated: turns are held and released in
 * any order, functions die before or after a turn or are throttled, deliveries wait and come again, Step Functions
 * is killed, SES refuses mails or reports them bounced. `level` 0 is none of it.
 */
export class Chaos {
  #level: number;
  readonly #random: Random;
  readonly #held: Held[] = [];

  constructor(level: number, seed: number) {
    this.#level = level;
    this.#random = seededRandom(seed);
  }

  readonly interpose: Interpose = (turn) => {
    if (this.#level === 0) return 'go';
    if (!this.#chance(0.15 * this.#level)) return this.#fate();
    return new Promise((release) => this.#held.push({ turn, release }));
  };

  /** A mail that is offered again meets the same refusal, or again none. */
  attend(desk: SimulatedDesk): void {
    const refused = new Map<string, boolean>();
    desk.postOffice.refuses = (mail) => {
      const known = refused.get(mail) ?? this.#chance(0.02 * this.#level);
      refused.set(mail, known);
      return known;
    };
    desk.postOffice.onSent = ({ request, mail }) => {
      const outcome = this.#random();
      if (outcome < 0.05 * this.#level) desk.report(request, mail, 'Bounce');
      else if (outcome < 0.5) desk.report(request, mail, 'Delivery');
      else if (outcome < 0.52) desk.report(request, mail, 'Complaint');
    };
  }

  /** Moves something, anything, until nothing is left to move or chance says that the rest may wait. */
  async stir(desk: SimulatedDesk): Promise<void> {
    for (;;) {
      await desk.quiet();
      const deliveries = desk.lanes.ready();
      const choices = this.#held.length + deliveries.length;
      if (choices === 0) return;
      // Time passes, people act: what is held or undelivered stays so for a while.
      if (this.#chance(0.04 * this.#level)) return this.#endCallsOfMachine(desk);
      if (this.#chance(0.01 * this.#level)) {
        await this.#endCallsOfMachine(desk);
        desk.machine.restart();
        continue;
      }
      if (this.#chance(0.03 * this.#level)) desk.replay(Math.floor(this.#random() * desk.records.length));
      const choice = Math.floor(this.#random() * choices);
      const [held] = choice < this.#held.length ? this.#held.splice(choice, 1) : [];
      const delivery = deliveries[choice - this.#held.length];
      if (held) held.release(this.#fate());
      else if (delivery) desk.lanes.deliver(delivery);
    }
  }

  /** From now on everything goes its way; what was held goes on. */
  end(desk: SimulatedDesk): void {
    this.#level = 0;
    desk.postOffice.onSent = () => undefined;
    for (const { release } of this.#held.splice(0)) release('go');
  }

  /** Step Functions' own calls last no longer than a moment, unlike functions that may hang. */
  async #endCallsOfMachine(desk: SimulatedDesk): Promise<void> {
    for (;;) {
      const at = this.#held.findIndex(({ turn }) => turn.who === 'park');
      if (at < 0) return;
      for (const { release } of this.#held.splice(at, 1)) release(this.#fate());
      await desk.quiet();
    }
  }

  #fate(): Fate {
    const drawn = this.#random() / this.#level;
    if (drawn < 0.01) return 'die before';
    if (drawn < 0.02) return 'die after';
    return drawn < 0.025 ? THROTTLED : 'go';
  }

  #chance(probability: number): boolean {
    return this.#random() < probability;
  }
}
