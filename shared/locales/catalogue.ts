import type { ClockName } from '#shared/schema/event.ts';
import type { MailKind } from '#shared/schema/mail.ts';

/** What the desk's fixed keys are called: request types, reasons of closings, escalations and failed uploads. */
export type LabelKey =
  | 'technical'
  | 'customer-service'
  | 'licensing'
  | 'bug-report'
  | 'feature-request'
  | 'beta-feedback'
  | 'general-enquiry'
  | 'security'
  | 'call-back'
  | 'solved'
  | 'workaround-accepted'
  | 'not-reproducible'
  | 'duplicate'
  | 'wont-fix'
  | 'no-answer'
  | 'withdrawn'
  | 'production-down'
  | 'management-attention'
  | 'dissatisfied'
  | 'parts-replaced'
  | 'file-removed'
  | 'file-differs';

/** What stands before a fact in a mail. */
export type FactKey =
  | 'number'
  | 'subject'
  | 'requestType'
  | 'severity'
  | 'product'
  | 'contract'
  | 'customerNumber'
  | 'engineer'
  | 'filedBy'
  | 'requestedBy'
  | 'reason'
  | 'closingReason'
  | 'target'
  | 'due'
  | 'firstResponseDue'
  | 'answerDue'
  | 'callBackDue'
  | 'nextUpdate'
  | 'closes'
  | 'recipient'
  | 'file'
  | 'keptUntil';

/** What stands above a text that a person wrote. */
export type HeadingKey =
  | 'wrote'
  | 'ourMessage'
  | 'reason'
  | 'closingNote'
  | 'plan'
  | 'acceptedPlan'
  | 'analysis'
  | 'problemStatementRight'
  | 'businessImpactAccurate'
  | 'workaroundsUnfit'
  | 'milestonesRecorded'
  | 'next';

type Sentences<Key extends string> = Readonly<Record<Key, string>>;
type Usual = 'subject' | 'lead' | 'next';

/** The sentences a kind of mail needs beyond its subject line, its first sentence and what happens next. */
type Special = {
  'request-filed': Usual | 'promise' | 'callBack' | 'noPromise';
  'contact-attempt': Usual | 'lastLead';
  /** To the engineer the same is said in the same words, but for what they are to do. */
  'contract-changed-staff': 'next';
  'entitlement-ended-staff': 'next';
  'request-closed': 'subject' | 'lead';
  'closed-unanswered': 'subject' | 'lead';
  'survey-invitation': Usual | 'byLink' | 'byReply';
  'target-warning': Usual | ClockName;
  'target-missed': Usual | ClockName;
  'contact-bounced': Usual | 'attempt';
  'file-received': Usual | 'leadByTicket';
  'upload-expiring-staff': 'next';
  'file-failed-staff': 'next';
};

/**
 * Everything the desk says in one language. Sentences are whole, so that a translator may order them freely;
 * `{names}` in braces are filled in once, and what is filled in is never read as a sentence again.
 */
export type Catalogue = {
  readonly labels: Sentences<LabelKey>;
  /** Clocks, as they stand within a sentence. */
  readonly clocks: Sentences<ClockName>;
  readonly facts: Sentences<FactKey>;
  readonly headings: Sentences<HeadingKey>;
  /** Stands for the engineer's name while nobody is assigned. */
  readonly unassigned: string;
  /** How a fact, a severity or a contract, an instant and a zone with its offset are put together. */
  readonly fact: string;
  readonly severity: string;
  readonly instant: string;
  readonly zone: string;
  /** The parts of a date that `Intl.DateTimeFormat` names in this language. */
  readonly dateNames: { readonly weekday: 'long' | 'short'; readonly month: 'long' | 'numeric' };
  /** Paragraphs before the first sentence; `unnamed` where the reader's name is not known. */
  readonly greeting: Readonly<Record<'customer' | 'staff' | 'unnamed', readonly string[]>>;
  /** Lines at the end. */
  readonly closing: Readonly<Record<'customer' | 'staff', readonly string[]>>;
  /** The sentence before the link to the SR. */
  readonly link: Sentences<'customer' | 'staff'>;
  /** By when a clock is due; `now`, after something changed. */
  readonly owed: Sentences<'due' | 'now'>;
  readonly reopening: Sentences<'until' | 'never'>;
  readonly mails: {
    readonly [Kind in MailKind]: Sentences<Kind extends keyof Special ? Special[Kind] : Usual>;
  };
};
