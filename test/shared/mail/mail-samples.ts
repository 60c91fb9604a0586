import { CLOCK_NAMES } from '#shared/schema/event.ts';
import type { MailContent, MailKind } from '#shared/schema/mail.ts';

const critical = {
  level: 1,
  title: { en: 'Critical', 'zh-Hans': '严重', 'zh-Hant': '嚴重', ja: '致命的' },
} as const;
/** A title in English only, as a pack may have it. */
const major = { level: 2, title: { en: 'Major' } } as const;
const customer = { side: 'customer', number: '26123456787', subject: 'Restore stops at 80%' } as const;
const staff = { ...customer, side: 'staff' } as const;

const contractChange = {
  contract: 'ACME-2',
  offering: { en: 'Premium', 'zh-Hans': '高级支持', 'zh-Hant': '進階支援', ja: 'プレミアム' },
  product: 'Vault 9',
  reason: 'Ada bought Premium.',
  by: 'Carol Shaw',
  responseClock: 'first-response',
  firstResponseDueAt: '2026-03-02T10:00:00.000Z',
} as const;

/** One mail of every kind, with every promise given. */
export const MAIL_SAMPLES: { readonly [Kind in MailKind]: Extract<MailContent, { kind: Kind }> } = {
  'request-filed': {
    kind: 'request-filed',
    ...customer,
    severity: critical,
    requestType: 'technical',
    product: 'Vault 9',
    customerNumber: '1000000420',
    responseClock: 'first-response',
    firstResponseDueAt: '2026-03-02T10:00:00.000Z',
  },
  'engineer-assigned': { kind: 'engineer-assigned', ...customer, engineer: 'Grace Hopper' },
  'request-reassigned': {
    kind: 'request-reassigned',
    ...customer,
    engineer: 'Alan Turing',
    reason: 'Handed to the team in your time zone',
  },
  reply: { kind: 'reply', ...customer, author: 'Grace Hopper', text: 'Please run:\n\n  vault check --all' },
  question: { kind: 'question', ...customer, author: 'Grace Hopper', text: 'Which version do you run?' },
  'contact-attempt': {
    kind: 'contact-attempt',
    ...customer,
    attempt: 2,
    attempts: 3,
    text: 'Which version do you run?',
    closesAt: '2026-03-12T08:00:00.000Z',
  },
  'solution-proposed': {
    kind: 'solution-proposed',
    ...customer,
    author: 'Grace Hopper',
    text: 'Update to 9.1.',
    closesAt: '2026-03-12T08:00:00.000Z',
  },
  'severity-changed': {
    kind: 'severity-changed',
    ...customer,
    from: major,
    to: critical,
    reason: 'Production is down',
    by: 'Grace Hopper',
    responseClock: 'first-response',
    firstResponseDueAt: '2026-03-02T10:00:00.000Z',
  },
  'contract-changed': {
    kind: 'contract-changed',
    ...customer,
    ...contractChange,
  },
  'entitlement-ended': { kind: 'entitlement-ended', ...customer, reason: 'The contract was cancelled.' },
  'request-closed': {
    kind: 'request-closed',
    ...customer,
    reason: 'solved',
    description: 'Fixed by the update to 9.1.',
    reopenUntil: '2026-03-26T08:00:00.000Z',
    customerNumber: '1000000420',
  },
  'closed-unanswered': {
    kind: 'closed-unanswered',
    ...customer,
    attempts: 3,
    reopenUntil: '2026-03-26T08:00:00.000Z',
    customerNumber: '1000000420',
  },
  'request-reopened': {
    kind: 'request-reopened',
    ...customer,
    by: 'Ada Lovelace',
    reason: 'It stops again',
  },
  'survey-invitation': {
    kind: 'survey-invitation',
    ...customer,
    closedAt: '2026-03-12T08:00:00.000Z',
    surveyUrl: 'https://desk.example.com/surveys/abc?x=1&y=2',
  },
  'escalation-received': { kind: 'escalation-received', ...customer, reason: 'production-down' },
  'escalation-engineer-named': {
    kind: 'escalation-engineer-named',
    ...customer,
    engineer: 'Alan Turing',
    plan: '1. Collect logs\n2. Call at noon',
    nextUpdateAt: '2026-03-02T14:00:00.000Z',
  },
  'escalation-update': {
    kind: 'escalation-update',
    ...customer,
    author: 'Alan Turing',
    text: 'The cause is found.',
    nextUpdateAt: '2026-03-02T18:00:00.000Z',
  },
  'request-de-escalated': {
    kind: 'request-de-escalated',
    ...customer,
    actionPlan: 'Update on Sunday.',
    analysis: 'A full index.',
  },
  'assigned-to-you': {
    kind: 'assigned-to-you',
    ...staff,
    severity: critical,
    product: 'Vault 9',
    filedBy: 'Ada Lovelace',
    responseClock: 'first-response',
    firstResponseDueAt: '2026-03-02T10:00:00.000Z',
  },
  'customer-replied': { kind: 'customer-replied', ...staff, author: 'Ada Lovelace', text: 'Version 9.0.' },
  'severity-changed-staff': {
    kind: 'severity-changed-staff',
    ...staff,
    from: major,
    to: critical,
    reason: 'Production is down',
    by: 'Ada Lovelace',
    responseClock: 'first-response',
    firstResponseDueAt: '2026-03-02T10:00:00.000Z',
  },
  'contract-changed-staff': {
    kind: 'contract-changed-staff',
    ...staff,
    ...contractChange,
  },
  'entitlement-ended-staff': {
    kind: 'entitlement-ended-staff',
    ...staff,
    reason: 'The contract was cancelled.',
  },
  'request-closed-staff': {
    kind: 'request-closed-staff',
    ...staff,
    by: 'Ada Lovelace',
    reason: 'solved',
    description: 'The update to 9.1 works.',
  },
  'request-reopened-staff': {
    kind: 'request-reopened-staff',
    ...staff,
    by: 'Ada Lovelace',
    reason: 'It stops again',
  },
  'target-warning': {
    kind: 'target-warning',
    ...staff,
    engineer: 'Grace Hopper',
    clock: 'first-response',
    percent: 75,
    dueAt: '2026-03-02T10:00:00.000Z',
  },
  'target-missed': {
    kind: 'target-missed',
    ...staff,
    engineer: 'Grace Hopper',
    clock: 'promised-update',
    dueAt: '2026-03-02T10:00:00.000Z',
  },
  'escalation-requested': {
    kind: 'escalation-requested',
    ...staff,
    reason: 'dissatisfied',
    answers: {
      problemStatementRight: 'Yes.',
      businessImpactAccurate: 'No: two sites are down, not one.',
      workaroundsUnfit: 'The manual restore takes a day.',
      milestonesRecorded: 'Go-live is on Monday.',
    },
    requestedBy: 'Ada Lovelace',
  },
  'escalation-assigned': {
    kind: 'escalation-assigned',
    ...staff,
    plan: '1. Collect logs\n2. Call at noon',
    nextUpdateAt: '2026-03-02T14:00:00.000Z',
  },
  'update-reminder': { kind: 'update-reminder', ...staff, nextUpdateAt: '2026-03-02T14:00:00.000Z' },
  'update-missed': {
    kind: 'update-missed',
    ...staff,
    nextUpdateAt: '2026-03-02T14:00:00.000Z',
    engineer: 'Alan Turing',
  },
  'contact-bounced': {
    kind: 'contact-bounced',
    ...staff,
    recipient: 'ada@customer.example',
    attempt: 2,
  },
};

/** The same mails, and those that say something else where a promise or a link is missing. */
export const ALL_MAILS: readonly MailContent[] = [
  ...Object.values(MAIL_SAMPLES),
  { ...MAIL_SAMPLES['request-filed'], firstResponseDueAt: null },
  { ...MAIL_SAMPLES['request-filed'], requestType: 'call-back', responseClock: 'call-back' },
  { ...MAIL_SAMPLES['request-filed'], requestType: 'licensing', responseClock: 'answer' },
  { ...MAIL_SAMPLES['contract-changed'], firstResponseDueAt: null },
  { ...MAIL_SAMPLES['request-reassigned'], reason: 'Two reasons:\n- your time zone\n- their knowledge' },
  { ...MAIL_SAMPLES['contact-attempt'], attempt: 3 },
  { ...MAIL_SAMPLES['severity-changed'], firstResponseDueAt: null },
  { ...MAIL_SAMPLES['request-closed'], description: '', reopenUntil: null },
  { ...MAIL_SAMPLES['closed-unanswered'], reopenUntil: null },
  { ...MAIL_SAMPLES['survey-invitation'], surveyUrl: null },
  { ...MAIL_SAMPLES['assigned-to-you'], firstResponseDueAt: null },
  { ...MAIL_SAMPLES['severity-changed-staff'], firstResponseDueAt: null },
  { ...MAIL_SAMPLES['request-closed-staff'], by: '', reason: 'no-answer', description: '' },
  { ...MAIL_SAMPLES['target-warning'], engineer: null, clock: 'promised-update', percent: 99.9 },
  { ...MAIL_SAMPLES['target-missed'], engineer: null, clock: 'first-response' },
  ...CLOCK_NAMES.flatMap((clock): MailContent[] => [
    { ...MAIL_SAMPLES['target-warning'], clock },
    { ...MAIL_SAMPLES['target-missed'], clock },
  ]),
  { ...MAIL_SAMPLES['contact-bounced'], attempt: null },
];
