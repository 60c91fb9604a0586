import { dispatch } from '#functions/api/dispatch.ts';
import { CasebellError } from '#functions/errors.ts';
import type { WorkflowItem } from '#functions/io/workflow-item.ts';
import { type DeliveryEvent, recordDelivery } from '#functions/mail/record-delivery.ts';
import { type MailDeps, sendMail } from '#functions/mail/send-mail.ts';
import { attributeOf, type StreamRecord } from '#functions/stream/stream-event.ts';
import { wakeWorkflow } from '#functions/stream/wake-workflow.ts';
import { revive } from '#functions/workflow/revive.ts';
import { sweep } from '#functions/workflow/sweep.ts';
import { type LocalClock, virtualClock } from '#local/clock.ts';
import { type Random, seededRandom } from '#local/step-functions/randomness.ts';
import type { RequestEvent } from '#shared/schema/event.ts';
import { toInstant, toMs } from '#shared/schema/instant.ts';
import type { SupportRequest } from '#shared/schema/request.ts';
import type { RouteKey } from '#shared/schema/routes.ts';
import { type MemoryTable, openMemoryTable, type Written } from './memory-table.ts';
import type { Item } from './memory-table-expression.ts';
import { type Answer, type CallParts, FORM, httpEvent } from './simulated-desk-call.ts';
import { BEGINNING, HOUSE, type PersonName, policies } from './simulated-desk-directory.ts';
import { Lanes } from './simulated-desk-lanes.ts';
import { SimulatedMachine } from './simulated-desk-machine.ts';
import { SimulatedPostOffice } from './simulated-desk-post-office.ts';
import { nextSweep, sweepIsDue } from './simulated-desk-schedule.ts';
import { type Told, toldOf } from './simulated-desk-stream.ts';
import { tableAt } from './simulated-desk-table.ts';
import { Died, type Interpose, Invocations } from './simulated-desk-turns.ts';

// Metrics go to the console, where nobody looks for them here.
process.env.POWERTOOLS_METRICS_DISABLED = 'true';

/** What the mapping and the event rules are given before a delivery goes to the on-failure queue. */
const STREAM_ATTEMPTS = 8;
const EVENT_ATTEMPTS = 3;

const MAIL_CONFIG: MailDeps['config'] = {
  TABLE_NAME: 'desk',
  MAIL_FROM: 'desk@vendor.example',
  REPLY_TO: 'support@vendor.example',
  LANGUAGES: ['en', 'zh-Hans', 'zh-Hant', 'ja'],
  REPLY_DOMAIN: 'vendor.example',
  CONFIGURATION_SET: 'desk',
  VENDOR_NAME: 'Vendor',
};

export interface DeskOptions {
  readonly startAt?: string;
  readonly seed?: number;
  /** Decides each turn of each function; by default everything goes at once. */
  readonly interpose?: Interpose;
  readonly definition?: string;
}

/** The whole desk in one process and in virtual time: the real functions and machine around a table in memory. */
export class SimulatedDesk {
  readonly clock: LocalClock;
  readonly table: MemoryTable;
  readonly machine: SimulatedMachine;
  readonly postOffice = new SimulatedPostOffice();
  readonly lanes = new Lanes();
  /** Every record the wake and mail consumers were ever given. */
  readonly records: Told[] = [];
  /** Every plan a function returned. */
  readonly plans: unknown[] = [];
  /** Every answer of the API. */
  readonly answers: Answer[] = [];
  /** Every task token that was ever stored. */
  readonly tokens = new Set<string>();
  /** Mails whose sender was killed after SES took them: they may be sent again. */
  readonly sentUnrecorded = new Set<string>();
  /** Errors that are nobody's fault but the functions'. */
  readonly failures: unknown[] = [];
  readonly #invocations: Invocations;
  readonly #random: Random;
  #sequence = 0;

  constructor({ startAt = '2026-03-02T09:00:00.000Z', seed = 1, interpose, definition }: DeskOptions = {}) {
    this.#random = seededRandom(seed);
    this.clock = virtualClock(startAt);
    this.#invocations = new Invocations(interpose ?? (() => 'go'));
    this.table = openMemoryTable((written) => this.#stream(written), BEGINNING);
    this.machine = new SimulatedMachine({
      clock: this.clock,
      invocations: this.#invocations,
      table: (turn) => tableAt(this.table, turn),
      onStatusChange: ({ name, status }) => this.#statusChanged(name, status),
      onPlan: (plan) => void this.plans.push(plan),
      onFailure: (error) => this.#fail(error),
      seed,
      ...(definition !== undefined && { definition }),
    });
  }

  get now(): string {
    return toInstant(this.clock.now());
  }

  /** A call of the API by a person, its time the present. */
  async http(who: PersonName, routeKey: RouteKey, parts: CallParts = {}): Promise<Answer> {
    const event = httpEvent(who, routeKey, parts, String(++this.#sequence), this.clock.now());
    const answer = await this.#answer(event);
    this.answers.push(answer);
    return answer;
  }

  async #answer(event: Parameters<typeof dispatch>[0]): Promise<Answer> {
    try {
      const answer = await this.#invocations.invoke('http', (turn) =>
        dispatch(event, {
          table: tableAt(this.table, turn),
          policies,
          house: HOUSE,
          random: (limit) => Math.floor(this.#random() * limit),
        }),
      );
      return { status: answer.status, body: JSON.parse(answer.body) };
    } catch (error) {
      if (error instanceof CasebellError) return { status: error.status, body: { code: error.name } };
      if (error instanceof Died) return { status: 0, body: {} };
      this.#fail(error);
      return { status: 500, body: { error: String(error) } };
    }
  }

  /** Files an SR and answers its number. */
  async file(who: PersonName = 'customer', form: object = {}): Promise<string> {
    const answer = await this.http(who, 'POST /v1/requests', { body: { ...FORM, ...form } });
    if (answer.status !== 201) throw new Error(`Not filed: ${JSON.stringify(answer)}`);
    return String(answer.body.number);
  }

  act(who: PersonName, number: string, action: object, key?: string): Promise<Answer> {
    return this.http(who, 'POST /v1/requests/{number}/actions', {
      number,
      body: action,
      ...(key !== undefined && { key }),
    });
  }

  /** The sweeper's schedule fires: it is on its way to the function. */
  callSweeper(): void {
    const now = toInstant(Math.floor(this.clock.now() / 1000) * 1000);
    this.#deliver('sweep', 'schedule', EVENT_ATTEMPTS, async (deps) => void (await sweep(now, deps)));
  }

  /** SES reports what became of a mail. */
  report(request: string, mail: string, eventType: DeliveryEvent['detail']['eventType']): void {
    const time = toInstant(Math.floor(this.clock.now() / 1000) * 1000);
    const tags = { request: [request], mail: [mail] };
    const event: DeliveryEvent = {
      time,
      detail: { eventType, mail: { messageId: `ses-${mail}`, tags } },
    };
    const lane = `report ${++this.#sequence}`;
    this.#deliver('report', lane, EVENT_ATTEMPTS, async (deps) => void (await recordDelivery(event, deps)));
  }

  /** Delivers a stream record that was delivered before once more, after whatever its item's lane holds. */
  replay(index: number): void {
    const told = this.records[index];
    if (told) this.#queueRecord(told.to, told.lane, told.record, 1);
  }

  /** Resolves when nothing can move but by a turn, a delivery or time. */
  async quiet(): Promise<void> {
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      const timerDue = (this.clock.nextTimer() ?? Number.POSITIVE_INFINITY) <= this.clock.now();
      if (this.#invocations.still && this.machine.still && !timerDue) return;
    }
  }

  /** Lets everything that is under way arrive, oldest first. */
  async settle(): Promise<void> {
    for (;;) {
      await this.quiet();
      const [first] = this.lanes.ready();
      if (!first) return;
      this.lanes.deliver(first);
    }
  }

  sweepIsDue(): boolean {
    return sweepIsDue(this.table.items(), this.clock.now());
  }

  nextSweep(): number | undefined {
    return nextSweep(this.table.items(), this.clock.now());
  }

  /** Lives on until an instant, with timers, the sweeper and every delivery in their order. */
  async liveUntil(instant: string): Promise<void> {
    const until = toMs(instant);
    for (;;) {
      await this.settle();
      const sweepAt = this.nextSweep() ?? Number.POSITIVE_INFINITY;
      await this.clock.advanceTo(Math.min(until, sweepAt), () => this.settle());
      if (sweepAt > until) return;
      if (this.sweepIsDue()) this.callSweeper();
    }
  }

  live(ms: number): Promise<void> {
    return this.liveUntil(toInstant(this.clock.now() + ms));
  }

  head(number: string): SupportRequest {
    return Object(this.#item(number, 'HEAD').state);
  }

  workflow(number: string): WorkflowItem & Item {
    return Object(this.#item(number, 'WF'));
  }

  events(number: string): RequestEvent[] {
    return this.itemsOf(number, 'E#').map(({ event }) => Object(event));
  }

  /** An SR's items of one kind, in the order of their keys. */
  itemsOf(number: string, prefix: string): Item[] {
    return [...this.table.items()]
      .filter(({ pk, sk }) => pk === `SR#${number}` && String(sk).startsWith(prefix))
      .sort((left, right) => (String(left.sk) < String(right.sk) ? -1 : 1));
  }

  #item(number: string, sk: string): Item {
    const item = this.table.find(`SR#${number}`, sk);
    if (!item) throw new Error(`There is no ${sk} of ${number}`);
    return item;
  }

  #stream(written: Written): void {
    const { taskToken } = written.after;
    if (typeof taskToken === 'string') this.tokens.add(taskToken);
    const told = toldOf(written);
    if (!told) return;
    this.records.push(told);
    this.#queueRecord(told.to, told.lane, told.record, STREAM_ATTEMPTS);
  }

  #queueRecord(to: 'wake' | 'mail', lane: string, record: StreamRecord, attempts: number): void {
    const run = to === 'wake' ? () => this.#wake(record) : () => this.#mail(record);
    this.lanes.add({ lane, to, attempts, run: () => this.#noted(run) });
  }

  #wake(record: StreamRecord): Promise<void> {
    return this.#invocations.invoke(
      'wake',
      async (turn) => void (await wakeWorkflow(record, this.machine.at(turn))),
    );
  }

  async #mail(record: StreamRecord): Promise<void> {
    const { sent } = this.postOffice;
    const earlier = sent.length;
    const done = await this.#invocations
      .invoke('mail', (turn) =>
        sendMail(record, {
          table: tableAt(this.table, turn),
          policies,
          postOffice: this.postOffice.at(turn),
          log: { error: () => undefined },
          config: MAIL_CONFIG,
        }),
      )
      .then(
        () => undefined,
        (error: unknown) => ({ error }),
      );
    if (!done) return;
    const [number, id] = ['pk', 'sk'].map((key) =>
      attributeOf(record.dynamodb.NewImage, key)?.replace(/^.*?#/, ''),
    );
    if (sent.slice(earlier).some(({ request, mail }) => request === number && mail === id))
      this.sentUnrecorded.add(`${number} ${id}`);
    throw done.error;
  }

  #statusChanged(name: string, status: string): void {
    if (status === 'RUNNING' || status === 'SUCCEEDED') return;
    const now = toInstant(Math.floor(this.clock.now() / 1000) * 1000);
    const lane = `status ${++this.#sequence}`;
    this.#deliver('revive', lane, EVENT_ATTEMPTS, async (deps) => void (await revive(name, now, deps)));
  }

  #deliver(
    to: string,
    lane: string,
    attempts: number,
    work: (deps: { table: MailDeps['table']; policies: typeof policies }) => Promise<void>,
  ): void {
    const run = () =>
      this.#invocations.invoke(to, (turn) => work({ table: tableAt(this.table, turn), policies }));
    this.lanes.add({ lane, to, attempts, run: () => this.#noted(run) });
  }

  /** A failed delivery is tried again by its lane. */
  async #noted(run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      this.#fail(error);
      throw error;
    }
  }

  #fail(error: unknown): void {
    if (!(error instanceof Error && RETRIED.has(error.name))) this.failures.push(error);
  }
}

/** What a function may end with without a defect: killed, throttled, or outrun by another writer. */
const RETRIED = new Set(['Died', 'ThrottlingException', 'VersionConflict']);
