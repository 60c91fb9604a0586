import { statSync } from 'node:fs';
import { changeFile } from './change-file.ts';
import type { ClientEnd, ClientProcess } from './client-process.ts';
import { completeTwice } from './complete-twice.ts';
import type { FaultedDesk, Told } from './faulted-desk.ts';
import { Moments } from './moments.ts';
import type { Plan, Trouble } from './plan.ts';
import type { SentParts } from './sent-parts.ts';
import { type Content, contentOf, writeFileOf } from './shared-bytes.ts';

/** A client looks at its file, and its call reaches the desk, within so much time (ms). */
const SEEN_WITHIN_MS = 1500;

/** Makes the troubles of a plan while its file is uploaded. */
export class TroubleMaker {
  readonly violations: string[] = [];
  /** What the file contained, from the beginning on. */
  readonly versions: Content[] = [];
  /** How second clients ended that uploaded the same file at the same time. */
  readonly otherEnds: ClientEnd[] = [];
  readonly #plan: Plan;
  readonly #desk: FaultedDesk;
  readonly #file: string;
  readonly #sent: SentParts;
  readonly #startOther: () => ClientProcess;
  readonly #moments: Moments;
  readonly #beside: Promise<unknown>[] = [];
  #client: ClientProcess | null = null;
  #killed = false;
  #changedAt: number | null = null;
  #completedAt: number | null = null;

  /** Writes the file. `startOther` starts a client of its own on it. */
  constructor(plan: Plan, desk: FaultedDesk, file: string, sent: SentParts, startOther: () => ClientProcess) {
    this.#plan = plan;
    this.#desk = desk;
    this.#file = file;
    this.#sent = sent;
    this.#startOther = startOther;
    this.#moments = new Moments(plan.troubles, (trouble) => this.#make(trouble));
    writeFileOf(plan, file);
    this.versions.push(contentOf(file, plan.size));
  }

  /** Whether the client that was last watched was killed, and whether the file changed under it. */
  get killed(): boolean {
    return this.#killed;
  }

  get changed(): boolean {
    return this.#changedAt !== null;
  }

  /** Whether it changed so long before the client called it complete that the client must have seen it. */
  get changedInTime(): boolean {
    if (this.#changedAt === null || this.#completedAt === null || this.completesBeside) return false;
    return this.#completedAt - this.#changedAt > SEEN_WITHIN_MS;
  }

  /** Whether anybody but the client may complete the upload. */
  get completesBeside(): boolean {
    return this.#plan.troubles.some(({ kind }) => kind === 'complete-twice' || kind === 'second-client');
  }

  /** Resolves with the end of a client that has just been started; null where `late` comes first. */
  async watch(client: ClientProcess, late: Promise<null>): Promise<ClientEnd | null> {
    this.#client = client;
    this.#killed = false;
    this.#changedAt = null;
    this.#completedAt = null;
    this.#moments.started();
    const end = await Promise.race([client.ended, late]);
    this.#client = null;
    return end;
  }

  told(told: Told): void {
    if (told.type === 'completing') this.#completedAt ??= Date.now();
    this.#moments.told(told);
  }

  /** Makes no more, and waits for what is under way. */
  async end(): Promise<void> {
    this.#moments.end();
    await Promise.all(this.#beside);
  }

  #make({ kind, way }: Trouble): void {
    switch (kind) {
      case 'kill-stack':
        this.#besides(this.#desk.stack.kill(way * 2000));
        break;
      case 'kill-client':
        this.#kill(way < 0.5);
        break;
      case 'change-file':
        this.#change(way);
        break;
      case 'complete-twice':
        this.#besides(this.#complete());
        break;
      case 'second-client':
        this.#besides(this.#uploadBeside());
        break;
    }
  }

  #besides(work: Promise<unknown>): void {
    this.#beside.push(
      work.catch((error: unknown) =>
        this.violations.push(error instanceof Error ? error.message : `${error}`),
      ),
    );
  }

  #kill(whole: boolean): void {
    if (this.#client === null) return;
    this.#killed = true;
    this.#desk.tally.add('kills of clients');
    this.#client.kill(whole);
  }

  #change(way: number): void {
    if (this.#client === null || this.changed) return;
    this.#changedAt = Date.now();
    this.#desk.tally.add('files changed');
    changeFile(this.#file, way);
    this.versions.push(contentOf(this.#file, statSync(this.#file).size));
  }

  async #complete(): Promise<void> {
    const { id } = this.#sent;
    const [first, changed] = this.versions;
    if (id === null || first === undefined) return;
    this.violations.push(...(await completeTwice(this.#desk, id, first, changed !== undefined)));
  }

  async #uploadBeside(): Promise<void> {
    this.#desk.tally.add('second clients');
    const end = await this.#startOther().ended;
    this.otherEnds.push(end);
    const right = [0, 1, ...(this.versions.length > 1 ? [4] : [])];
    if (!right.includes(end.code ?? -1)) this.violations.push(`a second client ended with ${end.code}`);
  }
}
