import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { type Desk, startDesk } from '#test/support/desk.ts';
import { ANA, DANA, MO, STANDARD_FORM } from '#test/support/journey-forms.ts';

const WorkflowTask = z.object({ step: z.string(), number: z.string() });

/** What to do the moment the workflow goes about contacting the customer of an SR. */
let atContact: ((number: string) => Promise<void>) | undefined;

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk({
    interpose: {
      async invoke(functionId, event, next) {
        const task = WorkflowTask.safeParse(event);
        if (functionId === 'Workflow' && task.data?.step === 'ContactCustomer')
          await atContact?.(task.data.number);
        return next(event);
      },
    },
  });
});
afterAll(() => desk?.stop());

/** An SR on which Ana has asked something at 14:00 in New York, and which waits for the customer since. */
async function silentSince(
  askedAt: string,
  file = () => desk.as('dana').file(STANDARD_FORM),
): Promise<string> {
  await desk.passUntil(askedAt);
  const { number } = await file();
  await desk.as('rita').act(number, { action: 'assign', engineer: ANA });
  await desk.as('ana').act(number, { action: 'await-customer', text: 'Please send the logs of that night.' });
  return number;
}

/** When each contact mail went out, and when the SR closed. */
async function course(number: string): Promise<string[]> {
  const timeline = await desk.as('rita').timeline(number);
  return timeline.flatMap(({ at, fact }) =>
    fact.type === 'CustomerContacted'
      ? [`${at} contact ${fact.attempt}`]
      : fact.type === 'RequestClosed'
        ? [`${at} closed ${fact.reason}`]
        : [],
  );
}

describe('a silent customer', () => {
  it('[CLO-1] is contacted three times and the SR closed on the tenth day, over a weekend and the start of summer time', async () => {
    const number = await silentSince('2026-03-02T19:00:00.000Z');
    expect((await desk.as('dana').get(number)).silence).toEqual({
      since: '2026-03-02T19:00:00.000Z',
      attempts: 0,
      closesAt: '2026-03-12T12:00:00.000Z',
    });
    await desk.passUntil('2026-03-12T11:59:59.000Z');
    expect((await desk.as('dana').get(number)).silence?.attempts).toBe(3);
    await desk.passUntil('2026-03-16T00:00:00.000Z');
    // 08:00 in New York: 13:00 UTC until Sunday, March 8, and 12:00 UTC from then on.
    expect(await course(number)).toEqual([
      '2026-03-03T13:00:00.000Z contact 1',
      '2026-03-05T13:00:00.000Z contact 2',
      '2026-03-09T12:00:00.000Z contact 3',
      '2026-03-12T12:00:00.000Z closed no-answer',
    ]);
    expect((await desk.mails(number)).map(({ kind, to }) => `${kind} ${to}`)).toEqual([
      `request-filed ${DANA}`,
      `engineer-assigned ${DANA}`,
      `assigned-to-you ${ANA}`,
      `question ${DANA}`,
      `contact-attempt ${DANA}`,
      `contact-attempt ${DANA}`,
      `contact-attempt ${DANA}`,
      `closed-unanswered ${DANA}`,
      `request-closed-staff ${ANA}`,
      `survey-invitation ${DANA}`,
    ]);
    expect(await desk.executions(number)).toMatchObject([{ name: `sr-${number}-g1`, status: 'SUCCEEDED' }]);
  });

  it.each([
    [1, '2026-03-16T18:00:00.000Z', '2026-03-17T13:30:00.000Z'],
    [2, '2026-04-06T18:00:00.000Z', '2026-04-09T13:30:00.000Z'],
    [3, '2026-04-27T18:00:00.000Z', '2026-05-04T13:30:00.000Z'],
  ])('[CLO-2] stops being contacted by a reply after attempt %i', async (attempts, askedAt, repliesAt) => {
    const number = await silentSince(askedAt);
    await desk.passUntil(repliesAt);
    expect(await course(number)).toHaveLength(attempts);
    const replied = await desk.as('dana').act(number, { action: 'comment', text: 'Here they are.' });
    expect(replied).toMatchObject({ status: 'in-progress', silence: null });
    expect(await desk.mails(number, 'customer-replied')).toMatchObject([{ to: ANA }]);
    await desk.pass('P14D');
    expect(await course(number)).toHaveLength(attempts);
  });

  it('[CLO-2] stops being contacted once reached on the phone; a call without answer is an attempt', async () => {
    const number = await silentSince('2026-05-25T18:00:00.000Z');
    await desk.passUntil('2026-05-26T14:00:00.000Z');
    await desk
      .as('ana')
      .act(number, { action: 'log-phone-contact', reached: false, note: 'Rang for a minute.' });
    // The mail of that morning counts, and the call of the same day with it only once.
    await desk.passUntil('2026-05-28T13:00:00.000Z');
    expect(await course(number)).toEqual([
      '2026-05-26T12:00:00.000Z contact 1',
      '2026-05-28T12:00:00.000Z contact 2',
    ]);
    await desk
      .as('ana')
      .act(number, { action: 'log-phone-contact', reached: true, note: 'Dana looks for the logs.' });
    await desk.pass('P14D');
    expect(await course(number)).toHaveLength(2);
    expect((await desk.as('dana').get(number)).status).toBe('in-progress');
  });

  it.each([
    [1, '2026-06-15T18:00:00.000Z'],
    [2, '2026-07-06T18:00:00.000Z'],
    [3, '2026-07-27T18:00:00.000Z'],
  ])(
    '[CLO-2] gets no mail when the reply comes while attempt %i is being decided',
    async (attempt, askedAt) => {
      const number = await silentSince(askedAt);
      let tried = 0;
      atContact = async (contacted) => {
        if (contacted !== number) return;
        tried += 1;
        if (tried === attempt) await desk.as('dana').act(number, { action: 'comment', text: 'Just now.' });
      };
      await desk.pass('P14D');
      atContact = undefined;
      expect(tried).toBe(attempt);
      expect(await course(number)).toHaveLength(attempt - 1);
      expect(await desk.mails(number, 'contact-attempt')).toHaveLength(attempt - 1);
      expect((await desk.as('dana').get(number)).status).toBe('in-progress');
    },
  );

  it('[CLO-2] whose contact mail bounced late gets another one instead, and the SR stays open until the third', async () => {
    const number = await silentSince('2026-08-17T18:00:00.000Z');
    await desk.passUntil('2026-08-24T15:00:00.000Z');
    const sent = desk.stack.mailbox.mails().filter(({ tags }) => tags.request === number);
    const third = sent.filter(({ tags }) => tags.mail?.includes('-contact-attempt-'))[2];
    const bounce = {
      time: '2026-08-24T15:00:00Z',
      detail: {
        eventType: 'Bounce',
        mail: { messageId: third?.id, tags: { request: [number], mail: [third?.tags.mail] } },
      },
    };
    await desk.stack.invoke('RecordDelivery', bounce);
    // SES reports twice now and then.
    await desk.stack.invoke('RecordDelivery', bounce);
    expect(await desk.mails(number, 'contact-bounced')).toMatchObject([{ to: ANA }]);
    await desk.passUntil('2026-08-31T00:00:00.000Z');
    expect(await course(number)).toEqual([
      '2026-08-18T12:00:00.000Z contact 1',
      '2026-08-20T12:00:00.000Z contact 2',
      '2026-08-24T12:00:00.000Z contact 3',
      '2026-08-25T12:00:00.000Z contact 3',
      '2026-08-27T12:00:00.000Z closed no-answer',
    ]);
  });

  it('[CLO-2] whose address bounces is never closed over silence, until three calls went unanswered', async () => {
    const account = { accountId: 'bounced-books' };
    const email = 'bounce@bounced-books.example';
    await desk.enrol({
      staff: [],
      contacts: [
        {
          ...account,
          email,
          name: 'Eve Gone',
          customerNumber: '5550000003',
          language: 'en',
          zone: 'America/New_York',
        },
      ],
      contracts: [
        {
          ...account,
          contractId: 'BB-STANDARD',
          accountName: 'Bounced Books',
          offering: 'standard',
          region: 'AMER',
          startsOn: '2024-01-01',
          endsOn: '2037-06-30',
          products: ['Lens Archive'],
          members: [{ email, roles: ['pla', 'sa'] }],
        },
      ],
    });
    const number = await silentSince('2026-09-14T18:00:00.000Z', () =>
      desk.as('rita').file({ ...STANDARD_FORM, contractId: 'BB-STANDARD', customerNumber: '5550000003' }),
    );
    await desk.passUntil('2026-09-28T14:00:00.000Z');
    expect(await desk.as('rita').get(number)).toMatchObject({
      status: 'awaiting-customer',
      silence: { attempts: 0 },
    });
    const outcomes = (await desk.mails(number, 'contact-attempt')).map(({ outcome }) => outcome);
    expect(new Set(outcomes)).toEqual(new Set(['bounced']));
    // Three came back in a row, on three service days: no more are written, and the managers know.
    expect(outcomes).toHaveLength(3);
    expect((await desk.mails(number, 'contact-bounced')).map(({ to }) => to)).toContain(MO);

    for (const callAt of ['2026-09-28', '2026-09-29', '2026-09-30']) {
      await desk.passUntil(`${callAt}T15:00:00.000Z`);
      expect((await desk.as('rita').get(number)).status).toBe('awaiting-customer');
      await desk.as('ana').act(number, { action: 'log-phone-contact', reached: false, note: 'No answer.' });
    }
    await desk.passUntil('2026-10-01T00:00:00.000Z');
    expect((await course(number)).at(-1)).toBe('2026-09-30T15:00:00.000Z closed no-answer');
  });
});
