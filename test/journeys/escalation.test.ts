import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, startDesk } from '#test/support/desk.ts';
import {
  ANA,
  DANA,
  FOUR_ANSWERS,
  INGRID,
  KENJI,
  MO,
  PREMIUM_FORM,
  STANDARD_FORM,
} from '#test/support/journey-forms.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk?.stop());

const ESCALATE = { action: 'escalate', reason: 'production-down', answers: FOUR_ANSWERS } as const;
const RECORDS = {
  action: 'de-escalate',
  actionPlanAccepted: 'Dana accepted the plan on Tuesday.',
  analysisConfirmed: 'The index was rebuilt with the wrong locale.',
  customerAgreement: 'Dana agreed on the phone.',
} as const;

async function assigned(): Promise<string> {
  const { number } = await desk.as('dana').file(PREMIUM_FORM);
  await desk.as('rita').act(number, { action: 'assign', engineer: ANA });
  await desk.as('ana').act(number, { action: 'comment', text: 'We are looking into it.' });
  return number;
}

const named = (nextUpdateAt: string) =>
  ({
    action: 'name-escalation-engineer',
    engineer: KENJI,
    plan: 'A conference every morning until the archive runs through a night.',
    nextUpdateAt,
  }) as const;

describe('an escalation', () => {
  it('[ESC-3] needs a reason and all four questions answered', async () => {
    const number = await assigned();
    const { milestonesRecorded: _, ...three } = FOUR_ANSWERS;
    for (const answers of [three, { ...three, milestonesRecorded: '  ' }, undefined]) {
      await expect(desk.as('dana').act(number, { ...ESCALATE, answers })).rejects.toMatchObject({
        status: 400,
        code: 'InvalidRequest',
        detail: expect.stringContaining('body.answers'),
      });
    }
    await expect(desk.as('dana').act(number, { ...ESCALATE, reason: 'impatience' })).rejects.toMatchObject({
      status: 400,
      code: 'InvalidRequest',
    });
    expect((await desk.as('dana').get(number)).escalation).toBeNull();
  });

  it('[ESC-1] to [ESC-8] runs from the four questions to the three records', async () => {
    const number = await assigned();

    // [ESC-1] [ESC-2] The customer escalates on the portal; [ESC-6] the REM of the region gets it at once.
    const escalated = await desk.as('dana').act(number, ESCALATE);
    expect(escalated.escalation).toMatchObject({ stage: 'requested', reason: 'production-down' });
    expect(await desk.mails(number, 'escalation-requested')).toMatchObject([{ to: INGRID }]);
    const routed = await desk.as('ingrid').get(number);
    expect(routed.escalation).toMatchObject({
      stage: 'routed',
      rem: { email: INGRID, name: 'Ingrid Berg' },
      engineer: null,
      nextUpdateAt: null,
    });
    expect(
      (await desk.as('ingrid').list({ scope: 'escalated', region: 'EMEA' })).items.map((it) => it.number),
    ).toContain(number);
    const mail = desk.stack.mailbox
      .mails()
      .find(({ tags }) => tags.request === number && tags.mail?.includes('escalation-requested'));
    const text = desk.stack.mailbox.message(mail?.id ?? '')?.text ?? '';
    for (const answer of Object.values(FOUR_ANSWERS)) expect(text.replaceAll(/\s+/g, ' ')).toContain(answer);
    await expect(desk.as('dana').act(number, ESCALATE)).rejects.toMatchObject({
      status: 409,
      code: 'AlreadyEscalated',
      requirement: 'ESC-7',
    });

    // [ESC-4] The REM names the engineer who leads it, no engineer does; [ESC-5] with a promised update.
    await expect(desk.as('kenji').act(number, named('2026-03-02T16:00:00Z'))).rejects.toMatchObject({
      status: 403,
      code: 'NotAllowed',
    });
    await expect(
      desk
        .as('ana')
        .act(number, { action: 'give-update', text: 'Hm.', nextUpdateAt: '2026-03-02T16:00:00Z' }),
    ).rejects.toMatchObject({ status: 409, code: 'NotLed', requirement: 'ESC-4' });
    await expect(desk.as('ingrid').act(number, named('2026-03-02T14:00:00Z'))).rejects.toMatchObject({
      status: 422,
      code: 'UpdateNotAhead',
      requirement: 'ESC-5',
    });
    await expect(desk.as('ingrid').act(number, named('2026-03-05T14:00:00.001Z'))).rejects.toMatchObject({
      status: 422,
      code: 'UpdateTooFarAhead',
      requirement: 'ESC-5',
    });
    const led = await desk.as('ingrid').act(number, named('2026-03-02T11:00:00-05:00'));
    expect(led.escalation).toMatchObject({
      stage: 'led',
      engineer: { email: KENJI, name: 'Kenji Sato' },
      nextUpdateAt: '2026-03-02T16:00:00.000Z',
    });
    expect(led.clocks).toContainEqual(
      expect.objectContaining({
        clock: 'promised-update',
        state: 'running',
        startedAt: '2026-03-02T14:00:00.000Z',
        dueAt: '2026-03-02T16:00:00.000Z',
        remainingSeconds: 7200,
      }),
    );
    expect(await desk.mails(number, 'escalation-engineer-named')).toMatchObject([{ to: DANA }]);
    expect(await desk.mails(number, 'escalation-assigned')).toMatchObject([{ to: KENJI }]);

    // [ESC-5] Half an hour before the promise the engineer is reminded; the update comes in time.
    await desk.passUntil('2026-03-02T15:45:00.000Z');
    expect(await desk.mails(number, 'update-reminder')).toMatchObject([
      { to: KENJI, at: '2026-03-02T15:30:00.000Z' },
    ]);
    await desk.as('kenji').act(number, {
      action: 'give-update',
      text: 'The index is being rebuilt.',
      nextUpdateAt: '2026-03-02T20:00:00Z',
    });
    expect(await desk.mails(number, 'escalation-update')).toMatchObject([{ to: DANA }]);
    await desk.passUntil('2026-03-02T19:00:00.000Z');
    expect(await desk.mails(number, 'update-missed')).toEqual([]);

    // [ESC-5] The next one is missed: REM and duty manager hear of it.
    await desk.passUntil('2026-03-02T21:00:00.000Z');
    expect((await desk.mails(number, 'update-missed')).map(({ to, at }) => `${at} ${to}`).sort()).toEqual([
      `2026-03-02T20:00:01.000Z ${INGRID}`,
      `2026-03-02T20:00:01.000Z ${MO}`,
    ]);
    expect((await desk.as('dana').get(number)).clocks).toContainEqual(
      expect.objectContaining({ clock: 'promised-update', state: 'missed' }),
    );
    await desk.as('kenji').act(number, {
      action: 'give-update',
      text: 'Sorry for the delay: the index is rebuilt.',
      nextUpdateAt: '2026-03-03T20:00:00Z',
    });

    // [ESC-8] It is not closed, and ends only with all three records.
    await expect(
      desk.as('ana').act(number, { action: 'close', reason: 'solved', description: 'Runs.' }),
    ).rejects.toMatchObject({ status: 409, code: 'DeescalateFirst', requirement: 'ESC-8' });
    for (const missing of ['actionPlanAccepted', 'analysisConfirmed', 'customerAgreement'] as const) {
      const { [missing]: _, ...two } = RECORDS;
      await expect(desk.as('ingrid').act(number, two)).rejects.toMatchObject({
        status: 400,
        code: 'InvalidRequest',
        detail: expect.stringContaining(`body.${missing}`),
      });
    }
    await expect(desk.as('kenji').act(number, RECORDS)).rejects.toMatchObject({ status: 403 });
    const calm = await desk.as('ingrid').act(number, RECORDS);
    expect(calm.escalation).toBeNull();
    expect(await desk.mails(number, 'request-de-escalated')).toMatchObject([{ to: DANA }]);
    expect((await desk.as('ingrid').list({ scope: 'escalated', region: 'EMEA' })).items).not.toContainEqual(
      expect.objectContaining({ number }),
    );
    await desk.passUntil('2026-03-04T00:00:00.000Z');
    expect(await desk.mails(number, 'update-missed')).toHaveLength(2);
    await desk.as('ana').act(number, { action: 'close', reason: 'solved', description: 'Runs.' });
    expect((await desk.as('ana').get(number)).status).toBe('closed');
  });

  it('[ESC-5] reminds at once when the promised update is nearer than the reminder', async () => {
    await desk.passUntil('2026-03-09T14:00:00.000Z');
    const number = await assigned();
    await desk.as('mo').act(number, ESCALATE);
    await desk.mails(number);
    await desk.as('ingrid').act(number, named('2026-03-09T14:10:00Z'));
    expect(await desk.mails(number, 'update-reminder')).toMatchObject([
      { to: KENJI, at: '2026-03-09T14:00:00.000Z' },
    ]);
  });

  it('[ESC-6] can be led before the workflow has routed it, and then tells the REM of nothing new', async () => {
    await desk.passUntil('2026-03-10T14:00:00.000Z');
    const number = await assigned();
    await desk.as('dana').act(number, ESCALATE);
    const led = await desk.as('ingrid').act(number, named('2026-03-11T14:00:00Z'));
    expect(led.escalation).toMatchObject({ stage: 'led', rem: { email: INGRID } });
    await desk.stack.settle();
    expect((await desk.as('ingrid').get(number)).escalation).toMatchObject({ stage: 'led' });
  });

  it('[ESC-8] keeps a silent customer’s SR open until it is de-escalated', async () => {
    await desk.passUntil('2026-03-16T14:00:00.000Z');
    const { number } = await desk.as('dana').file(STANDARD_FORM);
    await desk.as('rita').act(number, { action: 'assign', engineer: ANA });
    await desk.as('ana').act(number, { action: 'await-customer', text: 'Please send the logs.' });
    await desk.as('mo').act(number, { ...ESCALATE, reason: 'management-attention' });
    await desk.passUntil('2026-04-01T14:00:00.000Z');
    expect(await desk.mails(number, 'contact-attempt')).toHaveLength(3);
    expect((await desk.as('dana').get(number)).status).toBe('awaiting-customer');
    // Who agrees to the end of an escalation is not silent: the request goes on, and is not closed over them.
    expect(await desk.as('ingrid').act(number, RECORDS)).toMatchObject({ status: 'in-progress' });
    expect(await desk.mails(number, 'closed-unanswered')).toEqual([]);
  });
});
