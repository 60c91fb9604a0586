import type { SupportRequest } from '../schema/request.ts';

/** An SR without what only one status has. */
export type CommonParts = Omit<Extract<SupportRequest, { status: 'filed' }>, 'status'>;

/** What every status shares; a field of one status must not be carried into another. */
export function common(request: SupportRequest): CommonParts {
  const { number, version, pack, offering, addOns, accountId, contractId, region, type } = request;
  const { subject, product, severity, contact, reachableContact, callBack, filedAt, filedBy } = request;
  const { lastChangedAt, marks, fired } = request;
  const { escalation, escalationCount, reopenCount } = request;
  return {
    number,
    version,
    pack,
    offering,
    addOns,
    accountId,
    contractId,
    region,
    type,
    subject,
    product,
    severity,
    contact,
    reachableContact,
    callBack,
    filedAt,
    filedBy,
    lastChangedAt,
    marks,
    fired,
    escalation,
    escalationCount,
    reopenCount,
  };
}
