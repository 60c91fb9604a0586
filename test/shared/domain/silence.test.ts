import { describe, expect, it } from 'vitest';
import { applyFacts } from '#shared/domain/apply-facts.ts';
import { duesOf, planView } from '#shared/domain/plan.ts';
import { requestView } from '#shared/domain/request-view.ts';
import { toMs } from '#shared/schema/instant.ts';
import type { SupportRequest } from '#shared/schema/request.ts';
import { ADA, CAROL, customer, GRACE, staff, WORKFLOW } from '#test/support/people.ts';
import { HOUSE, houseWith } from '#test/support/policies.ts';
import { act, file, given, planned, workflowStep } from '#test/support/requests.ts';

/** The instants at which the workflow next acts, and what it does, until it has nothing to do or meets a closed request. */
function lifeFrom(request: SupportRequest, from: string, policy = HOUSE): string[] {
  const life: string[] = [];
  let [state, now] = [request, from];
  for (let step = 0; step < 50; step++) {
    const next = planned(state, now, policy);
    if (next.step === 'Done') break;
    if (next.step === 'Wait') {
      now = next.dueAt;
      continue;
    }
    life.push(`${now} ${next.step}`);
    state = workflowStep(state, now, { policy }).after;
    if (state.status === 'closed') break;
  }
  return life;
}

/** Grace asks `contact` something at `at`, on a request that she answered before. */
function asked(at: string, zone = 'Europe/Berlin', policy = HOUSE): SupportRequest {
  const request = given.inProgress({ contact: { ...ADA, zone }, policy });
  const answered = act(
    request,
    { action: 'comment', text: 'Looking.', visibility: 'public' },
    { at: '2026-03-02T09:10:00.000Z', by: staff(GRACE), policy },
  ).after;
  return act(answered, { action: 'await-customer', text: 'Which version?' }, { at, by: staff(GRACE), policy })
    .after;
}

function bounce(request: SupportRequest, index: number, at: string): SupportRequest {
  const mailId = attempts(request)[index]?.mailId ?? 'none';
  const bounced = { type: 'MailBounced', mailId, recipient: ADA.email, attempt: index + 1 } as const;
  return applyFacts(request, [bounced], WORKFLOW, at, HOUSE, []).after;
}

function attempts(request: SupportRequest) {
  return request.status === 'awaiting-customer' || request.status === 'solution-proposed'
    ? request.silence.attempts
    : [];
}

/** How many attempts the request shows as made. */
function counted(request: SupportRequest) {
  return requestView(request, customer(ADA), 'contact', HOUSE, request.lastChangedAt).silence?.attempts;
}

/** Asked on Monday, then `count` contact mails. */
function contacted(count: 0 | 1 | 2 | 3): SupportRequest {
  const instants = ['2026-03-03T07:00:00.000Z', '2026-03-05T07:00:00.000Z', '2026-03-09T07:00:00.000Z'];
  return instants
    .slice(0, count)
    .reduce((request, at) => workflowStep(request, at).after, given.awaitingCustomer());
}

describe('given a customer who was asked on a Monday and stays silent', () => {
  it('[CLO-1] [CARD-1] they are contacted on three business days, and the request closes on the tenth day', () => {
    expect(lifeFrom(given.awaitingCustomer(), '2026-03-02T10:00:00.000Z')).toEqual([
      '2026-03-03T07:00:00.000Z ContactCustomer',
      '2026-03-05T07:00:00.000Z ContactCustomer',
      '2026-03-09T07:00:00.000Z ContactCustomer',
      '2026-03-12T07:00:00.000Z CloseUnanswered',
    ]);
  });

  it('[CLO-1] a proposed solution is treated in the same way', () => {
    expect(lifeFrom(given.solutionProposed(), '2026-03-02T10:00:00.000Z').at(-1)).toBe(
      '2026-03-12T07:00:00.000Z CloseUnanswered',
    );
  });

  it('[CLO-1] each attempt has an id of its own', () => {
    const ids = [0, 1, 2, 3].map(
      (count) => planned(contacted(count as 0), '2026-03-12T08:00:00.000Z').actionId,
    );
    expect(ids).toEqual([
      '26123456787/ContactCustomer/2026-03-02T10:00:00.000Z/1',
      '26123456787/ContactCustomer/2026-03-02T10:00:00.000Z/2',
      '26123456787/ContactCustomer/2026-03-02T10:00:00.000Z/3',
      '26123456787/CloseUnanswered/2026-03-02T10:00:00.000Z',
    ]);
  });

  it('[CLO-1] it closes for want of an answer, keeps its engineer, and owes a survey', () => {
    const closed = workflowStep(contacted(3), '2026-03-12T07:00:00.000Z').after;
    expect(closed).toMatchObject({
      status: 'closed',
      closedAt: '2026-03-12T07:00:00.000Z',
      closing: { reason: 'no-answer', description: '' },
      owner: { email: 'grace@vendor.example' },
      survey: 'due',
    });
  });

  it('[CLO-1] it never closes before the third attempt, however late that comes, and leaves a day to answer it', () => {
    const late = workflowStep(contacted(2), '2026-03-13T09:30:00.000Z').after;
    expect(lifeFrom(late, '2026-03-13T09:30:00.000Z')).toEqual(['2026-03-16T07:00:00.000Z CloseUnanswered']);
    expect(planned(contacted(2), '2026-03-13T09:30:00.000Z').step).toBe('ContactCustomer');
  });
});

describe.each([
  ['the first', 1],
  ['the second', 2],
  ['the third', 3],
] as const)('given %s attempt was made', (_, count) => {
  const at = '2026-03-09T10:00:00.000Z';

  it('[CLO-2] a reply on the portal stops the attempts', () => {
    const heard = act(
      contacted(count),
      { action: 'comment', text: 'Here.', visibility: 'public' },
      { at, by: customer(ADA) },
    );
    expect(heard.after.status).toBe('in-progress');
    // What is owed from here on is a reply to them.
    const dues = duesOf(planView(heard.after, HOUSE), HOUSE, toMs('2026-03-12T12:00:00.000Z'));
    expect(dues.map(({ key }) => key.replace(/\/.*\//, ' '))).toEqual([
      'next-reply 75%',
      'next-reply missed',
    ]);
  });

  it.each([
    ['a call in which they were reached', 'outbound', true],
    ['their own call', 'inbound', true],
    ['their own call that nobody could take', 'inbound', false],
  ] as const)('[CLO-2] %s stops them too', (_call, direction, reached) => {
    const heard = act(
      contacted(count),
      { action: 'log-phone-contact', direction, reached, note: 'Called.' },
      { at, by: staff(CAROL) },
    );
    expect(heard.after.status).toBe('in-progress');
  });

  it('[CLO-2] a word of staff does not stop them', () => {
    const noted = act(
      contacted(count),
      { action: 'comment', text: 'Note.', visibility: 'internal' },
      { at, by: staff(GRACE) },
    );
    const told = act(
      noted.after,
      { action: 'comment', text: 'FYI.', visibility: 'public' },
      { at, by: staff(GRACE) },
    );
    expect(attempts(told.after)).toHaveLength(count);
    expect(told.after.status).toBe('awaiting-customer');
  });

  it('[CLO-1] asking anew after a reply begins a new series of three', () => {
    const heard = act(
      contacted(count),
      { action: 'comment', text: 'Here.', visibility: 'public' },
      { at, by: customer(ADA) },
    );
    const again = act(
      heard.after,
      { action: 'await-customer', text: 'And now?' },
      { at: '2026-03-09T11:00:00.000Z', by: staff(GRACE) },
    );
    expect(lifeFrom(again.after, '2026-03-09T11:00:00.000Z')).toEqual([
      '2026-03-10T07:00:00.000Z ContactCustomer',
      '2026-03-12T07:00:00.000Z ContactCustomer',
      '2026-03-16T07:00:00.000Z ContactCustomer',
      '2026-03-19T07:00:00.000Z CloseUnanswered',
    ]);
  });
});

describe('given a contact mail that bounced', () => {
  it('[CLO-2] it is no attempt: another is made on the next business day', () => {
    const bounced = bounce(contacted(1), 0, '2026-03-03T07:01:00.000Z');
    expect(attempts(bounced)).toEqual([
      {
        at: '2026-03-03T07:00:00.000Z',
        channel: 'mail',
        effective: false,
        mailId: '00000005-contact-attempt-0',
        attempt: 1,
      },
    ]);
    expect(lifeFrom(bounced, '2026-03-03T07:01:00.000Z')).toEqual([
      '2026-03-04T07:00:00.000Z ContactCustomer',
      '2026-03-05T07:00:00.000Z ContactCustomer',
      '2026-03-09T07:00:00.000Z ContactCustomer',
      '2026-03-12T07:00:00.000Z CloseUnanswered',
    ]);
  });

  it('[CLO-1] [CLO-2] when the third bounces on the day of closing, closing waits for the one that takes its place', () => {
    const late = workflowStep(contacted(2), '2026-03-12T08:00:00.000Z').after;
    const bounced = bounce(late, 2, '2026-03-12T08:01:00.000Z');
    expect(lifeFrom(bounced, '2026-03-12T08:01:00.000Z')).toEqual([
      '2026-03-13T07:00:00.000Z ContactCustomer',
      '2026-03-16T07:00:00.000Z CloseUnanswered',
    ]);
  });

  it('[CLO-2] the mail about the attempt that takes its place names the day on which the request closes then', () => {
    const late = workflowStep(contacted(2), '2026-03-12T08:00:00.000Z');
    expect(late.mails[0]?.content).toMatchObject({ attempt: 3, closesAt: '2026-03-13T07:00:00.000Z' });
    const bounced = bounce(late.after, 2, '2026-03-12T08:01:00.000Z');
    const again = workflowStep(bounced, '2026-03-13T07:00:00.000Z');
    expect(again.mails[0]?.content).toMatchObject({ attempt: 3, closesAt: '2026-03-16T07:00:00.000Z' });
  });

  it('[CLO-2] the one that takes its place is numbered as the mails about it are', () => {
    const bounced = bounce(contacted(2), 1, '2026-03-05T07:01:00.000Z');
    const again = workflowStep(bounced, '2026-03-06T07:00:00.000Z').after;
    expect(attempts(again).map(({ attempt, effective }) => [attempt, effective])).toEqual([
      [1, true],
      [2, false],
      [2, true],
    ]);
    expect(counted(again)).toBe(2);
  });

  it('a mail that was no attempt changes nothing', () => {
    expect(planned(bounce(contacted(1), 7, '2026-03-03T08:00:00.000Z'), '2026-03-03T08:00:00.000Z')).toEqual(
      planned(contacted(1), '2026-03-03T08:00:00.000Z'),
    );
  });
});

describe('given attempts by phone', () => {
  const call = (request: SupportRequest, at: string) =>
    act(
      request,
      { action: 'log-phone-contact', direction: 'outbound', reached: false, note: 'Voice mail.' },
      { at, by: staff(GRACE) },
    ).after;

  it('[CLO-1] [WRK-3] an unanswered call counts as the attempt of its day', () => {
    const called = call(given.awaitingCustomer(), '2026-03-03T06:00:00.000Z');
    expect(lifeFrom(called, '2026-03-03T06:00:00.000Z')).toEqual([
      '2026-03-05T07:00:00.000Z ContactCustomer',
      '2026-03-09T07:00:00.000Z ContactCustomer',
      '2026-03-12T07:00:00.000Z CloseUnanswered',
    ]);
  });

  it('[CLO-1] two calls on one day are one attempt, and one on a Saturday is none', () => {
    const twice = call(
      call(given.awaitingCustomer(), '2026-03-03T08:00:00.000Z'),
      '2026-03-03T15:00:00.000Z',
    );
    expect(planned(twice, '2026-03-05T07:00:00.000Z').step).toBe('ContactCustomer');
    expect(workflowStep(twice, '2026-03-05T07:00:00.000Z').mails[0]?.content).toMatchObject({ attempt: 2 });
    expect(counted(twice)).toBe(1);
    const saturday = call(given.awaitingCustomer(), '2026-03-07T09:00:00.000Z');
    expect(workflowStep(saturday, '2026-03-09T07:00:00.000Z').mails[0]?.content).toMatchObject({
      attempt: 1,
    });
    expect(counted(saturday)).toBe(0);
  });
});

describe('given weekends, zones and summer time', () => {
  it('[CLO-1] attempts and closing that would fall on a weekend come on the Monday after it', () => {
    expect(lifeFrom(asked('2026-03-05T10:00:00.000Z'), '2026-03-05T10:00:00.000Z')).toEqual([
      '2026-03-06T07:00:00.000Z ContactCustomer',
      '2026-03-09T07:00:00.000Z ContactCustomer',
      '2026-03-11T07:00:00.000Z ContactCustomer',
      '2026-03-16T07:00:00.000Z CloseUnanswered',
    ]);
  });

  it('[CLO-1] at 08:00 of the customer, before and after their clocks change', () => {
    expect(lifeFrom(asked('2026-03-25T10:00:00.000Z'), '2026-03-25T10:00:00.000Z')).toEqual([
      '2026-03-26T07:00:00.000Z ContactCustomer',
      '2026-03-30T06:00:00.000Z ContactCustomer',
      '2026-03-31T06:00:00.000Z ContactCustomer',
      '2026-04-06T06:00:00.000Z CloseUnanswered',
    ]);
  });

  it("[CLO-1] days are those of the customer's zone, not of the desk's", () => {
    // 20:00 UTC on Monday is Tuesday morning in Tokyo: day 0 is Tuesday.
    expect(lifeFrom(asked('2026-03-02T20:00:00.000Z', 'Asia/Tokyo'), '2026-03-02T20:00:00.000Z')).toEqual([
      '2026-03-03T23:00:00.000Z ContactCustomer',
      '2026-03-05T23:00:00.000Z ContactCustomer',
      '2026-03-08T23:00:00.000Z ContactCustomer',
      '2026-03-12T23:00:00.000Z CloseUnanswered',
    ]);
  });

  it("[CLO-1] a pack that contacts around the clock still counts the customer's own days", () => {
    const policy = houseWith({
      contact: { calendar: 'around-the-clock', after: ['1d', '2d', '3d'], close: '4d' },
    });
    expect(
      lifeFrom(asked('2026-03-06T20:00:00.000Z', 'Asia/Tokyo', policy), '2026-03-06T20:00:00.000Z', policy),
    ).toEqual([
      '2026-03-07T15:00:00.000Z ContactCustomer',
      '2026-03-08T15:00:00.000Z ContactCustomer',
      '2026-03-09T15:00:00.000Z ContactCustomer',
      '2026-03-10T15:00:00.000Z CloseUnanswered',
    ]);
  });

  it('[CLO-1] an attempt that the workflow comes late for waits for the next open instant', () => {
    // Tuesday 19:30 in Berlin: the business day is over.
    expect(planned(given.awaitingCustomer(), '2026-03-03T18:30:00.000Z')).toEqual({
      step: 'Wait',
      dueAt: '2026-03-04T07:00:00.000Z',
      awaiting: 'customer',
      actionId: '',
    });
  });
});

describe('given an escalation', () => {
  it('[ESC-8] the customer is contacted, but the request is not closed over their silence', () => {
    const request = act(
      given.escalationLed(),
      { action: 'await-customer', text: 'Which version?' },
      { at: '2026-03-02T11:00:00.000Z', by: staff(GRACE) },
    ).after;
    const life = lifeFrom(request, '2026-03-02T11:00:00.000Z').map((step) => step.split(' ')[1]);
    expect(life.filter((step) => step === 'ContactCustomer')).toHaveLength(3);
    expect(life).not.toContain('CloseUnanswered');
  });
});

it('[FIL-5] a request that nobody took waits for its assignment, also when the customer writes again', () => {
  const { after } = file();
  const again = act(
    after,
    { action: 'comment', text: 'Any news?', visibility: 'public' },
    { at: '2026-03-02T09:30:00.000Z', by: customer(ADA) },
  );
  expect(planned(again.after, '2026-03-02T09:30:00.000Z')).toMatchObject({
    step: 'Wait',
    awaiting: 'assignment',
  });
});
