import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, startDesk } from '#test/support/desk.ts';
import { ANA, DANA, INGRID, MO, PREMIUM_FORM, STANDARD_FORM } from '#test/support/journey-forms.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk?.stop());

/** When each warning or miss was noted, and who was told. */
async function ladderOf(number: string) {
  const timeline = await desk.as('mo').timeline(number);
  return timeline.flatMap(({ at, fact }) =>
    fact.type === 'TargetWarned'
      ? [`${at} ${fact.threshold} ${fact.told.join()}`]
      : fact.type === 'TargetMissed'
        ? [`${at} missed ${fact.told.join()}`]
        : [],
  );
}

describe('the first-response target', () => {
  // The tests of this file share one desk; time only moves forward, so each says from when it counts.
  it('[OFF-7] is warned of at 50 and 75 percent and noted when missed, each once, with the right people told', async () => {
    const { number } = await desk.as('dana').file(STANDARD_FORM);
    await desk.as('rita').act(number, { action: 'assign', engineer: ANA });
    // Filed at 09:00 in New York with four hours of 08:00-18:00: due 13:00, which is 18:00 UTC.
    await desk.passUntil('2026-03-02T15:59:59.999Z');
    expect(await ladderOf(number)).toEqual([]);
    await desk.passUntil('2026-03-02T22:00:00.000Z');
    expect(await ladderOf(number)).toEqual([
      `2026-03-02T16:00:00.000Z 50% ${ANA}`,
      `2026-03-02T17:00:00.000Z 75% ${ANA},${MO}`,
      `2026-03-02T18:00:01.000Z missed ${ANA},${MO},${INGRID}`,
    ]);
    expect((await desk.mails(number, 'target-warning')).map(({ to, at }) => `${at} ${to}`)).toEqual([
      `2026-03-02T16:00:00.000Z ${ANA}`,
      `2026-03-02T17:00:00.000Z ${ANA}`,
      `2026-03-02T17:00:00.000Z ${MO}`,
    ]);
    expect((await desk.mails(number, 'target-missed')).map(({ to }) => to)).toEqual([ANA, MO, INGRID]);
    expect((await desk.as('dana').get(number)).clocks).toMatchObject([{ state: 'missed' }]);
  });

  it('[OFF-7] is met by an answer in time, and nobody is warned after', async () => {
    // Tuesday, 09:00 in New York.
    await desk.passUntil('2026-03-03T14:00:00.000Z');
    const { number } = await desk.as('dana').file(STANDARD_FORM);
    await desk.as('rita').act(number, { action: 'assign', engineer: ANA });
    await desk.passUntil('2026-03-03T16:30:00.000Z');
    const answered = await desk.as('ana').act(number, { action: 'comment', text: 'We are looking into it.' });
    expect(answered.clocks).toMatchObject([{ state: 'met', dueAt: '2026-03-03T18:00:00.000Z' }]);
    await desk.passUntil('2026-03-04T12:00:00.000Z');
    expect(await ladderOf(number)).toEqual([`2026-03-03T16:00:00.000Z 50% ${ANA}`]);
    expect((await desk.executions(number)).map(({ status }) => status)).toEqual(['RUNNING']);
    // An internal note is no answer, a public one is: the timeline tells which it was.
    const facts = (await desk.as('dana').timeline(number)).map(({ fact }) => fact.type);
    expect(facts).toEqual(['RequestFiled', 'EngineerAssigned', 'PublicReplySent', 'FirstResponseGiven']);
  });

  it('[OFF-7] is not met by an internal note, and is met by a caller reached on the phone', async () => {
    await desk.passUntil('2026-03-04T14:00:00.000Z');
    const { number } = await desk.as('dana').file(STANDARD_FORM);
    await desk.as('rita').act(number, { action: 'assign', engineer: ANA });
    const noted = await desk
      .as('ana')
      .act(number, { action: 'comment', text: 'Looks like last week’s.', visibility: 'internal' });
    expect(noted.clocks).toMatchObject([{ state: 'running' }]);
    const missed = await desk
      .as('ana')
      .act(number, { action: 'log-phone-contact', reached: false, note: 'Nobody picked up.' });
    expect(missed.clocks).toMatchObject([{ state: 'running' }]);
    const reached = await desk
      .as('ana')
      .act(number, { action: 'log-phone-contact', reached: true, note: 'Talked to Dana.' });
    expect(reached.clocks).toMatchObject([{ state: 'met' }]);
  });

  it('[OFF-6] moves with the severity, and warns anew for the new one', async () => {
    await desk.passUntil('2026-03-05T14:00:00.000Z');
    const { number } = await desk.as('dana').file({ ...PREMIUM_FORM, severity: 4 });
    await desk.as('rita').act(number, { action: 'assign', engineer: ANA });
    expect((await desk.as('dana').get(number)).clocks).toMatchObject([{ dueAt: '2026-03-05T22:00:00.000Z' }]);
    await desk.passUntil('2026-03-05T15:30:00.000Z');
    const raised = await desk.as('ana').act(number, {
      action: 'change-severity',
      severity: 2,
      reason: 'The shop in Lyon is affected too.',
      agreedWith: 'Dana Fox',
    });
    // 90 minutes are used already; two hours are the target at severity 2.
    expect(raised.clocks).toMatchObject([{ state: 'running', dueAt: '2026-03-05T16:00:00.000Z' }]);
    expect(await desk.mails(number, 'severity-changed')).toMatchObject([{ to: DANA }]);
    await desk.passUntil('2026-03-06T00:00:00.000Z');
    expect(await ladderOf(number)).toEqual([
      `2026-03-05T15:30:00.000Z 50% ${ANA}`,
      `2026-03-05T15:30:00.000Z 75% ${ANA},${MO}`,
      `2026-03-05T16:00:01.000Z missed ${ANA},${MO},${INGRID}`,
    ]);
    const [change] = (await desk.as('dana').timeline(number)).filter(
      ({ fact }) => fact.type === 'SeverityChanged',
    );
    expect(change).toMatchObject({ fact: { from: 4, to: 2, agreedWith: 'Dana Fox' } });
    await expect(
      desk.as('ana').act(number, {
        action: 'change-severity',
        severity: 2,
        reason: 'Again.',
        agreedWith: 'Dana Fox',
      }),
    ).rejects.toMatchObject({ status: 409, code: 'SameSeverity' });
  });

  it('[OFF-5] [OFF-6] raised to critical, needs somebody whom the desk can reach, and tells its engineer', async () => {
    await desk.passUntil('2026-03-06T01:00:00.000Z');
    const { number } = await desk.as('dana').file(PREMIUM_FORM);
    await desk.as('rita').act(number, { action: 'assign', engineer: ANA });
    const raise = {
      action: 'change-severity',
      severity: 1,
      reason: 'All is down.',
      agreedWith: 'Ana Lopez',
    } as const;
    await expect(desk.as('dana').act(number, raise)).rejects.toMatchObject({
      status: 422,
      code: 'ReachableContactNeeded',
      requirement: 'OFF-5',
    });
    const reachableContact = 'Dana Fox, +1 212 555 0142';
    const raised = await desk.as('dana').act(number, { ...raise, reachableContact });
    expect(raised).toMatchObject({ severity: 1, reachableContact });
    expect(await desk.mails(number, 'severity-changed')).toEqual([]);
    expect(await desk.mails(number, 'severity-changed-staff')).toMatchObject([
      { to: ANA, subject: expect.stringContaining('Severity is now 1 (Critical)') },
    ]);
  });

  it('[OFF-6] gives more time with a lower severity, and warns anew for that', async () => {
    await desk.passUntil('2026-03-06T08:00:00.000Z');
    const { number } = await desk.as('dana').file(PREMIUM_FORM);
    await desk.passUntil('2026-03-06T09:15:00.000Z');
    const lowered = await desk.as('dana').act(number, {
      action: 'change-severity',
      severity: 4,
      reason: 'There is a way around it.',
      agreedWith: 'Ana Lopez',
    });
    expect(lowered.clocks).toMatchObject([{ state: 'running', dueAt: '2026-03-06T16:00:00.000Z' }]);
    await desk.passUntil('2026-03-06T20:00:00.000Z');
    expect(await ladderOf(number)).toEqual([
      `2026-03-06T09:00:00.000Z 50% ${MO}`,
      `2026-03-06T12:00:00.000Z 50% ${MO}`,
      `2026-03-06T14:00:00.000Z 75% ${MO}`,
      `2026-03-06T16:00:01.000Z missed ${MO},${INGRID}`,
    ]);
  });

  it('[OFF-7] counts business hours over the weekend and the start of summer time', async () => {
    // Friday, 16:00 in New York: two hours of the four are left for Monday, when clocks have gone forward.
    await desk.passUntil('2026-03-06T21:00:00.000Z');
    const { number, clocks } = await desk.as('dana').file(STANDARD_FORM);
    expect(clocks).toMatchObject([{ dueAt: '2026-03-09T14:00:00.000Z' }]);
    await desk.passUntil('2026-03-10T00:00:00.000Z');
    // Nobody owns it: the managers hear of the first warning too.
    expect(await ladderOf(number)).toEqual([
      `2026-03-06T23:00:00.000Z 50% ${MO}`,
      `2026-03-09T13:00:00.000Z 75% ${MO}`,
      `2026-03-09T14:00:01.000Z missed ${MO},${INGRID}`,
    ]);
  });

  it('[OFF-7] counts around the clock for a premium contract', async () => {
    // Saturday night before the change.
    await desk.passUntil('2026-03-15T06:00:00.000Z');
    const { number } = await desk.as('li').file({ ...PREMIUM_FORM, severity: 3 });
    await desk.passUntil('2026-03-15T12:00:00.000Z');
    expect(await ladderOf(number)).toEqual([
      `2026-03-15T08:00:00.000Z 50% ${MO}`,
      `2026-03-15T09:00:00.000Z 75% ${MO}`,
      `2026-03-15T10:00:01.000Z missed ${MO},${INGRID}`,
    ]);
  });
});
