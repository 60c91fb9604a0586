import type { Policy } from '../policy/policy.ts';
import { ACTION_NAMES, type ActionName } from '../schema/action.ts';
import type { RequestEvent } from '../schema/event.ts';
import { type Instant, toInstant, toMs } from '../schema/instant.ts';
import { textIn } from '../schema/pack-text.ts';
import { type Actor, nameOf } from '../schema/person.ts';
import { ownerOf, type SupportRequest } from '../schema/request.ts';
import type { RequestSummary, RequestView, TimelineEntry } from '../schema/view.ts';
import { authorise, type CustomerRelation } from './authorise.ts';
import { nextDue, readClocks } from './clocks.ts';
import { obstacle, reopenUntil } from './preconditions.ts';
import { attemptsThatCount, closesAt } from './silence.ts';

/** The actions this caller may take on this SR now: the table allows them, and nothing is in the way. */
export function allowedActions(
  request: SupportRequest,
  actor: Actor,
  relation: CustomerRelation,
  policy: Policy,
  now: number,
): ActionName[] {
  return ACTION_NAMES.filter(
    (action) => authorise(actor, action, relation) && obstacle(request, action, actor, policy, now) === null,
  );
}

/** The SR as this caller sees it at `now`. */
export function requestView(
  request: SupportRequest,
  actor: Actor,
  relation: CustomerRelation,
  policy: Policy,
  now: Instant,
): RequestView {
  const { number, version, status, type, severity, subject, product, offering, contact } = request;
  return {
    number,
    version,
    status,
    type,
    severity,
    severityTitle: textIn(policy.pack.severities[severity].title, 'en'),
    subject,
    product,
    offering,
    accountId: request.accountId,
    contractId: request.contractId,
    contact: { name: contact.name, email: contact.email, customerNumber: contact.customerNumber },
    reachableContact: request.reachableContact,
    owner: ownerOf(request),
    filedAt: request.filedAt,
    lastChangedAt: request.lastChangedAt,
    clocks: readClocks(request, policy, toMs(now)).map(({ name, state, startedAt, due }) => ({
      clock: name,
      state,
      startedAt: toInstant(startedAt),
      dueAt: due === null ? null : toInstant(due),
    })),
    silence: silenceView(request, policy),
    escalation: escalationView(request),
    closing: closingView(request, policy),
    allowedActions: allowedActions(request, actor, relation, policy, toMs(now)),
  };
}

function silenceView(request: SupportRequest, policy: Policy): RequestView['silence'] {
  if (request.status !== 'awaiting-customer' && request.status !== 'solution-proposed') return null;
  const { silence, contact } = request;
  return {
    since: silence.since,
    attempts: attemptsThatCount(silence, policy, contact.zone),
    closesAt: toInstant(closesAt(silence, policy, contact.zone)),
  };
}

function escalationView({ escalation }: SupportRequest): RequestView['escalation'] {
  if (!escalation) return null;
  const { stage, reason, requestedAt } = escalation;
  return {
    stage,
    reason,
    requestedAt,
    rem: stage === 'requested' ? null : escalation.rem,
    engineer: stage === 'led' ? escalation.engineer : null,
    nextUpdateAt: stage === 'led' ? escalation.nextUpdateAt : null,
  };
}

function closingView(request: SupportRequest, policy: Policy): RequestView['closing'] {
  if (request.status !== 'closed') return null;
  const { closedAt, closing } = request;
  return { at: closedAt, ...closing, reopenUntil: toInstant(reopenUntil(toMs(closedAt), policy)) };
}

/** The SR as lists show it. */
export function requestSummary(request: SupportRequest, policy: Policy): RequestSummary {
  const { number, subject, status, type, severity, product, accountId, contractId, contact } = request;
  const due = status === 'closed' ? null : nextDue(request, policy);
  return {
    number,
    subject,
    status,
    type,
    severity,
    product,
    accountId,
    contractId,
    contactName: contact.name,
    contactEmail: contact.email,
    owner: ownerOf(request),
    escalated: request.escalation !== null,
    filedAt: request.filedAt,
    lastChangedAt: request.lastChangedAt,
    nextDueAt: due === null ? null : toInstant(due),
  };
}

/** An event as the timeline shows it: who by name, never by address. */
export function timelineEntry({ seq, at, by, visibility, fact }: RequestEvent): TimelineEntry {
  return { seq, at, by: { kind: by.kind, name: nameOf(by) }, visibility, fact };
}
