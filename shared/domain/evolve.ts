import { type Fact, type RequestEvent, visibilityOf } from '../schema/event.ts';
import type { Instant } from '../schema/instant.ts';
import { type Actor, nameOf } from '../schema/person.ts';
import {
  type ContactAttempt,
  type Engineer,
  type Escalation,
  type Mark,
  ownerOf,
  type SupportRequest,
} from '../schema/request.ts';

type Filed = Extract<SupportRequest, { status: 'filed' }>;

/** The facts of one command as events: numbered on from `version`, at one instant, by one actor. */
export function toEvents(version: number, facts: readonly Fact[], at: Instant, by: Actor): RequestEvent[] {
  return facts.map((fact, index) => ({
    seq: version + 1 + index,
    at,
    by,
    visibility: visibilityOf(fact.type),
    fact,
  }));
}

/** The SR after an event; the first event must be RequestFiled. Pure, and total over every event ever stored. */
export function evolve(request: SupportRequest | null, event: RequestEvent): SupportRequest {
  if (event.fact.type === 'RequestFiled') return filed(event, event.fact);
  if (request === null)
    throw new Error(`The history of an SR begins with RequestFiled, not ${event.fact.type}.`);
  const now = { ...request, version: event.seq, lastChangedAt: event.at };
  // Whatever a customer does is a sign of life (CLO-2).
  return apply(event.by.kind === 'customer' ? heard(now) : now, event);
}

function filed(event: RequestEvent, fact: Extract<Fact, { type: 'RequestFiled' }>): Filed {
  const { number, pack, offering, accountId, contractId, region, subject, product, severity, contact } = fact;
  return {
    status: 'filed',
    number,
    version: event.seq,
    pack,
    offering,
    accountId,
    contractId,
    region,
    type: fact.requestType,
    subject,
    product,
    severity,
    contact,
    reachableContact: fact.reachableContact,
    filedAt: event.at,
    filedBy: event.by,
    lastChangedAt: event.at,
    marks: [{ type: 'filed', at: event.at, seq: event.seq, severity }],
    fired: [],
    escalation: null,
    escalationCount: 0,
    reopenCount: 0,
  };
}

function apply(request: SupportRequest, event: RequestEvent): SupportRequest {
  const { fact, at, seq } = event;
  switch (fact.type) {
    case 'RequestFiled':
      return request;
    case 'EngineerAssigned':
    case 'EngineerReassigned':
      return withOwner(request, fact.engineer);
    case 'CustomerReplied':
      return heard(request);
    case 'PhoneContactLogged':
      // A customer who called is no silent one, though nobody could speak to them then.
      return fact.reached || fact.direction === 'inbound'
        ? heard(request)
        : addAttempt(request, { at, channel: 'phone', effective: true });
    case 'FirstResponseGiven':
      return mark(request, { type: 'responded', at, seq });
    case 'SeverityChanged':
      return mark(
        {
          ...request,
          severity: fact.to,
          reachableContact: fact.reachableContact ?? request.reachableContact,
        },
        { type: 'severity', at, seq, severity: fact.to },
      );
    case 'CustomerAwaited':
      return awaitingCustomer(request, 'awaiting-customer', at, fact.text);
    case 'SolutionProposed':
      return awaitingCustomer(request, 'solution-proposed', at, fact.text);
    case 'RequestClosed':
      return closed(mark(request, { type: 'closed', at, seq }), event, fact);
    case 'RequestReopened':
      return reopened(mark(request, { type: 'reopened', at, seq }));
    case 'EscalationRequested':
      return {
        ...request,
        escalationCount: request.escalationCount + 1,
        // Fields in the schema's order, as everywhere here: a state reads the same before it is stored and after.
        escalation: {
          requestedAt: at,
          requestedBy: nameOf(event.by),
          reason: fact.reason,
          answers: fact.answers,
          stage: 'requested',
        },
      };
    case 'EscalationRouted':
      return escalated(request, (now) => ({ ...asked(now), stage: 'routed', rem: fact.rem }));
    case 'EscalationEngineerNamed':
      return led(request, event, fact.engineer, fact.nextUpdateAt);
    case 'EscalationUpdateGiven':
      return escalated(request, (now) =>
        now.stage === 'led' ? { ...now, updatedAt: at, nextUpdateAt: fact.nextUpdateAt } : now,
      );
    case 'RequestDeescalated':
      return { ...request, escalation: null };
    case 'TargetWarned':
      return fire(request, `${fact.clock}/${fact.dueAt}/${fact.threshold}`);
    case 'TargetMissed':
      return fire(request, `${fact.clock}/${fact.dueAt}/missed`);
    case 'UpdateReminded':
      return fire(request, `promised-update/${fact.dueAt}/remind`);
    case 'CustomerContacted':
      return addAttempt(request, {
        at,
        channel: 'mail',
        effective: true,
        mailId: fact.mailId,
        attempt: fact.attempt,
      });
    case 'MailBounced':
      return bounced(request, fact.mailId);
    case 'SurveyInvited':
      return request.status === 'closed' ? { ...request, survey: 'invited' } : request;
    case 'SurveySkipped':
      return request.status === 'closed' ? { ...request, survey: 'skipped' } : request;
    case 'PublicReplySent':
    case 'InternalNoteAdded':
      return request;
  }
}

/** What every status shares; a field of one status must not be carried into another. */
function common(request: SupportRequest): Omit<Filed, 'status'> {
  const { number, version, pack, offering, accountId, contractId, region, type, subject, product } = request;
  const { severity, contact, reachableContact, filedAt, filedBy, lastChangedAt, marks, fired } = request;
  const { escalation, escalationCount, reopenCount } = request;
  return {
    number,
    version,
    pack,
    offering,
    accountId,
    contractId,
    region,
    type,
    subject,
    product,
    severity,
    contact,
    reachableContact,
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

function withOwner(request: SupportRequest, engineer: Engineer): SupportRequest {
  if (request.status === 'filed') return { ...common(request), status: 'in-progress', owner: engineer };
  return { ...request, owner: engineer };
}

/** A sign of life ends the silence, whatever was tried against it (CLO-2). */
function heard(request: SupportRequest): SupportRequest {
  if (request.status !== 'awaiting-customer' && request.status !== 'solution-proposed') return request;
  return { ...common(request), status: 'in-progress', owner: request.owner };
}

function awaitingCustomer(
  request: SupportRequest,
  status: 'awaiting-customer' | 'solution-proposed',
  since: Instant,
  text: string,
): SupportRequest {
  const owner = ownerOf(request);
  if (!owner) return request;
  return { ...common(request), status, owner, silence: { since, text, attempts: [] } };
}

function addAttempt(request: SupportRequest, attempt: ContactAttempt): SupportRequest {
  if (request.status !== 'awaiting-customer' && request.status !== 'solution-proposed') return request;
  const { silence } = request;
  return { ...request, silence: { ...silence, attempts: [...silence.attempts, attempt] } };
}

function bounced(request: SupportRequest, mailId: string): SupportRequest {
  if (request.status !== 'awaiting-customer' && request.status !== 'solution-proposed') return request;
  const attempts = request.silence.attempts.map((attempt) =>
    attempt.mailId === mailId ? { ...attempt, effective: false } : attempt,
  );
  return { ...request, silence: { ...request.silence, attempts } };
}

function closed(
  request: SupportRequest,
  event: RequestEvent,
  fact: Extract<Fact, { type: 'RequestClosed' }>,
): SupportRequest {
  return {
    ...common(request),
    status: 'closed',
    owner: ownerOf(request),
    closedAt: event.at,
    closing: { reason: fact.reason, description: fact.description },
    survey: 'due',
    escalation: null,
  };
}

function reopened(request: SupportRequest): SupportRequest {
  const owner = ownerOf(request);
  const shared = { ...common(request), reopenCount: request.reopenCount + 1 };
  return owner ? { ...shared, status: 'in-progress', owner } : { ...shared, status: 'filed' };
}

function led(
  request: SupportRequest,
  event: RequestEvent,
  engineer: Engineer,
  nextUpdateAt: Instant,
): SupportRequest {
  return escalated(request, (now) => ({
    ...asked(now),
    stage: 'led',
    rem: now.stage === 'requested' ? personOf(event.by) : now.rem,
    engineer,
    updatedAt: event.at,
    nextUpdateAt,
  }));
}

function asked({ requestedAt, requestedBy, reason, answers }: Escalation) {
  return { requestedAt, requestedBy, reason, answers };
}

function personOf(actor: Actor): Engineer | null {
  return actor.kind === 'workflow' ? null : { email: actor.email, name: actor.name };
}

function escalated(request: SupportRequest, change: (now: Escalation) => Escalation): SupportRequest {
  return request.escalation === null ? request : { ...request, escalation: change(request.escalation) };
}

function mark(request: SupportRequest, made: Mark): SupportRequest {
  return { ...request, marks: [...request.marks, made] };
}

function fire(request: SupportRequest, key: string): SupportRequest {
  return request.fired.includes(key) ? request : { ...request, fired: [...request.fired, key] };
}
