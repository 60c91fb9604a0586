import { describe, expect, it } from 'vitest';
import { readClocks } from '#shared/domain/clocks.ts';
import { duesOf, planView } from '#shared/domain/plan.ts';
import { createPolicy, type Policy } from '#shared/policy/policy.ts';
import { toMs } from '#shared/schema/instant.ts';
import type { Staff } from '#shared/schema/person.ts';
import type { SupportRequest } from '#shared/schema/request.ts';
import { ADA, CAROL, customer, GRACE, MONA, REMY, STAFF, staff } from '#test/support/people.ts';
import { EVERY_CLOCK, HOUSE } from '#test/support/policies.ts';
import { type Acting, act, file, given, planned, refusal, workflowStep } from '#test/support/requests.ts';

// Bugs that other help desks shipped (docs/lessons.md), as they would look at this one.

const POLICY = EVERY_CLOCK;

function says(request: SupportRequest, at: string, policy: Policy = POLICY): SupportRequest {
  const acting: Acting = { at, by: customer(ADA), policy };
  return act(request, { action: 'comment', text: 'Hello?', visibility: 'public' }, acting).after;
}

function answers(request: SupportRequest, at: string, policy: Policy = POLICY): SupportRequest {
  const acting: Acting = { at, by: staff(GRACE), policy };
  return act(request, { action: 'comment', text: 'Yes.', visibility: 'public' }, acting).after;
}

/** Clocks by name with their state and due, as they stand at `now`. */
function clocks(request: SupportRequest, now: string, policy: Policy = POLICY): Record<string, string> {
  return Object.fromEntries(
    readClocks(request, policy, toMs(now)).map(({ name, state, due }) => [
      name,
      due === null ? state : `${state} ${new Date(due).toISOString()}`,
    ]),
  );
}

/** What the workflow still means to do, as `step key`. */
function steps(request: SupportRequest, now: string, policy: Policy = POLICY): string[] {
  return duesOf(planView(request, policy), policy, toMs(now)).map(({ step, key }) => `${step} ${key}`);
}

describe('[lesson 1] clocks are independent', () => {
  const filed = given.inProgress({ policy: POLICY });

  it('the next due is the earliest armed clock; updates are owed only after the first response', () => {
    expect(clocks(filed, '2026-03-02T10:00:00.000Z')).toEqual({
      'first-response': 'running 2026-03-02T17:00:00.000Z',
      'confirmation-mail': 'running 2026-03-02T10:00:00.000Z',
    });
    const asked = says(answers(filed, '2026-03-02T10:00:00.000Z'), '2026-03-03T09:00:00.000Z');
    expect(clocks(asked, '2026-03-03T09:00:00.000Z')).toEqual({
      'first-response': 'met 2026-03-02T17:00:00.000Z',
      'next-reply': 'running 2026-03-05T09:00:00.000Z',
      'promised-update': 'running 2026-03-04T10:00:00.000Z',
      'confirmation-mail': 'missed 2026-03-02T10:00:00.000Z',
    });
  });

  it('a miss of one leaves the others as they are', () => {
    const late = workflowStep(filed, '2026-03-02T10:00:00.001Z', { policy: POLICY }).after;
    expect(late.fired).toEqual(['confirmation-mail/2026-03-02T10:00:00.000Z/missed']);
    expect(clocks(late, '2026-03-02T11:00:00.000Z')['first-response']).toBe(
      'running 2026-03-02T17:00:00.000Z',
    );
  });
});

it('[lesson 2] the end of an entitlement cancels its clocks and the mails about them', () => {
  const asked = says(
    answers(given.inProgress({ policy: POLICY }), '2026-03-02T10:00:00.000Z'),
    '2026-03-02T11:00:00.000Z',
  );
  const acting: Acting = { at: '2026-03-02T12:00:00.000Z', by: staff(CAROL), policy: POLICY };
  const ended = act(asked, { action: 'end-entitlement', reason: 'The contract ended.' }, acting).after;
  expect(Object.values(clocks(ended, '2026-03-02T12:00:00.000Z'))).toEqual([
    'met 2026-03-02T17:00:00.000Z',
    'ended',
    'ended',
    'ended',
  ]);
  expect(steps(ended, '2026-03-02T12:00:00.000Z')).toEqual([]);
  // Nor does anything start anew.
  const later = says(answers(ended, '2026-03-03T10:00:00.000Z'), '2026-03-03T11:00:00.000Z');
  expect(steps(later, '2026-03-03T11:00:00.000Z')).toEqual([]);
  expect(refusal(later, { action: 'end-entitlement', reason: 'Again.' }, acting)).toBe('EntitlementOver');
});

it('[lesson 3] a notice that the workflow sends late at night is no breach at night', () => {
  const filed = given.inProgress({ policy: HOUSE, form: { severity: 4 } });
  const night = '2026-03-03T23:30:00.000Z';
  const warned = workflowStep(filed, night);
  expect(warned.events.map(({ fact }) => fact.type)).toEqual(['TargetWarned']);
  expect(clocks(warned.after, night, HOUSE)['first-response']).toBe('running 2026-03-04T09:00:00.000Z');
  // Due in the morning by the desk's business time: only then it is missed, and not at midnight.
  expect(planned(warned.after, night)).toMatchObject({ step: 'WarnOfTarget' });
  const twice = workflowStep(warned.after, night).after;
  expect(planned(twice, night)).toMatchObject({ step: 'Wait', dueAt: '2026-03-04T09:00:00.001Z' });
});

it('[lesson 5] a notice is one of its request, clock, due and threshold: not of its type and day', () => {
  const filed = given.inProgress();
  const [first, second] = [workflowStep(filed, '2026-03-02T13:00:00.000Z').after, filed];
  expect(first.fired).toEqual(['first-response/2026-03-02T17:00:00.000Z/50%']);
  // The other request of the day, and the same one with another due, are warned of as well.
  expect(planned({ ...second, number: '26123456795' }, '2026-03-02T13:00:00.000Z').step).toBe('WarnOfTarget');
  const raised = act(
    first,
    { action: 'change-severity', severity: 2, reason: 'Worse.', agreedWith: 'Ada' },
    { at: '2026-03-02T13:00:00.000Z', by: staff(GRACE) },
  ).after;
  expect(clocks(raised, '2026-03-02T13:00:00.000Z', HOUSE)['first-response']).toBe(
    'running 2026-03-02T13:00:00.000Z',
  );
});

it("[lesson 7] hours and holidays are those of the customer's contract, not of the installation", () => {
  const at = '2026-05-14T08:00:00.000Z'; // Ascension: a holiday in France and in Germany, not in Britain
  const due = (zone: string, country: string, offering = 'standard') =>
    clocks(file({ at, offering, contact: { ...ADA, zone, country } }).after, at, HOUSE)['first-response'];
  expect(due('Europe/Paris', 'FR')).toBe('running 2026-05-15T14:00:00.000Z');
  expect(due('Europe/London', 'GB')).toBe('running 2026-05-14T16:00:00.000Z');
  expect(due('America/New_York', 'US')).toBe('running 2026-05-14T20:00:00.000Z');
  expect(due('Europe/Paris', 'FR', 'premium')).toBe('running 2026-05-14T12:00:00.000Z');
});

it('[lesson 8] waiting for a silent customer, and closing after three attempts, are what the house pack does by itself', () => {
  const waits = given.awaitingCustomer();
  expect(steps(waits, '2026-03-02T10:00:00.000Z', HOUSE)).toEqual([
    'ContactCustomer 2026-03-02T10:00:00.000Z/1',
  ]);
  const times = ['2026-03-03T07:00:00.000Z', '2026-03-05T07:00:00.000Z', '2026-03-09T07:00:00.000Z'];
  const tried = times.reduce((request, at) => workflowStep(request, at).after, waits);
  expect(planned(tried, times[2] ?? '')).toMatchObject({ step: 'Wait', dueAt: '2026-03-12T07:00:00.000Z' });
  expect(workflowStep(tried, '2026-03-12T07:00:00.000Z').after).toMatchObject({
    status: 'closed',
    closing: { reason: 'no-answer' },
  });
});

it('[lesson 9] closed straight out of a pause, the clock is settled as of then', () => {
  const answered = answers(given.inProgress({ policy: POLICY }), '2026-03-02T10:00:00.000Z');
  const waits = act(
    answered,
    { action: 'await-customer', text: 'Which version?' },
    { at: '2026-03-02T11:00:00.000Z', by: staff(GRACE), policy: POLICY },
  ).after;
  const closed = act(
    waits,
    { action: 'close', reason: 'duplicate', description: 'Same.' },
    { at: '2026-03-20T11:00:00.000Z', by: staff(GRACE), policy: POLICY },
  ).after;
  expect(clocks(closed, '2026-03-20T11:00:00.000Z')['promised-update']).toMatch(/^met/);
});

it('[lesson 12] a message to a request that was closed long ago neither opens it nor is lost: it is told where to go', () => {
  const closed = given.closed();
  const late: Acting = { at: '2026-08-03T09:00:00.000Z', by: customer(ADA) };
  expect(refusal(closed, { action: 'comment', text: 'Again.', visibility: 'public' }, late)).toBe(
    'RequestClosed',
  );
  expect(refusal(closed, { action: 'reopen', reason: 'Again.' }, late)).toBe('ReopenWindowOver');
  const never = createPolicy({
    ...HOUSE.pack,
    closing: { ...HOUSE.pack.closing, reopenWithin: 'never' },
  });
  const soon: Acting = { at: '2026-03-02T12:00:00.000Z', by: customer(ADA), policy: never };
  expect(refusal(closed, { action: 'reopen', reason: 'Again.' }, soon)).toBe('NeverReopened');
});

it('[lesson 13] a request that is reopened again and again is brought to the managers', () => {
  const reopen = (request: SupportRequest, at: string) =>
    act(request, { action: 'reopen', reason: 'It is back.' }, { at, by: customer(ADA) });
  const once = reopen(given.closed(), '2026-03-03T09:00:00.000Z');
  expect(once.events.map(({ fact }) => fact.type)).toEqual(['RequestReopened']);
  const closedAgain = act(
    once.after,
    { action: 'close', reason: 'solved', description: 'Patched.' },
    { at: '2026-03-04T09:00:00.000Z', by: staff(GRACE) },
  ).after;
  const twice = reopen(closedAgain, '2026-03-05T09:00:00.000Z');
  expect(twice.events.map(({ fact }) => fact)).toEqual([
    { type: 'RequestReopened', reason: 'It is back.' },
    { type: 'ReopenedAgain', times: 2, reason: 'It is back.', told: [MONA.email] },
  ]);
  expect(twice.mails.filter(({ to }) => to.email === MONA.email).map(({ content }) => content.kind)).toEqual([
    'request-reopened-staff',
  ]);
});

describe('[lesson 14] [lesson 15] a pause', () => {
  const answered = answers(given.inProgress({ policy: POLICY }), '2026-03-02T10:00:00.000Z');
  const waits = act(
    answered,
    { action: 'await-customer', text: 'Which version?' },
    { at: '2026-03-02T11:00:00.000Z', by: staff(GRACE), policy: POLICY },
  ).after;

  it('survives a change of severity', () => {
    const raised = act(
      waits,
      { action: 'change-severity', severity: 2, reason: 'Worse.', agreedWith: 'Ada' },
      { at: '2026-03-02T12:00:00.000Z', by: staff(GRACE), policy: POLICY },
    ).after;
    expect(clocks(raised, '2026-03-02T12:00:00.000Z')['promised-update']).toBe('paused');
  });

  it('is read at the moment of firing: nothing is missed while it lasts', () => {
    const later = '2026-03-30T11:00:00.000Z';
    expect(steps(waits, later).filter((step) => step.includes('promised-update'))).toEqual([]);
    expect(clocks(waits, later)['promised-update']).toBe('paused');
  });
});

it('[lesson 17] a workflow that comes late does each step of the ladder once, in order', () => {
  let request = given.inProgress();
  const done: string[] = [];
  for (let pass = 0; pass < 5; pass++) {
    const next = planned(request, '2026-03-20T12:00:00.000Z');
    if (next.step === 'Wait') break;
    done.push(`${next.step} ${next.actionId.split('/').at(-1)}`);
    request = workflowStep(request, '2026-03-20T12:00:00.000Z').after;
  }
  expect(done).toEqual(['WarnOfTarget 50%', 'WarnOfTarget 75%', 'RecordMissedTarget missed']);
});

it('[lesson 17] what was warned of before a closing is not warned of again after it', () => {
  const at = '2026-03-02T15:00:00.000Z';
  const half = workflowStep(given.inProgress(), '2026-03-02T13:00:00.000Z').after;
  const closed = act(
    half,
    { action: 'close', reason: 'duplicate', description: 'Same.' },
    { at, by: staff(GRACE) },
  ).after;
  const reopened = act(
    closed,
    { action: 'reopen', reason: 'It is not.' },
    { at: '2026-03-04T09:00:00.000Z', by: customer(ADA) },
  ).after;
  // Six of the eight hours were used: of the half was told, of three quarters and the miss not yet.
  expect(steps(reopened, '2026-03-04T09:00:00.000Z', HOUSE)).toEqual([
    'WarnOfTarget first-response/2026-03-04T11:00:00.000Z/75%',
    'RecordMissedTarget first-response/2026-03-04T11:00:00.000Z/missed',
  ]);
});

describe('[lesson 19] an engineer who is away, or full, is assigned only on purpose', () => {
  const everybody: Staff[] = STAFF.map((member) =>
    member === GRACE
      ? { ...member, capacity: 3, away: [{ from: '2026-03-09', until: '2026-03-13' }] }
      : member,
  );
  const assign = { action: 'assign', engineer: GRACE.email } as const;
  const acting = (at: string, openRequests?: number): Acting => ({
    at,
    by: staff(CAROL),
    staff: everybody,
    ...(openRequests !== undefined && { openRequests }),
  });

  it.each([
    ['the day before, at noon', '2026-03-08T11:00:00.000Z', null],
    ['the first day, by their own zone', '2026-03-08T23:00:00.000Z', 'EngineerAway'],
    ['the last day', '2026-03-13T22:59:59.000Z', 'EngineerAway'],
    ['the day after', '2026-03-13T23:00:00.000Z', null],
  ])('%s', (_, at, expected) => {
    expect(refusal(given.filed(), assign, acting(at))).toBe(expected);
    expect(refusal(given.filed(), { ...assign, anyway: true }, acting(at))).toBeNull();
  });

  it('with as many requests as they take on', () => {
    const at = '2026-03-02T10:00:00.000Z';
    expect(refusal(given.filed(), assign, acting(at, 2))).toBeNull();
    expect(refusal(given.filed(), assign, acting(at, 3))).toBe('EngineerFull');
    expect(refusal(given.filed(), { ...assign, anyway: true }, acting(at, 3))).toBeNull();
    const handOver = { action: 'reassign', engineer: GRACE.email, reason: 'Shift.' } as const;
    const owned = act(
      given.filed(),
      { action: 'assign', engineer: REMY.email },
      { at, by: staff(CAROL), staff: [{ ...REMY, roles: ['tse'] }] },
    );
    expect(refusal(owned.after, handOver, acting(at, 3))).toBe('EngineerFull');
  });
});

it('[lesson 20] targets are resolved again when severity, contract or product change', () => {
  const filed = given.filed({ policy: POLICY });
  const at = '2026-03-02T11:00:00.000Z';
  const acting: Acting = { at, by: staff(CAROL), policy: POLICY };
  const due = (request: SupportRequest) => clocks(request, at)['first-response'];
  expect(due(filed)).toBe('running 2026-03-02T17:00:00.000Z');
  const severity = { action: 'change-severity', severity: 2, reason: 'Worse.', agreedWith: 'Ada' } as const;
  expect(due(act(filed, severity, acting).after)).toBe('running 2026-03-02T13:00:00.000Z');
  const contract = { action: 'change-contract', contractId: 'ACME-2', reason: 'Upgraded.' } as const;
  expect(due(act(filed, contract, acting).after)).toBe('running 2026-03-02T13:00:00.000Z');
  expect(act(filed, { ...contract, product: 'Vault 10' }, acting).after.product).toBe('Vault 10');
});
