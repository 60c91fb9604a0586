import { gatewayAnswer, type HttpAnswer } from '#local/api-gateway/answer.ts';
import type { HttpCall, Interpose } from '#local/interpose.ts';
import type { Fault, FaultTarget } from '#local/s3/fault.ts';
import { partRange, planParts } from '#shared/uploads/part-plan.ts';
import { answeredUploads } from './answered-uploads.ts';
import { FaultDrawer } from './fault-drawer.ts';
import {
  DESK_FAULTS,
  type FaultKind,
  PART_FAULTS,
  STORE_CALL_FAULTS,
  s3Fault,
  VERIFY_FAULTS,
} from './fault-kinds.ts';
import type { FromStack, ToStack } from './stack-messages.ts';

/** Injects the faults of every upload that is under way, and tells of them. */
export class FaultInjector {
  readonly #tell: (message: FromStack) => void;
  readonly #under = new Map<string, { readonly drawer: FaultDrawer; readonly size: number }>();
  readonly #numberOfTicket = new Map<string, string>();
  readonly #numberOfUpload = new Map<string, string>();
  readonly #verified = new Set<string>();

  constructor(tell: (message: FromStack) => void) {
    this.#tell = tell;
  }

  take(message: ToStack): void {
    if (message.type === 'disarm') {
      this.#under.delete(message.number);
      return;
    }
    const { number, ticket, seed, size, faults } = message;
    this.#under.set(number, { drawer: new FaultDrawer(seed, faults), size });
    if (ticket !== null) this.#numberOfTicket.set(`Ticket ${ticket}`, number);
  }

  readonly interpose: Interpose = {
    s3: (target) => this.#s3(target),
    http: (call, next) => this.#http(call, next),
    invoke: (functionId, event, next) =>
      functionId === 'VerifyUpload' ? this.#verify(event, next) : next(event),
  };

  #draw(number: string | undefined, possible: readonly FaultKind[]): FaultKind | null {
    if (number === undefined) return null;
    const kind = this.#under.get(number)?.drawer.draw(possible) ?? null;
    if (kind !== null) this.#tell({ type: 'fault', number, kind });
    return kind;
  }

  #s3({ operation, key, partNumber }: FaultTarget): Fault | undefined {
    const [, number, id] = /^sr\/(\d+)\/(\w{26})$/.exec(key) ?? [];
    if (number === undefined || id === undefined || operation === 'GetObject') return undefined;
    this.#numberOfUpload.set(id, number);
    const under = this.#under.get(number);
    if (under === undefined) return undefined;
    const n = operation === 'UploadPart' ? partNumber : undefined;
    const kind = this.#draw(number, n === undefined ? STORE_CALL_FAULTS : PART_FAULTS);
    if (n !== undefined) this.#tell({ type: 'part', number, id, n, fault: kind });
    if (kind === null) return undefined;
    const length = n === undefined ? 0 : partRange(n, under.size, planParts(under.size).partSize).length;
    return s3Fault(kind, under.drawer.random(), length);
  }

  async #http(call: HttpCall, next: () => Promise<HttpAnswer | undefined>): Promise<HttpAnswer | undefined> {
    const number = this.#numberOf(call);
    if (number !== undefined && call.url.endsWith('/complete')) this.#tell({ type: 'completing', number });
    const kind = this.#draw(number, DESK_FAULTS);
    if (kind === 'desk-500') return gatewayAnswer(500, 'Internal Server Error');
    if (kind === 'desk-503') return gatewayAnswer(503, 'Service Unavailable');
    if (kind === 'desk-cut') return undefined;
    const answer = await next();
    if (kind === 'desk-answer-lost') return undefined;
    if (kind === 'desk-500-but-done') return gatewayAnswer(500, 'Internal Server Error');
    if (answer !== undefined) this.#note(answer);
    return answer;
  }

  /** The request whose upload a call is about, where it is one. */
  #numberOf({ url, authorization = '' }: HttpCall): string | undefined {
    const [, number, id] =
      /^\/v1\/(?:requests\/(\d+)\/uploads|(?:ticket\/)?uploads\/(\w{26}))(?:[/?]|$)/.exec(url) ?? [];
    const known = number ?? (id === undefined ? undefined : this.#numberOfUpload.get(id));
    return known ?? this.#numberOfTicket.get(authorization);
  }

  #note(answer: HttpAnswer): void {
    for (const { id, number, state } of answeredUploads(answer)) {
      this.#numberOfUpload.set(id, number);
      if (state !== 'verified' || this.#verified.has(id)) continue;
      this.#verified.add(id);
      this.#tell({ type: 'told-verified', id, at: Date.now() });
    }
  }

  async #verify(event: unknown, next: (event: unknown) => Promise<unknown>): Promise<unknown> {
    const [, number] = /"SR#(\d+)"/.exec(JSON.stringify(event)) ?? [];
    const kind = this.#draw(number, VERIFY_FAULTS);
    if (kind === 'verify-twice') return (await Promise.all([next(event), next(event)]))[0];
    const outcome = await next(event);
    if (kind === 'verify-crash') throw new Error('The function was cut off after its work was done.');
    return outcome;
  }
}
