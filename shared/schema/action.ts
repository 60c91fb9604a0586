import * as z from 'zod/mini';
import { CustomerNumber } from './customer-number.ts';
import { Visibility } from './event.ts';
import { WrittenInstant } from './instant.ts';
import {
  CallBack,
  ClosingReason,
  EscalationAnswers,
  EscalationReason,
  RequestType,
  Severity,
} from './request.ts';
import { Email, line, Prose } from './text.ts';

/** Who can be reached around the contract's hours, and how: obligatory where the pack's severity asks for it (OFF-5). */
const ReachableContact = line(200);

/** To somebody who is away, or has as many requests as they take on; otherwise that is refused. */
const Anyway = z.optional(z.boolean());

const action = <Name extends string, Shape extends z.core.$ZodLooseShape>(name: Name, shape: Shape) =>
  z.strictObject({ action: z.literal(name), ...shape });

/** What a person may do to an SR: the body of `POST /v1/requests/{number}/actions`. */
export const Action = z.discriminatedUnion('action', [
  action('assign', { engineer: Email, anyway: Anyway }),
  action('reassign', { engineer: Email, anyway: Anyway, reason: Prose }),
  action('comment', { text: Prose, visibility: z._default(Visibility, 'public') }),
  action('await-customer', { text: Prose }),
  action('log-phone-contact', {
    direction: z._default(z.enum(['inbound', 'outbound']), 'outbound'),
    reached: z.boolean(),
    note: Prose,
  }),
  action('change-severity', {
    severity: Severity,
    reason: Prose,
    agreedWith: line(120),
    reachableContact: z.optional(ReachableContact),
  }),
  action('change-contract', {
    contractId: line(60),
    /** Where the other contract does not cover the product of now, one that it covers. */
    product: z.optional(line(80)),
    reason: Prose,
  }),
  action('end-entitlement', { reason: Prose }),
  action('propose-solution', { text: Prose }),
  action('confirm', { text: z.optional(Prose) }),
  action('close', { reason: ClosingReason, description: Prose }),
  action('reopen', { reason: Prose }),
  action('escalate', { reason: EscalationReason, answers: EscalationAnswers }),
  action('name-escalation-engineer', { engineer: Email, plan: Prose, nextUpdateAt: WrittenInstant }),
  action('give-update', { text: Prose, nextUpdateAt: WrittenInstant }),
  action('de-escalate', { actionPlanAccepted: Prose, analysisConfirmed: Prose, customerAgreement: Prose }),
]);
export type Action = z.infer<typeof Action>;
export type ActionName = Action['action'];

/** Every action's name, in the order a desk would offer them. */
export const ACTION_NAMES = [
  'assign',
  'reassign',
  'comment',
  'await-customer',
  'log-phone-contact',
  'change-severity',
  'change-contract',
  'end-entitlement',
  'propose-solution',
  'confirm',
  'close',
  'reopen',
  'escalate',
  'name-escalation-engineer',
  'give-update',
  'de-escalate',
] as const satisfies readonly ActionName[];

/** The body of `POST /v1/requests` (FIL-6). Staff file on a customer's behalf by customer number (FIL-7). */
export const FileRequest = z.strictObject({
  contractId: line(60),
  type: RequestType,
  severity: Severity,
  subject: line(200),
  description: Prose,
  product: line(80),
  businessImpact: z.optional(Prose),
  environment: z.optional(Prose),
  reachableContact: z.optional(ReachableContact),
  /** Whom to call back and where: with a request of type call-back, and with no other. */
  callBack: z.optional(CallBack),
  /** Staff only: for whom the request is filed. */
  customerNumber: z.optional(CustomerNumber),
});
export type FileRequest = z.infer<typeof FileRequest>;
