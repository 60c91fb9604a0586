import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Calendar } from '#shared/targets/calendar.ts';
import { openCalendar } from '#shared/targets/interval-index.ts';
import { coverageGaps, nextOpenings, openSites, type Site } from '#shared/targets/sites.ts';
import { OutsideZoneData } from '#shared/targets/zone.ts';
import { randomCalendar, randomInstant } from './random-calendar.ts';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const at = (text: string) => Date.parse(text);
const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString().replace('.000Z', 'Z'));

function site(name: string, timeZone: string, open: string, close: string): Site {
  const hours: [string, string][] = [[open, close]];
  const weekly = { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours };
  return { name, openTime: openCalendar({ timeZone, weekly }) };
}
const sydney = site('Sydney', 'Australia/Sydney', '06:00', '18:00');
const mumbai = site('Mumbai', 'Asia/Kolkata', '09:00', '21:00');
const paris = site('Paris', 'Europe/Paris', '08:00', '17:00');
const chicago = site('Chicago', 'America/Chicago', '08:00', '20:00');
const all = [sydney, mumbai, paris, chicago];

const openAt = (text: string) => openSites(all, at(text)).map(({ name }) => name);
const nextAt = (text: string) => nextOpenings(all, at(text)).map((next) => [next.site.name, iso(next.at)]);
const gaps = (date: string, sites = all) =>
  coverageGaps(sites, at(`${date}T00:00:00Z`), at(`${date}T00:00:00Z`) + DAY).map(({ from, to }) => [
    iso(from),
    iso(to),
  ]);

describe('sites that follow the sun', () => {
  it.each([
    // A Tuesday in June: Sydney is at UTC+10, Mumbai at +5:30, Paris at +2, Chicago at -5.
    ['2026-06-09T03:30:00Z', ['Sydney', 'Mumbai']],
    ['2026-06-09T08:00:00Z', ['Mumbai', 'Paris']],
    ['2026-06-09T14:00:00Z', ['Mumbai', 'Paris', 'Chicago']],
    // Sydney opens its Wednesday while Chicago's Tuesday goes on.
    ['2026-06-09T20:00:00Z', ['Sydney', 'Chicago']],
    // In December Sydney is an hour earlier, Chicago an hour later.
    ['2026-12-08T19:00:00Z', ['Sydney', 'Chicago']],
    ['2026-06-13T12:00:00Z', []],
  ])('at %s open are %j', (instant, names) => {
    expect(openAt(instant)).toEqual(names);
  });

  it('tells the next opening of each site that is closed', () => {
    expect(nextAt('2026-06-09T08:00:00Z')).toEqual([
      ['Sydney', '2026-06-09T20:00:00Z'],
      ['Chicago', '2026-06-09T13:00:00Z'],
    ]);
    // Over the weekend Sydney is first: its Monday begins on Sunday, UTC.
    expect(nextAt('2026-06-13T12:00:00Z')).toEqual([
      ['Sydney', '2026-06-14T20:00:00Z'],
      ['Mumbai', '2026-06-15T03:30:00Z'],
      ['Paris', '2026-06-15T06:00:00Z'],
      ['Chicago', '2026-06-15T13:00:00Z'],
    ]);
  });

  it('knows no next opening of a site that closed for good, and keeps the others', () => {
    const hours: [string, string][] = [['09:00', '10:00']];
    const calendar: Calendar = { timeZone: 'UTC', weekly: {}, overrides: { '2026-06-09': hours } };
    const gone = { name: 'Gone', openTime: openCalendar(calendar) };
    expect(
      nextOpenings([gone, paris], at('2026-06-13T12:00:00Z')).map((next) => [next.site.name, iso(next.at)]),
    ).toEqual([
      ['Gone', null],
      ['Paris', '2026-06-15T06:00:00Z'],
    ]);
  });

  it('refuses an instant outside the zone data', () => {
    expect(() => openSites(all, at('2040-01-01T00:00:00Z'))).toThrow(OutsideZoneData);
    expect(() => nextOpenings(all, at('2040-01-01T00:00:00Z'))).toThrow(OutsideZoneData);
    expect(() => coverageGaps(all, at('2037-12-31T00:00:00Z'), at('2038-01-02T00:00:00Z'))).toThrow(
      OutsideZoneData,
    );
  });
});

describe('what nobody covers', () => {
  it.each([
    // Sydney to 08:00, Mumbai 03:30 to 15:30, Paris 06:00 to 15:00, Chicago 13:00 to 01:00, Sydney from 20:00.
    ['2026-06-09', []],
    ['2026-06-13', [['2026-06-13T01:00:00Z', '2026-06-14T00:00:00Z']]],
    // Chicago's Sunday night is Sydney's Monday.
    ['2026-06-14', [['2026-06-14T00:00:00Z', '2026-06-14T20:00:00Z']]],
  ])('on %s is %j', (date, expected) => {
    expect(gaps(date)).toEqual(expected);
  });

  it('is told apart where two sites leave a gap between and after them', () => {
    expect(gaps('2026-06-09', [sydney, paris])).toEqual([['2026-06-09T15:00:00Z', '2026-06-09T20:00:00Z']]);
    expect(gaps('2026-06-09', [paris])).toEqual([
      ['2026-06-09T00:00:00Z', '2026-06-09T06:00:00Z'],
      ['2026-06-09T15:00:00Z', '2026-06-10T00:00:00Z'],
    ]);
    expect(gaps('2026-06-09', [])).toEqual([['2026-06-09T00:00:00Z', '2026-06-10T00:00:00Z']]);
  });

  it('is just those minutes in which every site is closed', () => {
    const property = fc.property(
      fc.array(randomCalendar, { minLength: 1, maxLength: 3 }),
      randomInstant,
      (calendars, instant) => {
        const sites = calendars.map((calendar, i) => ({ name: `${i}`, openTime: openCalendar(calendar) }));
        const from = Math.floor(instant / DAY) * DAY;
        const uncovered = coverageGaps(sites, from, from + DAY);
        let walked = 0;
        for (let ms = from; ms < from + DAY; ms += MINUTE)
          walked += openSites(sites, ms).length === 0 ? 1 : 0;
        expect(uncovered.reduce((sum, gap) => sum + gap.to - gap.from, 0)).toBe(walked * MINUTE);
        for (const gap of uncovered) {
          expect(openSites(sites, gap.from)).toEqual([]);
          expect(openSites(sites, gap.to - 1)).toEqual([]);
        }
      },
    );
    fc.assert(property, { numRuns: 40 });
  });
});
