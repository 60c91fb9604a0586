import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_DIRECTORY } from '#local/demo/directory.ts';
import { type Desk, startDesk } from '#test/support/desk.ts';
import {
  ANA,
  DANA,
  INGRID,
  KENJI,
  MO,
  PREMIUM_FORM,
  RITA,
  STANDARD_FORM,
} from '#test/support/journey-forms.ts';

const CALL_BACK = { fullName: 'Dana Fox', company: 'Northwind Optics', phone: '+1 212 555 0142' };

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk?.stop());

/** A clock of a request as its customer sees it. */
async function clockOf(number: string, name: string) {
  return (await desk.as('dana').get(number)).clocks.find(({ clock }) => clock === name);
}

/** What was noted about a clock, and who was told. */
async function notedOf(number: string, name: string) {
  const timeline = await desk.as('mo').timeline(number);
  return timeline.flatMap(({ at, fact }) =>
    (fact.type === 'TargetWarned' || fact.type === 'TargetMissed') && fact.clock === name
      ? [`${at} ${fact.type === 'TargetWarned' ? fact.threshold : 'missed'} ${fact.told.join()}`]
      : [],
  );
}

// The tests of this file share one desk; time only moves forward.
describe('promises besides the first response', () => {
  it('[OFF-7] a licensing request is answered within 72 hours, 48 as a goal', async () => {
    const { number } = await desk
      .as('dana')
      .file({ ...STANDARD_FORM, type: 'licensing', subject: 'Move a key' });
    await desk.as('rita').act(number, { action: 'assign', engineer: ANA });
    expect(await clockOf(number, 'answer')).toMatchObject({
      state: 'running',
      dueAt: '2026-03-05T14:00:00.000Z',
      remainingSeconds: 259_200,
    });
    await desk.passUntil('2026-03-05T13:00:00.000Z');
    expect(await notedOf(number, 'answer')).toEqual([`2026-03-04T20:00:00.000Z 75% ${ANA},${MO}`]);
    await desk.as('ana').act(number, { action: 'comment', text: 'The key is moved.' });
    expect(await clockOf(number, 'answer')).toMatchObject({
      state: 'met',
      dueAt: '2026-03-05T14:00:00.000Z',
    });
    // By the goal the desk measures itself; the customer is promised the answer only.
    const goal = (await desk.as('mo').get(number)).clocks.find(({ clock }) => clock === 'answer-goal');
    expect(goal).toMatchObject({ state: 'missed' });
    expect(await clockOf(number, 'answer-goal')).toBeUndefined();
    await desk.pass('P1D');
    expect(await desk.mails(number, 'target-missed')).toEqual([]);
  });

  it('[FIL-8] a caller who found nobody free is called back within the hour, or the desk is alarmed', async () => {
    const dana = DEMO_DIRECTORY.contacts.find(({ email }) => email === DANA);
    const form = {
      ...STANDARD_FORM,
      type: 'call-back',
      severity: 3,
      subject: 'Wants to talk about the night stops',
      callBack: CALL_BACK,
      customerNumber: dana?.customerNumber,
    };
    const start = Date.parse(desk.now());
    const after = (minutes: number) => new Date(start + minutes * 60_000).toISOString();
    const { number } = await desk.as('rita').file(form);
    expect((await desk.as('rita').list({ scope: 'queue', queue: 'call-back' })).items).toMatchObject([
      { number },
    ]);
    await desk.pass('PT61M');
    expect(await notedOf(number, 'call-back')).toEqual([
      `${after(30)} 50% ${RITA}`,
      // A wait is whole seconds: the first one after the due instant.
      `${new Date(start + 3_601_000).toISOString()} missed ${RITA},${MO}`,
    ]);
    const called = await desk
      .as('rita')
      .act(number, { action: 'log-phone-contact', reached: true, note: 'Spoke with Dana.' });
    expect(called.clocks).toMatchObject([{ clock: 'call-back', state: 'missed' }]);

    const soon = await desk.as('rita').file(form);
    await desk.pass('PT10M');
    const inTime = await desk
      .as('rita')
      .act(soon.number, { action: 'log-phone-contact', reached: false, note: 'Nobody picked up.' });
    expect(inTime.clocks).toMatchObject([{ clock: 'call-back', state: 'met' }]);
    await expect(desk.as('rita').file({ ...form, callBack: undefined })).rejects.toMatchObject({
      status: 422,
      code: 'CallBackNeeded',
      requirement: 'FIL-8',
    });
    await expect(
      desk.as('rita').file({ ...form, callBack: { ...CALL_BACK, phone: '555 0142' } }),
    ).rejects.toMatchObject({ status: 400, code: 'InvalidRequest' });
  });

  it('[WRK-3] a message of the customer is replied to within business hours, or the managers hear of it', async () => {
    await desk.passUntil('2026-03-09T13:00:00.000Z'); // Monday, 09:00 in New York, an hour nearer since Sunday
    const { number } = await desk.as('dana').file(STANDARD_FORM);
    await desk.as('rita').act(number, { action: 'assign', engineer: ANA });
    await desk.as('ana').act(number, { action: 'comment', text: 'We are looking into it.' });
    await desk.pass('PT1H');
    const said = await desk.as('dana').act(number, { action: 'comment', text: 'It stopped again.' });
    expect(said.clocks.find(({ clock }) => clock === 'next-reply')).toMatchObject({
      state: 'running',
      dueAt: '2026-03-10T14:00:00.000Z',
      remainingSeconds: 36_000,
    });
    expect(
      (await desk.as('ana').list({ scope: 'mine' })).items.find((one) => one.number === number),
    ).toMatchObject({
      nextDueAt: '2026-03-10T14:00:00.000Z',
    });
    await desk.passUntil('2026-03-10T15:00:00.000Z');
    expect(await notedOf(number, 'next-reply')).toEqual([
      `2026-03-09T21:30:00.000Z 75% ${ANA}`,
      `2026-03-10T14:00:01.000Z missed ${ANA},${MO}`,
    ]);
    expect((await desk.mails(number, 'target-missed')).map(({ to }) => to)).toEqual([ANA, MO]);
    await desk.as('ana').act(number, { action: 'comment', text: 'Found it.' });
    expect(await clockOf(number, 'next-reply')).toMatchObject({ state: 'missed' });
  });
});

describe('what a promise is made of may change', () => {
  it('[OFF-6] [lesson 20] another contract counts from then on, is told, and keeps its history', async () => {
    await desk.passUntil('2026-03-16T13:00:00.000Z');
    const { number } = await desk.as('dana').file({ ...STANDARD_FORM, product: 'Lens Client' });
    await desk.as('rita').act(number, { action: 'assign', engineer: ANA });
    await desk.pass('PT1H');
    const moved = await desk
      .as('rita')
      .act(number, { action: 'change-contract', contractId: 'NW-PREMIUM', reason: 'Dana upgraded today.' });
    expect(moved).toMatchObject({ contractId: 'NW-PREMIUM', offering: 'premium' });
    expect(moved.clocks).toMatchObject([{ clock: 'first-response', dueAt: '2026-03-16T15:00:00.000Z' }]);
    expect(moved.clocks[0]?.derivation).toMatchObject({
      offering: 'premium',
      history: [{ dueAt: '2026-03-16T17:00:00.000Z' }, { dueAt: '2026-03-16T15:00:00.000Z' }],
    });
    await expect(
      desk.as('dana').act(number, { action: 'change-contract', contractId: 'NW-STANDARD', reason: 'Back.' }),
    ).rejects.toMatchObject({ status: 403, code: 'NotAllowed' });
    await expect(
      desk.as('rita').act(number, { action: 'change-contract', contractId: 'NW-GOLD', reason: 'Typo.' }),
    ).rejects.toMatchObject({ status: 422, code: 'NoSuchContract' });
    await desk.pass('PT2H');
    expect(await notedOf(number, 'first-response')).toContain(
      `2026-03-16T15:00:01.000Z missed ${ANA},${MO},${INGRID}`,
    );
  });

  it('[lesson 2] the end of an entitlement stops its clocks and the mails about them', async () => {
    const { number } = await desk.as('dana').file(PREMIUM_FORM);
    await desk.as('rita').act(number, { action: 'assign', engineer: ANA });
    const ended = await desk
      .as('rita')
      .act(number, { action: 'end-entitlement', reason: 'The contract was cancelled.' });
    expect(ended.clocks).toMatchObject([{ clock: 'first-response', state: 'ended', dueAt: null }]);
    await desk.pass('P2D');
    expect(await notedOf(number, 'first-response')).toEqual([]);
    expect((await desk.mails(number)).filter(({ kind }) => kind.startsWith('target-'))).toEqual([]);
  });

  it('[WRK-1] [lesson 19] an engineer who is away or full is assigned only on purpose', async () => {
    const [ana, kenji] = [ANA, KENJI].map((email) => DEMO_DIRECTORY.staff.find((one) => one.email === email));
    if (!ana || !kenji) throw new Error('The demo has Ana and Kenji.');
    await desk.enrol({
      staff: [
        { ...ana, capacity: 1 },
        { ...kenji, away: [{ from: '2026-03-16', until: '2026-03-27' }] },
      ],
    });
    const { number } = await desk.as('dana').file(STANDARD_FORM);
    const assign = (engineer: string, anyway?: boolean) =>
      desk.as('rita').act(number, { action: 'assign', engineer, ...(anyway && { anyway }) });
    await expect(assign(ANA)).rejects.toMatchObject({
      status: 409,
      code: 'EngineerFull',
      requirement: 'WRK-1',
    });
    await expect(assign(KENJI)).rejects.toMatchObject({ status: 409, code: 'EngineerAway' });
    expect(await assign(KENJI, true)).toMatchObject({ owner: { email: KENJI } });
  });
});
