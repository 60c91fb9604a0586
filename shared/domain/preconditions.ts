import { wholeDays } from '../policy/duration.ts';
import type { Policy } from '../policy/policy.ts';
import type { ActionName } from '../schema/action.ts';
import { toMs } from '../schema/instant.ts';
import type { Actor } from '../schema/person.ts';
import type { SupportRequest } from '../schema/request.ts';
import type { RefusalCode } from './refusals.ts';

const DAY_MS = 86_400_000;

/** Why an action does not fit the SR as it stands at `now`, whatever its details; null when it fits. */
export function obstacle(
  request: SupportRequest,
  action: ActionName,
  actor: Actor,
  policy: Policy,
  now: number,
): RefusalCode | null {
  if (action === 'reopen') return reopenObstacle(request, policy, now);
  if (request.status === 'closed') {
    // The desk may still note something on a closed SR; nothing else happens to it.
    return action === 'comment' && actor.kind === 'staff' ? null : 'RequestClosed';
  }
  switch (action) {
    case 'assign':
      return request.status === 'filed' ? null : 'AlreadyAssigned';
    case 'reassign':
    case 'propose-solution':
      return request.status === 'filed' ? 'NotAssigned' : null;
    case 'await-customer':
      if (request.status === 'filed') return 'NotAssigned';
      return request.status === 'awaiting-customer' ? 'AlreadyAwaitingCustomer' : null;
    case 'confirm':
      return request.status === 'solution-proposed' ? null : 'NothingToConfirm';
    case 'close':
      return request.escalation !== null && actor.kind === 'staff' ? 'DeescalateFirst' : null;
    case 'escalate':
      return request.escalation === null ? null : 'AlreadyEscalated';
    case 'name-escalation-engineer':
    case 'de-escalate':
      return request.escalation === null ? 'NotEscalated' : null;
    case 'give-update':
      if (request.escalation === null) return 'NotEscalated';
      return request.escalation.stage === 'led' ? null : 'NotLed';
    case 'change-contract':
    case 'end-entitlement':
      return request.marks.some(({ type }) => type === 'ended') ? 'EntitlementOver' : null;
    case 'comment':
    case 'log-phone-contact':
    case 'change-severity':
      return null;
  }
}

/**
 * Until when a closed SR may be reopened, epoch ms; calendar-blind days as the pack has them. Null where the pack has
 * a new request filed instead (CLO-4).
 */
export function reopenUntil(closedAtMs: number, policy: Policy): number | null {
  const { reopenWithin } = policy.pack.closing;
  return reopenWithin === 'never' ? null : closedAtMs + wholeDays(reopenWithin) * DAY_MS;
}

function reopenObstacle(request: SupportRequest, policy: Policy, now: number): RefusalCode | null {
  if (request.status !== 'closed') return 'NotClosed';
  const until = reopenUntil(toMs(request.closedAt), policy);
  if (until === null) return 'NeverReopened';
  return now <= until ? null : 'ReopenWindowOver';
}
