import { authorise, type CustomerRelation } from '#shared/domain/authorise.ts';
import { requestView, timelineEntry } from '#shared/domain/request-view.ts';
import type { SupportRequest } from '#shared/schema/request.ts';
import { CasebellError } from '../errors.ts';
import { listEvents } from '../io/lists.ts';
import { loadHead } from '../io/load-request.ts';
import type { ApiDeps, Call, Run } from './route.ts';
import { assertVisible, relationOf } from './visible-request.ts';

type ByNumber = Call<'GET /v1/requests/{number}'> | Call<'GET /v1/requests/{number}/timeline'>;

async function findVisible(
  { params, actor }: ByNumber,
  { table }: ApiDeps,
): Promise<{ request: SupportRequest; relation: CustomerRelation }> {
  const request = await loadHead(table, params.number);
  if (!request) throw new CasebellError('RequestNotFound');
  const relation = await relationOf(table, actor, request);
  assertVisible(request, actor, relation);
  return { request, relation };
}

/** `GET /v1/requests/{number}`: the SR, with the actions its caller may take. */
export const getRequest: Run<'GET /v1/requests/{number}'> = async (call, deps) => {
  const { request, relation } = await findVisible(call, deps);
  const policy = await deps.policies.load(request.pack.name, request.pack.version);
  return requestView(request, call.actor, relation, policy, call.now);
};

/** `GET /v1/requests/{number}/timeline`: the SR's events, oldest first; customers see the public ones. */
export const getTimeline: Run<'GET /v1/requests/{number}/timeline'> = async (call, deps) => {
  const { relation } = await findVisible(call, deps);
  const { limit = 50, cursor } = call.query;
  const seesAll = authorise(call.actor, 'read-internal', relation);
  const page = await listEvents(
    deps.table,
    call.params.number,
    limit,
    cursor,
    ({ visibility }) => seesAll || visibility === 'public',
  );
  return { items: page.items.map((event) => timelineEntry(event, call.actor)), cursor: page.cursor };
};
