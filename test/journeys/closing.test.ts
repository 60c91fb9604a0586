import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, startDesk } from '#test/support/desk.ts';
import { ANA, DANA, STANDARD_FORM } from '#test/support/journey-forms.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk?.stop());

async function assigned(person = 'dana'): Promise<string> {
  const { number } = await desk.as(person).file(STANDARD_FORM);
  await desk.as('rita').act(number, { action: 'assign', engineer: ANA });
  return number;
}

async function factsOf(number: string): Promise<string[]> {
  return (await desk.as('rita').timeline(number)).map(({ fact }) => fact.type);
}

describe('closing', () => {
  it('[CLO-1] closes as solved when the customer confirms the proposed solution', async () => {
    const number = await assigned('mori');
    const proposed = await desk
      .as('ana')
      .act(number, { action: 'propose-solution', text: 'Version 4.2.1 mends it.' });
    expect(proposed).toMatchObject({ status: 'solution-proposed', clocks: [{ state: 'met' }] });
    const confirmed = await desk.as('mori').act(number, { action: 'confirm' });
    expect(confirmed).toMatchObject({
      status: 'closed',
      closing: {
        at: '2026-03-02T14:00:00.000Z',
        reason: 'solved',
        description: '',
        reopenUntil: '2026-03-16T14:00:00.000Z',
      },
      allowedActions: ['reopen'],
    });
    await expect(desk.as('mori').act(number, { action: 'confirm' })).rejects.toMatchObject({
      status: 409,
      code: 'RequestClosed',
      requirement: 'CLO-4',
    });
  });

  it('[CLO-3] lets the customer close with a reason from the list and a description', async () => {
    const number = await assigned();
    await expect(
      desk.as('dana').act(number, { action: 'close', reason: 'no-answer', description: 'I am gone.' }),
    ).rejects.toMatchObject({ status: 422, code: 'ReasonNotOffered', requirement: 'CLO-3' });
    await expect(desk.as('dana').act(number, { action: 'close', reason: 'withdrawn' })).rejects.toMatchObject(
      {
        status: 400,
        code: 'InvalidRequest',
      },
    );
    const closed = await desk
      .as('dana')
      .act(number, { action: 'close', reason: 'withdrawn', description: 'The disk was full.' });
    expect(closed.closing).toMatchObject({ reason: 'withdrawn', description: 'The disk was full.' });
    // Dana knows: she closed it herself. What she may not do any more, she is told.
    expect(await desk.mails(number, 'request-closed')).toEqual([]);
    expect(await desk.mails(number, 'request-closed-staff')).toMatchObject([{ to: ANA }]);
    await expect(
      desk.as('dana').act(number, { action: 'comment', text: 'One more thing.' }),
    ).rejects.toMatchObject({ status: 409, code: 'RequestClosed', requirement: 'CLO-4' });
  });

  it('[CLO-4] goes on in the same execution when reopened before the survey', async () => {
    const number = await assigned();
    await desk
      .as('ana')
      .act(number, { action: 'close', reason: 'duplicate', description: 'Same as the one of Friday.' });
    expect(await desk.mails(number, 'request-closed')).toMatchObject([{ to: DANA }]);
    expect(await desk.mails(number, 'request-closed-staff')).toEqual([]);
    await desk.pass('PT5H');
    const reopened = await desk
      .as('dana')
      .act(number, { action: 'reopen', reason: 'It is another service.' });
    expect(reopened).toMatchObject({ status: 'in-progress', owner: { name: 'Ana Lopez' }, closing: null });
    expect(await desk.mails(number, 'request-reopened-staff')).toMatchObject([{ to: ANA }]);
    await desk.pass('P3D');
    expect(await desk.mails(number, 'survey-invitation')).toEqual([]);
    expect(await desk.executions(number)).toMatchObject([{ name: `sr-${number}-g1`, status: 'RUNNING' }]);
    await expect(desk.as('dana').act(number, { action: 'reopen', reason: 'Again.' })).rejects.toMatchObject({
      status: 409,
      code: 'NotClosed',
    });
  });

  it('[CLO-4] begins a second generation when reopened after the survey, within 14 days', async () => {
    await desk.passUntil('2026-04-06T14:00:00.000Z');
    const number = await assigned();
    await desk.as('dana').act(number, { action: 'close', reason: 'solved', description: 'Works.' });
    await desk.passUntil('2026-04-08T14:00:00.000Z');
    expect(await desk.executions(number)).toMatchObject([{ name: `sr-${number}-g1`, status: 'SUCCEEDED' }]);

    // The last moment of the fourteen days.
    await desk.passUntil('2026-04-20T14:00:00.000Z');
    await desk.as('dana').act(number, { action: 'reopen', reason: 'It stopped again.' });
    expect(await desk.executions(number)).toMatchObject([
      { name: `sr-${number}-g1`, status: 'SUCCEEDED' },
      { name: `sr-${number}-g2`, status: 'RUNNING' },
    ]);
    // The second generation keeps the promises of the reopened SR.
    await desk.as('ana').act(number, { action: 'await-customer', text: 'Since when?' });
    await desk.passUntil('2026-05-04T00:00:00.000Z');
    expect(await desk.as('dana').get(number)).toMatchObject({
      status: 'closed',
      closing: { reason: 'no-answer', at: '2026-04-30T12:00:00.000Z' },
    });
    expect((await desk.executions(number)).map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  });

  it('[CLO-4] is final after 14 days: a new request is filed instead', async () => {
    await desk.passUntil('2026-05-18T14:00:00.000Z');
    const number = await assigned();
    await desk.as('dana').act(number, { action: 'close', reason: 'solved', description: 'Works.' });
    await desk.passUntil('2026-06-01T14:00:00.001Z');
    expect((await desk.as('dana').get(number)).allowedActions).toEqual([]);
    await expect(
      desk.as('dana').act(number, { action: 'reopen', reason: 'It stopped again.' }),
    ).rejects.toMatchObject({
      status: 409,
      code: 'ReopenWindowOver',
      requirement: 'CLO-4',
      fix: 'File a new request that names this one.',
    });
  });

  it('[CLO-5] invites a contact to a survey a day after closing, but once in two weeks', async () => {
    await desk.passUntil('2026-07-06T14:00:00.000Z');
    const [first, second, other] = [await assigned(), await assigned(), await assigned('li')];
    for (const [person, number] of [
      ['dana', first],
      ['li', other],
    ] as const)
      await desk.as(person).act(number, { action: 'close', reason: 'solved', description: 'Works.' });
    await desk.pass('P3D');
    await desk.as('dana').act(second, { action: 'close', reason: 'solved', description: 'Works too.' });
    await desk.pass('P3D');
    expect(await desk.mails(first, 'survey-invitation')).toMatchObject([
      { to: DANA, at: '2026-07-07T14:00:00.000Z' },
    ]);
    expect(await desk.mails(other, 'survey-invitation')).toHaveLength(1);
    expect(await desk.mails(second, 'survey-invitation')).toEqual([]);
    expect((await factsOf(second)).at(-1)).toBe('SurveySkipped');

    // Two weeks after the invitation, to the millisecond.
    await desk.passUntil('2026-07-20T14:00:00.000Z');
    const third = await assigned();
    await desk.as('dana').act(third, { action: 'close', reason: 'solved', description: 'Works at last.' });
    await desk.pass('P2D');
    expect(await desk.mails(third, 'survey-invitation')).toHaveLength(1);
  });

  it('[CLO-2] keeps every mail one conversation about its number', async () => {
    const number = await assigned();
    const { mailbox } = desk.stack;
    await desk.stack.settle();
    const mine = mailbox.mails().filter(({ tags }) => tags.request === number);
    expect(mine).toHaveLength(3);
    for (const mail of mine) {
      expect(mail.subject).toContain(number);
      const headers = new Map(mailbox.message(mail.id)?.headers);
      expect(headers.get('References')).toMatch(new RegExp(`^<sr-${number}@`));
      expect(headers.get('Auto-Submitted')).toBe('auto-generated');
    }
  });
});
