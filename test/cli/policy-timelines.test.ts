import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectationOf } from '#cli/policy/expectation.ts';
import { happeningOf } from '#cli/policy/happening.ts';
import { readTimelines } from '#cli/policy/read-timelines.ts';
import { runTimeline } from '#cli/policy/run-timeline.ts';
import { timelineOf } from '#cli/policy/timeline.ts';
import { readTime, writeTime } from '#cli/policy/wall-time.ts';
import { wordsFor } from '#cli/policy/words.ts';
import type { LadderStep } from '#shared/policy/ladder.ts';
import type { Policy } from '#shared/policy/policy.ts';
import { CLOCK_NAMES } from '#shared/schema/event.ts';
import { REQUEST_STATUSES, REQUEST_TYPES } from '#shared/schema/request.ts';
import { HOUSE, houseWith } from '../support/policies.ts';

const PEOPLE = 'people: { zone: Europe/Berlin, country: DE }\n';

/** Reads the one test of a file about the house pack. */
function timeline(test: string) {
  const file = readTimelines('house.test.yaml', `${PEOPLE}tests:\n${test}`);
  if (!file.ok) throw new Error(file.problems.join('\n'));
  const [only] = file.value.tests;
  if (!only) throw new Error('The file has no test.');
  return only;
}

/** What is wrong about it, without why. */
function failures(test: string, policy: Policy = HOUSE) {
  return runTimeline(policy, timeline(test)).failures.map(({ of, differences }) => ({ of, differences }));
}

const FILED = `  - name: a
    given: { offering: standard, severity: 2, filed: 2026-03-02 10:00 }
`;

describe('written times', () => {
  it.each([
    ['2026-03-29 01:59', 'Europe/Berlin', '2026-03-29T00:59:00.000Z'],
    ['2026-03-29 03:00', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
    ['2026-03-29T03:00:30', 'Europe/Berlin', '2026-03-29T01:00:30.000Z'],
    ['2026-10-25 02:30+02:00', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    ['2026-10-25T01:30Z', 'Europe/Berlin', '2026-10-25T01:30:00.000Z'],
    ['2026-10-04 01:59', 'Australia/Sydney', '2026-10-03T15:59:00.000Z'],
    ['2026-08-07 20:30', 'Asia/Kolkata', '2026-08-07T15:00:00.000Z'],
  ])('%s in %s is %s', (written, zone, instant) => {
    expect(readTime(written, zone)).toEqual({ ok: true, ms: Date.parse(instant) });
  });

  it.each([
    ['2026-03-29 02:30', 'Europe/Berlin', 'does not exist in Europe/Berlin'],
    ['2026-11-01 01:30', 'America/Chicago', 'write 2026-11-01 01:30-05:00 or 2026-11-01 01:30-06:00 for'],
    ['2026-04-05 02:30', 'Australia/Sydney', 'write 2026-04-05 02:30+11:00 or 2026-04-05 02:30+10:00 for'],
    ['2026-02-29 10:00', 'Etc/UTC', 'is no time'],
    ['2026-03-02 24:00', 'Etc/UTC', 'is no time'],
    ['2026-03-02', 'Etc/UTC', 'is no time'],
    ['2040-03-02 10:00', 'Europe/Berlin', 'outside the time zone data'],
    ['2040-03-02T10:00Z', 'Europe/Berlin', 'outside the time zone data'],
  ])('%s in %s is refused: %s', (written, zone, problem) => {
    const read = readTime(written, zone);
    expect(read).toEqual({ ok: false, problem: expect.stringContaining(problem) });
  });

  it('what is written of any instant is read as that instant', () => {
    const zones = fc.constantFrom(
      'America/Chicago',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'Africa/Casablanca',
    );
    const seconds = fc.integer({
      min: Date.parse('2025-01-02') / 1000,
      max: Date.parse('2036-12-30') / 1000,
    });
    fc.assert(
      fc.property(seconds, zones, (second, zone) => {
        const written = writeTime(second * 1000, zone);
        expect(readTime(written.slice(4), zone)).toEqual({ ok: true, ms: second * 1000 });
      }),
      // Hours that come twice are rare: they are aimed at.
      { examples: [[Date.parse('2026-11-01T06:30Z') / 1000, 'America/Chicago']], numRuns: 2_000 },
    );
  });
});

describe('reading', () => {
  it.each([
    ['    events: [{ at: 2026-03-02 09:59, do: reply }]', 'events.0.at: is before the request is filed'],
    [
      '    events: [{ at: 2026-03-03 09:00, do: reply }, { at: 2026-03-02 11:00, do: note }]',
      'events.1.at: is before the event above it',
    ],
    [
      '    events: [{ at: 2026-03-03 09:00, do: reply }]\n    until: 2026-03-03 08:00',
      'until: is before the last event',
    ],
    ['    expect: [{ status: filed, at: 2026-03-02 09:00 }]', 'expect.0.at: is before the request is filed'],
    ['    expect: [{ clock: first-response }]', 'expect.0: says nothing of the clock'],
    [
      '    events: [{ at: 2026-03-03 09:00, do: reply, by: bob }]',
      'events.0.by: must be one of customer, owner,',
    ],
    ['    expect: [{ closed: [2026-03-02 11:00, x] }]', 'expect.0.closed.1: "x" is no time'],
    ['    expect: [{ owed: soon }]', 'expect.0.owed: "soon" is no time'],
    ['    expect: [{ clock: answer, remaining: 3x }]', 'expect.0.remaining: must be an amount such as 90m'],
  ])('%s is told: %s', (rest, problem) => {
    const file = readTimelines('house.test.yaml', `${PEOPLE}tests:\n${FILED}${rest}\n`);
    expect(file.ok ? [] : file.problems).toEqual(
      expect.arrayContaining([expect.stringContaining(`"a": ${problem}`)]),
    );
  });

  it('refuses two tests of one name', () => {
    const test = `${FILED}    expect: [{ status: filed }]\n`;
    const file = readTimelines('house.test.yaml', `${PEOPLE}tests:\n${test}${test}`);
    expect(file).toEqual({
      ok: false,
      problems: ['house.test.yaml:6: "a": name: another test has this name'],
    });
  });

  it("leaves a file's country behind where a test is in another zone", () => {
    const { cast } = timeline(`  - name: a
    given: { offering: standard, filed: 2026-03-02 10:00, zone: Asia/Tokyo }
    expect: [{ status: filed }]
`);
    expect(cast.customer).toMatchObject({ zone: 'Asia/Tokyo', country: undefined });
  });
});

describe('living', () => {
  it('a refusal that nobody expected is a failure, and so is one that does not come', () => {
    const rest = `    events:
      - { at: 2026-03-02 11:00, do: customer-confirms }
      - { at: 2026-03-02 12:00, do: note, refused: NotAllowed }
      - { at: 2026-03-02 13:00, do: give-update, nextUpdate: 2026-03-02 14:00, refused: NotLed }
    expect: [{ status: filed }]
`;
    expect(failures(FILED + rest)).toEqual([
      {
        of: 'event 1, customer-confirms',
        differences: [
          {
            what: 'answer',
            expected: [{ text: 'accepted' }],
            seen: [
              {
                text: 'refused with NothingToConfirm: No solution is proposed. Close the request with a reason instead.',
              },
            ],
          },
        ],
      },
      {
        of: 'event 2, note',
        differences: [
          { what: 'answer', expected: [{ text: 'refused with NotAllowed' }], seen: [{ text: 'accepted' }] },
        ],
      },
      {
        of: 'event 3, give-update',
        differences: [
          {
            what: 'answer',
            expected: [{ text: 'refused with NotLed' }],
            seen: [{ text: 'refused with NotEscalated: The request is not escalated. Escalate it first.' }],
          },
        ],
      },
    ]);
  });

  it('a filing that is refused fails the test once, whatever else is expected', () => {
    const test = `  - name: a
    given: { offering: premium, severity: 1, filed: 2026-03-02 10:00, reachableContact: false }
    expect: [{ status: filed }, { closed: never }]
`;
    expect(failures(test).map(({ of }) => of)).toEqual(['filing on premium']);
  });

  it('names that the pack does not have are told: nothing would be promised under them', () => {
    const test = `  - name: a
    given: { offering: gold, addOns: [after-hours], filed: 2026-03-02 10:00, refused: OfferingNotInPolicy }
`;
    expect(failures(test)).toEqual([
      {
        of: 'given',
        differences: [
          { what: 'offering', expected: [{ text: 'premium, standard, free' }], seen: [{ text: 'gold' }] },
        ],
      },
      {
        of: 'given',
        differences: [{ what: 'addOns', expected: [{ text: 'none' }], seen: [{ text: 'after-hours' }] }],
      },
    ]);
  });

  it('nobody to act, and no mail that could bounce, are told', () => {
    const rest = `    events:
      - { at: 2026-03-02 11:00, do: reply, by: owner }
      - { at: 2026-03-02 12:00, do: mail-bounces, kind: reply }
      - { at: 2026-03-02 13:00, do: confirmation-sent }
    expect: [{ status: filed }]
`;
    expect(failures(FILED + rest).map(({ of }) => of)).toEqual([
      'event 1, reply',
      'event 2, mail-bounces',
      'event 3, confirmation-sent',
    ]);
  });

  it('a policy that never comes to rest is stopped, and what it does is told', () => {
    let share = 10;
    // A ladder that has another step at each look.
    const ladder = {
      ...HOUSE.pack.ladder,
      get firstResponse(): LadderStep[] {
        return [{ at: `50.${share++}%`, tell: ['manager'] }];
      },
    };
    const rest = '    until: 2026-03-02 15:00\n    expect: [{ status: filed }]\n';
    const [failure] = failures(FILED + rest, houseWith({ ladder }));
    expect(failure?.of).toBe('the timeline');
    expect(failure?.differences[0]?.seen[0]?.text).toMatch(
      /^the desk does not come to rest: after 1500 looks it is still at 2026-03-02T11:00:00\.000Z, at 26123456787\/WarnOfTarget\//,
    );
  });

  it('what people do at an instant comes before what the desk does at it', () => {
    const rest = `    events:
      - { at: 2026-03-02 10:05, do: assign }
      - { at: 2026-03-02 12:00, do: reply }
    expect: [{ warned: first-response, threshold: 50%, at: never }]
`;
    expect(failures(FILED + rest)).toEqual([]);
  });

  it('own staff: whoever holds a role in the region is told, and the others where nobody does', () => {
    const file = readTimelines(
      'house.test.yaml',
      `people:
  zone: Europe/Berlin
  staff:
    ann: { roles: [tse, csr] }
    max: { roles: [manager], region: EMEA }
    kim: { roles: [manager], region: AMER }
    rex: { roles: [rem], region: AMER }
tests:
  - name: a
    given: { offering: standard, severity: 1, filed: 2026-03-02 10:00 }
    events: [{ at: 2026-03-02 10:05, do: assign, to: ann }]
    expect: [{ missed: first-response, at: 2026-03-02 12:00, told: [ann, max, rex] }]
`,
    );
    if (!file.ok) throw new Error(file.problems.join('\n'));
    expect(file.value.tests.map((test) => runTimeline(HOUSE, test).failures)).toEqual([[]]);
  });
});

describe('judging', () => {
  it.each([
    ['{ clock: first-response, due: none }', 'due', '2026-03-02T13:00:00.000Z'],
    ['{ clock: first-response, remaining: none }', 'remaining', '4h'],
    ['{ clock: first-response, provisional: true }', 'provisional', 'false'],
    ['{ clock: next-reply, state: running }', 'state', 'absent'],
    ['{ owed: nothing }', 'next due', '2026-03-02T13:00:00.000Z'],
    ['{ status: closed }', 'status', 'filed'],
    [
      '{ mails: [{ kind: request-filed, to: customer, at: never }] }',
      'request-filed to customer',
      '2026-03-02T09:00:00.000Z',
    ],
    ['{ mails: [], only: customer }', 'request-filed to customer', '2026-03-02T09:00:00.000Z'],
  ])('%s sees %s %s', (expectation, what, seen) => {
    const [failure] = failures(`${FILED}    expect: [${expectation}]\n`);
    const [difference] = failure?.differences ?? [];
    expect(difference?.what).toBe(what);
    expect(
      difference?.seen.map(({ at, text }) => (at === undefined ? text : new Date(at).toISOString())),
    ).toEqual([seen]);
  });

  it('a step that happened more often than expected is no step as expected', () => {
    const rest = `    events:
      - { at: 2026-03-02 10:05, do: assign }
      - { at: 2026-03-02 12:30, do: change-severity, to: 3 }
    until: 2026-03-02 15:00
    expect: [{ warned: first-response, threshold: 50%, at: 2026-03-02 12:00 }]
`;
    expect(failures(FILED + rest)).toEqual([
      {
        of: 'expect 1, warned first-response 50%',
        differences: [
          {
            what: 'at',
            expected: [{ at: Date.parse('2026-03-02T11:00Z') }],
            seen: [{ at: Date.parse('2026-03-02T11:00Z') }, { at: Date.parse('2026-03-02T13:00Z') }],
          },
        ],
      },
    ]);
  });
});

describe('docs/policy-tests.md', () => {
  const page = readFileSync('docs/policy-tests.md', 'utf8');
  const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];

  it('has an example that passes', () => {
    const file = readTimelines('house.test.yaml', example);
    if (!file.ok) throw new Error(file.problems.join('\n'));
    expect(file.value.tests.map((test) => runTimeline(HOUSE, test).failures)).toEqual([[]]);
  });

  it('explains every word', () => {
    const words = wordsFor('Etc/UTC', []);
    const keysOf = (schemas: readonly { def: { shape: object } }[]) =>
      schemas.flatMap(({ def }) => Object.keys(def.shape));
    const happenings = happeningOf(words).def.options;
    const told = [
      ...happenings.map(({ def }) => def.shape.do.def.values[0]),
      ...keysOf(happenings),
      ...keysOf(expectationOf(words).def.options).filter((key) => key !== 'is'),
      ...Object.keys(timelineOf(words).def.shape.given.def.shape),
      ...CLOCK_NAMES,
      ...REQUEST_STATUSES,
      ...REQUEST_TYPES,
    ];
    const code = page.match(/`[^`\n]+`/g)?.join(' ') ?? '';
    const unexplained = told.filter((word) => !new RegExp(`(?<![\\w-])${word}(?![\\w-])`).test(code));
    expect(unexplained).toEqual([]);
  });
});
