import fc from 'fast-check';
import type { Calendar } from '#shared/targets/calendar.ts';

/** Zones of every kind of change: none, an hour, half an hour, at midnight, two hours, in either hemisphere. */
export const zones = [
  'UTC',
  'America/Chicago',
  'Europe/Paris',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Sydney',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'America/Santiago',
  'America/St_Johns',
  'Atlantic/Azores',
  'Africa/Cairo',
  'Asia/Beirut',
  'Antarctica/Troll',
  'Pacific/Kiritimati',
  'America/Havana',
] as const;

const pad = (n: number) => String(n).padStart(2, '0');
const time = (minute: number) => `${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`;

/** Up to three windows that do not overlap, whole minutes. */
const windows = fc
  .uniqueArray(fc.integer({ min: 0, max: 1440 }), { maxLength: 6 })
  .map((minutes) => minutes.sort((a, b) => a - b))
  .map((minutes) =>
    Array.from({ length: Math.floor(minutes.length / 2) }, (_, i): [string, string] => [
      time(minutes[2 * i] ?? 0),
      time(minutes[2 * i + 1] ?? 0),
    ]),
  );

// One day a week is worked for hours, so that no target of the tests outlasts the zone data.
const wholeDay = fc.constantFrom<[string, string][]>(
  [['08:30', '17:45']],
  [['00:00', '24:00']],
  [
    ['00:00', '06:00'],
    ['21:15', '24:00'],
  ],
);

const date = fc
  .integer({ min: 0, max: 1095 })
  .map((day) => new Date(Date.UTC(2024, 6, 1 + day)).toISOString().slice(0, 10));

/** A weekly calendar that opens on most Wednesdays at least. */
export const randomCalendar: fc.Arbitrary<Calendar & { timeZone: string }> = fc.record({
  timeZone: fc.constantFrom<string>(...zones),
  weekly: fc.record({
    mon: windows,
    tue: windows,
    wed: wholeDay,
    thu: windows,
    fri: windows,
    sat: windows,
    sun: windows,
  }),
  holidays: fc.array(date, { maxLength: 20 }),
  overrides: fc.dictionary(date, windows, { maxKeys: 10 }),
});

/** Any ms of the two years from mid 2024 on. */
export const randomInstant = fc.integer({ min: Date.UTC(2024, 6, 1), max: Date.UTC(2026, 6, 1) });
