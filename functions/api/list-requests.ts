import { shownSummary } from '#shared/domain/request-view.ts';
import type { RequestSummary } from '#shared/schema/view.ts';
import { CasebellError } from '../errors.ts';
import { findContact, listContracts } from '../io/directory.ts';
import { type RequestList, listRequests as readPage } from '../io/lists.ts';
import type { ApiDeps, Call, Run } from './route.ts';

type ListCall = Call<'GET /v1/requests'>;

/**
 * `GET /v1/requests`: customers get the SRs of their contracts, newest first; staff those of a queue, of an
 * account, their own, or a region's escalated ones, soonest deadline first (WRK-5, ESC-6).
 */
export const listRequests: Run<'GET /v1/requests'> = async (call, deps) => {
  const { cursor, limit = 25 } = call.query;
  if (call.actor.kind !== 'customer') return readPage(deps.table, staffList(call), limit, cursor, () => true);

  const { scope = 'account' } = call.query;
  if (scope !== 'account' || call.query.account) throw new CasebellError('NotAllowed');
  const contact = await findContact(deps.table, call.actor.email);
  if (!contact) return { items: [], cursor: null };
  const mine = await contractsOf(contact.email, contact.accountId, deps);
  const visible = (summary: RequestSummary) =>
    summary.contactEmail === contact.email || mine.has(summary.contractId);
  const list = { list: 'account', accountId: contact.accountId } as const;
  const page = await readPage(deps.table, list, limit, cursor, visible);
  return { items: page.items.map((it) => shownSummary(it, call.actor)), cursor: page.cursor };
};

function staffList({ query, actor }: ListCall): RequestList {
  switch (query.scope ?? 'mine') {
    case 'account':
      if (!query.account)
        throw new CasebellError('InvalidRequest', 'query.account: needed with scope=account.');
      return { list: 'account', accountId: query.account };
    case 'queue':
      return { list: 'queue', queue: query.queue ?? 'technical' };
    case 'escalated':
      if (!query.region)
        throw new CasebellError('InvalidRequest', 'query.region: needed with scope=escalated.');
      return { list: 'escalated', region: query.region };
    case 'mine':
      return { list: 'mine', email: actor.kind === 'workflow' ? '' : actor.email };
  }
}

async function contractsOf(email: string, accountId: string, { table }: ApiDeps): Promise<Set<string>> {
  const contracts = await listContracts(table, accountId);
  return new Set(
    contracts
      .filter(({ members }) => members.some((member) => member.email === email))
      .map(({ contractId }) => contractId),
  );
}
