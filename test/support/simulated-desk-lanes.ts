/** Something on its way to a function: a stream record or an event. */
export interface Delivery {
  readonly lane: string;
  /** The function it goes to. */
  readonly to: string;
  readonly run: () => Promise<void>;
  /** Tried this often, it is lost to the on-failure queue. */
  readonly attempts: number;
}

interface Waiting extends Delivery {
  tried: number;
}

/**
 * Queues on the way to functions. Within a lane (the records of one item, for one consumer) order holds and one
 * delivery is under way at a time, as DynamoDB streams and Lambda have it; across lanes anything goes.
 */
export class Lanes {
  /** What was given up after its last attempt. */
  readonly lost: Delivery[] = [];
  readonly #lanes = new Map<string, Waiting[]>();
  readonly #busy = new Set<string>();

  add(delivery: Delivery): void {
    const lane = this.#lanes.get(delivery.lane) ?? [];
    this.#lanes.set(delivery.lane, lane);
    lane.push({ ...delivery, tried: 0 });
  }

  /** The first of each lane that is not busy, oldest lane first. */
  ready(): Delivery[] {
    return [...this.#lanes].flatMap(([lane, [first]]) => (first && !this.#busy.has(lane) ? [first] : []));
  }

  get idle(): boolean {
    return this.#lanes.size === 0;
  }

  /** Delivers what comes first in a lane; a failed one stays where it is until its attempts are used up. */
  deliver({ lane }: Delivery): void {
    const waiting = this.#lanes.get(lane);
    const first = waiting?.[0];
    if (!waiting || !first || this.#busy.has(lane)) throw new Error(`Nothing to deliver in ${lane}`);
    this.#busy.add(lane);
    first.run().then(
      () => this.#done(lane, waiting),
      () => {
        first.tried += 1;
        if (first.tried < first.attempts) this.#busy.delete(lane);
        else {
          this.lost.push(first);
          this.#done(lane, waiting);
        }
      },
    );
  }

  #done(lane: string, waiting: Waiting[]): void {
    waiting.shift();
    this.#busy.delete(lane);
    if (waiting.length === 0) this.#lanes.delete(lane);
  }
}
