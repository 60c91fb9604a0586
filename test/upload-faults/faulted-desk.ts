import { join } from 'node:path';
import * as z from 'zod/mini';
import { IssuedTicket } from '#shared/schema/upload.ts';
import { type Caller, desksCaller } from '#test/support/desk-caller.ts';
import { STANDARD_FORM } from '#test/support/journey-forms.ts';
import { type UploadCalls, uploadCalls } from '#test/support/upload-calls.ts';
import { FaultedStack } from './faulted-stack.ts';
import { patiently } from './patience.ts';
import type { FromStack } from './stack-messages.ts';
import type { Tally } from './tally.ts';

const Token = z.object({ token: z.string() });

/** What the stack tells about one upload. */
export type Told = Extract<FromStack, { type: 'part' | 'completing' }>;

/** A desk whose stack injects faults and may be killed, and who calls it. */
export class FaultedDesk {
  readonly stack: FaultedStack;
  readonly tally: Tally;
  /** The bearer token of Dana, who uploads. */
  readonly token: string;
  /** Calls as Dana, who uploads, and as Ana, who works on the request. */
  readonly dana: UploadCalls;
  readonly ana: UploadCalls;
  readonly #caller: Caller;
  readonly #hub: Hub;

  private constructor(
    stack: FaultedStack,
    tally: Tally,
    hub: Hub,
    tokens: { readonly dana: string; readonly ana: string },
  ) {
    this.stack = stack;
    this.tally = tally;
    this.#hub = hub;
    this.token = tokens.dana;
    this.#caller = desksCaller(stack.deskUrl, async () => tokens.dana);
    this.dana = uploadCalls(this.#caller);
    this.ana = uploadCalls(desksCaller(stack.deskUrl, async () => tokens.ana));
  }

  /** Starts one with a state folder of its own below `folder`; `tally` counts what is injected. */
  static async start(folder: string, assembly: string, tally: Tally): Promise<FaultedDesk> {
    const hub = new Hub(tally);
    const stack = await FaultedStack.start({ stateDir: join(folder, 'state'), assembly }, hub.take);
    const token = async (person: string) => {
      const response = await fetch(`${stack.deskUrl}/__local/identity/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ person }),
      });
      return Token.parse(await response.json()).token;
    };
    return new FaultedDesk(stack, tally, hub, { dana: await token('dana'), ana: await token('ana') });
  }

  /** Files a request; the same key files it only once. */
  async fileRequest(key: string): Promise<string> {
    return (await patiently(() => this.#caller.file(STANDARD_FORM, key))).number;
  }

  /** The secret of a new ticket for a request. */
  async issueTicket(number: string): Promise<string> {
    const path = `/v1/requests/${number}/upload-tickets`;
    const { url } = await patiently(() => this.#caller.ask(IssuedTicket, 'POST', path, { body: {} }));
    return url.slice(url.lastIndexOf('/') + 1);
  }

  /** Has `listener` told what happens to the uploads of a request, until the function that it answers is called. */
  listen(number: string, listener: (told: Told) => void): () => void {
    this.#hub.listeners.set(number, listener);
    return () => void this.#hub.listeners.delete(number);
  }

  /** When the desk first answered that an upload is verified (epoch milliseconds). */
  toldVerifiedAt(id: string): number | undefined {
    return this.#hub.toldVerifiedAt.get(id);
  }
}

/** Hands on what the stack tells. */
class Hub {
  readonly listeners = new Map<string, (told: Told) => void>();
  readonly toldVerifiedAt = new Map<string, number>();
  readonly #tally: Tally;

  constructor(tally: Tally) {
    this.#tally = tally;
  }

  readonly take = (message: FromStack): void => {
    if (message.type === 'fault') this.#tally.add(`fault ${message.kind}`);
    if (message.type === 'part' || message.type === 'completing')
      this.listeners.get(message.number)?.(message);
    // A stack that was started anew does not know what another one told.
    if (message.type === 'told-verified' && !this.toldVerifiedAt.has(message.id))
      this.toldVerifiedAt.set(message.id, message.at);
  };
}
