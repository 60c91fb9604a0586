import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientEnd } from './client-process.ts';
import type { FaultedDesk } from './faulted-desk.ts';
import { judge } from './judge.ts';
import type { Plan } from './plan.ts';
import { SentParts } from './sent-parts.ts';
import { TroubleMaker } from './trouble-maker.ts';
import { type Target, UploadClients } from './upload-clients.ts';

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
    const file = join(home, `bundle ${plan.seed}.bin`);
    return await new UploadLife(plan, desk, home, { file, number, ticket }).run();
  } finally {
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

class UploadLife {
  readonly #plan: Plan;
  readonly #desk: FaultedDesk;
  readonly #target: Target;
  readonly #violations: string[] = [];
  readonly #sent = new SentParts();
  readonly #clients: UploadClients;
  readonly #trouble: TroubleMaker;

  constructor(plan: Plan, desk: FaultedDesk, home: string, target: Target) {
    this.#plan = plan;
    this.#desk = desk;
    this.#target = target;
    this.#clients = new UploadClients(plan, desk, home, target);
    this.#trouble = new TroubleMaker(plan, desk, target.file, this.#sent, () => this.#clients.other());
  }

  async run(): Promise<Life> {
    const { seed, size, faults } = this.#plan;
    const { stack } = this.#desk;
    const { number, ticket } = this.#target;
    stack.arm({ type: 'arm', number, ticket, size, seed: seed * 1000, faults });
    const unlisten = this.#desk.listen(number, (told) => {
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
    const violations = [
      ...this.#violations,
      ...this.#trouble.violations,
      ...this.#sent.violations,
      ...(await this.#judge(ends)),
    ];
    return { violations, ends: words, said: ends.map(({ out, err }) => `${out}${err}`).join('---\n') };
  }

  #judge(ends: readonly ClientEnd[]): Promise<string[]> {
    const { number, ticket } = this.#target;
    const { token } = this.#desk;
    const { versions } = this.#trouble;
    const secrets = ticket === null ? [token] : [token, ticket];
    return judge({ number, ends, versions, secrets }, this.#desk);
  }

  async #attempt(attempt: number): Promise<ClientEnd> {
    this.#sent.begin();
    const client = this.#clients.attempt(attempt);
    const mostMs = this.#plan.sparse ? HUGE_ATTEMPT_WITHIN_MS : ATTEMPT_WITHIN_MS;
    const end = await this.#trouble.watch(client, sleep(mostMs, null, { ref: false }));
    if (end !== null) return end;
    this.#violations.push('a client does not come to an end');
    client.kill(true);
    return client.ended;
  }

  async #wordFor(end: ClientEnd, attempt: number): Promise<string> {
    const { code } = end;
    if (this.#trouble.killed) {
      await this.#countWaste(attempt);
      if (code !== 0) return 'killed';
    }
    const word = ENDS[code ?? -1];
    if (word === undefined) this.#violations.push(`a client ended with ${code}`);
    if (code === 4 && !this.#trouble.changed)
      this.#violations.push('a client says that an unchanged file changed');
    const digest = this.#trouble.versions[0]?.digest ?? '';
    if (code === 0 && this.#trouble.changedInTime && end.out.includes(digest))
      this.#violations.push('a client did not see in time that the file changed');
    return word ?? `code ${code}`;
  }

  async #countWaste(attempt: number): Promise<void> {
    const { stack, tally } = this.#desk;
    const kills = stack.kills;
    const waste = await this.#sent.lost(this.#desk, this.#clients.kindOf(attempt));
    // What a killed stack lost is not the client's.
    if (waste === null || stack.kills !== kills) return;
    tally.atLeast('most wasted', waste.bytes);
    if (waste.bytes > waste.most)
      this.#violations.push(`a kill wasted ${waste.bytes} bytes, more than ${waste.most}`);
  }
}
