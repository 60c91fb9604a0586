import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type ClientProcess, startClient } from './client-process.ts';
import type { FaultedDesk } from './faulted-desk.ts';
import type { ClientKind, Plan } from './plan.ts';

/** The file that is uploaded, and to which request. */
export interface Target {
  readonly file: string;
  readonly number: string;
  /** The secret of a ticket of the request; null where nobody has one. */
  readonly ticket: string | null;
}

/** The clients of one upload, one after the other or two at a time. */
export class UploadClients {
  readonly #plan: Plan;
  readonly #desk: FaultedDesk;
  readonly #home: string;
  readonly #target: Target;

  constructor(plan: Plan, desk: FaultedDesk, home: string, target: Target) {
    this.#plan = plan;
    this.#desk = desk;
    this.#home = home;
    this.#target = target;
  }

  /** What makes the nth attempt, from 0. */
  kindOf(attempt: number): ClientKind {
    const { clients } = this.#plan;
    return clients[Math.min(attempt, clients.length - 1)] ?? 'cli-token';
  }

  /** Starts the nth attempt. */
  attempt(attempt: number): ClientProcess {
    if (attempt > 0 && this.#plan.forgets)
      rmSync(join(this.#home, 'memory'), { recursive: true, force: true });
    const kind = this.kindOf(attempt);
    if (attempt > 0 && kind !== this.kindOf(attempt - 1))
      this.#desk.tally.add('gone on with by another client');
    return this.#start(kind, 'memory');
  }

  /** Starts another one that remembers nothing of what the first does. */
  other(): ClientProcess {
    return this.#start(this.kindOf(0), 'other memory');
  }

  #start(kind: ClientKind, memory: string): ClientProcess {
    const { rate, json } = this.#plan;
    const { stack, token, tally } = this.#desk;
    tally.add(`runs of clients ${kind}`);
    const stateDir = join(this.#home, memory);
    return startClient({
      ...{ kind, rate, json, token, deskUrl: stack.deskUrl, folder: this.#home, stateDir },
      ...this.#target,
    });
  }
}
