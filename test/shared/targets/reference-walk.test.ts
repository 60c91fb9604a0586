import fc from 'fast-check';
import moment from 'moment-timezone';
import { describe, expect, it } from 'vitest';
import type { Calendar } from '#shared/targets/calendar.ts';
import { foldClock } from '#shared/targets/clock.ts';
import type { ClockEvent } from '#shared/targets/clock-event.ts';
import { clockReading } from '#shared/targets/clock-reading.ts';
import { openCalendar } from '#shared/targets/interval-index.ts';
import type { OpenTime } from '#shared/targets/open-time.ts';
import { OutsideZoneData } from '#shared/targets/zone.ts';
import {
  type WalkedCalendar,
  type WalkedPause,
  walkedDue,
  walkedElapsed,
  walkedTimeline,
} from './reference-walk.ts';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
// Walked no further than this; a due beyond is only held to lie beyond.
const MOST = 21;

const zones = [
  'Africa/Cairo',
  'Africa/Casablanca',
  'Africa/El_Aaiun',
  'America/Asuncion',
  'America/Chicago',
  'America/Edmonton',
  'America/Havana',
  'America/Nuuk',
  'America/Santiago',
  'America/Scoresbysund',
  'America/St_Johns',
  'America/Vancouver',
  'America/Winnipeg',
  'Antarctica/Troll',
  'Asia/Almaty',
  'Asia/Beirut',
  'Asia/Gaza',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Atlantic/Azores',
  'Australia/Lord_Howe',
  'Australia/Sydney',
  'Europe/Chisinau',
  'Europe/Dublin',
  'Europe/Paris',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Pacific/Easter',
  'Pacific/Kiritimati',
  'Pacific/Norfolk',
];
const FIRST = Date.UTC(2024, 0, 3);
const LAST = Date.UTC(2037, 10, 1);

/** The instants at which the zone's clocks change. */
const changes = new Map(
  zones.map((name) => [
    name,
    (moment.tz.zone(name)?.untils ?? []).filter((at): at is number => at !== null && at > FIRST && at < LAST),
  ]),
);

const pad = (n: number) => String(n).padStart(2, '0');
const time = (minute: number) => `${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`;

// Half of the edges lie where clocks are changed, on quarters of an hour; the rest anywhere, down to the minute.
const edge = fc.oneof(
  fc.integer({ min: 0, max: 16 }).map((quarter) => quarter * 15),
  fc.integer({ min: 0, max: 1_439 }),
  fc.constant(1_440),
);
const windows = fc
  .uniqueArray(edge, { maxLength: 6 })
  .map((minutes) => minutes.sort((a, b) => a - b))
  .map((minutes) =>
    Array.from({ length: Math.floor(minutes.length / 2) }, (_, i): [string, string] => [
      time(minutes[2 * i] ?? 0),
      time(minutes[2 * i + 1] ?? 0),
    ]),
  );
// Two open days at least, so that most targets are reached within the walk.
const opened = fc.oneof(
  windows,
  fc.constantFrom<[string, string][]>([['00:00', '24:00']], [['01:30', '17:00']]),
);

/** A zone, an instant around one of its changes or anywhere, and a calendar whose exceptions lie near. */
const situation = fc
  .constantFrom(...zones)
  .chain((timeZone) => {
    const nearChange = fc
      .tuple(
        fc.constantFrom(...(changes.get(timeZone) ?? []), FIRST + 500 * DAY),
        fc.integer({ min: -2_880, max: 240 }),
      )
      .map(([at, minutes]) => at + minutes * MINUTE);
    const start = fc
      .tuple(
        fc.oneof(
          { arbitrary: nearChange, weight: 3 },
          { arbitrary: fc.integer({ min: FIRST, max: LAST }), weight: 1 },
        ),
        // Most people file at no full minute.
        fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 59_999 })),
      )
      .map(([at, ms]) => Math.floor(at / MINUTE) * MINUTE + ms);
    return fc.record({ timeZone: fc.constant(timeZone), start });
  })
  .chain(({ timeZone, start }) => {
    const date = fc
      .integer({ min: -1, max: 12 })
      .map((days) => new Date(start + days * DAY).toISOString().slice(0, 10));
    const calendar = fc.record({
      timeZone: fc.constant(timeZone),
      weekly: fc.record({
        mon: windows,
        tue: windows,
        wed: opened,
        thu: windows,
        fri: windows,
        sat: windows,
        sun: opened,
      }),
      holidays: fc.array(date, { maxLength: 3 }),
      overrides: fc.dictionary(date, windows, { maxKeys: 3 }),
    });
    return fc.record({ calendar, start: fc.constant(start) });
  })
  .filter(({ calendar }) => Object.values(calendar.weekly).some((day) => day.length > 0));

const amount = fc
  .tuple(fc.integer({ min: 0, max: 2_400 }), fc.constantFrom(0, 0, 0, 1, 999, 59_999))
  .map(([minutes, ms]) => minutes * MINUTE + ms);

/** A target: any amount, or just what is open until a quarter of an hour, which is often an edge. */
const target = fc.oneof(
  amount.map((ms) => () => ms),
  fc.integer({ min: 1, max: 192 }).map((quarters) => (calendar: WalkedCalendar, start: number) => {
    const quarter = 15 * MINUTE;
    return walkedElapsed(calendar, start, (Math.floor(start / quarter) + quarters) * quarter);
  }),
);

function orBeyond(due: () => number): number {
  try {
    return due();
  } catch (error) {
    if (error instanceof OutsideZoneData) return Number.POSITIVE_INFINITY;
    throw error;
  }
}

/** The calendar as it comes, which searches, and once it has its table, which looks up. */
function firstAndAgain(calendar: WalkedCalendar & Calendar, start: number): OpenTime[] {
  const asked = openCalendar(calendar);
  asked.isOpen(start);
  return [openCalendar(calendar), asked];
}

describe('[lesson 21] the engine against a minute walk that shares nothing with it: 10,000 random cases', () => {
  it('finds the same due, 5,000 times', () => {
    let reached = 0;
    const property = fc.property(situation, target, ({ calendar, start }, targetOf) => {
      const target = targetOf(calendar, start);
      const walked = walkedDue(calendar, start, target, MOST);
      for (const open of firstAndAgain(calendar, start)) {
        const due = orBeyond(() => open.due(start, target));
        if (walked === null) expect(due).toBeGreaterThan(start + MOST * DAY);
        else expect(due).toBe(walked);
      }
      reached += walked === null ? 0 : 1;
    });
    fc.assert(property, { numRuns: 5_000 });
    expect(reached).toBeGreaterThan(4_000);
  });

  it('measures the same elapsed time, 2,500 times', () => {
    const property = fc.property(
      situation,
      fc.integer({ min: 0, max: 6 * DAY }),
      ({ calendar, start }, wall) => {
        const walked = walkedElapsed(calendar, start, start + wall);
        for (const open of firstAndAgain(calendar, start)) {
          expect(open.elapsed(start, start + wall)).toBe(walked);
        }
      },
    );
    fc.assert(property, { numRuns: 2_500 });
  });

  it('moves the due of a clock by the same pauses, 2,500 times', () => {
    const gaps = fc.array(fc.integer({ min: 1, max: 2 * DAY }), { minLength: 1, maxLength: 6 });
    const seen = { paused: 0, running: 0 };
    const property = fc.property(
      situation,
      target,
      gaps,
      fc.boolean(),
      ({ calendar, start }, targetOf, steps, atDue) => {
        const target = targetOf(calendar, start);
        // A pause that comes just at due is too late, by no more than nothing.
        const due = atDue ? walkedDue(calendar, start, target, MOST) : null;
        let at = start;
        const instants = steps.map((step, i) => {
          at += i === 0 && due !== null && due > start ? due - start : step;
          return at;
        });
        const events = instants.map(
          (instant, i): ClockEvent<string> => ({
            type: i % 2 === 0 ? 'paused' : 'resumed',
            at: instant,
            sequence: i + 1,
          }),
        );
        const pauses = instants.flatMap((from, i): WalkedPause[] =>
          i % 2 === 0 ? [{ from, to: instants[i + 1] ?? null }] : [],
        );
        const walked = walkedTimeline(calendar, start, target, pauses, MOST);
        fc.pre(walked !== 'too far');
        const policy = { targetMs: target, openTime: openCalendar(calendar), calendarId: 'random' };
        const created: ClockEvent<string> = { type: 'created', at: start, sequence: 0, policy: '' };
        const clock = foldClock([created, ...events], () => policy);
        expect(clock?.due).toBe(walked.due);
        seen[walked.due === null ? 'paused' : 'running'] += 1;
        if (clock && walked.due === null) expect(clockReading(clock, at).remaining).toBe(walked.left);
      },
    );
    fc.assert(property, { numRuns: 2_500 });
    expect(Math.min(seen.paused, seen.running)).toBeGreaterThan(100);
  });
});
