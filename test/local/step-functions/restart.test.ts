import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileJournal, memoryJournal } from '#local/step-functions/journal.ts';
import { type Desk, emptyTable, MACHINE_ARN, openDesk, START, type Table } from './parked-desk.ts';

const EXECUTION_ARN = 'arn:aws:states:eu-central-1:000000000000:execution:support-request:sr-1-g1';
const start = { stateMachineArn: MACHINE_ARN, name: 'sr-1-g1', input: '{}' };
const ANSWER_AT = '2025-03-02T12:00:00.000Z';

/** The whole story: started, one retry, a pause, two branches, parked, answered the next day. */
async function tell(desk: Desk, table: Table): Promise<void> {
  await desk.call('StartExecution', start);
  await desk.advanceTo(ANSWER_AT);
  await answer(desk, table);
}

async function answer(desk: Desk, table: Table): Promise<void> {
  table.answered = true;
  if (table.token !== undefined) await desk.call('SendTaskSuccess', { taskToken: table.token, output: '{}' });
  await desk.settle();
}

async function outcome(desk: Desk): Promise<unknown> {
  const { body } = await desk.call('DescribeExecution', { executionArn: EXECUTION_ARN });
  return { status: body.status, output: body.output, startDate: body.startDate };
}

const DONE = { status: 'SUCCEEDED', output: '{"answered":true}', startDate: 1740819600 };

/** The lines of an undisturbed run, and the virtual instant at which each was written. */
async function record(): Promise<{ lines: string[]; instants: number[]; tables: Table[] }> {
  const table = emptyTable();
  const journal = memoryJournal();
  const instants: number[] = [];
  const tables: Table[] = [];
  const watched = {
    ...journal,
    append(line: string) {
      journal.append(line);
      instants.push(desk.clock.now());
      tables.push({ ...table, calls: [], changes: [] });
    },
  };
  const desk = openDesk(watched, table);
  await tell(desk, table);
  expect(await outcome(desk)).toEqual(DONE);
  return { lines: journal.lines, instants, tables };
}

describe('after a restart', () => {
  // Killed right after a line, or only when all that it set off had happened and the next line was about to be written.
  it.each([
    ['at once', 0],
    ['after its effects', 1],
  ])('comes to the same end from every line of the journal, killed %s', async (_, effects) => {
    const { lines, instants, tables } = await record();
    expect(lines.length).toBeGreaterThan(20);
    for (let kept = 1; kept <= lines.length; kept += 1) {
      const table = {
        ...(tables[kept - 1 + effects] ?? tables.at(-1) ?? emptyTable()),
        calls: [],
        changes: [],
      };
      const desk = openDesk(memoryJournal(lines.slice(0, kept)), table, instants[kept - 1] ?? START);
      desk.service.resume();
      await desk.settle();
      await desk.call('StartExecution', start);
      await desk.advanceTo(ANSWER_AT);
      if (!table.answered) await answer(desk, table);
      await desk.advanceTo('2025-03-06T00:00:00.000Z');
      expect([kept, await outcome(desk)]).toEqual([kept, DONE]);
      const events = desk.service.history(EXECUTION_ARN);
      expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
      const toldBefore = lines.slice(0, kept).some((line) => /"told".*"SUCCEEDED"/.test(line));
      const told = table.changes.filter(({ status }) => status === 'SUCCEEDED');
      expect([kept, told.length]).toEqual([kept, toldBefore ? 0 : 1]);
    }
  });

  it('comes to an end however it is advanced, answered, restarted and killed', async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('advance' as const), seconds: fc.integer({ min: 1, max: 200_000 }) }),
      fc.record({ do: fc.constant('answer' as const) }),
      fc.record({ do: fc.constant('heartbeat' as const) }),
      fc.record({
        do: fc.constant('kill' as const),
        turns: fc.integer({ min: 0, max: 6 }),
        downSeconds: fc.nat(100_000),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const journal = memoryJournal();
        const table = emptyTable();
        let desk = openDesk(journal, table);
        await desk.call('StartExecution', start);
        for (const action of steps) {
          if (action.do === 'advance') {
            await desk.advanceTo(new Date(desk.clock.now() + action.seconds * 1000).toISOString());
          } else if (action.do === 'answer') {
            await answer(desk, table);
          } else if (action.do === 'heartbeat') {
            if (table.token !== undefined) await desk.call('SendTaskHeartbeat', { taskToken: table.token });
          } else {
            for (let turn = 0; turn < action.turns; turn += 1) await new Promise((go) => setImmediate(go));
            desk.service.stop();
            desk = openDesk(journal, table, desk.clock.now() + action.downSeconds * 1000);
            desk.service.resume();
          }
        }
        await desk.settle();
        await answer(desk, table);
        await desk.advanceTo(new Date(desk.clock.now() + 10 * 86_400_000).toISOString());
        expect(await outcome(desk)).toEqual(DONE);
        expect(desk.service.pending()).toBe(0);
        expect(desk.clock.nextTimer()).toBeUndefined();
        expect(table.changes.map(({ status }) => status)).toContain('SUCCEEDED');
      }),
      { numRuns: 150 },
    );
  });

  it('keeps a wait to its original instant', async () => {
    const { lines } = await record();
    const waiting = lines.findIndex((line) => line.includes('"kind":"wait"'));
    const table = { ...emptyTable(), failures: 0 };
    const desk = openDesk(memoryJournal(lines.slice(0, waiting + 1)), table, '2025-03-01T09:00:45.000Z');
    desk.service.resume();
    await desk.settle();
    const until = JSON.parse(lines[waiting] ?? '{}').position.step.until;
    expect(desk.clock.nextTimer()).toBe(until);
    expect(until).toBeLessThan(Date.parse('2025-03-01T09:01:05.000Z'));
  });

  it('goes on at once with what fell due meanwhile', async () => {
    const { lines } = await record();
    const waiting = lines.findIndex((line) => line.includes('"kind":"wait"'));
    const table = { ...emptyTable(), failures: 0 };
    const desk = openDesk(memoryJournal(lines.slice(0, waiting + 1)), table, '2025-03-01T12:00:00.000Z');
    desk.service.resume();
    await desk.settle();
    expect(table.token).toBeDefined();
  });

  it('invokes a task in flight again with the same entry time, token and attempt', async () => {
    const { lines, instants, tables } = await record();
    const scheduled = lines.findIndex(
      (line) => line.includes('"state":"Park"') && line.includes('"submitted":false'),
    );
    const table = tables[scheduled] ?? emptyTable();
    const desk = openDesk(
      memoryJournal(lines.slice(0, scheduled + 1)),
      table,
      (instants[scheduled] ?? 0) + 5000,
    );
    desk.service.resume();
    await desk.settle();
    const { position } = JSON.parse(lines[scheduled] ?? '{}');
    expect(table.calls).toHaveLength(1);
    expect(table.calls[0]).toMatchObject({
      state: 'Park',
      attempt: 0,
      taskToken: position.step.token,
      arguments: { Token: position.step.token },
      context: { State: { EnteredTime: new Date(position.enteredAt).toISOString() } },
    });
    expect(desk.clock.nextTimer()).toBe(position.step.deadline);
  });

  it('takes an answer to an old token before it has resumed', async () => {
    const { lines, tables } = await record();
    const submitted = lines.findIndex((line) => line.includes('"submitted":true'));
    const table = { ...(tables[submitted] ?? emptyTable()), answered: true };
    const desk = openDesk(memoryJournal(lines.slice(0, submitted + 1)), table, ANSWER_AT);
    const { status } = await desk.call('SendTaskSuccess', { taskToken: table.token, output: '{}' });
    expect(status).toBe(200);
    desk.service.resume();
    await desk.settle();
    expect(await outcome(desk)).toEqual(DONE);
  });

  it('can stop an execution before it has resumed', async () => {
    const { lines } = await record();
    const desk = openDesk(memoryJournal(lines.slice(0, 5)));
    await desk.call('StopExecution', { executionArn: EXECUTION_ARN });
    desk.service.resume();
    await desk.advanceTo(ANSWER_AT);
    expect(await outcome(desk)).toMatchObject({ status: 'ABORTED' });
  });

  it('keeps running executions on the definition they were started with', async () => {
    const journal = memoryJournal();
    const table = { ...emptyTable(), failures: 0 };
    const before = openDesk(journal, table);
    await before.call('StartExecution', start);
    await before.settle();
    before.service.stop();
    const changed = {
      QueryLanguage: 'JSONata',
      StartAt: 'New',
      States: { New: { Type: 'Succeed', Output: 'new' } },
    };
    const after = openDesk(journal, table, START, changed);
    after.service.resume();
    await after.advanceTo(ANSWER_AT);
    await answer(after, table);
    expect(await outcome(after)).toEqual(DONE);
    const { body } = await after.call('StartExecution', { ...start, name: 'sr-2-g1' });
    await after.settle();
    expect((await after.call('DescribeExecution', { executionArn: body.executionArn })).body.output).toBe(
      '"new"',
    );
  });
});

describe('a journal in a file', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'journal-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('loses only a last line that was torn, wherever it was torn', async () => {
    const { lines } = await record();
    const path = join(folder, 'journal.jsonl');
    const last = lines[4] ?? '';
    for (const length of [0, 1, Math.floor(last.length / 2), last.length]) {
      writeFileSync(
        path,
        lines
          .slice(0, 4)
          .map((line) => `${line}\n`)
          .join('') + last.slice(0, length),
      );
      expect(fileJournal(path).read()).toEqual(lines.slice(0, 4));
    }
  });

  it('carries an execution over a kill with a torn line', async () => {
    const path = join(folder, 'journal.jsonl');
    const table = emptyTable();
    const before = openDesk(fileJournal(path), table);
    await before.call('StartExecution', start);
    await before.advanceTo('2025-03-01T15:00:00.000Z');
    before.service.stop();
    appendFileSync(path, '{"kind":"moved","execut');
    const after = openDesk(fileJournal(path), table, '2025-03-01T16:00:00.000Z');
    after.service.resume();
    await after.advanceTo(ANSWER_AT);
    await answer(after, table);
    expect(await outcome(after)).toEqual(DONE);
    after.service.stop();
  });

  it('is made small when it is opened, without losing the history', async () => {
    const path = join(folder, 'journal.jsonl');
    const table = emptyTable();
    const before = openDesk(fileJournal(path), table);
    await tell(before, table);
    const events = before.service.history(EXECUTION_ARN);
    before.service.stop();
    const after = openDesk(fileJournal(path), table, ANSWER_AT);
    expect(after.service.history(EXECUTION_ARN)).toEqual(JSON.parse(JSON.stringify(events)));
    expect(await outcome(after)).toEqual(DONE);
    expect(readFileSync(path, 'utf8').trim().split('\n')).toHaveLength(4);
    after.service.resume();
    await after.settle();
    expect(table.changes.map(({ status }) => status)).toEqual(['RUNNING', 'SUCCEEDED']);
  });

  it('survives being killed again and again', async () => {
    const path = join(folder, 'journal.jsonl');
    /** Runs the counting process; kills it so many milliseconds after it began to work. Returns its last words. */
    const count = (killAfterMs: number | undefined): Promise<string> =>
      new Promise((resolve, reject) => {
        const script = new URL('./killed-process.ts', import.meta.url).pathname;
        const child = spawn(process.execPath, ['--import', 'tsx', script, path], {
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        let said = '';
        child.stdout.on('data', (chunk) => {
          const first = said === '';
          said += chunk;
          if (first && killAfterMs !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfterMs);
        });
        child.on('error', reject);
        child.on('close', () => resolve(said));
      });
    for (const killAfterMs of [3, 40, 90, 140]) await count(killAfterMs);
    const ends = JSON.parse((await count(undefined)).split('\n')[1] ?? '[]');
    expect(ends).toHaveLength(4);
    for (const end of ends) expect(end).toMatchObject({ status: 'SUCCEEDED', output: '400' });
  });
});
