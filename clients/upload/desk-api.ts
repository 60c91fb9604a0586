import * as z from 'zod/mini';
import { PartPage, SignedParts, UploadView } from '#shared/schema/upload.ts';
import { DeskBusy, DeskRefused } from './desk-errors.ts';
import type { UploadApi } from './ports.ts';

/** A call of the desk's HTTP API. */
export interface DeskCall {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** From the desk's address on, such as `/v1/uploads/...`. */
  readonly path: string;
  /** Sent as JSON; null for none. */
  readonly body: unknown;
  readonly signal: AbortSignal;
}

/** What the desk answered to a call. */
export interface DeskAnswer {
  readonly status: number;
  /** The body read as JSON; undefined where it is none. */
  readonly body: unknown;
  /** The `retry-after` header in seconds; 0 where there is none. */
  readonly retryAfterSeconds: number;
}

/** Makes a call as whoever uploads. Rejects with DeskUnreachable where no answer came. */
export type SendToDesk = (call: DeskCall) => Promise<DeskAnswer>;

/** Who uploads: a person, to a request they may see, or the bearer of a ticket, which knows its request. */
export type Uploader = { readonly number: string } | 'ticket';

const PartNumbers = z.optional(z.array(z.int()));

/** RFC 9457 with the desk's own members; those of PartsMissing name the parts. */
const Problem = z.object({
  code: z.string(),
  detail: z.string(),
  fix: z.string(),
  missing: PartNumbers,
  mismatched: PartNumbers,
});

/** The routes of uploads, for a person or by ticket. */
export function createDeskApi(send: SendToDesk, uploader: Uploader): UploadApi {
  const isTicket = uploader === 'ticket';
  const uploads = isTicket ? '/v1/ticket/uploads' : '/v1/uploads';
  const begin = isTicket ? uploads : `/v1/requests/${uploader.number}/uploads`;
  const one = (id: string) => `${uploads}/${id}`;

  async function call<Schema extends z.ZodMiniType>(
    schema: Schema,
    call: DeskCall,
  ): Promise<z.infer<Schema>> {
    return parsed(schema, await send(call));
  }

  return {
    create: (body, signal) => call(UploadView, { method: 'POST', path: begin, body, signal }),
    get: (id, signal) => call(UploadView, { method: 'GET', path: one(id), body: null, signal }),
    listParts: (id, after, signal) =>
      call(PartPage, { method: 'GET', path: `${one(id)}/parts?after=${after}`, body: null, signal }),
    sign: async (id, parts, signal) =>
      (await call(SignedParts, { method: 'POST', path: `${one(id)}/parts:sign`, body: { parts }, signal }))
        .items,
    complete: (id, digest, signal) =>
      call(UploadView, { method: 'POST', path: `${one(id)}/complete`, body: { digest }, signal }),
    abort: isTicket
      ? null
      : (id, signal) => call(UploadView, { method: 'DELETE', path: one(id), body: null, signal }),
  };
}

/** What the desk answered, as `schema` has it. Throws DeskBusy or DeskRefused. */
export function parsed<Schema extends z.ZodMiniType>(
  schema: Schema,
  { status, body, retryAfterSeconds }: DeskAnswer,
): z.infer<Schema> {
  if (status === 408 || status === 429 || status >= 500) throw new DeskBusy(status, retryAfterSeconds);
  if (status >= 200 && status < 300) {
    const answer = z.safeParse(schema, body);
    if (answer.success) return answer.data;
    throw new DeskRefused('NotADesk', 'What answers is not a Casebell desk, or not one of this version.');
  }
  const problem = z.safeParse(Problem, body);
  if (problem.success) {
    const { code, detail, fix, missing = [], mismatched = [] } = problem.data;
    throw new DeskRefused(code, `${detail} ${fix}`, { missing, mismatched });
  }
  throw new DeskRefused(`Status${status}`, withoutProblem(status));
}

/** What API Gateway answers by itself is no problem document. */
function withoutProblem(status: number): string {
  if (status === 401)
    return 'The desk does not accept who you say you are, or not any more. Get a new token, or a new ticket, and upload the file again to go on.';
  if (status === 403) return 'You are not allowed to do this. Ask the desk.';
  if (status === 404)
    return 'What answers does not know uploads. It may be no Casebell desk, or an older one.';
  return `The desk answers ${status} without a reason. Ask the desk.`;
}
