import { createHash } from 'node:crypto';
import type { Calendar } from '#shared/targets/calendar.ts';
import { foldClock } from '#shared/targets/clock.ts';
import { openCalendar } from '#shared/targets/interval-index.ts';
import { serviceDaysDue } from '#shared/targets/service-days.ts';
import { coverageGaps } from '#shared/targets/sites.ts';

// Run as a process of its own: prints a digest of some thousands of answers, which no surroundings may change.

const MINUTE = 60_000;
const zones = [
  'Africa/Casablanca',
  'America/Chicago',
  'America/St_Johns',
  'America/Vancouver',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Europe/Paris',
  'Pacific/Apia',
  'Pacific/Chatham',
];

let state = 20_260_609;
/** Whole numbers from 0 up to `limit`, the same in every run. */
function drawn(limit: number): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * limit);
}

function calendar(timeZone: string): Calendar {
  const hours = ['00:00', '06:30', '08:00', '01:45'][drawn(4)] ?? '';
  const windows: [string, string][] = [[hours, ['17:15', '20:00', '24:00'][drawn(3)] ?? '']];
  const date = () => new Date(Date.UTC(2025, 0, 1 + drawn(900))).toISOString().slice(0, 10);
  return {
    timeZone,
    weekly: {
      mon: windows,
      tue: windows,
      wed: windows,
      thu: windows,
      fri: windows,
      sun: [['02:00', '03:00']],
    },
    holidays: Array.from({ length: 20 }, date),
    overrides: Object.fromEntries([0, 1, 2].map(() => [date(), windows])),
  };
}

const digest = createHash('sha256');
let answers = 0;
for (let round = 0; round < 60; round++) {
  const open = openCalendar(calendar(zones[round % zones.length] ?? ''));
  for (let question = 0; question < 50; question++) {
    const start = Date.UTC(2025, 0, 1) + drawn(900 * 1_440) * MINUTE + drawn(60_000);
    const target = drawn(6_000) * MINUTE;
    const clock = foldClock(
      [
        { type: 'created', at: start, sequence: 0, policy: 1 },
        { type: 'paused', at: start + drawn(1_440) * MINUTE, sequence: 1 },
        { type: 'resumed', at: start + 1_440 * MINUTE, sequence: 2 },
      ],
      () => ({ targetMs: target, openTime: open, calendarId: 'drawn' }),
    );
    const line = [
      open.due(start, target),
      open.elapsed(start, start + target),
      open.nextOpen(start),
      open.localDate(start),
      clock?.due,
      serviceDaysDue(open, start, { mode: 'end-of-day', days: drawn(10) }),
      coverageGaps([{ name: 'site', openTime: open }], start, start + 1_440 * MINUTE).length,
    ];
    answers += line.length;
    digest.update(line.join(' '));
  }
}
process.stdout.write(`${answers} ${digest.digest('hex')}`);
