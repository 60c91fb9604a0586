import { applyFacts } from '#shared/domain/apply-facts.ts';
import { decide } from '#shared/domain/decide.ts';
import { requestView } from '#shared/domain/request-view.ts';
import { CasebellError } from '../errors.ts';
import { commit, VersionConflict } from '../io/commit.ts';
import { listStaff } from '../io/directory.ts';
import { loadRequest } from '../io/load-request.ts';
import type { Run } from './route.ts';
import { assertVisible, relationOf } from './visible-request.ts';

/** A lost version race is decided anew this often before the caller is told (design section 4). */
const ATTEMPTS = 3;

/** `POST /v1/requests/{number}/actions`: a person does something to an SR. */
export const actOnRequest: Run<'POST /v1/requests/{number}/actions'> = async (call, deps) => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await actOnce(call, deps);
    } catch (error) {
      if (!(error instanceof VersionConflict)) throw error;
      if (attempt === ATTEMPTS) throw new CasebellError('RequestChanged');
    }
  }
};

const actOnce: Run<'POST /v1/requests/{number}/actions'> = async (call, { table, policies }) => {
  const { actor, now, body, params } = call;
  const [loaded, staff] = await Promise.all([loadRequest(table, params.number), listStaff(table)]);
  if (!loaded) throw new CasebellError('RequestNotFound');
  const { request, workflow } = loaded;
  const relation = await relationOf(table, actor, request);
  assertVisible(request, actor, relation);

  const policy = await policies.load(request.pack.name, request.pack.version);
  const decision = decide(request, body, { now, actor, relation, policy, staff });
  if (!decision.ok) throw new CasebellError(decision.refusal);
  const { after, events, mails } = applyFacts(request, decision.facts, actor, now, policy, staff);
  const view = requestView(after, actor, relation, policy, now);
  const answer = call.keep(view);
  await commit(table, {
    before: request,
    after,
    events,
    mails,
    workflow,
    policy,
    now,
    ...(answer && { answer }),
  });
  return view;
};
