import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { changeFile } from './change-file.ts';
import { type ClientEnd, type ClientProcess, startClient } from './client-process.ts';
import { completeTwice } from './complete-twice.ts';
import type { FaultedDesk } from './faulted-desk.ts';
import { judge } from './judge.ts';
import { Moments } from './moments.ts';
import type { Plan, Trouble } from './plan.ts';
import { SentParts } from './sent-parts.ts';
import { contentOf, writeFileOf } from './shared-bytes.ts';

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
    return await new UploadLife(plan, desk, home).run();
  } finally {
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

class UploadLife {
  readonly #plan: Plan;
  readonly #desk: FaultedDesk;
  readonly #home: string;
  readonly #file: string;
  readonly #violations: string[] = [];
  readonly #sent = new SentParts();
  readonly #moments: Moments;
  readonly #beside: Promise<unknown>[] = [];
  readonly #versions: ReturnType<typeof contentOf>[] = [];
  #client: ClientProcess | null = null;
  #killed = false;
  #changed = false;

  constructor(plan: Plan, desk: FaultedDesk, home: string) {
    this.#plan = plan;
    this.#desk = desk;
    this.#home = home;
    this.#file = join(home, `bundle ${plan.seed}.bin`);
    this.#moments = new Moments(plan.troubles, (trouble) => this.#happen(trouble));
  }

  async run(): Promise<Life> {
    const { seed, size, faults, clients } = this.#plan;
    const desk = this.#desk;
    writeFileOf(this.#plan, this.#file);
    this.#versions.push(contentOf(this.#file, size));
    const number = await desk.fileRequest(`upload-faults-${seed}`);
    const byTicket = clients.some((kind) => kind === 'cli-ticket' || kind === 'script');
    const ticket = byTicket ? await desk.issueTicket(number) : null;
    desk.stack.arm({ type: 'arm', number, ticket, size, seed: seed * 1000, faults });
    const unlisten = desk.listen(number, (told) => {
      this.#sent.told(told);
      this.#moments.told(told);
    });
    const ends: ClientEnd[] = [];
    const words: string[] = [];
    while (words.at(-1) !== 'verified' && words.length < MOST_ATTEMPTS) {
      const end = await this.#attempt(words.length, number, ticket);
      ends.push(end);
      words.push(await this.#wordFor(end, words.length));
    }
    this.#moments.end();
    await Promise.allSettled(this.#beside);
    unlisten();
    desk.stack.disarm(number);
    if (words.at(-1) !== 'verified') this.#violations.push(`not verified after ${words.length} attempts`);
    const { versions, violations } = { versions: this.#versions, violations: this.#violations };
    const secrets = [desk.token, ...(ticket === null ? [] : [ticket])];
    violations.push(
      ...this.#sent.violations,
      ...(await judge({ number, versions, ends, mayBeTwice: byTicket, secrets }, desk)),
    );
    return { violations, ends: words, said: ends.map(({ out, err }) => `${out}${err}`).join('---\n') };
  }

  async #attempt(attempt: number, number: string, ticket: string | null): Promise<ClientEnd> {
    const { rate, json, forgets } = this.#plan;
    const stateDir = join(this.#home, 'memory');
    if (attempt > 0 && forgets) rmSync(stateDir, { recursive: true, force: true });
    this.#killed = false;
    this.#changed = false;
    this.#sent.begin();
    const kind = this.#kindOf(attempt);
    this.#desk.tally.add(`runs of clients ${kind}`);
    if (attempt > 0 && kind !== this.#kindOf(attempt - 1))
      this.#desk.tally.add('gone on with by another client');
    const { deskUrl } = this.#desk.stack;
    const file = this.#file;
    const token = this.#desk.token;
    const client = startClient({
      ...{ kind, deskUrl, number, file, folder: this.#home, stateDir, token, ticket, rate, json },
    });
    this.#client = client;
    this.#moments.started();
    const mostMs = this.#plan.sparse ? HUGE_ATTEMPT_WITHIN_MS : ATTEMPT_WITHIN_MS;
    const late = sleep(mostMs, null, { ref: false });
    const end = await Promise.race([client.ended, late]);
    this.#client = null;
    if (end !== null) return end;
    this.#violations.push('a client does not come to an end');
    client.kill(true);
    return client.ended;
  }

  #kindOf(attempt: number) {
    const { clients } = this.#plan;
    return clients[Math.min(attempt, clients.length - 1)] ?? 'cli-token';
  }

  async #wordFor({ code }: ClientEnd, attempt: number): Promise<string> {
    if (this.#killed) {
      await this.#countWaste(attempt);
      if (code !== 0) return 'killed';
    }
    const word = ENDS[code ?? -1];
    if (word === undefined) this.#violations.push(`a client ended with ${code}`);
    if (code === 4 && !this.#changed) this.#violations.push('a client says that an unchanged file changed');
    return word ?? `code ${code}`;
  }

  async #countWaste(attempt: number): Promise<void> {
    const kills = this.#desk.stack.kills;
    const waste = await this.#sent.lost(this.#desk, this.#kindOf(attempt));
    // What a killed stack lost is not the client's.
    if (waste === null || this.#desk.stack.kills !== kills) return;
    this.#desk.tally.atLeast('most wasted', waste.bytes);
    if (waste.bytes > waste.most)
      this.#violations.push(`a kill wasted ${waste.bytes} bytes, more than ${waste.most}`);
  }

  #happen({ kind, way }: Trouble): void {
    const { tally, stack } = this.#desk;
    const id = this.#sent.id;
    if (kind === 'kill-stack')
      this.#beside.push(stack.kill(way * 2000).catch((error: Error) => this.#violations.push(error.message)));
    if (kind === 'kill-client' && this.#client !== null) {
      this.#killed = true;
      tally.add('kills of clients');
      this.#client.kill(way < 0.5);
    }
    if (kind === 'change-file' && this.#client !== null && !this.#changed) {
      this.#changed = true;
      tally.add('files changed');
      changeFile(this.#file, this.#plan.size, way);
      this.#versions.push(contentOf(this.#file, statSync(this.#file).size));
    }
    if (kind === 'complete-twice' && id !== null)
      this.#beside.push(
        completeTwice(this.#desk, id, this.#versions[0]?.digest ?? '').then((wrong) =>
          this.#violations.push(...wrong),
        ),
      );
  }
}
