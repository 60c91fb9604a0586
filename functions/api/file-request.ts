import { applyFacts } from '#shared/domain/apply-facts.ts';
import { relationTo } from '#shared/domain/authorise.ts';
import { decideFile } from '#shared/domain/decide-file.ts';
import { requestView } from '#shared/domain/request-view.ts';
import type { Contact } from '#shared/schema/person.ts';
import { makeRequestNumber } from '#shared/schema/request-number.ts';
import { CasebellError } from '../errors.ts';
import { AlreadyExists, commit } from '../io/commit.ts';
import { findContact, findContactByNumber, findContract, listStaff } from '../io/directory.ts';
import { namedActor } from './named-actor.ts';
import type { ApiDeps, Call, Run } from './route.ts';

/** Two requests in a year draw the same eight digits once in a hundred million; thrice in a row never. */
const NUMBER_DRAWS = 3;

type FileCall = Call<'POST /v1/requests'>;

/** `POST /v1/requests`: a customer files, or staff for a customer whose number they were told (FIL-5, FIL-7). */
export const fileRequest: Run<'POST /v1/requests'> = async (call, deps) => {
  const { table, policies, house } = deps;
  const { now, body } = call;
  const [policy, staff, contact] = await Promise.all([
    policies.load(house.name, house.version),
    listStaff(table),
    customerOf(call, deps),
  ]);
  const actor = namedActor(call.actor, staff, contact);
  const contract = contact ? await findContract(table, contact.accountId, body.contractId) : null;

  for (let draw = 1; ; draw++) {
    const number = makeRequestNumber(now, deps.random(100_000_000));
    const decision = decideFile(body, { now, actor, policy, contact, contract, number });
    if (!decision.ok) throw new CasebellError(decision.refusal);
    const { after, events, mails } = applyFacts(null, decision.facts, actor, now, policy, staff);
    const view = requestView(after, actor, relationTo(actor, after, [after.contractId]), policy, now);
    const answer = call.keep(view);
    try {
      await commit(table, {
        before: null,
        after,
        events,
        mails,
        workflow: null,
        policy,
        now,
        ...(answer && { answer }),
      });
      return view;
    } catch (error) {
      const taken = error instanceof AlreadyExists && error.what === 'number';
      if (!taken || draw === NUMBER_DRAWS) throw error;
    }
  }
};

async function customerOf({ actor, body }: FileCall, { table }: ApiDeps): Promise<Contact | null> {
  if (actor.kind === 'customer') return findContact(table, actor.email);
  return body.customerNumber ? findContactByNumber(table, body.customerNumber) : null;
}
