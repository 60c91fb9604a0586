import type { Policy } from '../policy/policy.ts';
import type { Fact, RequestEvent } from '../schema/event.ts';
import { type Instant, toInstant, toMs } from '../schema/instant.ts';
import type { MailContent } from '../schema/mail.ts';
import { nameOf } from '../schema/person.ts';
import type { SupportRequest } from '../schema/request.ts';
import { contractChange } from './contract-change.ts';
import { mailSeverity } from './mail-severity.ts';
import { owedResponse } from './owed-response.ts';
import { reopenUntil } from './preconditions.ts';
import { closesAt } from './silence.ts';

/** What the SR's contact is told of an event; null when nothing. `request` is the SR after the event. */
export function customerMail(
  { fact, by }: RequestEvent,
  request: SupportRequest,
  policy: Policy,
): MailContent | null {
  const about = { side: 'customer', number: request.number, subject: request.subject } as const;
  const author = nameOf(by);
  switch (fact.type) {
    case 'RequestFiled':
      return {
        kind: 'request-filed',
        ...about,
        severity: mailSeverity(request.severity, policy),
        requestType: request.type,
        product: request.product,
        customerNumber: request.contact.customerNumber,
        ...owedResponse(request, policy),
      };
    case 'EngineerAssigned':
      return { kind: 'engineer-assigned', ...about, engineer: fact.engineer.name };
    case 'EngineerReassigned':
      return { kind: 'request-reassigned', ...about, engineer: fact.engineer.name, reason: fact.reason };
    case 'PublicReplySent':
      return { kind: 'reply', ...about, author, text: fact.text };
    case 'CustomerAwaited':
      return { kind: 'question', ...about, author, text: fact.text };
    case 'SolutionProposed':
      return {
        kind: 'solution-proposed',
        ...about,
        author,
        text: fact.text,
        closesAt: closing(request, policy),
      };
    case 'SeverityChanged':
      return {
        kind: 'severity-changed',
        ...about,
        from: mailSeverity(fact.from, policy),
        to: mailSeverity(fact.to, policy),
        reason: fact.reason,
        by: author,
        ...owedResponse(request, policy),
      };
    case 'ContractChanged':
      return { kind: 'contract-changed', ...about, ...contractChange(fact, author, request, policy) };
    case 'EntitlementEnded':
      return { kind: 'entitlement-ended', ...about, reason: fact.reason };
    case 'CustomerContacted':
      return {
        kind: 'contact-attempt',
        ...about,
        attempt: fact.attempt,
        attempts: policy.pack.contact.after.length,
        text: isSilent(request) ? request.silence.text : '',
        closesAt: closing(request, policy),
      };
    case 'RequestClosed':
      return closed(fact, request, policy);
    case 'RequestReopened':
      return { kind: 'request-reopened', ...about, by: author, reason: fact.reason };
    case 'SurveyInvited':
      return request.status === 'closed'
        ? { kind: 'survey-invitation', ...about, closedAt: request.closedAt, surveyUrl: null }
        : null;
    case 'EscalationRequested':
      return { kind: 'escalation-received', ...about, reason: fact.reason };
    case 'EscalationEngineerNamed':
      return {
        kind: 'escalation-engineer-named',
        ...about,
        engineer: fact.engineer.name,
        plan: fact.plan,
        nextUpdateAt: fact.nextUpdateAt,
      };
    case 'EscalationUpdateGiven':
      return {
        kind: 'escalation-update',
        ...about,
        author,
        text: fact.text,
        nextUpdateAt: fact.nextUpdateAt,
      };
    case 'RequestDeescalated':
      return {
        kind: 'request-de-escalated',
        ...about,
        actionPlan: fact.actionPlanAccepted,
        analysis: fact.analysisConfirmed,
      };
    case 'FileUploaded':
      return by.kind === 'staff' ? { kind: 'file-shared', ...about, author, file: fact.name } : null;
    default:
      return null;
  }
}

function closed(
  fact: Extract<Fact, { type: 'RequestClosed' }>,
  request: SupportRequest,
  policy: Policy,
): MailContent | null {
  if (request.status !== 'closed') return null;
  const about = { side: 'customer', number: request.number, subject: request.subject } as const;
  const untilMs = reopenUntil(toMs(request.closedAt), policy);
  const until = untilMs === null ? null : toInstant(untilMs);
  if (fact.reason === 'no-answer') {
    return {
      kind: 'closed-unanswered',
      ...about,
      attempts: policy.pack.contact.after.length,
      reopenUntil: until,
      customerNumber: request.contact.customerNumber,
    };
  }
  return {
    kind: 'request-closed',
    ...about,
    reason: fact.reason,
    description: fact.description,
    reopenUntil: until,
    customerNumber: request.contact.customerNumber,
  };
}

type Silent = Extract<SupportRequest, { status: 'awaiting-customer' | 'solution-proposed' }>;

function isSilent(request: SupportRequest): request is Silent {
  return request.status === 'awaiting-customer' || request.status === 'solution-proposed';
}

function closing(request: SupportRequest, policy: Policy): Instant {
  return isSilent(request)
    ? toInstant(closesAt(request.silence, policy, request.contact))
    : request.lastChangedAt;
}
