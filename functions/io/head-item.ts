import { requestSummary } from '#shared/domain/request-view.ts';
import type { Policy } from '#shared/policy/policy.ts';
import { ownerOf, type SupportRequest } from '#shared/schema/request.ts';
import type { RequestSummary } from '#shared/schema/view.ts';
import { keys, lists } from './keys.ts';

/** Sorts after every deadline: what is due never comes last in a queue, not before what is due. */
const NOTHING_DUE = '9999';

/**
 * The head of an SR as stored: the state, its summary for lists, and the index keys. A closed SR leaves the queue
 * and its owner's list; it stays in its account's.
 */
export function headItem(request: SupportRequest, policy: Policy): Record<string, unknown> {
  const summary = requestSummary(request, policy);
  const owner = ownerOf(request);
  const open = request.status !== 'closed';
  return {
    ...keys.head(request.number),
    number: request.number,
    version: request.version,
    state: request,
    summary,
    accountKey: lists.account(request.accountId),
    ...listSorts(summary),
    ...(open && { queueKey: lists.queue(request.type) }),
    ...(open && owner && { ownerKey: lists.owner(owner.email) }),
    ...(open && summary.escalated && { escalationKey: lists.escalated(request.region) }),
  };
}

/** Where an SR stands in the lists: by when it was filed, and by what is due next. */
export function listSorts({ number, filedAt, nextDueAt }: RequestSummary): {
  readonly filedSort: string;
  readonly dueSort: string;
} {
  return { filedSort: `${filedAt}#${number}`, dueSort: `${nextDueAt ?? NOTHING_DUE}#${number}` };
}
