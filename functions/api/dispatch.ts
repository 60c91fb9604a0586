import { OPERATIONS } from '#shared/schema/operations.ts';
import type { Actor } from '#shared/schema/person.ts';
import { type ApiRouteKey, ROUTES } from '#shared/schema/routes.ts';
import { CasebellError } from '../errors.ts';
import type { HttpAnswer } from '../http.ts';
import { arrivedAt, callerOf, type HttpEvent } from '../http-event.ts';
import { InvalidCursor } from '../io/cursor.ts';
import { parseCall, readJson } from '../parse-call.ts';
import { actOnRequest } from './act-on-request.ts';
import { getMe, listContracts, listStaff } from './directory-routes.ts';
import { fileRequest } from './file-request.ts';
import { getOpenApi } from './get-open-api.ts';
import { getPolicy } from './get-policy.ts';
import { getRequest, getTimeline } from './get-request.ts';
import { fingerprintOf, keptAnswer, once, type Repeatable, readIdempotencyKey } from './idempotency.ts';
import { listRequests } from './list-requests.ts';
import type { ApiDeps, Call, Run } from './route.ts';

const RUNS: { readonly [Key in ApiRouteKey]: Run<Key> } = {
  'GET /v1/openapi.json': getOpenApi,
  'GET /v1/contacts/me': getMe,
  'GET /v1/contracts': listContracts,
  'GET /v1/policy': getPolicy,
  'GET /v1/staff': listStaff,
  'GET /v1/requests': listRequests,
  'POST /v1/requests': fileRequest,
  'GET /v1/requests/{number}': getRequest,
  'GET /v1/requests/{number}/timeline': getTimeline,
  'POST /v1/requests/{number}/actions': actOnRequest,
};

/** Nobody in particular: public routes act on nothing. */
const NOBODY: Actor = { kind: 'customer', email: '', name: '' };

/** Leads an event to its route: parses what came, runs it, and answers as its operation says. */
export async function dispatch(event: HttpEvent, deps: ApiDeps): Promise<HttpAnswer> {
  const route = ROUTES.find(({ method, path }) => `${method} ${path}` === event.routeKey);
  if (!route || 'servedBy' in route) throw new CasebellError('RouteNotFound');
  return run(
    event.routeKey as ApiRouteKey,
    route.access === 'public' ? NOBODY : callerOf(event),
    event,
    deps,
  );
}

async function run<Key extends ApiRouteKey>(
  key: Key,
  actor: Actor,
  event: HttpEvent,
  deps: ApiDeps,
): Promise<HttpAnswer> {
  const operation = OPERATIONS[key];
  const now = arrivedAt(event);
  const parsed = parseCall(operation, event, readJson);
  const repeatable = operation.body ? repeatableCall(actor, event) : null;
  const call = {
    ...parsed,
    actor,
    now,
    keep: (value: unknown) => (repeatable ? keptAnswer(repeatable, operation.status, value) : undefined),
    // Proof of the cast: the three parts were just parsed with this very operation's schemas.
  } as Call<Key>;

  const answer = async (): Promise<HttpAnswer> => {
    try {
      return { status: operation.status, body: JSON.stringify(await RUNS[key](call, deps)) };
    } catch (error) {
      throw error instanceof InvalidCursor ? new CasebellError('InvalidCursor') : error;
    }
  };
  return repeatable ? once(deps.table, repeatable, now, answer) : answer();
}

function repeatableCall(actor: Actor, event: HttpEvent): Repeatable | null {
  const key = readIdempotencyKey(event.headers['idempotency-key']);
  if (key === null || actor.kind === 'workflow') return null;
  const path = JSON.stringify(event.pathParameters ?? {});
  return { who: actor.email, key, fingerprint: fingerprintOf(event.routeKey, path, event.body ?? '') };
}
