import { authorise, type CustomerRelation, relationTo } from '#shared/domain/authorise.ts';
import type { Actor } from '#shared/schema/person.ts';
import type { SupportRequest } from '#shared/schema/request.ts';
import { CasebellError } from '../errors.ts';
import { findContract } from '../io/directory.ts';
import type { Table } from '../io/table.ts';

/** How the caller stands to an SR; the contract is read only where it decides something. */
export async function relationOf(
  table: Table,
  actor: Actor,
  request: SupportRequest,
): Promise<CustomerRelation> {
  if (actor.kind !== 'customer' || actor.email === request.contact.email)
    return relationTo(actor, request, []);
  const contract = await findContract(table, request.accountId, request.contractId);
  const member = contract?.members.some(({ email }) => email === actor.email) ?? false;
  return relationTo(actor, request, member ? [request.contractId] : []);
}

/** Throws RequestNotFound unless the caller may read the SR: a number tells nothing to those it is no business of. */
export function assertVisible(
  request: SupportRequest | null | undefined,
  actor: Actor,
  relation: CustomerRelation,
): asserts request is SupportRequest {
  if (!request || !authorise(actor, 'read', relation)) throw new CasebellError('RequestNotFound');
}
