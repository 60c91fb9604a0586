import { applyFacts } from '#shared/domain/apply-facts.ts';
import { decide } from '#shared/domain/decide.ts';
import { requestView } from '#shared/domain/request-view.ts';
import type { Body } from '#shared/schema/operations.ts';
import type { Actor, Contact, Staff } from '#shared/schema/person.ts';
import type { SupportRequest } from '#shared/schema/request.ts';
import { CasebellError } from '../errors.ts';
import { commit, VersionConflict } from '../io/commit.ts';
import { findContact, findContract, listStaff } from '../io/directory.ts';
import { countOwned } from '../io/lists.ts';
import { loadRequest } from '../io/load-request.ts';
import type { Table } from '../io/table.ts';
import { namedActor } from './named-actor.ts';
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
  const { now, body, params } = call;
  const [loaded, staff] = await Promise.all([loadRequest(table, params.number), listStaff(table)]);
  if (!loaded) throw new CasebellError('RequestNotFound');
  const { request, workflow } = loaded;
  const relation = await relationOf(table, call.actor, request);
  assertVisible(request, call.actor, relation);

  const [policy, contact, contract] = await Promise.all([
    policies.load(request.pack.name, request.pack.version),
    contactOf(table, call.actor, request),
    body.action === 'change-contract' ? findContract(table, request.accountId, body.contractId) : null,
  ]);
  const openRequests = await openRequestsOf(table, body, staff);
  const actor = namedActor(call.actor, staff, contact);
  const decision = decide(request, body, { now, actor, relation, policy, staff, contract, openRequests });
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

/** How many requests the engineer has whom the action names; counted only where they take on so many and no more. */
async function openRequestsOf(
  table: Table,
  body: Body<'POST /v1/requests/{number}/actions'>,
  staff: readonly Staff[],
): Promise<number | undefined> {
  if (body.action !== 'assign' && body.action !== 'reassign') return undefined;
  const capacity = staff.find(({ email }) => email === body.engineer)?.capacity;
  return capacity === undefined ? undefined : countOwned(table, body.engineer, capacity);
}

/** The caller as a contact; read only where the SR does not have it. */
async function contactOf(table: Table, actor: Actor, { contact }: SupportRequest): Promise<Contact | null> {
  if (actor.kind !== 'customer') return null;
  return actor.email === contact.email ? contact : findContact(table, actor.email);
}
