import { describe, expect, it } from 'vitest';
import { SimulatedDesk } from '#test/support/simulated-desk.ts';
import { expectAtRest } from './desk-at-rest.ts';
import { Interleaving } from './interleaving.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const SEVERE = {
  action: 'change-severity',
  severity: 1,
  reason: 'All is down.',
  agreedWith: 'Dana',
  reachableContact: 'Dana Fox, +1 212 555 0142',
};
const ASSIGN = { action: 'assign', engineer: 'kenji.sato@vendor.example' };
const AWAIT = { action: 'await-customer', text: 'Please send the logs.' };
const REPLY = { action: 'comment', text: 'Here they are.' };

function openDesk() {
  const race = new Interleaving();
  return { race, desk: new SimulatedDesk({ interpose: race.interpose }) };
}

describe('races between writes and the parked execution', () => {
  it('a write between assess and park makes the park fail, and the execution assesses again', async () => {
    const { race, desk } = openDesk();
    const number = await desk.file();
    race.before({ who: 'park' }, () => desk.act('csr', number, SEVERE));
    await desk.settle();
    expect(race.done).toBe(true);
    // 30 minutes at severity 1, half of which bring the first warning.
    expect(desk.workflow(number)).toMatchObject({
      parkedVersion: 2,
      parkedUntil: '2026-03-02T09:15:00.000Z',
    });
    await expectAtRest(desk);
  });

  it('a write between the two reads of assess is never parked over', async () => {
    for (const read of ['Get WF', 'Get HEAD']) {
      const { race, desk } = openDesk();
      const number = await desk.file();
      race.before({ who: 'AssessRequest', does: read }, () => desk.act('csr', number, SEVERE));
      await desk.settle();
      expect(race.done).toBe(true);
      expect(desk.workflow(number)).toMatchObject({ parkedUntil: '2026-03-02T09:15:00.000Z' });
      await expectAtRest(desk);
    }
  });

  it('a write after park carries the token in its own stream record and wakes the execution', async () => {
    const { desk } = openDesk();
    const number = await desk.file();
    await desk.settle();
    const { taskToken } = desk.workflow(number);
    await desk.act('csr', number, SEVERE);
    expect(desk.records.at(-2)?.record.dynamodb.NewImage?.taskToken ?? desk.workflow(number).taskToken).toBe(
      taskToken,
    );
    await desk.settle();
    expect(desk.workflow(number).taskToken).not.toBe(taskToken);
    expect(desk.workflow(number)).toMatchObject({
      parkedVersion: 2,
      parkedUntil: '2026-03-02T09:15:00.000Z',
    });
    await expectAtRest(desk);
  });

  it('a write after park whose wake comes before Step Functions has heard of the park is not lost', async () => {
    const { race, desk } = openDesk();
    const number = await desk.file();
    race.fate({ who: 'park' }, 'die after');
    await desk.settle();
    await desk.act('csr', number, SEVERE);
    await desk.live(5 * MINUTE);
    expect(desk.workflow(number)).toMatchObject({ parkedUntil: '2026-03-02T09:15:00.000Z' });
    await expectAtRest(desk);
  });

  it('a wake against timeout: whichever comes second finds nobody waiting and does no harm', async () => {
    const { race, desk } = openDesk();
    const number = await desk.file();
    await desk.settle();
    // The record is on its way when the wait times out and the execution parks anew.
    await desk.act('csr', number, { ...SEVERE, severity: 3 });
    race.before({ who: 'wake', does: 'SendTaskSuccess' }, async () => {
      await desk.clock.advanceTo(Date.parse('2026-03-02T10:00:01.000Z'), () => desk.quiet());
    });
    await desk.settle();
    expect(race.done).toBe(true);
    await expectAtRest(desk);
    expect(desk.lanes.lost).toEqual([]);
  });

  it('stale, duplicate and reordered stream records wake nobody wrongly', async () => {
    const { desk } = openDesk();
    const number = await desk.file();
    await desk.settle();
    await desk.act('csr', number, ASSIGN);
    await desk.settle();
    await desk.act('tse', number, AWAIT);
    await desk.settle();
    await desk.act('customer', number, REPLY);
    await desk.settle();
    const before = { ...desk.workflow(number) };
    const sent = desk.postOffice.sent.length;
    // Everything once more, the newest first, each twice.
    for (const index of desk.records.map((_, at) => at).reverse()) {
      desk.replay(index);
      desk.replay(index);
    }
    await desk.settle();
    expect(desk.postOffice.sent).toHaveLength(sent);
    expect(await desk.machine.executions()).toHaveLength(1);
    expect(desk.workflow(number)).toEqual(before);
    await expectAtRest(desk);
  });

  it('a duplicate record wakes the execution once more at most, and it parks again', async () => {
    const { desk } = openDesk();
    const number = await desk.file();
    await desk.settle();
    const { taskToken } = desk.workflow(number);
    // A copy of a record that carries the very token now waited on.
    await desk.act('csr', number, SEVERE);
    desk.replay(desk.records.length - 1);
    await desk.settle();
    expect(desk.workflow(number).taskToken).not.toBe(taskToken);
    await expectAtRest(desk);
  });

  it('a stream record lost after all retries is made good by the sweeper within its interval', async () => {
    const { race, desk } = openDesk();
    const number = await desk.file();
    await desk.settle();
    race.fate({ who: 'wake' }, 'die before', 8);
    await desk.act('csr', number, ASSIGN);
    await desk.settle();
    expect(desk.lanes.lost.map(({ to }) => to)).toEqual(['wake']);
    expect(desk.workflow(number)).toMatchObject({ signal: 'bumped', parkedVersion: 1 });
    await desk.live(20 * MINUTE);
    expect(desk.workflow(number)).toMatchObject({ signal: 'parked', gen: 1 });
    await expectAtRest(desk);
  });

  it('a lost record of a filing is made good by the sweeper, which starts the execution', async () => {
    const { race, desk } = openDesk();
    race.fate({ who: 'wake' }, 'die before', 8);
    const number = await desk.file();
    await desk.settle();
    expect(await desk.machine.executions()).toEqual([]);
    await desk.live(20 * MINUTE);
    expect(desk.workflow(number)).toMatchObject({ signal: 'parked', gen: 1 });
    await expectAtRest(desk);
  });

  it('a record lost while writes go on is made good all the same', async () => {
    const { race, desk } = openDesk();
    race.fate({ who: 'wake' }, 'die before', 8);
    const number = await desk.file();
    await desk.settle();
    for (let round = 0; round < 10; round++) {
      await desk.live(3 * MINUTE);
      await desk.act('csr', number, { ...SEVERE, severity: round % 2 === 0 ? 3 : 2 });
      await desk.settle();
    }
    await expectAtRest(desk);
  });

  it('a record of a mail lost after all retries: the sweeper has it sent', async () => {
    const { race, desk } = openDesk();
    race.fate({ who: 'mail' }, 'die before', 8);
    await desk.file();
    await desk.settle();
    expect(desk.postOffice.sent).toEqual([]);
    await desk.live(20 * MINUTE);
    expect(desk.postOffice.sent.map(({ mail }) => mail)).toEqual(['00000001-request-filed-0']);
    await expectAtRest(desk);
  });

  it('no-op writes do not wake the machine', async () => {
    const { desk } = openDesk();
    const number = await desk.file();
    await desk.act('csr', number, ASSIGN);
    await desk.act('tse', number, { action: 'comment', text: 'We are at it.' });
    await desk.settle();
    const before = desk.workflow(number);
    const records = desk.records.filter(({ to }) => to === 'wake').length;
    await desk.act('tse', number, { action: 'comment', text: 'Note.', visibility: 'internal' });
    await desk.act('tse', number, { action: 'comment', text: 'Still at it.' });
    await desk.act('csr', number, {
      action: 'reassign',
      engineer: 'ana.lopez@vendor.example',
      reason: 'Night.',
    });
    await desk.settle();
    expect(desk.workflow(number)).toEqual(before);
    expect(desk.records.filter(({ to }) => to === 'wake')).toHaveLength(records);
    expect(desk.head(number).version).toBe(7);
    // A message of the customer does: from now on a reply is owed. A second one moves nothing.
    await desk.act('customer', number, REPLY);
    await desk.act('customer', number, REPLY);
    await desk.settle();
    expect(desk.records.filter(({ to }) => to === 'wake')).toHaveLength(records + 1);
    await expectAtRest(desk);
  });

  it('a parked execution looks again within seven days by itself', async () => {
    const { desk } = openDesk();
    const number = await desk.file();
    await desk.act('csr', number, ASSIGN);
    await desk.act('tse', number, { action: 'comment', text: 'We are at it.' });
    await desk.settle();
    await desk.live(20 * DAY);
    expect(desk.workflow(number)).toMatchObject({ parkedAt: '2026-03-16T09:00:00.000Z', gen: 1 });
    await expectAtRest(desk);
  });
});
