import { describe, expect, it } from 'vitest';
import { toMs } from '#shared/schema/instant.ts';
import { HOUSE, houseWith } from '#test/support/policies.ts';

const BERLIN = { offering: 'standard', contact: { zone: 'Europe/Berlin' } };

describe('a policy', () => {
  it("[OFF-3] promises by offering and severity, on the offering's calendar", () => {
    const { openTime, ...promise } = HOUSE.firstResponse(BERLIN, 2) ?? { openTime: null };
    expect(promise).toEqual({ targetMs: 14_400_000, calendarId: 'business', packVersion: 'house@1' });
    expect(openTime?.isOpen(toMs('2026-03-02T07:00:00.000Z'))).toBe(true);
    expect(openTime?.isOpen(toMs('2026-03-02T17:00:00.000Z'))).toBe(false);
  });

  it('promises nothing for an offering without targets, or without an entry', () => {
    expect(HOUSE.firstResponse({ ...BERLIN, offering: 'free' }, 1)).toBeUndefined();
    expect(HOUSE.firstResponse({ ...BERLIN, offering: 'gold' }, 1)).toBeUndefined();
  });

  it('prepares a calendar once per zone', () => {
    expect(HOUSE.openTime('business', 'Asia/Tokyo')).toBe(HOUSE.openTime('business', 'Asia/Tokyo'));
    expect(HOUSE.openTime('business', 'Asia/Tokyo')).not.toBe(HOUSE.openTime('business', 'Europe/Berlin'));
  });

  it("around the clock still knows the customer's date", () => {
    const at = toMs('2026-03-02T20:00:00.000Z');
    expect(HOUSE.openTime('around-the-clock', 'Asia/Tokyo').localDate(at)).toBe('2026-03-03');
    expect(HOUSE.openTime('around-the-clock', 'Europe/Berlin').localDate(at)).toBe('2026-03-02');
  });

  it('refuses a calendar that the pack does not have', () => {
    expect(() => HOUSE.openTime('nights', 'Etc/UTC')).toThrow('Policy pack house has no calendar "nights".');
  });

  it('[OFF-2] takes windows, day ranges, holidays and dates with their own hours from the pack', () => {
    const policy = houseWith({
      calendars: {
        desk: {
          weekly: { 'mon..wed': ['08:00-12:00', '13:00-17:00'], sat: ['09:00-24:00'] },
          zone: 'Asia/Shanghai',
          holidays: ['2026-03-03'],
          overrides: { '2026-03-01': ['10:00-11:00'] },
        },
      },
    });
    const intervals = policy
      .openTime('desk', 'Europe/Berlin')
      .intervals(toMs('2026-02-28T00:00:00.000Z'), toMs('2026-03-06T00:00:00.000Z'));
    expect(
      intervals.map(({ from, to }) => [new Date(from).toISOString(), new Date(to).toISOString()]),
    ).toEqual([
      ['2026-02-28T01:00:00.000Z', '2026-02-28T16:00:00.000Z'],
      ['2026-03-01T02:00:00.000Z', '2026-03-01T03:00:00.000Z'],
      ['2026-03-02T00:00:00.000Z', '2026-03-02T04:00:00.000Z'],
      ['2026-03-02T05:00:00.000Z', '2026-03-02T09:00:00.000Z'],
      ['2026-03-04T00:00:00.000Z', '2026-03-04T04:00:00.000Z'],
      ['2026-03-04T05:00:00.000Z', '2026-03-04T09:00:00.000Z'],
    ]);
  });
});
