import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const BIN = fileURLToPath(new URL('../../cli/casebell.mjs', import.meta.url));

const SEVERITIES = [1, 2, 3, 4].map(
  (level) =>
    `  ${level}: { title: { en: S${level} }, definition: { en: D${level} }, reachableContact: ${level === 1} }`,
);

const DESK = `pack: desk
version: 7
title: { en: Desk }
calendars:
  always-open: always
  office:
    weekly: { mon..fri: ["09:00-17:00"] }
    zone: customer
    holidays: [2026-03-03]
offerings:
  gold: { title: { en: Gold, ja: ゴールド }, calendar: office, firstResponse: { 1: 1h, 2: 2h, 3: 4h, 4: 8h } }
severities:
${SEVERITIES.join('\n')}
updates: { every: { 1: 2h }, pausedWhile: [awaiting-customer] }
onSeverityChange: carry
ladder:
  firstResponse: [{ at: 50%, tell: [owner] }, { at: missed, tell: [manager] }]
  promisedUpdate: [{ at: missed, tell: [owner] }]
contact: { calendar: office, after: [P1D, P2D, P3D], close: P5D }
escalation: { reasons: [dissatisfied], remindBefore: 30m, updateAtMost: 1d, tellWhenMissed: [rem] }
closing: { reasons: [solved], reopenWithin: never, survey: { delay: 1d, atMostEvery: P14D } }
`;

const GOOD = `people: { zone: Europe/Berlin }
tests:
  - name: four hours
    given: { offering: gold, filed: 2026-03-02 15:00 }
    expect:
      - { clock: first-response, due: 2026-03-04 11:00 }
  - name: no reopening
    given: { offering: gold, filed: 2026-03-02 15:00 }
    events:
      - { at: 2026-03-02 15:10, do: close, by: customer }
      - { at: 2026-03-02 15:20, do: reopen, refused: NeverReopened }
`;

const FAILING = `people: { zone: Europe/Berlin }
tests:
  - name: four hours
    given: { offering: gold, filed: 2026-03-02 15:00 }
    events:
      - { at: 2026-03-02 15:05, do: assign }
      - { at: 2026-03-04 09:30, do: reopen }
    expect:
      - { clock: first-response, due: 2026-03-03 11:00, state: met }
      - { warned: first-response, threshold: 50%, at: 2026-03-02 17:00, told: [owner, manager] }
      - { mails: [{ kind: reply, to: customer }], only: customer }
  - name: the office is never closed
    given: { offering: gold, filed: 2026-03-02 15:00 }
    expect:
      - { closed: 2026-03-06 09:00 }
`;

const FOUR_HOURS_FAILED = `  FAILED  four hours
          line 3; times of Europe/Berlin
          event 2, reopen
                      expected  seen
            answer    accepted  refused with NotClosed: The request is not closed. There is nothing to reopen; add a comment instead.
          expect 1, clock first-response
                      expected              seen
            due       Tue 2026-03-03 11:00  Wed 2026-03-04 11:00
            state     met                   running
            why first-response is due Wed 2026-03-04 11:00: 4h of office (Europe/Berlin) for gold, severity 3 (desk@7, zones 2026f)
              Mon 2026-03-02 15:00 to Mon 2026-03-02 17:00  2h of office
              Wed 2026-03-04 09:00 to Wed 2026-03-04 11:00  2h of office
              not counted: 2026-03-03
          expect 2, warned first-response 50%
                      expected  seen
            told      engineer  engineer
                      manager
          expect 3, mails
                                           expected  seen
            reply to customer              sent      nothing
            request-filed to customer      nothing   Mon 2026-03-02 15:00
            engineer-assigned to customer  nothing   Mon 2026-03-02 15:05
          lived until Wed 2026-03-04 09:30
          then RecordMissedTarget at Wed 2026-03-04 11:00
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'casebell-policy-'));
  write('policies/desk.yaml', DESK);
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function policy(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [BIN, 'policy', ...args],
      { cwd: folder, env: { PATH: '', NO_COLOR: '1' } },
      (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });
}

describe('casebell policy test', () => {
  it('lives every file of timelines in policies/, and exits with 0 when all is as expected', async () => {
    write('policies/desk.test.yaml', GOOD);
    expect(await policy('test')).toEqual({
      code: 0,
      stdout: `policies/desk.test.yaml (desk 7)
  ok      four hours
  ok      no reopening
2 tests: 2 ok, 0 failed.
`,
      stderr: '',
    });
  });

  it('shows everything that is other than expected, beside what was seen, and why', async () => {
    write('policies/desk.test.yaml', FAILING);
    expect(await policy('test', 'policies/desk.test.yaml')).toEqual({
      code: 1,
      stdout: `policies/desk.test.yaml (desk 7)
${FOUR_HOURS_FAILED}  FAILED  the office is never closed
          line 12; times of Europe/Berlin
          expect 1, closed
                      expected              seen
            at        Fri 2026-03-06 09:00  nothing
          lived until Fri 2026-03-06 09:00
`,
      stderr: '2 tests: 0 ok, 2 failed.\n',
    });
  });

  it('runs only what --filter names, in small letters or large', async () => {
    write('policies/desk.test.yaml', GOOD);
    const { code, stdout } = await policy('test', '--filter', 'NO REOP');
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'policies/desk.test.yaml (desk 7)\n  ok      no reopening\n1 test: 1 ok, 0 failed.\n',
    });
    expect(await policy('test', '--filter', 'nothing of the kind')).toEqual({
      code: 2,
      stdout: '',
      stderr: 'No test has "nothing of the kind" in its name.\n',
    });
  });

  it('prints the whole life with --verbose, in local times', async () => {
    write(
      'policies/desk.test.yaml',
      `people: { zone: America/Chicago }
tests:
  - name: a promised update
    given: { offering: gold, severity: 1, filed: "2026-10-30 16:00:30" }
    events:
      - { at: 2026-10-30 16:01, do: assign }
      - { at: 2026-10-30 16:30, do: call }
      - { at: 2026-11-01T07:30Z, do: ask-customer }
      - { at: 2026-11-02 10:00, do: customer-replies }
    expect:
      - { clock: promised-update, at: 2026-11-02 09:30, due: none, state: paused, remaining: 2h }
      - { clock: promised-update, due: 2026-11-02 12:00 }
`,
    );
    expect(await policy('test', '--verbose')).toEqual({
      code: 0,
      stdout: `policies/desk.test.yaml (desk 7)
  ok      a promised update
          Fri 2026-10-30 16:00:30     customer  Request filed: technical, gold, severity 1
                                      mail      request-filed to customer
          Fri 2026-10-30 16:01        csr       Engineer assigned: engineer
                                      mail      engineer-assigned to customer
                                      mail      assigned-to-you to engineer
          Fri 2026-10-30 16:30        engineer  Phone contact logged: outbound, reached
          Fri 2026-10-30 16:30        engineer  First response given
          Sun 2026-11-01 01:30-06:00  engineer  Customer awaited
                                      mail      question to customer
          Mon 2026-11-02 09:00        desk      Customer contacted: attempt 1
                                      mail      contact-attempt to customer
          Mon 2026-11-02 10:00        customer  Customer replied
                                      mail      customer-replied to engineer
          Mon 2026-11-02 10:00        clock     first-response met, due Mon 2026-11-02 09:00:30
          Mon 2026-11-02 10:00        clock     promised-update running, due Mon 2026-11-02 12:00, 2h left
          Mon 2026-11-02 12:00        next      RecordMissedTarget
1 test: 1 ok, 0 failed.
`,
      stderr: '',
    });
  });

  it('prints one line of JSON per test with --json', async () => {
    write('policies/desk.test.yaml', FAILING);
    const { code, stdout, stderr } = await policy('test', '--json', '--filter', 'closed');
    expect({ code, stderr }).toEqual({ code: 1, stderr: '1 test: 0 ok, 1 failed.\n' });
    expect(stdout.split('\n')).toHaveLength(2);
    expect(JSON.parse(stdout)).toEqual({
      file: 'policies/desk.test.yaml',
      line: 12,
      pack: 'desk',
      version: 7,
      test: 'the office is never closed',
      ok: false,
      failures: [
        {
          of: 'expect 1, closed',
          differences: [{ what: 'at', expected: [{ at: '2026-03-06T08:00:00.000Z' }], seen: [] }],
        },
      ],
    });
  });

  it('names every problem of every file, and lives nothing then', async () => {
    write('policies/desk.test.yaml', GOOD);
    write(
      'policies/wrong.test.yaml',
      `pack: desk
people: { zone: Europe/Berlin }
tests:
  - name: hours that do not exist
    given: { offering: gold, filed: 2026-03-29 02:30 }
    events:
      - { at: 2026-10-25 02:30, do: reply }
      - { at: 2026-10-25 04:30, do: shout }
    expect:
      - { clok: first-response }
      - { clock: first-response, due: soon }
  - name: expects nothing
    given: { offering: gold, filed: 2026-03-02 10:00, severty: 1 }
  - given: { offering: gold, filed: 2026-03-02 10:00, zone: Mars/Olympus }
`,
    );
    write(
      'policies/lost.test.yaml',
      'tests:\n  - { name: a, given: { offering: gold, filed: 2026-03-02 10:00 }, expect: [{ status: filed }] }\n',
    );
    write('policies/unread.test.yaml', 'tests: [\n');
    const { code, stdout, stderr } = await policy('test');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(`The timelines cannot be read:
  - policies/lost.yaml: there is no such file
  - policies/unread.test.yaml:2: not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]
  - policies/wrong.test.yaml:5: "hours that do not exist": given.filed: 2026-03-29 02:30 does not exist in Europe/Berlin: the clocks go forward over it
  - policies/wrong.test.yaml:7: "hours that do not exist": events.0.at: 2026-10-25 02:30 comes twice in Europe/Berlin, as the clocks go back: write 2026-10-25 02:30+02:00 or 2026-10-25 02:30+01:00 for the one you mean
  - policies/wrong.test.yaml:8: "hours that do not exist": events.1.do: must be one of assign, reassign, reply, note, ask-customer, propose-solution, call, change-severity, change-contract, end-entitlement, customer-replies, customer-confirms, close, reopen, escalate, name-escalation-engineer, give-update, de-escalate, mail-bounces, confirmation-sent
  - policies/wrong.test.yaml:10: "hours that do not exist": expect.0: must have one of the keys clock, warned, missed, reminded, mails, contacts, closed, status, owed
  - policies/wrong.test.yaml:11: "hours that do not exist": expect.1.due: "soon" is no time: write 2026-05-13 16:30, or with an offset, such as 2026-05-13T14:30Z; or none
  - policies/wrong.test.yaml:13: "expects nothing": given: Unrecognized key: "severty"
  - policies/wrong.test.yaml:12: "expects nothing": expect: expects nothing: add expect
  - policies/wrong.test.yaml:14: test 3: given.zone: must be a time zone of the tz database, such as Europe/Paris
`);
  });

  it.each([
    [['test', 'elsewhere'], 'There is no file or folder elsewhere.\n'],
    [['test', '.'], '.: there are no timelines (*.test.yaml) in this folder.\n'],
    [['tset'], 'There is no command "policy tset". See casebell policy --help.\n'],
    [[], 'Say what to do with the policies: test or check. See casebell policy --help.\n'],
    [['test', '--josn'], 'casebell policy test has no option "--josn". See casebell policy test --help.\n'],
  ])('%j exits with 2', async (args, stderr) => {
    expect(await policy(...args)).toEqual({ code: 2, stdout: '', stderr });
  });
});

describe('casebell policy check', () => {
  it('says what a pack has', async () => {
    expect(await policy('check')).toEqual({
      code: 0,
      stdout: `policies/desk.yaml: desk 7, Desk
  offerings  gold
  calendars  always-open: always
             office: mon..fri 09:00-17:00, the customer's zone, holidays of its own (1)
  clocks     first-response, promised-update
  languages  en, ja (1 of 10 texts)
  reopening  never
`,
      stderr: '',
    });
  });

  it('lists the problems of packs, and exits with 1', async () => {
    write('policies/loose.yaml', DESK.replace('calendar: office, first', 'calendar: offices, first'));
    write('policies/wrong.yaml', DESK.replace('1: 1h', '1: soon'));
    expect(await policy('check', 'policies/loose.yaml', 'policies/wrong.yaml')).toEqual({
      code: 1,
      stdout: '',
      stderr: `policies/loose.yaml: pack.offerings.gold.calendar: there is no calendar "offices"
policies/wrong.yaml: pack.offerings.gold.firstResponse.1: must be a duration such as 30m, 4h, 2d, PT30M or P10D, at most 366d
`,
    });
  });
});

it('--help explains both, with examples', async () => {
  const { code, stdout, stderr } = await policy('test', '--help');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('casebell policy test policies/house.test.yaml --filter "[CLO-1]" --verbose\n');
});
