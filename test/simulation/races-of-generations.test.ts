import { describe, expect, it } from 'vitest';
import { takeStep } from '#functions/workflow/take-step.ts';
import { MACHINE_REVISION, MAX_LOOPS } from '#shared/schema/task.ts';
import { SimulatedDesk } from '#test/support/simulated-desk.ts';
import { policies } from '#test/support/simulated-desk-directory.ts';
import { DEFINITION } from '#test/support/simulated-desk-machine.ts';
import { expectAtRest } from './desk-at-rest.ts';
import { Interleaving } from './interleaving.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const ASSIGN = { action: 'assign', engineer: 'kenji.sato@vendor.example' };
const ANSWER = { action: 'comment', text: 'We are at it.' };
const CLOSE = { action: 'close', reason: 'solved', description: 'It works.' };
const REOPEN = { action: 'reopen', reason: 'It stopped again.' };

function openDesk(definition?: string) {
  const race = new Interleaving();
  const desk = new SimulatedDesk({
    interpose: race.interpose,
    ...(definition !== undefined && { definition }),
  });
  return { race, desk };
}

async function answered(desk: SimulatedDesk): Promise<string> {
  const number = await desk.file();
  await desk.act('csr', number, ASSIGN);
  await desk.act('tse', number, ANSWER);
  await desk.settle();
  return number;
}

async function generations(desk: SimulatedDesk): Promise<string[]> {
  const executions = await desk.machine.executions();
  return executions.map(({ name, status }) => `${name.replace(/^sr-\d+-/, '')} ${status}`).reverse();
}

async function abort(desk: SimulatedDesk): Promise<void> {
  const running = (await desk.machine.executions()).filter(({ status }) => status === 'RUNNING');
  for (const { executionArn } of running) await desk.machine.call('StopExecution', { executionArn });
  await desk.settle();
}

/** How often the machine tries a task whose function fails, before the execution fails. */
const TRIES = 5;

describe('races between generations of an execution', () => {
  it('a double start begins one execution', async () => {
    const { race, desk } = openDesk();
    race.fate({ who: 'wake', does: 'StartExecution' }, 'die after', 3);
    const number = await desk.file();
    await desk.settle();
    desk.replay(0);
    await desk.settle();
    expect(race.done).toBe(true);
    expect(await generations(desk)).toEqual(['g1 RUNNING']);
    expect(desk.workflow(number).gen).toBe(1);
    await expectAtRest(desk);
  });

  it('a double start after the execution has finished begins nothing', async () => {
    const { desk } = openDesk();
    const number = await answered(desk);
    await desk.act('customer', number, CLOSE);
    await desk.live(2 * DAY);
    desk.replay(0);
    await desk.settle();
    expect(await generations(desk)).toEqual(['g1 SUCCEEDED']);
    await expectAtRest(desk);
  });

  it('a reopen after the execution has finished begins the next generation', async () => {
    const { desk } = openDesk();
    const number = await answered(desk);
    await desk.act('customer', number, CLOSE);
    await desk.live(2 * DAY);
    expect(desk.workflow(number)).toMatchObject({ signal: 'finished', gen: 1 });
    expect(await desk.act('customer', number, REOPEN)).toMatchObject({ status: 200 });
    await desk.settle();
    expect(desk.workflow(number)).toMatchObject({ signal: 'parked', gen: 2 });
    expect(await generations(desk)).toEqual(['g1 SUCCEEDED', 'g2 RUNNING']);
    await expectAtRest(desk);
  });

  it('a reopen before the execution has finished wakes the one there is', async () => {
    const { desk } = openDesk();
    const number = await answered(desk);
    await desk.act('customer', number, CLOSE);
    await desk.live(DAY / 2);
    await desk.act('customer', number, REOPEN);
    await desk.settle();
    expect(await generations(desk)).toEqual(['g1 RUNNING']);
    await expectAtRest(desk);
  });

  it('a reopen at the moment the execution finishes is served by one of the two', async () => {
    for (const moment of ['Get WF', 'Get HEAD', 'Update WF']) {
      const { race, desk } = openDesk();
      const number = await answered(desk);
      await desk.act('customer', number, CLOSE);
      await desk.settle();
      // The invitation's own turns pass; the race is in what assess does after it.
      race.before({ who: 'InviteToSurvey', does: 'Transact' }, async () => {
        race.before({ who: 'InviteToSurvey', does: moment }, () => desk.act('customer', number, REOPEN));
      });
      await desk.live(2 * DAY);
      expect(race.done, moment).toBe(true);
      expect(desk.head(number).status).toBe('in-progress');
      await expectAtRest(desk);
    }
  });

  it('an execution that finishes while a reopen is being decided: the reopen is decided anew', async () => {
    const { race, desk } = openDesk();
    const number = await answered(desk);
    await desk.act('customer', number, CLOSE);
    await desk.settle();
    race.before({ who: 'http', does: 'Transact' }, () => desk.live(2 * DAY));
    expect(await desk.act('customer', number, REOPEN)).toMatchObject({ status: 200 });
    await desk.settle();
    expect(await generations(desk)).toEqual(['g1 SUCCEEDED', 'g2 RUNNING']);
    await expectAtRest(desk);
  });

  it('the finishing function retried after its write: the execution ends, the SR stays finished', async () => {
    const { race, desk } = openDesk();
    const number = await answered(desk);
    await desk.act('customer', number, CLOSE);
    await desk.settle();
    race.fate({ who: 'InviteToSurvey', does: 'Update WF' }, 'die after');
    await desk.live(2 * DAY);
    expect(race.done).toBe(true);
    expect(await generations(desk)).toEqual(['g1 SUCCEEDED']);
    await expectAtRest(desk);
  });

  it('two generations alive: the older one can neither park nor act, and ends', async () => {
    const { race, desk } = openDesk();
    let goOn = (): void => undefined;
    race.before({ who: 'park' }, () => new Promise<void>((resolve) => (goOn = resolve)));
    const number = await desk.file();
    // The first generation is stuck on its way to park: the sweeper takes it for dead and begins the second.
    await desk.live(35 * MINUTE);
    expect(await generations(desk)).toEqual(['g1 RUNNING', 'g2 RUNNING']);
    goOn();
    await desk.settle();
    expect(desk.workflow(number)).toMatchObject({ gen: 2, signal: 'parked' });
    expect(await generations(desk)).toEqual(['g1 SUCCEEDED', 'g2 RUNNING']);
    await expectAtRest(desk);
  });

  it('two generations alive: an action planned by the older one is not done by it', async () => {
    const { race, desk } = openDesk();
    const number = await desk.file();
    await desk.settle();
    const { executionArn } = (await desk.machine.executions())[0] ?? { executionArn: '' };
    race.before({ who: 'WarnOfTarget', does: 'Get WF' }, async () => {
      await desk.machine.call('StopExecution', { executionArn });
      await desk.settle();
    });
    await desk.live(61 * MINUTE);
    expect(race.done).toBe(true);
    expect(desk.workflow(number).gen).toBe(2);
    expect(desk.events(number).map(({ fact }) => fact.type)).toEqual(['RequestFiled', 'TargetWarned']);
    await expectAtRest(desk);
  });

  it('an aborted execution is followed by a new generation, which goes on', async () => {
    const { desk } = openDesk();
    const number = await desk.file();
    await desk.settle();
    await abort(desk);
    expect(await generations(desk)).toEqual(['g1 ABORTED', 'g2 RUNNING']);
    expect(desk.workflow(number)).toMatchObject({ gen: 2, signal: 'parked', revivals: 1 });
    await desk.live(DAY / 4);
    await expectAtRest(desk);
  });

  it('a failed execution is followed by new generations, five of them; then the sweeper alone tries', async () => {
    const { race, desk } = openDesk();
    race.fate(
      { who: 'AssessRequest' },
      { fail: Object.assign(new Error('bug'), { name: 'Defect' }) },
      7 * TRIES,
    );
    const number = await desk.file();
    while ((await generations(desk)).filter((one) => one.endsWith('FAILED')).length < 6)
      await desk.live(MINUTE);
    expect(await generations(desk)).toEqual([1, 2, 3, 4, 5, 6].map((gen) => `g${gen} FAILED`));
    expect(desk.workflow(number)).toMatchObject({ gen: 6, revivals: 5, signal: 'bumped' });
    // Twice it is woken in vain, then begun anew; that one fails too and is not revived.
    await desk.live(45 * MINUTE);
    expect((await generations(desk)).slice(5)).toEqual(['g6 FAILED', 'g7 FAILED']);
    // The defect is mended, and nobody needs to touch anything.
    await desk.live(45 * MINUTE);
    expect((await generations(desk)).slice(6)).toEqual(['g7 FAILED', 'g8 RUNNING']);
    desk.failures.length = 0;
    await expectAtRest(desk);
  });

  it('an aborted execution whose event is lost is made good by the sweeper', async () => {
    const { race, desk } = openDesk();
    race.fate({ who: 'revive' }, 'die before', 3);
    const number = await desk.file();
    await desk.settle();
    await abort(desk);
    expect(desk.lanes.lost.map(({ to }) => to)).toEqual(['revive']);
    await desk.live(2 * 60 * MINUTE);
    expect(desk.workflow(number)).toMatchObject({ gen: 2, signal: 'parked' });
    await expectAtRest(desk);
  });

  it('a late or repeated event about an execution that ended badly revives nothing twice', async () => {
    const { race, desk } = openDesk();
    race.fate({ who: 'revive', does: 'Update WF' }, 'die after');
    const number = await desk.file();
    await desk.settle();
    await abort(desk);
    expect(desk.workflow(number)).toMatchObject({ gen: 2, signal: 'parked' });
    expect(await generations(desk)).toEqual(['g1 ABORTED', 'g2 RUNNING']);
    await expectAtRest(desk);
  });

  it('after 400 loops the execution hands over to the next generation', async () => {
    const { desk } = openDesk();
    const number = await answered(desk);
    for (let loop = 0; loop < MAX_LOOPS + 5 && desk.workflow(number).gen === 1; loop++) {
      const severity = loop % 2 === 0 ? 3 : 4;
      await desk.act('csr', number, { action: 'change-severity', severity, reason: 'r', agreedWith: 'Dana' });
      await desk.settle();
    }
    expect(await generations(desk)).toEqual(['g1 SUCCEEDED', 'g2 RUNNING']);
    const [, first] = await desk.machine.executions();
    expect(desk.machine.path(first?.executionArn ?? '').slice(-2)).toEqual(['HandOver', 'HandedOver']);
    await expectAtRest(desk);
  });

  it('after 300 days the execution hands over, and the hand-over is no revival', async () => {
    const { desk } = openDesk();
    const number = await answered(desk);
    await desk.live(302 * DAY);
    expect(await generations(desk)).toEqual(['g1 SUCCEEDED', 'g2 RUNNING']);
    expect(desk.workflow(number)).not.toHaveProperty('revivals');
    await expectAtRest(desk);
  });

  it('a hand-over whose function is retried after its write raises one generation', async () => {
    const { race, desk } = openDesk();
    const number = await answered(desk);
    race.fate({ who: 'HandOver', does: 'Update WF' }, 'die after');
    await desk.live(302 * DAY);
    expect(race.done).toBe(true);
    expect(desk.workflow(number).gen).toBe(2);
    await expectAtRest(desk);
  });

  it('an execution of an older machine revision hands over, but not on its first pass', async () => {
    const { desk } = openDesk();
    const number = await answered(desk);
    const input = {
      step: 'AssessRequest',
      number,
      gen: 1,
      now: desk.now,
      startedAt: desk.now,
      machineRevision: MACHINE_REVISION - 1,
    } as const;
    const { table } = desk;
    expect(await takeStep({ ...input, loops: 1 }, { table, policies })).toMatchObject({ step: 'HandOver' });
    // Its successor may have begun under the old definition as well, while that is being replaced.
    expect(await takeStep({ ...input, loops: 0 }, { table, policies })).toMatchObject({ step: 'Wait' });
  });

  it('a definition deployed before its functions does not hand over for ever', async () => {
    const { desk } = openDesk(DEFINITION.replaceAll('"machineRevision": 1', '"machineRevision": 2'));
    const number = await answered(desk);
    await desk.live(8 * DAY);
    expect(desk.workflow(number).gen).toBe(1);
    await expectAtRest(desk);
  });

  it('a park that lands late, over a newer one, is made good by the sweeper', async () => {
    const { race, desk } = openDesk();
    let land = (): void => undefined;
    race.before({ who: 'park' }, () => new Promise<void>((resolve) => (land = resolve)));
    const number = await desk.file();
    await desk.settle();
    desk.machine.restart();
    await desk.settle();
    // Woken by a repeated record, it parks under the same version with another token; then the first park lands.
    desk.replay(desk.records.findIndex(({ to }) => to === 'wake'));
    const { taskToken } = desk.workflow(number);
    await desk.machine.call('SendTaskSuccess', { taskToken, output: '{}' });
    await desk.settle();
    land();
    await desk.settle();
    expect(desk.workflow(number).taskToken).toBe(taskToken);
    await desk.act('csr', number, ASSIGN);
    await desk.live(45 * MINUTE);
    expect(desk.workflow(number)).toMatchObject({ signal: 'parked', gen: 2 });
    // Nobody knows the token of the first generation any more: its own deadline ends it.
    await desk.live(20 * MINUTE);
    await expectAtRest(desk);
  });

  it('Step Functions killed at any moment goes on from its journal', async () => {
    for (const who of ['AssessRequest', 'park', 'WarnOfTarget', 'wake']) {
      const { race, desk } = openDesk();
      race.before({ who }, async () => desk.machine.restart());
      const number = await desk.file();
      await desk.live(3 * 60 * MINUTE);
      expect(race.done, who).toBe(true);
      expect(desk.events(number).map(({ fact }) => fact.type)).toEqual([
        'RequestFiled',
        'TargetWarned',
        'TargetWarned',
        'TargetMissed',
      ]);
      await expectAtRest(desk);
    }
  });
});
