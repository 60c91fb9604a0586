import * as z from 'zod/mini';
import { CustomerNumber } from './customer-number.ts';
import { ClockName } from './event.ts';
import {
  FileFailed,
  FileFailedStaff,
  FileReceived,
  FileShared,
  UploadExpiring,
  UploadExpiringStaff,
} from './file-mails.ts';
import { Instant } from './instant.ts';
import { Line, Reason, Text, toCustomer, toStaff } from './mail-fields.ts';
import { PackText } from './pack-text.ts';

/** The clocks that staff's first word to the customer keeps: one of them runs, by the type of the SR. */
export const ResponseClock = z.enum(['first-response', 'answer', 'call-back']);
export type ResponseClock = z.infer<typeof ResponseClock>;

/** A severity, and what the SR's policy pack calls it: the reader's language is known only when it is rendered. */
export const MailSeverity = z.object({ level: z.int().check(z.gte(1), z.lte(4)), title: PackText });
export type MailSeverity = z.infer<typeof MailSeverity>;

const Count = z.int().check(z.gte(1));
const Percent = z.number().check(z.gt(0), z.lte(100));
/** Whose the SR is; null while nobody is assigned. */
const Owner = z.nullable(Line);
const WebAddress = z.url({ protocol: /^https?$/ });

/** By when the first word is due, and as what; no clock but the first response was known to older mails. */
const owed = {
  responseClock: z._default(ResponseClock, 'first-response'),
  firstResponseDueAt: z.nullable(Instant),
};
const contractChange = {
  contract: Line,
  /** What the SR's policy pack calls the offering. */
  offering: PackText,
  product: Line,
  reason: Reason,
  by: Line,
  ...owed,
};

const RequestFiled = z.object({
  kind: z.literal('request-filed'),
  ...toCustomer,
  severity: MailSeverity,
  requestType: Line,
  product: Line,
  customerNumber: CustomerNumber,
  ...owed,
});
const EngineerAssigned = z.object({ kind: z.literal('engineer-assigned'), ...toCustomer, engineer: Line });
const RequestReassigned = z.object({
  kind: z.literal('request-reassigned'),
  ...toCustomer,
  engineer: Line,
  reason: Reason,
});
const Reply = z.object({ kind: z.literal('reply'), ...toCustomer, author: Line, text: Text });
const Question = z.object({ kind: z.literal('question'), ...toCustomer, author: Line, text: Text });
const ContactAttempt = z.object({
  kind: z.literal('contact-attempt'),
  ...toCustomer,
  attempt: Count,
  attempts: Count,
  text: Text,
  closesAt: Instant,
});
const SolutionProposed = z.object({
  kind: z.literal('solution-proposed'),
  ...toCustomer,
  author: Line,
  text: Text,
  closesAt: Instant,
});
const SeverityChanged = z.object({
  kind: z.literal('severity-changed'),
  ...toCustomer,
  from: MailSeverity,
  to: MailSeverity,
  reason: Reason,
  by: Line,
  ...owed,
});
const ContractChanged = z.object({ kind: z.literal('contract-changed'), ...toCustomer, ...contractChange });
const EntitlementEnded = z.object({ kind: z.literal('entitlement-ended'), ...toCustomer, reason: Reason });
const RequestClosed = z.object({
  kind: z.literal('request-closed'),
  ...toCustomer,
  reason: Reason,
  description: Text,
  reopenUntil: z.nullable(Instant),
  customerNumber: CustomerNumber,
});
const ClosedUnanswered = z.object({
  kind: z.literal('closed-unanswered'),
  ...toCustomer,
  attempts: Count,
  reopenUntil: z.nullable(Instant),
  customerNumber: CustomerNumber,
});
const RequestReopened = z.object({
  kind: z.literal('request-reopened'),
  ...toCustomer,
  by: Line,
  reason: Reason,
});
const SurveyInvitation = z.object({
  kind: z.literal('survey-invitation'),
  ...toCustomer,
  closedAt: Instant,
  surveyUrl: z.nullable(WebAddress),
});
const EscalationReceived = z.object({
  kind: z.literal('escalation-received'),
  ...toCustomer,
  reason: Reason,
});
const EscalationEngineerNamed = z.object({
  kind: z.literal('escalation-engineer-named'),
  ...toCustomer,
  engineer: Line,
  plan: Text,
  nextUpdateAt: Instant,
});
const EscalationUpdate = z.object({
  kind: z.literal('escalation-update'),
  ...toCustomer,
  author: Line,
  text: Text,
  nextUpdateAt: Instant,
});
const RequestDeEscalated = z.object({
  kind: z.literal('request-de-escalated'),
  ...toCustomer,
  actionPlan: Text,
  analysis: Text,
});

const AssignedToYou = z.object({
  kind: z.literal('assigned-to-you'),
  ...toStaff,
  severity: MailSeverity,
  product: Line,
  filedBy: Line,
  ...owed,
});
const CustomerReplied = z.object({
  kind: z.literal('customer-replied'),
  ...toStaff,
  author: Line,
  text: Text,
});
const SeverityChangedStaff = z.object({
  kind: z.literal('severity-changed-staff'),
  ...toStaff,
  from: MailSeverity,
  to: MailSeverity,
  reason: Reason,
  by: Line,
  ...owed,
});
const ContractChangedStaff = z.object({
  kind: z.literal('contract-changed-staff'),
  ...toStaff,
  ...contractChange,
});
const EntitlementEndedStaff = z.object({
  kind: z.literal('entitlement-ended-staff'),
  ...toStaff,
  reason: Reason,
});
const RequestClosedStaff = z.object({
  kind: z.literal('request-closed-staff'),
  ...toStaff,
  /** Empty where the desk itself closed it, for want of an answer. */
  by: Line,
  reason: Reason,
  description: Text,
});
const RequestReopenedStaff = z.object({
  kind: z.literal('request-reopened-staff'),
  ...toStaff,
  by: Line,
  reason: Reason,
});
const TargetWarning = z.object({
  kind: z.literal('target-warning'),
  ...toStaff,
  engineer: Owner,
  clock: ClockName,
  percent: Percent,
  dueAt: Instant,
});
const TargetMissed = z.object({
  kind: z.literal('target-missed'),
  ...toStaff,
  engineer: Owner,
  clock: ClockName,
  dueAt: Instant,
});
const EscalationRequested = z.object({
  kind: z.literal('escalation-requested'),
  ...toStaff,
  reason: Reason,
  answers: z.object({
    problemStatementRight: Text,
    businessImpactAccurate: Text,
    workaroundsUnfit: Text,
    milestonesRecorded: Text,
  }),
  requestedBy: Line,
});
const EscalationAssigned = z.object({
  kind: z.literal('escalation-assigned'),
  ...toStaff,
  plan: Text,
  nextUpdateAt: Instant,
});
const UpdateReminder = z.object({ kind: z.literal('update-reminder'), ...toStaff, nextUpdateAt: Instant });
const UpdateMissed = z.object({
  kind: z.literal('update-missed'),
  ...toStaff,
  nextUpdateAt: Instant,
  engineer: Line,
});
const ContactBounced = z.object({
  kind: z.literal('contact-bounced'),
  ...toStaff,
  recipient: Line,
  attempt: z.nullable(Count),
});
/**
 * What a mail about an SR says, without its language: one member per kind, each addressed to the customer's
 * or the staff's side. A null instant means that nothing is due: `request-filed` reads it as no promise, the
 * others say nothing of it, since the promise may have been kept.
 */
export const MailContent = z.discriminatedUnion('kind', [
  RequestFiled,
  EngineerAssigned,
  RequestReassigned,
  Reply,
  Question,
  ContactAttempt,
  SolutionProposed,
  SeverityChanged,
  ContractChanged,
  EntitlementEnded,
  RequestClosed,
  ClosedUnanswered,
  RequestReopened,
  SurveyInvitation,
  EscalationReceived,
  EscalationEngineerNamed,
  EscalationUpdate,
  RequestDeEscalated,
  FileShared,
  UploadExpiring,
  FileFailed,
  AssignedToYou,
  CustomerReplied,
  SeverityChangedStaff,
  ContractChangedStaff,
  EntitlementEndedStaff,
  RequestClosedStaff,
  RequestReopenedStaff,
  TargetWarning,
  TargetMissed,
  EscalationRequested,
  EscalationAssigned,
  UpdateReminder,
  UpdateMissed,
  ContactBounced,
  FileReceived,
  UploadExpiringStaff,
  FileFailedStaff,
]);
export type MailContent = z.infer<typeof MailContent>;
export type MailKind = MailContent['kind'];
