import { describe, expect, it, test } from 'vitest';
import type { RefusalCode } from '#shared/domain/refusals.ts';
import { ACTION_NAMES, type Action, type ActionName } from '#shared/schema/action.ts';
import { ADA, ALAN, BEN, CAROL, customer, GRACE, MONA, REMY, staff } from '#test/support/people.ts';
import { HOUSE, houseWith } from '#test/support/policies.ts';
import { ANSWERS, act, decided, given, refusal } from '#test/support/requests.ts';

const NOON = '2026-03-02T12:00:00.000Z';

/** Each action, by somebody who may, with details that fit. */
const FITTING: {
  readonly [Name in ActionName]: [Extract<Action, { action: Name }>, ReturnType<typeof staff>];
} = {
  assign: [{ action: 'assign', engineer: GRACE.email }, staff(CAROL)],
  reassign: [{ action: 'reassign', engineer: ALAN.email, reason: 'Shift ends.' }, staff(CAROL)],
  comment: [{ action: 'comment', text: 'Thank you.', visibility: 'public' }, staff(GRACE)],
  'await-customer': [{ action: 'await-customer', text: 'And the logs?' }, staff(GRACE)],
  'log-phone-contact': [
    { action: 'log-phone-contact', direction: 'outbound', reached: true, note: 'Spoke.' },
    staff(GRACE),
  ],
  'change-severity': [
    { action: 'change-severity', severity: 2, reason: 'Worse.', agreedWith: 'Ada' },
    staff(GRACE),
  ],
  'change-contract': [{ action: 'change-contract', contractId: 'ACME-2', reason: 'Upgraded.' }, staff(GRACE)],
  'end-entitlement': [{ action: 'end-entitlement', reason: 'The contract ended.' }, staff(CAROL)],
  'propose-solution': [{ action: 'propose-solution', text: 'Update.' }, staff(GRACE)],
  confirm: [{ action: 'confirm' }, customer(ADA)],
  close: [{ action: 'close', reason: 'duplicate', description: 'Same as before.' }, staff(GRACE)],
  reopen: [{ action: 'reopen', reason: 'Again.' }, customer(ADA)],
  escalate: [{ action: 'escalate', reason: 'dissatisfied', answers: ANSWERS }, customer(ADA)],
  'name-escalation-engineer': [
    {
      action: 'name-escalation-engineer',
      engineer: ALAN.email,
      plan: 'Call.',
      nextUpdateAt: '2026-03-02T14:00:00.000Z',
    },
    staff(REMY),
  ],
  'give-update': [
    { action: 'give-update', text: 'Found.', nextUpdateAt: '2026-03-02T16:00:00.000Z' },
    staff(ALAN),
  ],
  'de-escalate': [
    {
      action: 'de-escalate',
      actionPlanAccepted: 'Yes.',
      analysisConfirmed: 'Yes.',
      customerAgreement: 'Yes.',
    },
    staff(REMY),
  ],
};

const ok = null;

/** Columns: filed, in progress, awaiting the customer, solution proposed, closed, escalated (requested, led). */
const TABLE: Record<ActionName, readonly (RefusalCode | null)[]> = {
  assign: [
    ok,
    'AlreadyAssigned',
    'AlreadyAssigned',
    'AlreadyAssigned',
    'RequestClosed',
    'AlreadyAssigned',
    'AlreadyAssigned',
  ],
  reassign: ['NotAssigned', ok, ok, ok, 'RequestClosed', ok, ok],
  comment: [ok, ok, ok, ok, 'RequestClosed', ok, ok],
  'await-customer': ['NotAssigned', ok, 'AlreadyAwaitingCustomer', ok, 'RequestClosed', ok, ok],
  'log-phone-contact': [ok, ok, ok, ok, 'RequestClosed', ok, ok],
  'change-severity': [ok, ok, ok, ok, 'RequestClosed', ok, ok],
  'change-contract': [ok, ok, ok, ok, 'RequestClosed', ok, ok],
  'end-entitlement': [ok, ok, ok, ok, 'RequestClosed', ok, ok],
  'propose-solution': ['NotAssigned', ok, ok, ok, 'RequestClosed', ok, ok],
  confirm: [
    'NothingToConfirm',
    'NothingToConfirm',
    'NothingToConfirm',
    ok,
    'RequestClosed',
    'NothingToConfirm',
    'NothingToConfirm',
  ],
  close: [ok, ok, ok, ok, 'RequestClosed', 'DeescalateFirst', 'DeescalateFirst'],
  reopen: ['NotClosed', 'NotClosed', 'NotClosed', 'NotClosed', ok, 'NotClosed', 'NotClosed'],
  escalate: [ok, ok, ok, ok, 'RequestClosed', 'AlreadyEscalated', 'AlreadyEscalated'],
  'name-escalation-engineer': [
    'NotEscalated',
    'NotEscalated',
    'NotEscalated',
    'NotEscalated',
    'RequestClosed',
    ok,
    ok,
  ],
  'give-update': [
    'NotEscalated',
    'NotEscalated',
    'NotEscalated',
    'NotEscalated',
    'RequestClosed',
    'NotLed',
    ok,
  ],
  'de-escalate': ['NotEscalated', 'NotEscalated', 'NotEscalated', 'NotEscalated', 'RequestClosed', ok, ok],
};

const STATES = [
  ['filed', given.filed()],
  ['in progress', given.inProgress()],
  ['awaiting the customer', given.awaitingCustomer()],
  ['solution proposed', given.solutionProposed()],
  ['closed', given.closed()],
  ['escalation asked for', given.escalationRequested()],
  ['escalation led', given.escalationLed()],
] as const;

describe.each(STATES)('a request that is %s', (_, request) => {
  const column = STATES.findIndex(([, one]) => one === request);

  test.each(ACTION_NAMES)('is open to %s as the table has it', (name) => {
    const [action, by] = FITTING[name];
    expect(refusal(request, action, { at: NOON, by })).toBe(TABLE[name][column]);
  });
});

describe('details that do not fit', () => {
  const at = NOON;

  it('[WRK-1] refuses to assign somebody who is no engineer', () => {
    const to = (engineer: string) =>
      refusal(given.filed(), { action: 'assign', engineer }, { at, by: staff(CAROL) });
    expect(to('nobody@vendor.example')).toBe('NotAnEngineer');
    expect(to(MONA.email)).toBe('NotAnEngineer');
    expect(to(CAROL.email)).toBeNull();
  });

  it('[WRK-2] refuses to reassign to the same engineer, or to none', () => {
    const to = (engineer: string) =>
      refusal(given.inProgress(), { action: 'reassign', engineer, reason: 'x' }, { at, by: staff(CAROL) });
    expect(to(GRACE.email)).toBe('SameEngineer');
    expect(to(REMY.email)).toBe('NotAnEngineer');
  });

  it('[OFF-6] refuses a change to the severity it has', () => {
    const action = { action: 'change-severity', severity: 3, reason: 'x', agreedWith: 'Ada' } as const;
    expect(refusal(given.filed(), action, { at, by: customer(ADA) })).toBe('SameSeverity');
  });

  it('[OFF-5] refuses a severity that asks for a reachable contact while there is none', () => {
    const raise = { action: 'change-severity', severity: 1, reason: 'x', agreedWith: 'Ada' } as const;
    const named = { ...raise, reachableContact: 'Ben, +49 30 5678' } as const;
    const by = customer(ADA);
    expect(refusal(given.filed(), raise, { at, by })).toBe('ReachableContactNeeded');
    expect(refusal(given.filed(), { ...raise, severity: 2 }, { at, by })).toBeNull();
    expect(refusal(given.filed(), named, { at, by })).toBeNull();
    expect(
      refusal(given.filed({ form: { reachableContact: 'Ada, +49 30 1234' } }), raise, { at, by }),
    ).toBeNull();
    // Who was named once stays named, through a lower severity and back.
    const raised = act(given.filed(), named, { at, by }).after;
    const lowered = act(raised, { ...raise, severity: 3 }, { at, by }).after;
    expect(lowered.reachableContact).toBe('Ben, +49 30 5678');
    expect(refusal(lowered, raise, { at, by })).toBeNull();
  });

  it('[CLO-3] refuses a closing reason that the pack does not offer', () => {
    const close = (reason: 'no-answer' | 'solved') =>
      refusal(given.inProgress(), { action: 'close', reason, description: 'x' }, { at, by: customer(ADA) });
    expect(close('no-answer')).toBe('ReasonNotOffered');
    expect(close('solved')).toBeNull();
  });

  it('[ESC-5] refuses an update that is promised for now, for the past, or for later than the pack allows', () => {
    const update = (nextUpdateAt: string) =>
      refusal(
        given.escalationLed(),
        { action: 'give-update', text: 'x', nextUpdateAt },
        { at, by: staff(ALAN) },
      );
    expect(update('2026-03-02T12:00:00.000Z')).toBe('UpdateNotAhead');
    expect(update('2026-03-02T11:59:59.999Z')).toBe('UpdateNotAhead');
    expect(update('2026-03-02T12:00:00.001Z')).toBeNull();
    expect(update('2026-03-05T12:00:00.000Z')).toBeNull();
    expect(update('2026-03-05T12:00:00.001Z')).toBe('UpdateTooFarAhead');
  });

  it('[ESC-4] refuses an escalation engineer who is none, and a promise that cannot be kept', () => {
    const name = (engineer: string, nextUpdateAt: string) =>
      refusal(
        given.escalationRouted(),
        { action: 'name-escalation-engineer', engineer, plan: 'x', nextUpdateAt },
        { at, by: staff(REMY) },
      );
    expect(name(MONA.email, '2026-03-02T14:00:00.000Z')).toBe('NotAnEngineer');
    expect(name(ALAN.email, '2026-03-02T11:00:00.000Z')).toBe('UpdateNotAhead');
    expect(name(ALAN.email, '2026-03-06T12:00:00.000Z')).toBe('UpdateTooFarAhead');
  });

  it('lets customers write publicly only, and the desk note something on a closed request', () => {
    const internal = { action: 'comment', text: 'x', visibility: 'internal' } as const;
    const open = { ...internal, visibility: 'public' } as const;
    expect(refusal(given.inProgress(), internal, { at, by: customer(ADA) })).toBe('NotAllowed');
    expect(refusal(given.closed(), internal, { at, by: staff(GRACE) })).toBeNull();
    expect(refusal(given.closed(), open, { at, by: staff(GRACE) })).toBe('RequestClosed');
    expect(refusal(given.closed(), open, { at, by: customer(ADA) })).toBe('RequestClosed');
  });

  it('[ESC-8] lets the customer close although it is escalated: that is their agreement', () => {
    const close = { action: 'close', reason: 'withdrawn', description: 'No longer needed.' } as const;
    expect(refusal(given.escalationLed(), close, { at, by: staff(MONA) })).toBe('DeescalateFirst');
    expect(decided(given.escalationLed(), close, { at, by: customer(ADA) })).toEqual({
      ok: true,
      facts: [{ type: 'RequestClosed', reason: 'withdrawn', description: 'No longer needed.' }],
    });
  });

  it('refuses somebody of no business here before it tells anything about the request', () => {
    const [action] = FITTING.confirm;
    expect(refusal(given.closed(), action, { at, by: customer(BEN), relation: 'none' })).toBe('NotAllowed');
    expect(refusal(given.closed(), action, { at, by: { kind: 'workflow' } })).toBe('NotAllowed');
  });
});

describe('[CLO-4] the time in which a closed request may be reopened', () => {
  const reopen = { action: 'reopen', reason: 'Again.' } as const;

  it('ends fourteen days after the closing, to the millisecond', () => {
    const at = (instant: string) => refusal(given.closed(), reopen, { at: instant, by: customer(ADA) });
    expect(at('2026-03-16T11:00:00.000Z')).toBeNull();
    expect(at('2026-03-16T11:00:00.001Z')).toBe('ReopenWindowOver');
  });

  it("is the pack's", () => {
    const policy = houseWith({ closing: { ...HOUSE.pack.closing, reopenWithin: '1d' } });
    const at = (instant: string) =>
      refusal(given.closed(), reopen, { at: instant, by: staff(CAROL), policy });
    expect(at('2026-03-03T11:00:00.000Z')).toBeNull();
    expect(at('2026-03-03T11:00:00.001Z')).toBe('ReopenWindowOver');
  });
});

describe('the facts that actions lead to', () => {
  const at = NOON;

  it('[WRK-1] assign names the engineer as the staff list has them', () => {
    expect(decided(given.filed(), ...pair('assign'))).toEqual({
      ok: true,
      facts: [
        { type: 'EngineerAssigned', engineer: { email: 'grace@vendor.example', name: 'Grace Hopper' } },
      ],
    });
  });

  it('[WRK-2] reassign keeps from whom, to whom and why', () => {
    expect(decided(given.inProgress(), ...pair('reassign'))).toEqual({
      ok: true,
      facts: [
        {
          type: 'EngineerReassigned',
          from: { email: 'grace@vendor.example', name: 'Grace Hopper' },
          engineer: { email: 'alan@vendor.example', name: 'Alan Turing' },
          reason: 'Shift ends.',
        },
      ],
    });
  });

  it('[OFF-7] the first public word of staff is the first response, the second is not', () => {
    const reply = { type: 'PublicReplySent', text: 'Thank you.' };
    expect(decided(given.inProgress(), ...pair('comment'))).toEqual({
      ok: true,
      facts: [reply, { type: 'FirstResponseGiven', channel: 'web' }],
    });
    expect(decided(given.awaitingCustomer(), ...pair('comment'))).toEqual({ ok: true, facts: [reply] });
  });

  it.each([
    ['await-customer', 'CustomerAwaited'],
    ['propose-solution', 'SolutionProposed'],
    ['log-phone-contact', 'PhoneContactLogged'],
  ] as const)('[OFF-7] %s is a first response too', (name, type) => {
    const decision = decided(given.inProgress(), ...pair(name));
    expect(decision.ok && decision.facts.map((fact) => fact.type)).toEqual([type, 'FirstResponseGiven']);
  });

  it('[OFF-7] an update of the escalation engineer is a first response too', () => {
    const decision = decided(given.escalationLed(), ...pair('give-update'));
    expect(decision.ok && decision.facts.map((fact) => fact.type)).toEqual([
      'EscalationUpdateGiven',
      'FirstResponseGiven',
    ]);
  });

  it("[OFF-7] an internal note, a customer's words and an unanswered call are no first response", () => {
    const note = { action: 'comment', text: 'Look at the index.', visibility: 'internal' } as const;
    const words = { action: 'comment', text: 'Any news?', visibility: 'public' } as const;
    const call = {
      action: 'log-phone-contact',
      direction: 'outbound',
      reached: false,
      note: 'Voice mail.',
    } as const;
    const facts = [
      decided(given.filed(), note, { at, by: staff(GRACE) }),
      decided(given.filed(), words, { at, by: customer(ADA) }),
      decided(given.filed(), call, { at, by: staff(GRACE) }),
    ].map((decision) => decision.ok && decision.facts);
    expect(facts).toEqual([
      [{ type: 'InternalNoteAdded', text: 'Look at the index.' }],
      [{ type: 'CustomerReplied', text: 'Any news?' }],
      [{ type: 'PhoneContactLogged', direction: 'outbound', reached: false, note: 'Voice mail.' }],
    ]);
  });

  it('[CLO-1] confirm closes as solved, with or without a word', () => {
    const confirm = (text?: string) =>
      decided(
        given.solutionProposed(),
        { action: 'confirm', ...(text && { text }) },
        { at, by: customer(ADA) },
      );
    expect(confirm('Works.')).toEqual({
      ok: true,
      facts: [{ type: 'RequestClosed', reason: 'solved', description: 'Works.' }],
    });
    expect(confirm()).toEqual({
      ok: true,
      facts: [{ type: 'RequestClosed', reason: 'solved', description: '' }],
    });
  });

  it('[OFF-6] change-severity keeps both severities, the reason and with whom it was agreed', () => {
    expect(decided(given.filed(), ...pair('change-severity'))).toEqual({
      ok: true,
      facts: [
        {
          type: 'SeverityChanged',
          from: 3,
          to: 2,
          reason: 'Worse.',
          agreedWith: 'Ada',
          reachableContact: null,
        },
      ],
    });
  });

  function pair(name: ActionName): [Action, { at: string; by: ReturnType<typeof staff> }] {
    const [action, by] = FITTING[name];
    return [action, { at, by }];
  }
});
