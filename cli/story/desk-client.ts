import * as z from 'zod/mini';
import { RequestView, TimelinePage } from '#shared/schema/view.ts';

const Time = z.object({ now: z.string(), next: z.nullable(z.string()) });
const Token = z.object({ token: z.string() });
const Mails = z.array(
  z.object({
    id: z.string(),
    at: z.string(),
    to: z.array(z.string()),
    subject: z.string(),
    tags: z.record(z.string(), z.string()),
  }),
);
export type StoryMail = z.infer<typeof Mails>[number];

const Executions = z.array(z.object({ name: z.string(), status: z.string() }));
export type StoryExecution = z.infer<typeof Executions>[number];

const History = z.array(
  z.looseObject({
    timestamp: z.number(),
    type: z.string(),
    stateEnteredEventDetails: z.optional(z.looseObject({ name: z.string() })),
  }),
);

/** A state an execution entered, and when (epoch ms). */
export interface Visit {
  readonly state: string;
  readonly at: number;
}

/** A running local desk as the story's people use it: the public API with bearer tokens, and the desk's own clock. */
export interface DeskClient {
  readonly url: string;
  time(): Promise<z.infer<typeof Time>>;
  moveTo(instant: string): Promise<void>;
  moveToNextDeadline(): Promise<void>;
  file(person: string, form: object, key: string): Promise<RequestView>;
  act(person: string, number: string, action: object, key: string): Promise<RequestView>;
  request(person: string, number: string): Promise<RequestView>;
  timeline(person: string, number: string): Promise<z.infer<typeof TimelinePage>['items']>;
  mails(number: string): Promise<StoryMail[]>;
  executions(number: string): Promise<StoryExecution[]>;
  visits(execution: string): Promise<Visit[]>;
}

/** Connects to the desk at `url`. Every call rejects with a sentence that names what was asked and what came back. */
export function connectDesk(url: string): DeskClient {
  const tokens = new Map<string, Promise<string>>();

  async function ask<Schema extends z.ZodMiniType>(
    schema: Schema,
    method: 'GET' | 'POST',
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<z.infer<Schema>> {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return schema.parse(JSON.parse(text));
  }

  function token(person: string): Promise<string> {
    const known = tokens.get(person);
    if (known) return known;
    const asked = ask(Token, 'POST', '/__local/identity/token', { person }).then((answer) => answer.token);
    tokens.set(person, asked);
    return asked;
  }

  async function as(person: string, key?: string): Promise<Record<string, string>> {
    return { authorization: `Bearer ${await token(person)}`, ...(key && { 'idempotency-key': key }) };
  }

  return {
    url,
    time: () => ask(Time, 'GET', '/__local/time'),
    moveTo: async (instant) => {
      await ask(Time, 'POST', '/__local/time', { to: instant });
    },
    moveToNextDeadline: async () => {
      await ask(Time, 'POST', '/__local/time', { next: true });
    },
    file: async (person, form, key) => ask(RequestView, 'POST', '/v1/requests', form, await as(person, key)),
    act: async (person, number, action, key) =>
      ask(RequestView, 'POST', `/v1/requests/${number}/actions`, action, await as(person, key)),
    request: async (person, number) =>
      ask(RequestView, 'GET', `/v1/requests/${number}`, undefined, await as(person)),
    timeline: async (person, number) =>
      (
        await ask(
          TimelinePage,
          'GET',
          `/v1/requests/${number}/timeline?limit=100`,
          undefined,
          await as(person),
        )
      ).items,
    mails: async (number) =>
      (await ask(Mails, 'GET', '/__local/mails')).filter(({ tags }) => tags.request === number),
    executions: async (number) =>
      (await ask(Executions, 'GET', '/__local/executions')).filter(({ name }) =>
        name.startsWith(`sr-${number}-`),
      ),
    visits: async (execution) => {
      const events = await ask(History, 'GET', `/__local/executions/${execution}`);
      return events.flatMap(({ timestamp, stateEnteredEventDetails }) =>
        stateEnteredEventDetails ? [{ state: stateEnteredEventDetails.name, at: timestamp }] : [],
      );
    },
  };
}
