import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { banner } from '#local/banner.ts';
import { PEOPLE } from '#local/identity/people.ts';
import { isFree } from '#local/port.ts';
import { createProgress } from '#local/progress.ts';
import { startClock } from '#local/start-clock.ts';
import { type StartOptions, startRequest } from '#local/start-options.ts';

describe('the arguments of npm start', () => {
  it('have defaults', () => {
    expect(startRequest([])).toEqual({
      kind: 'start',
      options: { port: 4600, stateDir: '.casebell', clock: 'real', startMs: undefined, demo: true },
    });
  });

  it('can all be given', () => {
    const args = [
      '--port',
      '0',
      '--state',
      '/tmp/x',
      '--clock',
      'frozen',
      '--start',
      '2026-03-02T09:00:00+02:00',
      '--no-demo',
    ];
    expect(startRequest(args)).toEqual({
      kind: 'start',
      options: { port: 0, stateDir: '/tmp/x', clock: 'frozen', startMs: 1_772_434_800_000, demo: false },
    });
  });

  it.each([
    [['--port', '65536'], '--port takes a number from 0 to 65535, not "65536".'],
    [['--port', 'abc'], '--port takes a number from 0 to 65535, not "abc".'],
    [['--clock', 'slow'], '--clock is real or frozen, not "slow".'],
    [
      ['--start', '2026-03-02T09:00:00'],
      '--start takes an instant with its zone, such as 2026-03-02T09:00:00Z, not "2026-03-02T09:00:00".',
    ],
    [['--prt', '1'], "Unknown option '--prt'. See npm start -- --help."],
  ])('%j are refused', (args, message) => {
    expect(startRequest(args)).toEqual({ kind: 'mistake', message });
  });
});

describe('the clock of a start', () => {
  const REAL = Date.parse('2026-06-01T00:00:00.000Z');
  const frozenIn = (stateDir: string, startMs?: number): StartOptions => ({
    port: 0,
    stateDir,
    clock: 'frozen',
    startMs,
    demo: false,
  });

  it('stands where it last stood', async () => {
    const stateDir = mkdtempSync(join(tmpdir(), 'casebell-start-'));
    const first = startClock(frozenIn(stateDir, Date.parse('2026-03-02T09:00:00Z')), REAL);
    await first.advanceTo(Date.parse('2026-03-05T09:00:00Z'), () => Promise.resolve());
    const second = startClock(frozenIn(stateDir), REAL);
    expect(new Date(second.now()).toISOString()).toBe('2026-03-05T09:00:00.000Z');
  });

  it('never goes back', () => {
    const stateDir = mkdtempSync(join(tmpdir(), 'casebell-start-'));
    startClock(frozenIn(stateDir, Date.parse('2026-03-05T09:00:00Z')), REAL);
    expect(() => startClock(frozenIn(stateDir, Date.parse('2026-03-02T09:00:00Z')), REAL)).toThrow(
      /has lived until 2026-03-05T09:00:00\.000Z; choose a later --start or another --state\.$/,
    );
  });

  it('begins at real time in a new folder', () => {
    const stateDir = mkdtempSync(join(tmpdir(), 'casebell-start-'));
    expect(startClock(frozenIn(stateDir), REAL).now()).toBe(REAL);
  });
});

describe('what the start says', () => {
  it('names addresses, people and the first command to try', () => {
    const facts = {
      awsEndpoint: 'http://127.0.0.1:40123',
      stateDir: '.casebell',
      people: PEOPLE,
      nowMs: Date.parse('2026-03-12T19:03:58.000Z'),
      frozen: true,
      startedInMs: 3_140,
    };
    const text = banner({ ...facts, deskUrl: 'http://localhost:4601' });
    expect(text).toContain(
      'Casebell is ready (3.1 s). It is Thu 12 Mar 2026, 19:03 UTC on the desk; time stands still',
    );
    expect(text).toContain('Control room  http://localhost:4601/__local/');
    expect(text).toContain('    dana    Dana Fox: ');
    expect(text).toContain('TOKEN=$(npx casebell token dana --desk http://localhost:4601)');
    expect(banner({ ...facts, deskUrl: 'http://localhost:4600' })).toContain(
      'TOKEN=$(npx casebell token dana)\n',
    );
  });

  it('is one line on a terminal while it lasts, and whole lines elsewhere', () => {
    const spoken = (isTTY: boolean) => {
      const written: string[] = [];
      const progress = createProgress({ isTTY, write: (text) => written.push(text) });
      progress.say('one');
      progress.done();
      progress.say('two');
      return written.join('');
    };
    expect(spoken(true)).toBe('\r\u001b[Kone\r\u001b[Ktwo\n');
    expect(spoken(false)).toBe('one\ntwo\n');
  });
});

it('sees whether a port is taken', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  expect(await isFree(port)).toBe(false);
  await new Promise((resolve) => server.close(resolve));
  expect(await isFree(port)).toBe(true);
});
