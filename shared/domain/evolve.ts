import { type Fact, type RequestEvent, visibilityOf } from '../schema/event.ts';
import type { Instant } from '../schema/instant.ts';
import { type Actor, nameOf } from '../schema/person.ts';
import { type Engineer, type Escalation, ownerOf, type SupportRequest } from '../schema/request.ts';
import { common } from './common-parts.ts';
import {
  addAttempt,
  answered,
  asked,
  awaitingCustomer,
  bounced,
  heard,
  phoned,
  spoken,
} from './conversation.ts';
import { withMark } from './marks.ts';

type Filed = Extract<SupportRequest, { status: 'filed' }>;

/** The facts of one command as events: numbered on from `version`, at one instant, by one actor. */
export function toEvents(version: number, facts: readonly Fact[], at: Instant, by: Actor): RequestEvent[] {
  return facts.map((fact, index) => ({
    seq: version + 1 + index,
    at,
    // A miss is the clock's own, also where somebody's late answer is what brings it to light.
    by: fact.type === 'TargetMissed' ? { kind: 'workflow' } : by,
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
  return apply(isSignOfLife(event) ? heard(now, event) : now, event);
}

/** Whatever a customer does is a sign of life (CLO-2), but for taking a file: who reads has not answered. */
function isSignOfLife({ by, fact }: RequestEvent): boolean {
  return by.kind === 'customer' && fact.type !== 'FileDownloaded';
}

function filed(event: RequestEvent, fact: Extract<Fact, { type: 'RequestFiled' }>): Filed {
  const { number, pack, offering, addOns, accountId, contractId, region } = fact;
  const { subject, product, severity, contact } = fact;
  return {
    status: 'filed',
    number,
    version: event.seq,
    pack,
    offering,
    addOns,
    accountId,
    contractId,
    region,
    type: fact.requestType,
    subject,
    product,
    severity,
    contact,
    reachableContact: fact.reachableContact,
    callBack: fact.callBack,
    filedAt: event.at,
    filedBy: event.by,
    lastChangedAt: event.at,
    marks: [{ type: 'filed', at: event.at, seq: event.seq, severity, offering, addOns }],
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
      return asked(heard(request, event), event);
    case 'PhoneContactLogged':
      return phoned(request, event, fact);
    case 'FirstResponseGiven':
      return withMark(request, { type: 'responded', at, seq });
    case 'SeverityChanged':
      return withMark(
        {
          ...request,
          severity: fact.to,
          reachableContact: fact.reachableContact ?? request.reachableContact,
        },
        { type: 'severity', at, seq, severity: fact.to },
      );
    case 'CustomerAwaited':
      return awaitingCustomer(spoken(request, event), 'awaiting-customer', event, fact.text);
    case 'SolutionProposed':
      return awaitingCustomer(spoken(request, event), 'solution-proposed', event, fact.text);
    case 'RequestClosed':
      return closed(withMark(answered(request, event), { type: 'closed', at, seq }), event, fact);
    case 'RequestReopened':
      return reopened(withMark(request, { type: 'reopened', at, seq }), event);
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
      return escalated(request, (now) => ({ ...whatWasAsked(now), stage: 'routed', rem: fact.rem }));
    case 'EscalationEngineerNamed':
      return led(request, event, fact.engineer, fact.nextUpdateAt);
    case 'EscalationUpdateGiven':
      if (request.escalation === null) return request;
      return escalated(spoken(request, event), (now) =>
        now.stage === 'led' ? { ...now, updatedAt: at, nextUpdateAt: fact.nextUpdateAt } : now,
      );
    case 'RequestDeescalated':
      // The customer has just agreed to it: whatever they were asked before, they are not silent (ESC-8, CLO-2).
      return heard({ ...request, escalation: null }, event);
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
    case 'ContractChanged': {
      const { contractId, offering, addOns } = fact.to;
      return withMark(
        { ...request, offering, addOns, contractId, product: fact.product },
        { type: 'contract', at, seq, offering, addOns },
      );
    }
    case 'EntitlementEnded':
      return withMark(request, { type: 'ended', at, seq });
    case 'ConfirmationSent':
      return withMark(request, { type: 'confirmed', at, seq });
    case 'PublicReplySent':
      return spoken(request, event);
    case 'FileUploaded':
      // A file that arrives after the closing is kept, and asks nothing: who wants an answer reopens the request.
      return event.by.kind === 'customer' && request.status !== 'closed' ? asked(request, event) : request;
    case 'InternalNoteAdded':
    case 'ReopenedAgain':
    case 'FileUploadStarted':
    case 'FileUploadFailed':
    case 'FileUploadAborted':
    case 'FileDownloaded':
    case 'FileDeleted':
    case 'UploadTicketIssued':
    case 'UploadTicketRevoked':
      return request;
  }
}

function withOwner(request: SupportRequest, engineer: Engineer): SupportRequest {
  if (request.status === 'filed') return { ...common(request), status: 'in-progress', owner: engineer };
  return { ...request, owner: engineer };
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

function reopened(request: SupportRequest, event: RequestEvent): SupportRequest {
  const owner = ownerOf(request);
  const shared = { ...common(request), reopenCount: request.reopenCount + 1 };
  const open: SupportRequest = owner
    ? { ...shared, status: 'in-progress', owner }
    : { ...shared, status: 'filed' };
  return event.by.kind === 'customer' ? asked(open, event) : open;
}

function led(
  request: SupportRequest,
  event: RequestEvent,
  engineer: Engineer,
  nextUpdateAt: Instant,
): SupportRequest {
  return escalated(request, (now) => ({
    ...whatWasAsked(now),
    stage: 'led',
    rem: now.stage === 'requested' ? personOf(event.by) : now.rem,
    engineer,
    updatedAt: event.at,
    nextUpdateAt,
  }));
}

function whatWasAsked({ requestedAt, requestedBy, reason, answers }: Escalation) {
  return { requestedAt, requestedBy, reason, answers };
}

function personOf(actor: Actor): Engineer | null {
  return actor.kind === 'workflow' ? null : { email: actor.email, name: actor.name };
}

function escalated(request: SupportRequest, change: (now: Escalation) => Escalation): SupportRequest {
  return request.escalation === null ? request : { ...request, escalation: change(request.escalation) };
}

function fire(request: SupportRequest, key: string): SupportRequest {
  return request.fired.includes(key) ? request : { ...request, fired: [...request.fired, key] };
}
