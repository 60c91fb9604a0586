import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ClientEnd, type ClientProcess, foundItComplete, startClient } from './client-process.ts';
import type { FaultedDesk } from './faulted-desk.ts';
import { judge } from './judge.ts';
import type { ClientKind, Plan } from './plan.ts';
import { SentParts } from './sent-parts.ts';
import { TroubleMaker } from './trouble-maker.ts';

/** Attempts after which an upload is taken to be stuck, and how long each may take (ms). */
const MOST_ATTEMPTS = 10;
const ATTEMPT_WITHIN_MS = 300_000;
const HUGE_ATTEMPT_WITHIN_MS = 1_200_000;

/** How an attempt ended: the client's code in words. */
const ENDS: Readonly<Record<number, string>> = { 0: 'verified', 1: 'gave up', 4: 'file changed' };

/** What became of one upload. */
export interface Life {
  /** In sentences; empty where everything is as it should be. */
  readonly violations: readonly string[];
  /** How each attempt ended, in order. */
  readonly ends: readonly string[];
  /** What the clients said, for whoever looks into a violation. */
  readonly said: string;
}

/** Uploads one file through everything that its plan has in store, until a client says that it is verified. */
export async function live(plan: Plan, desk: FaultedDesk, folder: string): Promise<Life> {
  const home = join(folder, `run-${plan.seed}`);
  mkdirSync(home, { recursive: true });
  try {
    const number = await desk.fileRequest(`upload-faults-${plan.seed}`);
    const byTicket = plan.clients.some((kind) => kind === 'cli-ticket' || kind === 'script');
    const ticket = byTicket ? await desk.issueTicket(number) : null;
    return await new UploadLife(plan, desk, home, number, ticket).run();
  } finally {
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

class UploadLife {
  readonly #plan: Plan;
  readonly #desk: FaultedDesk;
  readonly #home: string;
  readonly #number: string;
  readonly #ticket: string | null;
  readonly #violations: string[] = [];
  readonly #sent = new SentParts();
  readonly #trouble: TroubleMaker;
  #completed = false;
  #begunAfterCompletion = false;

  constructor(plan: Plan, desk: FaultedDesk, home: string, number: string, ticket: string | null) {
    this.#plan = plan;
    this.#desk = desk;
    this.#home = home;
    this.#number = number;
    this.#ticket = ticket;
    this.#trouble = new TroubleMaker(plan, desk, this.#file, this.#sent, () =>
      this.#start(this.#kindOf(0), 'other memory'),
    );
  }

  get #file(): string {
    return join(this.#home, `bundle ${this.#plan.seed}.bin`);
  }

  async run(): Promise<Life> {
    const { seed, size, faults } = this.#plan;
    const { stack, token } = this.#desk;
    const [number, ticket] = [this.#number, this.#ticket];
    stack.arm({ type: 'arm', number, ticket, size, seed: seed * 1000, faults });
    const unlisten = this.#desk.listen(number, (told) => {
      if (told.type === 'completing') this.#completed = true;
      this.#sent.told(told);
      this.#trouble.told(told);
    });
    const ends: ClientEnd[] = [];
    const words: string[] = [];
    while (words.at(-1) !== 'verified' && words.length < MOST_ATTEMPTS) {
      const end = await this.#attempt(words.length);
      ends.push(end);
      words.push(await this.#wordFor(end, words.length));
      // Whoever was told that nothing answers comes back later.
      if (words.at(-1) === 'gave up') await stack.address;
    }
    await this.#trouble.end();
    unlisten();
    stack.disarm(number);
    if (words.at(-1) !== 'verified') this.#violations.push(`not verified after ${words.length} attempts`);
    ends.push(...this.#trouble.otherEnds);
    const judged = {
      ...{ number, ends, versions: this.#trouble.versions },
      mayBeTwice: ticket !== null && (this.#begunAfterCompletion || this.#trouble.otherEnds.length > 0),
      secrets: ticket === null ? [token] : [token, ticket],
    };
    const violations = [
      ...this.#violations,
      ...this.#trouble.violations,
      ...this.#sent.violations,
      ...(await judge(judged, this.#desk)),
    ];
    return { violations, ends: words, said: ends.map(({ out, err }) => `${out}${err}`).join('---\n') };
  }

  async #attempt(attempt: number): Promise<ClientEnd> {
    const { forgets, sparse } = this.#plan;
    if (attempt > 0 && forgets) rmSync(join(this.#home, 'memory'), { recursive: true, force: true });
    this.#sent.begin();
    const kind = this.#kindOf(attempt);
    if (attempt > 0 && kind !== this.#kindOf(attempt - 1))
      this.#desk.tally.add('gone on with by another client');
    const client = this.#start(kind, 'memory');
    const mostMs = sparse ? HUGE_ATTEMPT_WITHIN_MS : ATTEMPT_WITHIN_MS;
    const end = await this.#trouble.watch(client, sleep(mostMs, null, { ref: false }));
    if (end !== null) return end;
    this.#violations.push('a client does not come to an end');
    client.kill(true);
    return client.ended;
  }

  #start(kind: ClientKind, memory: string): ClientProcess {
    const { rate, json } = this.#plan;
    const { stack, token, tally } = this.#desk;
    tally.add(`runs of clients ${kind}`);
    if (this.#completed) this.#begunAfterCompletion = true;
    return startClient({
      ...{ kind, rate, json, token, deskUrl: stack.deskUrl, number: this.#number, ticket: this.#ticket },
      ...{ file: this.#file, folder: this.#home, stateDir: join(this.#home, memory) },
    });
  }

  #kindOf(attempt: number): ClientKind {
    const { clients } = this.#plan;
    return clients[Math.min(attempt, clients.length - 1)] ?? 'cli-token';
  }

  async #wordFor(end: ClientEnd, attempt: number): Promise<string> {
    const { code } = end;
    if (this.#trouble.killed) {
      await this.#countWaste(attempt);
      if (code !== 0) return 'killed';
    }
    if (foundItComplete(end) && this.#trouble.completesBeside) return 'completed by another';
    const word = ENDS[code ?? -1];
    if (word === undefined) this.#violations.push(`a client ended with ${code}`);
    if (code === 4 && !this.#trouble.changed)
      this.#violations.push('a client says that an unchanged file changed');
    return word ?? `code ${code}`;
  }

  async #countWaste(attempt: number): Promise<void> {
    const { stack, tally } = this.#desk;
    const kills = stack.kills;
    const waste = await this.#sent.lost(this.#desk, this.#kindOf(attempt));
    // What a killed stack lost is not the client's.
    if (waste === null || stack.kills !== kills) return;
    tally.atLeast('most wasted', waste.bytes);
    if (waste.bytes > waste.most)
      this.#violations.push(`a kill wasted ${waste.bytes} bytes, more than ${waste.most}`);
  }
}
