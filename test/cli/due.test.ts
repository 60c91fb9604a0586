import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const BIN = fileURLToPath(new URL('../../cli/casebell.mjs', import.meta.url));
const examplesFile = new URL('../../../shared/targets-examples.json', import.meta.url);

interface Ended {
  readonly code: number | null;
  readonly answers: readonly unknown[];
  readonly stderr: string;
}

/** Starts `casebell due`; the answers are parsed as they come. */
function started(...args: string[]) {
  const child = spawn(process.execPath, [BIN, 'due', ...args], { env: { PATH: '', NO_COLOR: '1' } });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  child.stdin.on('error', () => {});
  const answers = () =>
    stdout
      .split('\n')
      .slice(0, -1)
      .map((line): unknown => JSON.parse(line));
  return {
    child,
    answers,
    async answered(count: number) {
      while (answers().length < count) await new Promise((resolve) => child.stdout.once('data', resolve));
      return answers();
    },
    ended: new Promise<Ended>((resolve) =>
      child.on('close', (code) => resolve({ code, answers: answers(), stderr })),
    ),
  };
}

async function asked(input: string | Uint8Array): Promise<Ended> {
  const { child, ended } = started();
  child.stdin.end(input);
  return ended;
}

const due = (start: string, more: object = {}) =>
  JSON.stringify({ kind: 'due', calendar: { always: true }, start, targetMinutes: 60, ...more });

describe.runIf(existsSync(examplesFile))('casebell due, asked the worked examples', () => {
  interface Example extends Record<string, unknown> {
    readonly id: string;
    readonly expect: unknown;
  }
  const file: { calendars: Record<string, unknown>; examples: Example[] } = existsSync(examplesFile)
    ? JSON.parse(readFileSync(examplesFile, 'utf8'))
    : { calendars: {}, examples: [] };

  /** The same with each calendar in place of its name. */
  function inlined(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(inlined);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        key === 'calendar' && typeof inner === 'string' ? file.calendars[inner] : inlined(inner),
      ]),
    );
  }
  const expected = Object.fromEntries(file.examples.map((example) => [example.id, example.expect]));
  const questions = file.examples.map(({ expect: _, ...question }) => question);
  const byId = (answers: readonly unknown[]) =>
    Object.fromEntries(file.examples.map(({ id }, i) => [id, answers[i]]));

  it('answers each as expected', async () => {
    const lines = questions.map((question) => JSON.stringify(inlined(question)));
    const { code, answers, stderr } = await asked(lines.join('\n'));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(byId(answers)).toEqual(expected);
  });

  it('answers the same where the calendars are named', async () => {
    const lines = questions.map((question) => JSON.stringify({ ...question, calendars: file.calendars }));
    const { code, answers } = await asked(`${lines.join('\n')}\n`);
    expect(code).toBe(0);
    expect(byId(answers)).toEqual(expected);
  });
});

describe('casebell due, as a filter', () => {
  it('answers a line before the next one comes', async () => {
    const { child, answered, ended } = started();
    child.stdin.write(`${due('2026-06-09T15:00:00Z')}\n`);
    expect(await answered(1)).toEqual([{ due: '2026-06-09T16:00:00Z' }]);
    const [first, second] = [due('2026-06-09T16:00:00.5Z'), due('2026-06-09T17:00:00+02:00')];
    child.stdin.write(`${first}\r\n\n  \n${second.slice(0, 20)}`);
    expect(await answered(2)).toHaveLength(2);
    child.stdin.write(`${second.slice(20)}\n`);
    expect(await answered(3)).toEqual([
      { due: '2026-06-09T16:00:00Z' },
      { due: '2026-06-09T17:00:00.500Z' },
      { due: '2026-06-09T16:00:00Z' },
    ]);
    child.stdin.end();
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
  });

  it('[lesson 24] says what is wrong with a bad line, and answers the next', async () => {
    const good = due('2026-06-09T15:00:00Z');
    const bad: [line: string, message: RegExp][] = [
      ['{"kind":"due"', /^The line is not JSON: /],
      ['"due"', /^line: is none of due, elapsed/],
      ['[1]', /^line: is none of due, elapsed/],
      ['{"kind":"dew"}', /^kind: is none of due, elapsed, timeline/],
      ['{"kind":"__proto__"}', /^kind: is none of due/],
      [due('2026-02-30T15:00:00Z'), /^start: is no instant with its offset/],
      [due('2026-06-09T15:00:00'), /^start: is no instant with its offset/],
      [due('2026-06-09T15:00:00.0005Z'), /^start: is finer than a millisecond/],
      [
        due('2026-06-09T15:00:00Z', { calendar: { timeZone: 'Mars/Base', weekly: {} } }),
        /^calendar\.timeZone: Not a time zone/,
      ],
      [
        due('2026-06-09T15:00:00Z', { calendar: { timeZone: 'UTC', weekly: { mon: [] } } }),
        /^calendar: The calendar never opens/,
      ],
      [due('2026-06-09T15:00:00Z', { calendar: 'paris' }), /^calendar: the line has no calendar/],
      [due('2026-06-09T15:00:00Z', { targetMinutes: -1 }), /^targetMinutes: is less than no time/],
      [due('2026-06-09T15:00:00Z', { targetMinutes: '60' }), /^targetMinutes: is no number of minutes/],
      [due('2026-06-09T15:00:00Z', { targetMinutes: 0.00001 }), /^targetMinutes: is not a whole number/],
      [due('2026-06-09T15:00:00Z', { targetMinutes: 1e300 }), /^targetMinutes: is not a whole number/],
      [due('2026-06-09T15:00:00Z', { targetMinutes: 1e10 }), /^The answer lies after the year 9999/],
      [due('2026-06-09T15:00:00Z').replace('60}', '1e999}'), /^targetMinutes: /],
      [
        due('2049-06-09T15:00:00Z', { calendar: { timeZone: 'UTC', weekly: { mon: [['09:00', '10:00']] } } }),
        /^2049-06-09T15:00:00\.000Z is outside the time zone data/,
      ],
      ['['.repeat(1_000_000), /^The line is not JSON: /],
      [`${'['.repeat(100_000)}${']'.repeat(100_000)}`, /^line: is none of due/],
      [
        due('2026-06-09T15:00:00Z', { note: 'x'.repeat(10_000_000) }),
        /^The line is longer than 1048576 bytes/,
      ],
    ];
    const { code, answers, stderr } = await asked(bad.map(([line]) => `${line}\n${good}\n`).join(''));
    expect(answers).toHaveLength(2 * bad.length);
    for (const [i, [line, message]] of bad.entries()) {
      expect(answers[2 * i], line.slice(0, 100)).toEqual({ error: expect.stringMatching(message) });
      expect(answers[2 * i + 1], line.slice(0, 100)).toEqual({ due: '2026-06-09T16:00:00Z' });
    }
    expect({ code, stderr }).toEqual({ code: 1, stderr: '21 of 42 lines could not be answered.\n' });
  });

  it('refuses bytes that are no UTF-8, and reads those that are', async () => {
    const bytes = Buffer.concat([
      Buffer.from([0xef, 0xbb, 0xbf]),
      Buffer.from(`${due('2026-06-09T15:00:00Z', { note: 'Zürich 大阪' })}\n`),
      Buffer.from([0x22, 0xff, 0x22, 0x0a]),
    ]);
    const { code, answers } = await asked(bytes);
    expect(answers).toEqual([{ due: '2026-06-09T16:00:00Z' }, { error: 'The line is not UTF-8.' }]);
    expect(code).toBe(1);
  });

  it('has nothing to say to nothing', async () => {
    expect(await asked('')).toEqual({ code: 0, answers: [], stderr: '' });
    expect(await asked('\n\n \n')).toEqual({ code: 0, answers: [], stderr: '' });
  });

  it('ends quietly when nobody reads on', async () => {
    const { child, answered, ended } = started();
    const line = `${due('2026-06-09T15:00:00Z')}\n`;
    child.stdin.write(line);
    await answered(1);
    child.stdout.destroy();
    // As `yes | casebell due | head -1`: more than any pipe holds, and no end of it.
    child.stdin.write(line.repeat(20_000));
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
  });

  it('refuses what it does not take', async () => {
    const file = started('questions.jsonl');
    expect(await file.ended).toMatchObject({
      code: 2,
      stderr: 'casebell due reads standard input: casebell due < questions.jsonl\n',
    });
    const option = started('--fast');
    expect(await option.ended).toMatchObject({ code: 2 });
  });
});
