import { describe, expect, it } from 'vitest';
import { applyFacts } from '#shared/domain/apply-facts.ts';
import { nextDue, readClocks } from '#shared/domain/clocks.ts';
import { owedResponse } from '#shared/domain/owed-response.ts';
import { duesOf, planView } from '#shared/domain/plan.ts';
import { requestView } from '#shared/domain/request-view.ts';
import { createPolicy, type Policy } from '#shared/policy/policy.ts';
import { toMs } from '#shared/schema/instant.ts';
import type { SupportRequest } from '#shared/schema/request.ts';
import { ADA, CAROL, CONTRACT, customer, GRACE, staff, WORKFLOW } from '#test/support/people.ts';
import { EVERY_CLOCK, HOUSE } from '#test/support/policies.ts';
import { act, file, given, refusal } from '#test/support/requests.ts';

const POLICY = EVERY_CLOCK;
const CALL_BACK = { fullName: 'Ada Lovelace', company: 'Acme', phone: '+49 30 1234567' };

/** A clock as it stands, written on one line: state, due, what is left. */
function clock(request: SupportRequest, name: string, now: string, policy: Policy = POLICY): string {
  const found = readClocks(request, policy, toMs(now)).find((one) => one.name === name);
  if (!found) return 'none';
  const due = found.due === null ? '-' : new Date(found.due).toISOString();
  const left = found.remainingMs === null ? '' : ` ${found.remainingMs / 60_000} min left`;
  return `${found.state} ${due}${left}`;
}

/** What the workflow will do under one clock, as `instant threshold`. */
function ladder(request: SupportRequest, name: string, now: string, policy: Policy = POLICY): string[] {
  return duesOf(planView(request, policy), policy, toMs(now))
    .filter(({ key }) => key.startsWith(`${name}/`))
    .map(({ at, key }) => `${new Date(at).toISOString()} ${key.split('/').at(-1)}`);
}

function by(person: typeof GRACE, at: string) {
  return { at, by: staff(person), policy: POLICY };
}

describe('[OFF-7] a question of service', () => {
  const asked = file({ policy: POLICY, form: { type: 'customer-service' } }).after;

  it('is answered within 72 hours, and within 48 as a goal; both are measured', () => {
    expect(clock(asked, 'answer', '2026-03-02T10:00:00.000Z')).toBe(
      'running 2026-03-05T09:00:00.000Z 4260 min left',
    );
    expect(clock(asked, 'answer-goal', '2026-03-02T10:00:00.000Z')).toBe(
      'running 2026-03-04T09:00:00.000Z 2820 min left',
    );
    expect(clock(asked, 'first-response', '2026-03-02T10:00:00.000Z')).toBe('none');
  });

  it('owes the promise, not the goal', () => {
    expect(new Date(nextDue(asked, POLICY) ?? 0).toISOString()).toBe('2026-03-05T09:00:00.000Z');
    expect(owedResponse(asked, POLICY)).toEqual({
      responseClock: 'answer',
      firstResponseDueAt: '2026-03-05T09:00:00.000Z',
    });
    expect(ladder(asked, 'answer', '2026-03-02T10:00:00.000Z')).toEqual([
      '2026-03-04T15:00:00.000Z 75%',
      '2026-03-05T09:00:00.001Z missed',
    ]);
    expect(ladder(asked, 'answer-goal', '2026-03-02T10:00:00.000Z')).toEqual([
      '2026-03-04T09:00:00.001Z missed',
    ]);
  });

  it('answered between the two, the goal was missed and the promise kept', () => {
    const { after } = act(
      asked,
      { action: 'comment', text: 'Done.', visibility: 'public' },
      by(CAROL, '2026-03-04T12:00:00.000Z'),
    );
    expect(clock(after, 'answer', '2026-03-04T12:00:00.000Z')).toBe('met 2026-03-05T09:00:00.000Z');
    expect(clock(after, 'answer-goal', '2026-03-04T12:00:00.000Z')).toBe('missed 2026-03-04T09:00:00.000Z');
    expect(nextDue(after, POLICY)).toBe(toMs('2026-03-06T12:00:00.000Z')); // the next update, 20 business hours on
  });
});

describe('[FIL-8] a call-back', () => {
  const asked = file({ policy: POLICY, form: { type: 'call-back', callBack: CALL_BACK } }).after;

  it('is due within the hour, around the clock, and alarms halfway and when missed', () => {
    expect(clock(asked, 'call-back', '2026-03-02T09:20:00.000Z')).toBe(
      'running 2026-03-02T10:00:00.000Z 40 min left',
    );
    expect(ladder(asked, 'call-back', '2026-03-02T09:00:00.000Z')).toEqual([
      '2026-03-02T09:30:00.000Z 50%',
      '2026-03-02T10:00:00.001Z missed',
    ]);
    expect(clock(asked, 'first-response', '2026-03-02T09:20:00.000Z')).toBe('none');
  });

  it.each([
    ['a call that reached nobody', 'outbound', false, 'met 2026-03-02T10:00:00.000Z'],
    ['the customer calling again, and reached', 'inbound', true, 'met 2026-03-02T10:00:00.000Z'],
    ['the customer calling again in vain', 'inbound', false, 'running 2026-03-02T10:00:00.000Z 30 min left'],
  ] as const)('after %s', (_, direction, reached, expected) => {
    const at = '2026-03-02T09:30:00.000Z';
    const { after } = act(
      asked,
      { action: 'log-phone-contact', direction, reached, note: 'Called.' },
      by(CAROL, at),
    );
    expect(clock(after, 'call-back', at)).toBe(expected);
  });

  it('needs to know whom to call, and is taken only where the pack takes call-backs', () => {
    const { callBack: _, ...without } = HOUSE.pack;
    const noCallBacks = createPolicy(without);
    expect(() => file({ form: { type: 'call-back' } })).toThrow('Refused: CallBackNeeded.');
    expect(() => file({ form: { callBack: CALL_BACK } })).toThrow('Refused: NoCallBack.');
    expect(() => file({ policy: noCallBacks, form: { type: 'call-back', callBack: CALL_BACK } })).toThrow(
      'Refused: CallBackNotOffered.',
    );
  });
});

it('[OFF-6] a promise that severity has no part in is not owed anew when the severity changes', () => {
  const asked = file({ policy: POLICY, form: { type: 'call-back', callBack: CALL_BACK } }).after;
  const at = '2026-03-02T11:00:00.000Z';
  const raised = act(
    asked,
    { action: 'change-severity', severity: 2, reason: 'Worse.', agreedWith: 'Ada' },
    by(CAROL, at),
  ).after;
  expect(clock(raised, 'call-back', at)).toBe('missed 2026-03-02T10:00:00.000Z 0 min left');
  const called = act(
    raised,
    { action: 'log-phone-contact', direction: 'outbound', reached: true, note: 'Called.' },
    by(CAROL, at),
  ).after;
  expect(clock(called, 'call-back', at)).toBe('missed 2026-03-02T10:00:00.000Z');
});

describe('[FIL-5] the confirmation mail', () => {
  const filed = file({ policy: POLICY }).after;

  it('is due within the hour; that it is late, a CSR hears', () => {
    expect(clock(filed, 'confirmation-mail', '2026-03-02T09:00:00.000Z')).toBe(
      'running 2026-03-02T10:00:00.000Z 60 min left',
    );
    expect(ladder(filed, 'confirmation-mail', '2026-03-02T09:00:00.000Z')).toEqual([
      '2026-03-02T10:00:00.001Z missed',
    ]);
  });

  it('was in time once SES took it', () => {
    const sent = [{ type: 'ConfirmationSent', mailId: 'm' }] as const;
    const { after } = applyFacts(filed, sent, WORKFLOW, '2026-03-02T09:00:02.000Z', POLICY, []);
    expect(clock(after, 'confirmation-mail', '2026-03-02T09:00:02.000Z')).toBe(
      'met 2026-03-02T10:00:00.000Z',
    );
  });
});

describe('[WRK-3] the next reply', () => {
  const answered = act(
    given.inProgress({ policy: POLICY }),
    { action: 'comment', text: 'We are at it.', visibility: 'public' },
    by(GRACE, '2026-03-02T10:00:00.000Z'),
  ).after;
  const says = (request: SupportRequest, at: string) =>
    act(
      request,
      { action: 'comment', text: 'And?', visibility: 'public' },
      { at, by: customer(ADA), policy: POLICY },
    ).after;

  it('is owed from the oldest message without an answer, in business time', () => {
    const waiting = says(answered, '2026-03-02T12:00:00.000Z');
    // 20 business hours of Berlin from Monday 13:00.
    expect(clock(waiting, 'next-reply', '2026-03-02T13:00:00.000Z')).toBe(
      'running 2026-03-04T12:00:00.000Z 1140 min left',
    );
    const again = says(waiting, '2026-03-03T12:00:00.000Z');
    expect(clock(again, 'next-reply', '2026-03-03T12:00:00.000Z')).toBe(
      'running 2026-03-04T12:00:00.000Z 600 min left',
    );
    expect(again.marks.filter(({ type }) => type === 'asked')).toHaveLength(1);
  });

  it('is kept by the next public word and by no internal note; the next message begins anew', () => {
    const waiting = says(answered, '2026-03-02T12:00:00.000Z');
    const noted = act(
      waiting,
      { action: 'comment', text: 'Hm.', visibility: 'internal' },
      by(GRACE, '2026-03-02T13:00:00.000Z'),
    ).after;
    expect(clock(noted, 'next-reply', '2026-03-02T13:00:00.000Z')).toMatch(/^running/);
    const replied = act(
      noted,
      { action: 'await-customer', text: 'Which version?' },
      by(GRACE, '2026-03-02T14:00:00.000Z'),
    ).after;
    expect(clock(replied, 'next-reply', '2026-03-02T14:00:00.000Z')).toBe('met 2026-03-04T12:00:00.000Z');
    const anew = says(replied, '2026-03-05T08:00:00.000Z');
    expect(clock(anew, 'next-reply', '2026-03-05T08:00:00.000Z')).toBe(
      'running 2026-03-09T08:00:00.000Z 1200 min left',
    );
  });

  it('does not run before the first response, whose promise covers the message', () => {
    const waiting = says(given.inProgress({ policy: POLICY }), '2026-03-02T12:00:00.000Z');
    expect(clock(waiting, 'next-reply', '2026-03-02T12:00:00.000Z')).toBe('none');
  });

  it("[CLO-4] a customer's reopening asks for an answer", () => {
    const reopened = act(
      given.closed({ policy: POLICY }),
      { action: 'reopen', reason: 'It is back.' },
      { at: '2026-03-03T09:00:00.000Z', by: customer(ADA), policy: POLICY },
    ).after;
    expect(clock(reopened, 'next-reply', '2026-03-03T09:00:00.000Z')).toBe(
      'running 2026-03-05T09:00:00.000Z 1200 min left',
    );
  });
});

describe('[WRK-3] messages that cross', () => {
  const answered = act(
    given.inProgress({ policy: POLICY }),
    { action: 'comment', text: 'We are at it.', visibility: 'public' },
    by(GRACE, '2026-03-02T10:00:00.000Z'),
  ).after;
  const asked = act(
    answered,
    { action: 'comment', text: 'And?', visibility: 'public' },
    { at: '2026-03-02T12:00:01.500Z', by: customer(ADA), policy: POLICY },
  ).after;

  it('are as they were written, whatever the clocks of the machines said: an answer ends what it answers', () => {
    const { after, events } = act(
      asked,
      { action: 'comment', text: 'Found it.', visibility: 'public' },
      by(GRACE, '2026-03-02T12:00:01.000Z'),
    );
    expect(events.map(({ at }) => at)).toEqual(['2026-03-02T12:00:01.500Z']);
    expect(clock(after, 'next-reply', '2026-03-02T12:00:02.000Z')).toMatch(/^met/);
  });
});

describe('[FIL-8] a customer who writes while nobody owns the request', () => {
  it('is read by who takes requests, and is owed a reply once the call was made', () => {
    const filed = file({ policy: POLICY, form: { type: 'call-back', callBack: CALL_BACK } }).after;
    const called = act(
      filed,
      { action: 'log-phone-contact', direction: 'outbound', reached: false, note: 'Nobody there.' },
      by(CAROL, '2026-03-02T09:30:00.000Z'),
    ).after;
    const wrote = act(
      called,
      { action: 'comment', text: 'I was out.', visibility: 'public' },
      { at: '2026-03-02T10:00:00.000Z', by: customer(ADA), policy: POLICY },
    );
    expect(wrote.mails.map(({ to, content }) => `${content.kind} ${to.email}`)).toEqual([
      'customer-replied carol@vendor.example',
    ]);
    expect(clock(wrote.after, 'next-reply', '2026-03-02T10:00:00.000Z')).toMatch(/^running/);
  });
});

describe('[OFF-7] a miss', () => {
  it('that an answer is a moment too late for is recorded with the answer, and told', () => {
    const owned = given.inProgress({ policy: HOUSE });
    const late = act(
      owned,
      { action: 'comment', text: 'Here.', visibility: 'public' },
      { at: '2026-03-02T17:00:00.500Z', by: staff(GRACE) },
    );
    expect(late.events.map(({ fact, by: who }) => `${fact.type} ${who.kind}`)).toEqual([
      'TargetMissed workflow',
      'PublicReplySent staff',
      'FirstResponseGiven staff',
    ]);
    expect(late.mails.filter(({ content }) => content.kind === 'target-missed')).toHaveLength(3);
  });

  it('stays in the history of the clock though the terms change after it', () => {
    const owned = given.inProgress({ policy: HOUSE });
    const lowered = act(
      owned,
      { action: 'change-severity', severity: 4, reason: 'Less.', agreedWith: 'Ada' },
      { at: '2026-03-03T08:00:00.000Z', by: staff(GRACE) },
    ).after;
    const view = requestView(lowered, staff(GRACE), 'none', HOUSE, '2026-03-03T08:00:00.000Z');
    expect(view.clocks).toMatchObject([
      { state: 'running', derivation: { history: [{ missed: true }, { missed: false }] } },
    ]);
  });

  it('of a reply does not outlive the closing: a reopening asks anew', () => {
    const answered = act(
      given.inProgress({ policy: HOUSE }),
      { action: 'comment', text: 'We are at it.', visibility: 'public' },
      { at: '2026-03-02T10:00:00.000Z', by: staff(GRACE) },
    ).after;
    const asked = act(
      answered,
      { action: 'comment', text: 'And?', visibility: 'public' },
      { at: '2026-03-02T12:00:00.000Z', by: customer(ADA) },
    ).after;
    const closed = act(
      asked,
      { action: 'close', reason: 'duplicate', description: 'Same as before.' },
      { at: '2026-03-06T12:00:00.000Z', by: staff(GRACE) },
    ).after;
    expect(clock(closed, 'next-reply', '2026-03-06T12:00:00.000Z', HOUSE)).toMatch(/^missed/);
    const reopened = act(
      closed,
      { action: 'reopen', reason: 'It is not.' },
      { at: '2026-03-09T09:00:00.000Z', by: customer(ADA) },
    ).after;
    expect(clock(reopened, 'next-reply', '2026-03-09T09:00:00.000Z', HOUSE)).toBe(
      'running 2026-03-11T09:00:00.000Z 1200 min left',
    );
  });
});

describe('[ESC-5] updates that the pack promises', () => {
  const answered = act(
    given.inProgress({ policy: POLICY }),
    { action: 'comment', text: 'We are at it.', visibility: 'public' },
    by(GRACE, '2026-03-02T10:00:00.000Z'),
  ).after;

  it('run from the last public word, each word beginning the next promise', () => {
    expect(clock(answered, 'promised-update', '2026-03-02T10:00:00.000Z')).toBe(
      'running 2026-03-04T10:00:00.000Z 1200 min left',
    );
    const again = act(
      answered,
      { action: 'comment', text: 'Still.', visibility: 'public' },
      by(GRACE, '2026-03-03T10:00:00.000Z'),
    ).after;
    expect(clock(again, 'promised-update', '2026-03-03T10:00:00.000Z')).toBe(
      'running 2026-03-05T10:00:00.000Z 1200 min left',
    );
    expect(ladder(again, 'promised-update', '2026-03-03T10:00:00.000Z')).toEqual([
      '2026-03-04T16:00:00.000Z 80%',
      '2026-03-05T10:00:00.001Z missed',
    ]);
  });

  it('stand still while the customer is asked, and go on where they stopped', () => {
    const waits = act(
      answered,
      { action: 'await-customer', text: 'Which version?' },
      by(GRACE, '2026-03-02T12:00:00.000Z'),
    ).after;
    expect(clock(waits, 'promised-update', '2026-03-06T12:00:00.000Z')).toBe('paused - 1200 min left');
    const heard = act(
      waits,
      { action: 'comment', text: '9.1', visibility: 'public' },
      { at: '2026-03-06T12:00:00.000Z', by: customer(ADA), policy: POLICY },
    ).after;
    // Friday 13:00 in Berlin: 5 hours that day, 10 on Monday, 5 on Tuesday.
    expect(clock(heard, 'promised-update', '2026-03-06T12:00:00.000Z')).toBe(
      'running 2026-03-10T12:00:00.000Z 1200 min left',
    );
  });

  it('run on while a proposed solution is looked at: the pack pauses for questions only', () => {
    const proposed = act(
      answered,
      { action: 'propose-solution', text: 'Update.' },
      by(GRACE, '2026-03-02T12:00:00.000Z'),
    ).after;
    expect(clock(proposed, 'promised-update', '2026-03-02T12:00:00.000Z')).toBe(
      'running 2026-03-04T12:00:00.000Z 1200 min left',
    );
  });

  it('end with the request', () => {
    expect(clock(given.closed({ policy: POLICY }), 'promised-update', '2026-03-02T11:00:00.000Z')).toMatch(
      /^met/,
    );
  });
});

describe('[OFF-11] the after-hours add-on', () => {
  it('counts severity 1 around the clock, and nothing else', () => {
    const night = '2026-03-02T20:00:00.000Z';
    const form = { severity: 1, reachableContact: 'Ada, +49 30 1234567' } as const;
    const contract = { ...CONTRACT, addOns: ['after-hours'] };
    const covered = file({ at: night, policy: POLICY, form, contract }).after;
    expect(clock(covered, 'first-response', night)).toBe('running 2026-03-02T22:00:00.000Z 120 min left');
    const lesser = file({ at: night, policy: POLICY, contract }).after;
    expect(clock(lesser, 'first-response', night)).toBe('running 2026-03-03T15:00:00.000Z 480 min left');
  });
});

describe('[OFF-6] another contract', () => {
  const filed = given.filed({ policy: POLICY });
  const change = { action: 'change-contract', contractId: 'ACME-2', reason: 'Upgraded.' } as const;
  const at = '2026-03-02T11:00:00.000Z';

  it('recomputes every target from there on, and keeps what was promised before', () => {
    expect(clock(filed, 'first-response', at)).toBe('running 2026-03-02T17:00:00.000Z 360 min left');
    const moved = act(filed, change, by(CAROL, at));
    // Two of the four hours around the clock are used.
    expect(clock(moved.after, 'first-response', at)).toBe('running 2026-03-02T13:00:00.000Z 120 min left');
    expect(moved.after).toMatchObject({ contractId: 'ACME-2', offering: 'premium' });
    const [reading] = readClocks(moved.after, POLICY, toMs(at));
    expect(
      reading?.clock?.history.map(({ key, due }) => [key.offering, new Date(due ?? 0).toISOString()]),
    ).toEqual([
      ['standard', '2026-03-02T17:00:00.000Z'],
      ['premium', '2026-03-02T13:00:00.000Z'],
    ]);
  });

  it('is refused where it is not there, not in force, does not cover the product, or is the same', () => {
    const acting = by(CAROL, at);
    expect(refusal(filed, { ...change, contractId: 'ACME-3' }, acting)).toBe('NoSuchContract');
    expect(refusal(filed, { ...change, contractId: 'ACME-1' }, acting)).toBe('SameTerms');
    expect(refusal(filed, { ...change, product: 'Vault 8' }, acting)).toBe('ProductNotCovered');
    const over = { ...CONTRACT, contractId: 'ACME-2', endsOn: '2026-03-01' };
    expect(refusal(filed, change, { ...acting, contracts: [over] })).toBe('ContractNotLive');
    const foreign = { ...CONTRACT, contractId: 'ACME-2', offering: 'gold' };
    expect(refusal(filed, change, { ...acting, contracts: [foreign] })).toBe('OfferingNotInPolicy');
  });
});
