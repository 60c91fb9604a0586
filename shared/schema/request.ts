import * as z from 'zod/mini';
import { Instant } from './instant.ts';
import { Actor, Contact } from './person.ts';
import { RequestNumber } from './request-number.ts';
import { Email, line, prose } from './text.ts';

export const Severity = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);
export type Severity = z.infer<typeof Severity>;

export const REQUEST_TYPES = ['technical', 'customer-service', 'licensing', 'call-back'] as const;
export const RequestType = z.enum(REQUEST_TYPES);
export type RequestType = z.infer<typeof RequestType>;

/** Closing reasons a pack may offer to people (CLO-3). */
export const CHOOSABLE_REASONS = [
  'solved',
  'workaround-accepted',
  'not-reproducible',
  'duplicate',
  'wont-fix',
  'withdrawn',
] as const;

/** Why an SR was closed; `no-answer` is the workflow's own (CLO-1). */
export const CLOSING_REASONS = [...CHOOSABLE_REASONS, 'no-answer'] as const;
export const ClosingReason = z.enum(CLOSING_REASONS);
export type ClosingReason = z.infer<typeof ClosingReason>;

/** Reasons to escalate (ESC-2). */
export const ESCALATION_REASONS = ['production-down', 'management-attention', 'dissatisfied'] as const;
export const EscalationReason = z.enum(ESCALATION_REASONS);
export type EscalationReason = z.infer<typeof EscalationReason>;

/** The engineer an SR is assigned to, or who leads its escalation. */
export const Engineer = z.object({ email: Email, name: z.string() });
export type Engineer = z.infer<typeof Engineer>;

const mark = <Type extends string, Shape extends z.core.$ZodLooseShape>(type: Type, shape: Shape) =>
  z.object({ type: z.literal(type), at: Instant, seq: z.int(), ...shape });

const entitlement = { offering: line(60), addOns: z.array(line(60)) };

/**
 * What moves the SR's clocks, in the order it happened. Clocks are folded from these marks and never stored
 * (design section 1, idea 5); `seq` is the event's own number. Those of a conversation are kept as long as they
 * matter: see `withMark`.
 * - asked: the customer's oldest message without an answer. answered: the public word of staff that answered it.
 * - updated: the last public word of staff. silent, heard: the wait for the customer after it.
 * - contract: another contract or offering. ended: nothing is promised any more.
 */
export const Mark = z.discriminatedUnion('type', [
  mark('filed', { severity: Severity, ...entitlement }),
  mark('severity', { severity: Severity }),
  mark('contract', entitlement),
  mark('responded', {}),
  mark('asked', {}),
  mark('answered', {}),
  mark('updated', {}),
  mark('silent', { status: z.enum(['awaiting-customer', 'solution-proposed']) }),
  mark('heard', {}),
  mark('called-back', {}),
  mark('confirmed', {}),
  mark('closed', {}),
  mark('reopened', {}),
  mark('ended', {}),
]);
export type Mark = z.infer<typeof Mark>;

/** Whom to call back, and where (FIL-8). */
export const CallBack = z.strictObject({
  fullName: line(120),
  company: line(120),
  /** With country code: whoever calls may sit anywhere. */
  phone: z
    .string()
    .check(
      z.regex(/^\+[1-9][0-9 ().-]{5,38}$/, 'must be a phone number with country code, such as +49 30 901820'),
    ),
  /** The SR the call is about, where the caller knows it. */
  about: z.optional(RequestNumber),
});
export type CallBack = z.infer<typeof CallBack>;

/** One try to reach a silent customer. It stops being effective when its mail bounces (CLO-2). */
export const ContactAttempt = z.object({
  at: Instant,
  channel: z.enum(['mail', 'phone']),
  effective: z.boolean(),
  mailId: z.optional(z.string()),
  /** Which attempt its mail called itself; one that takes the place of a bounced one has the same number. */
  attempt: z.optional(z.int()),
});
export type ContactAttempt = z.infer<typeof ContactAttempt>;

/** The customer's silence since something was asked or proposed, and what was tried against it. */
export const Silence = z.object({
  since: Instant,
  /** What the customer is asked: repeated in each contact mail. */
  text: z.string(),
  attempts: z.array(ContactAttempt),
});
export type Silence = z.infer<typeof Silence>;

const answer = prose(2000);

/** The four answers without which an SR is not escalated (ESC-3). */
export const EscalationAnswers = z.strictObject({
  problemStatementRight: answer,
  businessImpactAccurate: answer,
  workaroundsUnfit: answer,
  milestonesRecorded: answer,
});
export type EscalationAnswers = z.infer<typeof EscalationAnswers>;

const asked = {
  requestedAt: Instant,
  requestedBy: z.string(),
  reason: EscalationReason,
  answers: EscalationAnswers,
};

/**
 * An escalation's three stages: asked for, given to the REM, led by an escalation engineer (ESC-1 to ESC-5).
 * `rem` is null where the vendor has named none: then the managers were told.
 */
export const Escalation = z.discriminatedUnion('stage', [
  z.object({ ...asked, stage: z.literal('requested') }),
  z.object({ ...asked, stage: z.literal('routed'), rem: z.nullable(Engineer) }),
  z.object({
    ...asked,
    stage: z.literal('led'),
    rem: z.nullable(Engineer),
    engineer: Engineer,
    /** When the last update was given: the promise runs from here. */
    updatedAt: Instant,
    nextUpdateAt: Instant,
  }),
]);
export type Escalation = z.infer<typeof Escalation>;

/** What becomes of the survey after closing (CLO-5). */
export const SurveyState = z.enum(['due', 'invited', 'skipped']);

const base = {
  number: RequestNumber,
  /** Number of events so far: the optimistic lock of every write. */
  version: z.int().check(z.positive()),
  pack: z.object({ name: line(40), version: z.int() }),
  offering: line(60),
  /** What the contract has besides (OFF-11). */
  addOns: z.array(line(60)),
  accountId: line(60),
  contractId: line(60),
  region: line(20),
  type: RequestType,
  subject: z.string(),
  product: z.string(),
  severity: Severity,
  contact: Contact,
  /** Who the customer keeps reachable for the contract's hours (OFF-5); null where nobody was named. */
  reachableContact: z.nullable(z.string()),
  /** Only of a call-back. */
  callBack: z.nullable(CallBack),
  filedAt: Instant,
  filedBy: Actor,
  lastChangedAt: Instant,
  marks: z.array(Mark),
  /** Ladder steps that fired, as `clock/due/threshold`: each exactly once (targets.md rule 13). */
  fired: z.array(z.string()),
  escalation: z.nullable(Escalation),
  escalationCount: z.int(),
  reopenCount: z.int(),
};

/** An SR as of `version`: a union on `status`, so that a field exists exactly when it has meaning. */
export const SupportRequest = z.discriminatedUnion('status', [
  z.object({ ...base, status: z.literal('filed') }),
  z.object({ ...base, status: z.literal('in-progress'), owner: Engineer }),
  z.object({ ...base, status: z.literal('awaiting-customer'), owner: Engineer, silence: Silence }),
  z.object({ ...base, status: z.literal('solution-proposed'), owner: Engineer, silence: Silence }),
  z.object({
    ...base,
    status: z.literal('closed'),
    owner: z.nullable(Engineer),
    closedAt: Instant,
    closing: z.object({ reason: ClosingReason, description: z.string() }),
    survey: SurveyState,
  }),
]);
export type SupportRequest = z.infer<typeof SupportRequest>;

export const REQUEST_STATUSES = [
  'filed',
  'in-progress',
  'awaiting-customer',
  'solution-proposed',
  'closed',
] as const;

/** The owner, where the status has one. */
export function ownerOf(request: SupportRequest): Engineer | null {
  return request.status === 'filed' ? null : request.owner;
}
