import type { Policy } from '../policy/policy.ts';
import { ACTION_NAMES, type ActionName } from '../schema/action.ts';
import type { RequestEvent } from '../schema/event.ts';
import { type Instant, toInstant, toMs } from '../schema/instant.ts';
import { textIn } from '../schema/pack-text.ts';
import type { Actor } from '../schema/person.ts';
import { ownerOf, type SupportRequest } from '../schema/request.ts';
import type { ClockView, RequestSummary, RequestView, TimelineEntry } from '../schema/view.ts';
import { authorise, type CustomerRelation } from './authorise.ts';
import { type ClockReading, nextDue, readClocks } from './clocks.ts';
import { derivationOf } from './derivation.ts';
import { obstacle, reopenUntil } from './preconditions.ts';
import { type Audience, actorName, shownFact, shownName, shownPerson } from './shown-person.ts';
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
  const audience = audienceOf(actor);
  const owner = ownerOf(request);
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
    owner: owner && shownPerson(owner, audience),
    filedAt: request.filedAt,
    lastChangedAt: request.lastChangedAt,
    clocks: readClocks(request, policy, toMs(now))
      .filter(({ name }) => audience === 'staff' || !OWN_MEASURES.has(name))
      .map((reading) => clockView(reading, request, policy)),
    silence: silenceView(request, policy),
    escalation: escalationView(request, audience),
    closing: closingView(request, policy),
    allowedActions: allowedActions(request, actor, relation, policy, toMs(now)),
  };
}

/** Clocks by which the desk measures itself; they promise the customer nothing. */
const OWN_MEASURES: ReadonlySet<ClockReading['name']> = new Set(['answer-goal']);

/** A clock with its derivation; the same for staff and customers (lessons row 4). */
function clockView(reading: ClockReading, { contact }: SupportRequest, policy: Policy): ClockView {
  const { name, state, startedAt, due, remainingMs, clock } = reading;
  const derivation = derivationOf(clock, policy, contact);
  return {
    clock: name,
    state,
    startedAt: toInstant(startedAt),
    dueAt: due === null ? null : toInstant(due),
    remainingSeconds: remainingMs === null ? null : remainingMs / 1000,
    provisional: derivation.kind === 'counted' && derivation.provisional,
    derivation,
  };
}

function silenceView(request: SupportRequest, policy: Policy): RequestView['silence'] {
  if (request.status !== 'awaiting-customer' && request.status !== 'solution-proposed') return null;
  const { silence, contact } = request;
  return {
    since: silence.since,
    attempts: attemptsThatCount(silence, policy, contact),
    closesAt: toInstant(closesAt(silence, policy, contact)),
  };
}

function escalationView({ escalation }: SupportRequest, audience: Audience): RequestView['escalation'] {
  if (!escalation) return null;
  const { stage, reason, requestedAt } = escalation;
  const rem = stage === 'requested' ? null : escalation.rem;
  return {
    stage,
    reason,
    requestedAt,
    rem: rem && shownPerson(rem, audience),
    engineer: stage === 'led' ? shownPerson(escalation.engineer, audience) : null,
    nextUpdateAt: stage === 'led' ? escalation.nextUpdateAt : null,
  };
}

function closingView(request: SupportRequest, policy: Policy): RequestView['closing'] {
  if (request.status !== 'closed') return null;
  const { closedAt, closing } = request;
  const until = reopenUntil(toMs(closedAt), policy);
  return { at: closedAt, ...closing, reopenUntil: until === null ? null : toInstant(until) };
}

/** The SR as lists show it; the owner with address, as the table keeps it. */
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

/** A summary as this caller sees it. */
export function shownSummary(summary: RequestSummary, actor: Actor): RequestSummary {
  const { owner } = summary;
  if (!owner || audienceOf(actor) === 'staff') return summary;
  return { ...summary, owner: { name: shownName(owner.name, owner.email ?? '') } };
}

/** An event as this caller's timeline shows it: who by name, never by address. */
export function timelineEntry({ seq, at, by, visibility, fact }: RequestEvent, actor: Actor): TimelineEntry {
  const audience = audienceOf(actor);
  return {
    seq,
    at,
    by: { kind: by.kind, name: actorName(by, audience) },
    visibility,
    fact: shownFact(fact, audience),
  };
}

function audienceOf(actor: Actor): Audience {
  return actor.kind === 'customer' ? 'customer' : 'staff';
}
