import type { Policy } from '../policy/policy.ts';
import type { ClockName, RequestEvent } from '../schema/event.ts';
import type { MailContent } from '../schema/mail.ts';
import { nameOf, type Staff } from '../schema/person.ts';
import { ownerOf, type SupportRequest } from '../schema/request.ts';
import { contractChange } from './contract-change.ts';
import { mailSeverity } from './mail-severity.ts';
import { owedResponse } from './owed-response.ts';
import { isMailboxDead } from './silence.ts';
import { emails, toldStaff } from './told-staff.ts';

/** A notice and the addresses it goes to; whoever caused the event is taken out later. */
export interface StaffMail {
  readonly to: readonly string[];
  readonly content: MailContent;
}

/** What the staff is told of an event. `request` is the SR after the event. */
export function staffMails(
  { fact, by }: RequestEvent,
  request: SupportRequest,
  policy: Policy,
  staff: readonly Staff[],
): StaffMail[] {
  const about = { side: 'staff', number: request.number, subject: request.subject } as const;
  const owner = ownerOf(request);
  const toOwner = owner ? [owner.email] : [];
  const { escalation } = request;
  switch (fact.type) {
    case 'EngineerAssigned':
    case 'EngineerReassigned':
      return [
        {
          to: toOwner,
          content: {
            kind: 'assigned-to-you',
            ...about,
            severity: mailSeverity(request.severity, policy),
            product: request.product,
            filedBy: request.contact.name,
            ...owedResponse(request, policy),
          },
        },
      ];
    case 'CustomerReplied':
      return [
        {
          // While nobody owns it, those who take requests read what its customer writes.
          to: owner ? toOwner : emails(toldStaff(request, ['csr'], staff)),
          content: { kind: 'customer-replied', ...about, author: nameOf(by), text: fact.text },
        },
      ];
    case 'SeverityChanged':
      return [
        {
          to: toOwner,
          content: {
            kind: 'severity-changed-staff',
            ...about,
            from: mailSeverity(fact.from, policy),
            to: mailSeverity(fact.to, policy),
            reason: fact.reason,
            by: nameOf(by),
            ...owedResponse(request, policy),
          },
        },
      ];
    case 'ContractChanged':
      return [
        {
          to: toOwner,
          content: {
            kind: 'contract-changed-staff',
            ...about,
            ...contractChange(fact, nameOf(by), request, policy),
          },
        },
      ];
    case 'EntitlementEnded':
      return [{ to: toOwner, content: { kind: 'entitlement-ended-staff', ...about, reason: fact.reason } }];
    case 'RequestClosed': {
      const { reason, description } = fact;
      return [
        {
          to: toOwner,
          content: { kind: 'request-closed-staff', ...about, by: nameOf(by), reason, description },
        },
      ];
    }
    case 'RequestReopened':
      return [
        {
          to: toOwner,
          content: { kind: 'request-reopened-staff', ...about, by: nameOf(by), reason: fact.reason },
        },
      ];
    case 'ReopenedAgain':
      return [
        {
          to: fact.told,
          content: { kind: 'request-reopened-staff', ...about, by: nameOf(by), reason: fact.reason },
        },
      ];
    case 'TargetWarned':
      return [
        {
          to: fact.told,
          content: {
            kind: 'target-warning',
            ...about,
            engineer: owner?.name ?? null,
            clock: fact.clock,
            percent: Number.parseInt(fact.threshold, 10),
            dueAt: fact.dueAt,
          },
        },
      ];
    case 'TargetMissed':
      return [{ to: fact.told, content: missed(fact.clock, fact.dueAt, request) }];
    case 'UpdateReminded':
      return [{ to: fact.told, content: { kind: 'update-reminder', ...about, nextUpdateAt: fact.dueAt } }];
    case 'EscalationRouted':
      return escalation
        ? [
            {
              to: fact.told,
              content: {
                kind: 'escalation-requested',
                ...about,
                reason: escalation.reason,
                answers: escalation.answers,
                requestedBy: escalation.requestedBy,
              },
            },
          ]
        : [];
    case 'EscalationEngineerNamed':
      return [
        {
          to: [fact.engineer.email],
          content: {
            kind: 'escalation-assigned',
            ...about,
            plan: fact.plan,
            nextUpdateAt: fact.nextUpdateAt,
          },
        },
      ];
    case 'MailBounced':
      return [
        {
          to: toldOfBounce(request, policy, staff),
          content: { kind: 'contact-bounced', ...about, recipient: fact.recipient, attempt: fact.attempt },
        },
      ];
    case 'FileUploaded':
      return by.kind === 'customer'
        ? [
            {
              to: toOwner,
              content: {
                kind: 'file-received',
                ...about,
                author: nameOf(by),
                file: fact.name,
                ...(fact.ticketId !== undefined && { byTicket: true }),
              },
            },
          ]
        : [];
    default:
      return [];
  }
}

/** The owner, or who takes requests while there is none; and the managers once no mail gets through any more. */
function toldOfBounce(request: SupportRequest, policy: Policy, staff: readonly Staff[]): string[] {
  const dead = 'silence' in request && isMailboxDead(request.silence, policy);
  const tell = [
    ownerOf(request) ? ('owner' as const) : ('csr' as const),
    ...(dead ? ['manager' as const] : []),
  ];
  return emails(toldStaff(request, tell, staff));
}

function missed(clock: ClockName, dueAt: string, request: SupportRequest): MailContent {
  const about = { side: 'staff', number: request.number, subject: request.subject } as const;
  const { escalation } = request;
  if (clock === 'promised-update' && escalation?.stage === 'led') {
    return { kind: 'update-missed', ...about, nextUpdateAt: dueAt, engineer: escalation.engineer.name };
  }
  return { kind: 'target-missed', ...about, engineer: ownerOf(request)?.name ?? null, clock, dueAt };
}
