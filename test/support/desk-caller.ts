import type * as z from 'zod/mini';
import type { ActionName } from '#shared/schema/action.ts';
import { Problem, RequestPage, RequestView, StaffPage, TimelinePage } from '#shared/schema/view.ts';

/** An answer as it came over HTTP; `body` is parsed JSON. */
export interface DeskAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** What may be added to a call. */
export interface CallOptions {
  readonly body?: unknown;
  /** The Idempotency-Key. */
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The desk said no: the problem it answered with, field by field, so that a test can match them. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly fix: string;
  readonly requirement: string | undefined;
  readonly problem: Problem;

  constructor(call: string, problem: Problem) {
    super(`${call} was refused with ${problem.status} ${problem.code}: ${problem.detail}`);
    this.status = problem.status;
    this.code = problem.code;
    this.detail = problem.detail;
    this.fix = problem.fix;
    this.requirement = problem.requirement;
    this.problem = problem;
  }
}

export type ActionBody = { readonly action: ActionName } & Readonly<Record<string, unknown>>;
type Entry = z.infer<typeof TimelinePage>['items'][number];

/** Somebody signed in at the desk. What the desk refuses rejects with `Refused`; a 5xx is an error. */
export interface Caller {
  call(method: string, path: string, options?: CallOptions): Promise<DeskAnswer>;
  /** Calls and parses the answer. */
  ask<Schema extends z.ZodMiniType>(
    schema: Schema,
    method: string,
    path: string,
    options?: CallOptions,
  ): Promise<z.infer<Schema>>;
  file(form: object, key?: string): Promise<RequestView>;
  act(number: string, action: ActionBody, key?: string): Promise<RequestView>;
  get(number: string): Promise<RequestView>;
  /** `GET /v1/requests` with that query. */
  list(query?: Readonly<Record<string, string>>): Promise<z.infer<typeof RequestPage>>;
  /** The whole timeline. */
  timeline(number: string): Promise<Entry[]>;
  staff(): Promise<z.infer<typeof StaffPage>['items']>;
}

/** Calls the API at `url` with the token that `token` gives. */
export function desksCaller(url: string, token: () => Promise<string>): Caller {
  async function call(method: string, path: string, options: CallOptions = {}): Promise<DeskAnswer> {
    const { body, key, headers } = options;
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await token()}`,
        ...(key !== undefined && { 'idempotency-key': key }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? null : JSON.parse(text),
    };
  }

  async function ask<Schema extends z.ZodMiniType>(
    schema: Schema,
    method: string,
    path: string,
    options?: CallOptions,
  ): Promise<z.infer<Schema>> {
    const { status, body } = await call(method, path, options);
    if (status < 300) return schema.parse(body);
    const problem = Problem.safeParse(body);
    if (status >= 500 || !problem.success)
      throw new Error(`${method} ${path} answered ${status}: ${JSON.stringify(body)}`);
    throw new Refused(`${method} ${path}`, problem.data);
  }

  const withKey = (body: object, key?: string) => (key === undefined ? { body } : { body, key });
  const timelinePage = (number: string, cursor: string | null) =>
    ask(
      TimelinePage,
      'GET',
      `/v1/requests/${number}/timeline?limit=100${cursor === null ? '' : `&cursor=${cursor}`}`,
    );

  return {
    call,
    ask,
    file: (form, key) => ask(RequestView, 'POST', '/v1/requests', withKey(form, key)),
    act: (number, action, key) =>
      ask(RequestView, 'POST', `/v1/requests/${number}/actions`, withKey(action, key)),
    get: (number) => ask(RequestView, 'GET', `/v1/requests/${number}`),
    list: (query = {}) => ask(RequestPage, 'GET', `/v1/requests?${new URLSearchParams(query)}`),
    async timeline(number) {
      const items: Entry[] = [];
      let cursor: string | null = null;
      do {
        const page: z.infer<typeof TimelinePage> = await timelinePage(number, cursor);
        items.push(...page.items);
        cursor = page.cursor;
      } while (cursor !== null);
      return items;
    },
    staff: async () => (await ask(StaffPage, 'GET', '/v1/staff')).items,
  };
}
