import { describe, expect, it, test } from 'vitest';
import { applyFacts } from '#shared/domain/apply-facts.ts';
import { evolve, toEvents } from '#shared/domain/evolve.ts';
import { Fact, type FactType, RequestEvent, visibilityOf } from '#shared/schema/event.ts';
import { SupportRequest } from '#shared/schema/request.ts';
import { ADA, ALAN, CAROL, customer, GRACE, REMY, staff, WORKFLOW } from '#test/support/people.ts';
import { HOUSE } from '#test/support/policies.ts';
import { ANSWERS, file, given } from '#test/support/requests.ts';

const AT = '2026-03-04T09:00:00.000Z';
const DUE = '2026-03-04T08:00:00.000Z';
const FILE = { fileId: '01ARYZ6S410000000000000000', name: 'bundle.tgz' };
const engineer = { email: ALAN.email, name: ALAN.name };

/** An SR's marks of these types. */
function marksOf({ marks }: SupportRequest, types: readonly string[]): SupportRequest['marks'] {
  return marks.filter(({ type }) => types.includes(type));
}

/** One fact of every type but the first, what it happens to, and what it changes besides version and last change. */
const CASES: {
  [Type in Exclude<FactType, 'RequestFiled'>]: [Extract<Fact, { type: Type }>, SupportRequest, object];
} = {
  EngineerAssigned: [
    { type: 'EngineerAssigned', engineer },
    given.filed(),
    { status: 'in-progress', owner: engineer },
  ],
  EngineerReassigned: [
    { type: 'EngineerReassigned', from: { email: GRACE.email, name: GRACE.name }, engineer, reason: 'x' },
    given.awaitingCustomer(),
    { owner: engineer },
  ],
  PublicReplySent: [
    { type: 'PublicReplySent', text: 'x' },
    given.awaitingCustomer(),
    {
      marks: [
        ...marksOf(given.awaitingCustomer(), ['filed', 'silent', 'responded']),
        { type: 'updated', at: AT, seq: 5 },
      ],
    },
  ],
  InternalNoteAdded: [{ type: 'InternalNoteAdded', text: 'x' }, given.closed(), {}],
  CustomerReplied: [
    { type: 'CustomerReplied', text: 'x' },
    given.solutionProposed(),
    {
      status: 'in-progress',
      silence: undefined,
      marks: [
        ...given.solutionProposed().marks,
        { type: 'heard', at: AT, seq: 5 },
        { type: 'asked', at: AT, seq: 5 },
      ],
    },
  ],
  FirstResponseGiven: [
    { type: 'FirstResponseGiven', channel: 'web' },
    given.filed(),
    { marks: [...given.filed().marks, { type: 'responded', at: AT, seq: 2 }] },
  ],
  CustomerAwaited: [
    { type: 'CustomerAwaited', text: 'Logs?' },
    given.solutionProposed(),
    {
      status: 'awaiting-customer',
      silence: { since: AT, text: 'Logs?', attempts: [] },
      marks: [
        ...marksOf(given.solutionProposed(), ['filed', 'silent', 'responded']),
        { type: 'updated', at: AT, seq: 5 },
        { type: 'silent', at: AT, seq: 5, status: 'awaiting-customer' },
      ],
    },
  ],
  PhoneContactLogged: [
    { type: 'PhoneContactLogged', direction: 'outbound', reached: false, note: 'x' },
    given.awaitingCustomer(),
    {
      silence: {
        since: '2026-03-02T10:00:00.000Z',
        text: 'Which version?',
        attempts: [{ at: AT, channel: 'phone', effective: true }],
      },
    },
  ],
  SeverityChanged: [
    { type: 'SeverityChanged', from: 3, to: 1, reason: 'x', agreedWith: 'y', reachableContact: 'z' },
    given.filed(),
    {
      severity: 1,
      reachableContact: 'z',
      marks: [...given.filed().marks, { type: 'severity', at: AT, seq: 2, severity: 1 }],
    },
  ],
  ContractChanged: [
    {
      type: 'ContractChanged',
      from: { contractId: 'ACME-1', offering: 'standard' },
      to: { contractId: 'ACME-2', offering: 'premium', addOns: ['nights'] },
      product: 'Vault 10',
      reason: 'x',
    },
    given.filed(),
    {
      contractId: 'ACME-2',
      offering: 'premium',
      addOns: ['nights'],
      product: 'Vault 10',
      marks: [
        ...given.filed().marks,
        { type: 'contract', at: AT, seq: 2, offering: 'premium', addOns: ['nights'] },
      ],
    },
  ],
  EntitlementEnded: [
    { type: 'EntitlementEnded', reason: 'x' },
    given.filed(),
    { marks: [...given.filed().marks, { type: 'ended', at: AT, seq: 2 }] },
  ],
  ConfirmationSent: [
    { type: 'ConfirmationSent', mailId: 'm' },
    given.filed(),
    { marks: [...given.filed().marks, { type: 'confirmed', at: AT, seq: 2 }] },
  ],
  SolutionProposed: [
    { type: 'SolutionProposed', text: 'Update.' },
    given.awaitingCustomer(),
    {
      status: 'solution-proposed',
      silence: { since: AT, text: 'Update.', attempts: [] },
      marks: [
        ...marksOf(given.awaitingCustomer(), ['filed', 'silent', 'responded']),
        { type: 'updated', at: AT, seq: 5 },
        { type: 'silent', at: AT, seq: 5, status: 'solution-proposed' },
      ],
    },
  ],
  RequestClosed: [
    { type: 'RequestClosed', reason: 'duplicate', description: 'x' },
    given.escalationLed(),
    {
      status: 'closed',
      closedAt: AT,
      closing: { reason: 'duplicate', description: 'x' },
      survey: 'due',
      escalation: null,
      marks: [...given.escalationLed().marks, { type: 'closed', at: AT, seq: 6 }],
    },
  ],
  RequestReopened: [
    { type: 'RequestReopened', reason: 'x' },
    given.closed(),
    {
      status: 'in-progress',
      reopenCount: 1,
      closedAt: undefined,
      closing: undefined,
      survey: undefined,
      marks: [...given.closed().marks, { type: 'reopened', at: AT, seq: 6 }],
    },
  ],
  ReopenedAgain: [{ type: 'ReopenedAgain', times: 2, reason: 'x', told: [] }, given.inProgress(), {}],
  EscalationRequested: [
    { type: 'EscalationRequested', reason: 'dissatisfied', answers: ANSWERS },
    given.filed(),
    {
      escalationCount: 1,
      escalation: {
        stage: 'requested',
        requestedAt: AT,
        requestedBy: 'Remy Roux',
        reason: 'dissatisfied',
        answers: ANSWERS,
      },
    },
  ],
  EscalationRouted: [
    { type: 'EscalationRouted', rem: null, told: [] },
    given.escalationRequested(),
    { escalation: { ...given.escalationRequested().escalation, stage: 'routed', rem: null } },
  ],
  EscalationEngineerNamed: [
    { type: 'EscalationEngineerNamed', engineer, plan: 'x', nextUpdateAt: AT },
    given.escalationRequested(),
    {
      escalation: {
        ...given.escalationRequested().escalation,
        stage: 'led',
        rem: { email: REMY.email, name: REMY.name },
        engineer,
        updatedAt: AT,
        nextUpdateAt: AT,
      },
    },
  ],
  EscalationUpdateGiven: [
    { type: 'EscalationUpdateGiven', text: 'x', nextUpdateAt: AT },
    given.escalationLed(),
    {
      escalation: { ...given.escalationLed().escalation, updatedAt: AT, nextUpdateAt: AT },
      marks: [...given.escalationLed().marks, { type: 'updated', at: AT, seq: 6 }],
    },
  ],
  RequestDeescalated: [
    { type: 'RequestDeescalated', actionPlanAccepted: 'x', analysisConfirmed: 'y', customerAgreement: 'z' },
    given.escalationLed(),
    { escalation: null },
  ],
  TargetWarned: [
    { type: 'TargetWarned', clock: 'first-response', dueAt: DUE, threshold: '50%', told: [] },
    given.filed(),
    { fired: ['first-response/2026-03-04T08:00:00.000Z/50%'] },
  ],
  TargetMissed: [
    { type: 'TargetMissed', clock: 'promised-update', dueAt: DUE, told: [] },
    given.escalationLed(),
    { fired: ['promised-update/2026-03-04T08:00:00.000Z/missed'] },
  ],
  UpdateReminded: [
    { type: 'UpdateReminded', dueAt: DUE, told: [] },
    given.escalationLed(),
    { fired: ['promised-update/2026-03-04T08:00:00.000Z/remind'] },
  ],
  CustomerContacted: [
    { type: 'CustomerContacted', attempt: 1, mailId: 'm' },
    given.awaitingCustomer(),
    {
      silence: {
        since: '2026-03-02T10:00:00.000Z',
        text: 'Which version?',
        attempts: [{ at: AT, channel: 'mail', effective: true, mailId: 'm', attempt: 1 }],
      },
    },
  ],
  MailBounced: [
    { type: 'MailBounced', mailId: 'm', recipient: 'x', attempt: null },
    given.awaitingCustomer(),
    {},
  ],
  SurveyInvited: [{ type: 'SurveyInvited', mailId: 'm' }, given.closed(), { survey: 'invited' }],
  SurveySkipped: [{ type: 'SurveySkipped', lastInvitedAt: AT }, given.closed(), { survey: 'skipped' }],
  FileUploadStarted: [{ type: 'FileUploadStarted', ...FILE, size: 7 }, given.awaitingCustomer(), {}],
  FileUploaded: [
    { type: 'FileUploaded', ...FILE, size: 7, digest: `${'0'.repeat(64)}-1` },
    given.awaitingCustomer(),
    {},
  ],
  FileUploadFailed: [{ type: 'FileUploadFailed', ...FILE, reason: 'x' }, given.awaitingCustomer(), {}],
  FileUploadAborted: [{ type: 'FileUploadAborted', ...FILE }, given.awaitingCustomer(), {}],
  FileDownloaded: [{ type: 'FileDownloaded', ...FILE }, given.awaitingCustomer(), {}],
  FileDeleted: [{ type: 'FileDeleted', ...FILE }, given.closed(), {}],
  UploadTicketIssued: [
    { type: 'UploadTicketIssued', ticketId: FILE.fileId, expiresAt: AT },
    given.awaitingCustomer(),
    {},
  ],
  UploadTicketRevoked: [{ type: 'UploadTicketRevoked', ticketId: FILE.fileId }, given.awaitingCustomer(), {}],
};

describe('what each fact changes', () => {
  test.each(Object.entries(CASES))('%s', (_, [fact, before, change]) => {
    const [event] = toEvents(before.version, [fact], AT, staff(REMY));
    if (!event) throw new Error('One fact makes one event.');
    const after = evolve(before, event);
    expect(after).toEqual({ ...before, version: before.version + 1, lastChangedAt: AT, ...change });
    // What it makes can be stored and read again.
    expect(SupportRequest.parse(after)).toEqual(after);
    expect(RequestEvent.parse(event)).toEqual(event);
  });

  test('every fact there is has its case', () => {
    const types = Fact.def.options.map((option) => option.shape.type.def.values[0]);
    expect(Object.keys(CASES).sort()).toEqual(types.filter((type) => type !== 'RequestFiled').sort());
  });
});

describe('a history', () => {
  it('begins with the filing', () => {
    expect(file().after).toEqual({
      status: 'filed',
      number: '26123456787',
      version: 1,
      pack: { name: 'house', version: 2 },
      offering: 'standard',
      addOns: [],
      accountId: 'acme',
      contractId: 'ACME-1',
      region: 'EMEA',
      type: 'technical',
      subject: 'Restore stops at 80%',
      product: 'Vault 9',
      severity: 3,
      contact: ADA,
      reachableContact: null,
      callBack: null,
      filedAt: '2026-03-02T09:00:00.000Z',
      filedBy: customer(ADA),
      lastChangedAt: '2026-03-02T09:00:00.000Z',
      marks: [
        {
          type: 'filed',
          at: '2026-03-02T09:00:00.000Z',
          seq: 1,
          severity: 3,
          offering: 'standard',
          addOns: [],
        },
      ],
      fired: [],
      escalation: null,
      escalationCount: 0,
      reopenCount: 0,
    });
  });

  it('that does not is refused', () => {
    const [event] = toEvents(0, [{ type: 'PublicReplySent', text: 'x' }], AT, WORKFLOW);
    expect(() => event && evolve(null, event)).toThrow(
      'The history of an SR begins with RequestFiled, not PublicReplySent.',
    );
  });

  it('without anything new is not applied', () => {
    expect(() => applyFacts(null, [], WORKFLOW, AT, HOUSE, [])).toThrow('A decision without facts');
  });

  it('numbers the facts of one decision in order, at one instant, by one actor', () => {
    const events = toEvents(
      4,
      [
        { type: 'PublicReplySent', text: 'x' },
        { type: 'FirstResponseGiven', channel: 'web' },
      ],
      AT,
      staff(CAROL),
    );
    expect(events).toEqual([
      {
        seq: 5,
        at: AT,
        by: staff(CAROL),
        visibility: 'public',
        fact: { type: 'PublicReplySent', text: 'x' },
      },
      {
        seq: 6,
        at: AT,
        by: staff(CAROL),
        visibility: 'public',
        fact: { type: 'FirstResponseGiven', channel: 'web' },
      },
    ]);
  });

  it('keeps what only the staff should see to them', () => {
    const types = Fact.def.options.map((option) => option.shape.type.def.values[0] as FactType);
    expect(types.filter((type) => visibilityOf(type) === 'internal')).toEqual([
      'ConfirmationSent',
      'InternalNoteAdded',
      'ReopenedAgain',
      'EscalationRouted',
      'TargetWarned',
      'TargetMissed',
      'UpdateReminded',
      'MailBounced',
      'SurveySkipped',
      'FileDownloaded',
    ]);
  });
});

describe('facts that come when they no longer fit', () => {
  it.each<[string, Fact]>([
    [
      'a bounce after the customer answered',
      { type: 'MailBounced', mailId: 'm', recipient: 'x', attempt: 1 },
    ],
    ['an attempt that came too late', { type: 'CustomerContacted', attempt: 1, mailId: 'm' }],
    ['an update after the escalation ended', { type: 'EscalationUpdateGiven', text: 'x', nextUpdateAt: AT }],
    ['a routing after it ended', { type: 'EscalationRouted', rem: null, told: [] }],
    ['an invitation after reopening', { type: 'SurveyInvited', mailId: 'm' }],
    ['a skipped survey after reopening', { type: 'SurveySkipped', lastInvitedAt: AT }],
    ['a word of the customer', { type: 'CustomerReplied', text: 'x' }],
  ])('%s leaves the request in progress as it was', (_, fact) => {
    const before = given.inProgress();
    const { after } = applyFacts(before, [fact], WORKFLOW, AT, HOUSE, []);
    expect(after).toEqual({ ...before, version: 3, lastChangedAt: AT });
  });

  it('a question on a request that nobody owns leaves it filed', () => {
    const { after } = applyFacts(
      given.filed(),
      [{ type: 'CustomerAwaited', text: 'x' }],
      WORKFLOW,
      AT,
      HOUSE,
      [],
    );
    expect(after.status).toBe('filed');
  });
});
