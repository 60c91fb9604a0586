import { describe, expect, it, test } from 'vitest';
import { applyFacts } from '#shared/domain/apply-facts.ts';
import type { Action } from '#shared/schema/action.ts';
import type { Actor } from '#shared/schema/person.ts';
import type { SupportRequest } from '#shared/schema/request.ts';
import {
  ADA,
  ALAN,
  BEN,
  CAROL,
  customer,
  GRACE,
  MONA,
  REMY,
  STAFF,
  staff,
  WORKFLOW,
} from '#test/support/people.ts';
import { HOUSE } from '#test/support/policies.ts';
import { ANSWERS, act, file, given, workflowStep } from '#test/support/requests.ts';

const AT = '2026-03-02T12:00:00.000Z';

/** What is sent to whom, as `kind -> name`. */
function sent({ mails }: ReturnType<typeof act>): string[] {
  return mails.map(({ to, content }) => `${content.kind} -> ${to.name}`);
}

const mailed = (request: SupportRequest, action: Action, by: Actor, at = AT) =>
  sent(act(request, action, { at, by }));

const close: Action = { action: 'close', reason: 'solved', description: 'Done.' };
const name: Action = {
  action: 'name-escalation-engineer',
  engineer: ALAN.email,
  plan: 'Call.',
  nextUpdateAt: '2026-03-02T14:00:00.000Z',
};

describe('who gets which mail', () => {
  it('[FIL-5] [FIL-7] the contact gets the confirmation of a filing, whoever filed', () => {
    expect(sent(file())).toEqual(['request-filed -> Ada Lovelace']);
    expect(sent(file({ by: staff(CAROL), form: { customerNumber: ADA.customerNumber } }))).toEqual([
      'request-filed -> Ada Lovelace',
    ]);
  });

  test.each<[string, string[], string[]]>([
    [
      '[WRK-1] an assignment is told to the customer and the engineer',
      mailed(given.filed(), { action: 'assign', engineer: GRACE.email }, staff(CAROL)),
      ['engineer-assigned -> Ada Lovelace', 'assigned-to-you -> Grace Hopper'],
    ],
    [
      'who takes a request gets no mail about it',
      mailed(given.filed(), { action: 'assign', engineer: GRACE.email }, staff(GRACE)),
      ['engineer-assigned -> Ada Lovelace'],
    ],
    [
      '[WRK-2] a reassignment is told to the customer and the new engineer',
      mailed(
        given.inProgress(),
        { action: 'reassign', engineer: ALAN.email, reason: 'Shift ends.' },
        staff(GRACE),
      ),
      ['request-reassigned -> Ada Lovelace', 'assigned-to-you -> Alan Turing'],
    ],
    [
      'a public word of staff goes to the customer, once, with its first response',
      mailed(given.inProgress(), { action: 'comment', text: 'x', visibility: 'public' }, staff(GRACE)),
      ['reply -> Ada Lovelace'],
    ],
    [
      'an internal note goes to nobody',
      mailed(given.inProgress(), { action: 'comment', text: 'x', visibility: 'internal' }, staff(GRACE)),
      [],
    ],
    [
      '[CLO-2] the word of a customer goes to the owner',
      mailed(given.inProgress(), { action: 'comment', text: 'x', visibility: 'public' }, customer(ADA)),
      ['customer-replied -> Grace Hopper'],
    ],
    [
      'so does that of a colleague; the contact is not written to',
      mailed(given.inProgress(), { action: 'comment', text: 'x', visibility: 'public' }, customer(BEN)),
      ['customer-replied -> Grace Hopper'],
    ],
    [
      'before anybody owns the request, the word of a customer goes to those who take requests',
      mailed(given.filed(), { action: 'comment', text: 'x', visibility: 'public' }, customer(ADA)),
      ['customer-replied -> Carol Shaw'],
    ],
    [
      '[WRK-4] a question goes to the customer',
      mailed(given.inProgress(), { action: 'await-customer', text: 'x' }, staff(GRACE)),
      ['question -> Ada Lovelace'],
    ],
    [
      'so does a proposed solution',
      mailed(given.inProgress(), { action: 'propose-solution', text: 'x' }, staff(GRACE)),
      ['solution-proposed -> Ada Lovelace'],
    ],
    [
      'a call is written to nobody',
      mailed(
        given.inProgress(),
        { action: 'log-phone-contact', direction: 'outbound', reached: true, note: 'x' },
        staff(GRACE),
      ),
      [],
    ],
    [
      '[OFF-6] a change of severity is told to the customer',
      mailed(
        given.inProgress(),
        { action: 'change-severity', severity: 2, reason: 'x', agreedWith: 'Ada' },
        staff(GRACE),
      ),
      ['severity-changed -> Ada Lovelace'],
    ],
    [
      '[OFF-6] if they changed it themselves, to the owner',
      mailed(
        given.inProgress(),
        { action: 'change-severity', severity: 2, reason: 'x', agreedWith: 'Ada' },
        customer(ADA),
      ),
      ['severity-changed-staff -> Grace Hopper'],
    ],
    [
      '[OFF-6] a colleague of the engineer who changes it tells both',
      mailed(
        given.inProgress(),
        { action: 'change-severity', severity: 2, reason: 'x', agreedWith: 'Ada' },
        staff(MONA),
      ),
      ['severity-changed -> Ada Lovelace', 'severity-changed-staff -> Grace Hopper'],
    ],
    [
      '[OFF-6] before anybody owns the request, the customer who changes it tells nobody',
      mailed(
        given.filed(),
        { action: 'change-severity', severity: 2, reason: 'x', agreedWith: 'Ada' },
        customer(ADA),
      ),
      [],
    ],
    [
      '[CLO-1] a closing is told to the contact',
      mailed(given.inProgress(), close, staff(GRACE)),
      ['request-closed -> Ada Lovelace'],
    ],
    [
      '[CLO-3] also when a colleague of theirs closed it',
      mailed(given.inProgress(), close, customer(BEN)),
      ['request-closed -> Ada Lovelace', 'request-closed-staff -> Grace Hopper'],
    ],
    [
      '[CLO-3] when they did, to the owner only',
      mailed(given.inProgress(), close, customer(ADA)),
      ['request-closed-staff -> Grace Hopper'],
    ],
    [
      '[CLO-1] so is the word that a solution works',
      mailed(given.solutionProposed(), { action: 'confirm', text: 'Works.' }, customer(ADA)),
      ['request-closed-staff -> Grace Hopper'],
    ],
    [
      '[CLO-3] a request that nobody owns is closed to nobody',
      mailed(given.filed(), close, customer(ADA)),
      [],
    ],
    [
      '[CLO-4] a reopening by the customer is told to the owner',
      mailed(given.closed(), { action: 'reopen', reason: 'Again.' }, customer(ADA)),
      ['request-reopened-staff -> Grace Hopper'],
    ],
    [
      '[CLO-4] one by the desk is told to both',
      mailed(given.closed(), { action: 'reopen', reason: 'Again.' }, staff(CAROL)),
      ['request-reopened -> Ada Lovelace', 'request-reopened-staff -> Grace Hopper'],
    ],
    [
      '[ESC-1] an escalation that the desk asks for is confirmed to the customer',
      mailed(
        given.inProgress(),
        { action: 'escalate', reason: 'dissatisfied', answers: ANSWERS },
        staff(GRACE),
      ),
      ['escalation-received -> Ada Lovelace'],
    ],
    [
      '[ESC-4] the named engineer is told to the customer, and gets the plan',
      mailed(given.escalationRouted(), name, staff(REMY), '2026-03-02T10:30:00.000Z'),
      ['escalation-engineer-named -> Ada Lovelace', 'escalation-assigned -> Alan Turing'],
    ],
    [
      '[ESC-5] an update goes to the customer',
      mailed(
        given.escalationLed(),
        { action: 'give-update', text: 'x', nextUpdateAt: '2026-03-02T16:00:00.000Z' },
        staff(ALAN),
      ),
      ['escalation-update -> Ada Lovelace'],
    ],
    [
      '[ESC-8] the end of an escalation is told to the customer',
      mailed(
        given.escalationLed(),
        { action: 'de-escalate', actionPlanAccepted: 'x', analysisConfirmed: 'y', customerAgreement: 'z' },
        staff(REMY),
      ),
      ['request-de-escalated -> Ada Lovelace'],
    ],
  ])('%s', (_, mails, expected) => {
    expect(mails).toEqual(expected);
  });

  it('[CARD-1] warnings and misses go up the ladder', () => {
    const warned = workflowStep(given.inProgress(), '2026-03-02T13:00:00.000Z');
    const again = workflowStep(warned.after, '2026-03-02T15:00:00.000Z');
    const missed = workflowStep(again.after, '2026-03-02T17:00:00.001Z');
    expect([warned, again, missed].map(sent)).toEqual([
      ['target-warning -> Grace Hopper'],
      ['target-warning -> Grace Hopper', 'target-warning -> Mona Singh'],
      ['target-missed -> Grace Hopper', 'target-missed -> Mona Singh', 'target-missed -> Remy Roux'],
    ]);
    expect(warned.mails[0]?.content).toEqual({
      kind: 'target-warning',
      side: 'staff',
      number: '26123456787',
      subject: 'Restore stops at 80%',
      engineer: 'Grace Hopper',
      clock: 'first-response',
      percent: 50,
      dueAt: '2026-03-02T17:00:00.000Z',
    });
    expect(missed.mails[2]?.content).toEqual({
      kind: 'target-missed',
      side: 'staff',
      number: '26123456787',
      subject: 'Restore stops at 80%',
      engineer: 'Grace Hopper',
      clock: 'first-response',
      dueAt: '2026-03-02T17:00:00.000Z',
    });
  });

  it('a warning that has nobody to go to goes to the managers', () => {
    const warned = workflowStep(given.filed(), '2026-03-02T13:00:00.000Z');
    expect(sent(warned)).toEqual(['target-warning -> Mona Singh']);
    expect(warned.mails[0]?.content).toMatchObject({ engineer: null });
  });

  it('[CLO-1] contact attempts go to the customer, the closing for want of an answer to the owner too', () => {
    const first = workflowStep(given.awaitingCustomer(), '2026-03-03T07:00:00.000Z');
    const second = workflowStep(first.after, '2026-03-05T07:00:00.000Z');
    const third = workflowStep(second.after, '2026-03-09T07:00:00.000Z');
    const closed = workflowStep(third.after, '2026-03-12T07:00:00.000Z');
    expect([first, second, third, closed].map(({ mails }) => mails.map(({ content }) => content))).toEqual([
      [{ ...CONTACT, attempt: 1 }],
      [{ ...CONTACT, attempt: 2 }],
      [{ ...CONTACT, attempt: 3 }],
      [
        {
          ...ABOUT,
          kind: 'closed-unanswered',
          attempts: 3,
          reopenUntil: '2026-03-26T07:00:00.000Z',
          customerNumber: '1000000420',
        },
        {
          ...ABOUT,
          side: 'staff',
          kind: 'request-closed-staff',
          by: '',
          reason: 'no-answer',
          description: '',
        },
      ],
    ]);
  });

  it('[CLO-2] a bounced mail is told to the owner', () => {
    const contacted = workflowStep(given.awaitingCustomer(), '2026-03-03T07:00:00.000Z').after;
    const fact = {
      type: 'MailBounced',
      mailId: '00000005-contact-attempt-0',
      recipient: ADA.email,
      attempt: 1,
    } as const;
    const { mails } = applyFacts(contacted, [fact], WORKFLOW, '2026-03-03T07:01:00.000Z', HOUSE, STAFF);
    expect(mails).toEqual([
      {
        id: '00000006-contact-bounced-0',
        to: { email: GRACE.email, name: 'Grace Hopper', language: 'en', zone: 'Europe/Berlin' },
        content: {
          ...ABOUT,
          side: 'staff',
          kind: 'contact-bounced',
          recipient: 'ada@customer.example',
          attempt: 1,
        },
      },
    ]);
  });

  it('somebody who left still gets what was theirs, by address', () => {
    const { mails } = act(
      given.inProgress(),
      { action: 'comment', text: 'x', visibility: 'public' },
      { at: AT, by: customer(ADA), staff: [MONA] },
    );
    expect(mails[0]?.to).toEqual({
      email: 'grace@vendor.example',
      name: 'grace@vendor.example',
      language: 'en',
      zone: 'Etc/UTC',
    });
  });
});

const ABOUT = { side: 'customer', number: '26123456787', subject: 'Restore stops at 80%' };
const CONTACT = {
  ...ABOUT,
  kind: 'contact-attempt',
  attempts: 3,
  text: 'Which version?',
  closesAt: '2026-03-12T07:00:00.000Z',
};

describe('what the mails of an assignment say', () => {
  it('[OFF-7] the engineer reads by when to answer', () => {
    const { mails } = act(
      given.filed(),
      { action: 'assign', engineer: GRACE.email },
      { at: AT, by: staff(CAROL) },
    );
    expect(mails).toEqual([
      {
        id: '00000002-engineer-assigned-0',
        to: { email: ADA.email, name: 'Ada Lovelace', language: 'en', zone: 'Europe/Berlin' },
        content: { ...ABOUT, kind: 'engineer-assigned', engineer: 'Grace Hopper' },
      },
      {
        id: '00000002-assigned-to-you-0',
        to: { email: GRACE.email, name: 'Grace Hopper', language: 'en', zone: 'Europe/Berlin' },
        content: {
          ...ABOUT,
          side: 'staff',
          kind: 'assigned-to-you',
          severity: { level: 3, title: HOUSE.pack.severities[3].title },
          product: 'Vault 9',
          filedBy: 'Ada Lovelace',
          responseClock: 'first-response',
          firstResponseDueAt: '2026-03-02T17:00:00.000Z',
        },
      },
    ]);
  });

  it('[OFF-6] the engineer reads what a customer changed, why, and by when to answer now', () => {
    const { mails } = act(
      given.inProgress(),
      { action: 'change-severity', severity: 2, reason: 'Two sites.', agreedWith: 'Grace' },
      { at: AT, by: customer(ADA) },
    );
    expect(mails).toEqual([
      {
        id: '00000003-severity-changed-staff-0',
        to: { email: GRACE.email, name: 'Grace Hopper', language: 'en', zone: 'Europe/Berlin' },
        content: {
          ...ABOUT,
          side: 'staff',
          kind: 'severity-changed-staff',
          from: { level: 3, title: HOUSE.pack.severities[3].title },
          to: { level: 2, title: HOUSE.pack.severities[2].title },
          reason: 'Two sites.',
          by: 'Ada Lovelace',
          responseClock: 'first-response',
          firstResponseDueAt: '2026-03-02T13:00:00.000Z',
        },
      },
    ]);
  });

  it('[OFF-7] once answered, nothing is said to be due', () => {
    const { mails } = act(
      given.awaitingCustomer(),
      {
        action: 'change-severity',
        severity: 1,
        reason: 'Down.',
        agreedWith: 'Ada',
        reachableContact: 'Ada, +49 30 1234',
      },
      { at: AT, by: staff(GRACE) },
    );
    expect(mails[0]?.content).toMatchObject({
      kind: 'severity-changed',
      from: { level: 3, title: { en: 'Minor', ja: '軽微' } },
      to: { level: 1, title: { en: 'Critical', ja: '致命的' } },
      firstResponseDueAt: null,
    });
  });
});
