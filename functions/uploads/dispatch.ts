import type { Operation } from '#shared/schema/operation.ts';
import { ROUTES, type UploadRouteKey } from '#shared/schema/routes.ts';
import { UploadView } from '#shared/schema/upload.ts';
import { type LineRouteKey, UPLOAD_OPERATIONS } from '#shared/schema/upload-operations.ts';
import { CasebellError } from '../errors.ts';
import type { HttpAnswer } from '../http.ts';
import { arrivedAt, callerOf, type HttpEvent } from '../http-event.ts';
import { parseCall, readJson } from '../parse-call.ts';
import { abortUpload } from './abort-file.ts';
import { completeUpload } from './complete-upload.ts';
import { createUpload } from './create-upload.ts';
import { downloadFile } from './download-file.ts';
import { readForm } from './form-body.ts';
import { getUpload, listUploads } from './get-upload.ts';
import { listUploadParts, signUploadParts } from './parts-of-upload.ts';
import { partsText, refusalText, signedText, textAnswer, uploadText, wantsText } from './plain-text.ts';
import { ticketCaller } from './ticket-caller.ts';
import { issueTicket, listRequestTickets, revokeTicket } from './ticket-routes.ts';
import type { Caller, UploadCall, UploadDeps, UploadRun } from './upload-route.ts';

interface ById {
  readonly params: { readonly id: string };
  readonly caller: Caller;
  readonly now: string;
}

const get = ({ params, caller }: ById, deps: UploadDeps) => getUpload(params.id, caller, deps);
const sign = (
  { params, body, caller, now }: ById & { body: { parts: { n: number; sha256: string }[] } },
  deps: UploadDeps,
) => signUploadParts({ id: params.id, parts: body.parts, caller, now }, deps);
const list = (
  { params, query, caller, now }: ById & { query: { after?: number | undefined } },
  deps: UploadDeps,
) => listUploadParts({ id: params.id, after: query.after ?? 0, caller, now }, deps);
const complete = ({ params, body, caller, now }: ById & { body: { digest: string } }, deps: UploadDeps) =>
  completeUpload({ id: params.id, digest: body.digest, caller, now }, deps);

const RUNS: { readonly [Key in UploadRouteKey]: UploadRun<Key> } = {
  'POST /v1/requests/{number}/uploads': ({ params, body, caller, now }, deps) =>
    createUpload({ number: params.number, body, caller, now }, deps),
  'GET /v1/requests/{number}/uploads': listUploads,
  'GET /v1/uploads/{id}': get,
  'DELETE /v1/uploads/{id}': abortUpload,
  'POST /v1/uploads/{id}/parts:sign': sign,
  'GET /v1/uploads/{id}/parts': list,
  'POST /v1/uploads/{id}/complete': complete,
  'GET /v1/uploads/{id}/download': downloadFile,
  'POST /v1/requests/{number}/upload-tickets': issueTicket,
  'GET /v1/requests/{number}/upload-tickets': listRequestTickets,
  'DELETE /v1/upload-tickets/{ticketId}': revokeTicket,
  'POST /v1/ticket/uploads': ({ body, caller, now }, deps) =>
    createUpload({ number: numberOf(caller), body, caller, now }, deps),
  'GET /v1/ticket/uploads/{id}': get,
  'POST /v1/ticket/uploads/{id}/parts:sign': sign,
  'GET /v1/ticket/uploads/{id}/parts': list,
  'POST /v1/ticket/uploads/{id}/complete': complete,
};

/** The answers of those routes that also answer in lines, as their operations say. */
const TEXTS = {
  'GET /v1/uploads/{id}/parts': partsText,
  'POST /v1/ticket/uploads': uploadText,
  'GET /v1/ticket/uploads/{id}': uploadText,
  'POST /v1/ticket/uploads/{id}/parts:sign': signedText,
  'GET /v1/ticket/uploads/{id}/parts': partsText,
  'POST /v1/ticket/uploads/{id}/complete': uploadText,
} as const satisfies { readonly [Key in LineRouteKey]: (answer: never) => string[] };

/** Leads an event to its route: finds out who calls, parses what came, runs it, and answers as its operation says. */
export async function dispatch(event: HttpEvent, deps: UploadDeps): Promise<HttpAnswer> {
  const route = ROUTES.find(({ method, path }) => `${method} ${path}` === event.routeKey);
  if (!route || !('servedBy' in route) || route.servedBy !== 'uploads')
    throw new CasebellError('RouteNotFound');
  const key = `${route.method} ${route.path}` as UploadRouteKey;
  if (!(key in TEXTS && wantsText(event))) return run(key, route.access, event, deps);
  try {
    return await run(key, route.access, event, deps);
  } catch (error) {
    if (error instanceof CasebellError) return refusalText(error);
    throw error;
  }
}

async function run<Key extends UploadRouteKey>(
  key: Key,
  access: 'signed-in' | 'ticket',
  event: HttpEvent,
  deps: UploadDeps,
): Promise<HttpAnswer> {
  const now = arrivedAt(event);
  const caller: Caller =
    access === 'ticket'
      ? await ticketCaller(event, deps.table, now)
      : { kind: 'person', actor: callerOf(event) };
  const operation = UPLOAD_OPERATIONS[key];
  const isForm = 'form' in operation && FORM.test(event.headers['content-type'] ?? '');
  const parsed = parseCall(operation, event, isForm ? readForm : readBody);
  // Proof of the cast: the three parts were just parsed with this very operation's schemas.
  const answer = await RUNS[key]({ ...parsed, caller, now } as UploadCall<Key>, deps);
  if (key in TEXTS && wantsText(event)) {
    const lines = TEXTS[key as keyof typeof TEXTS] as (answer: unknown) => string[];
    return textAnswer(statusOf(operation, answer), lines(answer));
  }
  return { status: statusOf(operation, answer), body: JSON.stringify(answer) };
}

/** Only uploads have a status of their own for what is complete. */
function statusOf({ status, statusIfComplete }: Operation, answer: unknown): number {
  if (statusIfComplete === undefined) return status;
  return UploadView.parse(answer).state === 'uploading' ? status : statusIfComplete;
}

const FORM = /^application\/x-www-form-urlencoded\b/i;

/** Who has nothing to say need not say so. */
function readBody(text: string): unknown {
  return text === '' ? {} : readJson(text);
}

function numberOf(caller: Caller): string {
  if (caller.kind !== 'ticket') throw new CasebellError('TicketNeeded');
  return caller.ticket.number;
}
