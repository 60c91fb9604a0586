import * as z from 'zod/mini';
import { Instant } from './instant.ts';
import { Actor, Contact } from './person.ts';
import {
  CallBack,
  ClosingReason,
  Engineer,
  EscalationAnswers,
  EscalationReason,
  RequestType,
  Severity,
} from './request.ts';
import { RequestNumber } from './request-number.ts';

/** The clocks that may run on an SR (targets.md rule 7); which of them do, the policy pack says. */
export const CLOCK_NAMES = [
  'first-response',
  'answer',
  'answer-goal',
  'call-back',
  'next-reply',
  'promised-update',
  'confirmation-mail',
] as const;
export const ClockName = z.enum(CLOCK_NAMES);
export type ClockName = z.infer<typeof ClockName>;

const told = z.array(z.string());
const file = { fileId: z.string(), name: z.string() };
/** The ticket of an upload with one: its uploader then is the contact, in whose name it came. */
const withTicket = { ticketId: z.optional(z.string()) };
const fact = <Type extends string, Shape extends z.core.$ZodLooseShape>(type: Type, shape: Shape) =>
  z.object({ type: z.literal(type), ...shape });

/** What happened to an SR, past tense. Immutable; the state is their fold. */
export const Fact = z.discriminatedUnion('type', [
  fact('RequestFiled', {
    number: RequestNumber,
    pack: z.object({ name: z.string(), version: z.int() }),
    offering: z.string(),
    accountId: z.string(),
    contractId: z.string(),
    region: z.string(),
    requestType: RequestType,
    subject: z.string(),
    product: z.string(),
    severity: Severity,
    contact: Contact,
    description: z.string(),
    businessImpact: z.string(),
    environment: z.string(),
    reachableContact: z.nullable(z.string()),
    addOns: z.array(z.string()),
    callBack: z.nullable(CallBack),
  }),
  fact('ConfirmationSent', { mailId: z.string() }),
  fact('EngineerAssigned', { engineer: Engineer }),
  fact('EngineerReassigned', { from: Engineer, engineer: Engineer, reason: z.string() }),
  fact('PublicReplySent', { text: z.string() }),
  fact('InternalNoteAdded', { text: z.string() }),
  fact('CustomerReplied', { text: z.string() }),
  fact('FirstResponseGiven', { channel: z.enum(['web', 'phone']) }),
  fact('CustomerAwaited', { text: z.string() }),
  fact('PhoneContactLogged', {
    direction: z.enum(['inbound', 'outbound']),
    reached: z.boolean(),
    note: z.string(),
  }),
  fact('SeverityChanged', {
    from: Severity,
    to: Severity,
    reason: z.string(),
    agreedWith: z.string(),
    /** Null where none was given: the one before stays. */
    reachableContact: z.nullable(z.string()),
  }),
  fact('ContractChanged', {
    from: z.object({ contractId: z.string(), offering: z.string() }),
    to: z.object({ contractId: z.string(), offering: z.string(), addOns: z.array(z.string()) }),
    product: z.string(),
    reason: z.string(),
  }),
  fact('EntitlementEnded', { reason: z.string() }),
  fact('SolutionProposed', { text: z.string() }),
  fact('RequestClosed', { reason: ClosingReason, description: z.string() }),
  fact('RequestReopened', { reason: z.string() }),
  /** Beside RequestReopened, from the second time on: a reason for management to look at the SR (lessons row 13). */
  fact('ReopenedAgain', { times: z.int(), reason: z.string(), told }),
  fact('EscalationRequested', { reason: EscalationReason, answers: EscalationAnswers }),
  fact('EscalationRouted', { rem: z.nullable(Engineer), told }),
  fact('EscalationEngineerNamed', { engineer: Engineer, plan: z.string(), nextUpdateAt: Instant }),
  fact('EscalationUpdateGiven', { text: z.string(), nextUpdateAt: Instant }),
  fact('RequestDeescalated', {
    actionPlanAccepted: z.string(),
    analysisConfirmed: z.string(),
    customerAgreement: z.string(),
  }),
  fact('TargetWarned', { clock: ClockName, dueAt: Instant, threshold: z.string(), told }),
  fact('TargetMissed', { clock: ClockName, dueAt: Instant, told }),
  fact('UpdateReminded', { dueAt: Instant, told }),
  fact('CustomerContacted', { attempt: z.int(), mailId: z.string() }),
  fact('MailBounced', { mailId: z.string(), recipient: z.string(), attempt: z.nullable(z.int()) }),
  fact('SurveyInvited', { mailId: z.string() }),
  fact('SurveySkipped', { lastInvitedAt: Instant }),
  fact('FileUploadStarted', { ...file, size: z.int(), ...withTicket }),
  fact('FileUploaded', { ...file, size: z.int(), digest: z.string(), ...withTicket }),
  fact('FileUploadFailed', { ...file, reason: z.string() }),
  fact('FileUploadAborted', file),
  fact('FileDownloaded', file),
  fact('FileDeleted', file),
  fact('UploadTicketIssued', { ticketId: z.string(), expiresAt: Instant }),
  fact('UploadTicketRevoked', { ticketId: z.string() }),
]);
export type Fact = z.infer<typeof Fact>;
export type FactType = Fact['type'];

export const Visibility = z.enum(['public', 'internal']);
export type Visibility = z.infer<typeof Visibility>;

/** A fact with its place in the SR's history. */
export const RequestEvent = z.object({
  seq: z.int().check(z.positive()),
  at: Instant,
  by: Actor,
  visibility: Visibility,
  fact: Fact,
});
export type RequestEvent = z.infer<typeof RequestEvent>;

/** Facts the customer does not see: the staff's own notes, warnings, who was told, and who took which file. */
const INTERNAL: ReadonlySet<FactType> = new Set([
  'InternalNoteAdded',
  'TargetWarned',
  'TargetMissed',
  'UpdateReminded',
  'MailBounced',
  'EscalationRouted',
  'SurveySkipped',
  'ConfirmationSent',
  'ReopenedAgain',
  'FileDownloaded',
]);

/** Whether the customer sees a fact of this type on the timeline. */
export function visibilityOf(type: FactType): Visibility {
  return INTERNAL.has(type) ? 'internal' : 'public';
}
