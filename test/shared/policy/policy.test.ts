import { describe, expect, it } from 'vitest';
import { toMs } from '#shared/schema/instant.ts';
import { HOUSE, houseWith } from '#test/support/policies.ts';

const BERLIN = { zone: 'Europe/Berlin' };
const TOKYO = { zone: 'Asia/Tokyo' };

describe('a policy', () => {
  it('prepares a calendar once per zone', () => {
    expect(HOUSE.openTime('business', TOKYO)).toBe(HOUSE.openTime('business', TOKYO));
    expect(HOUSE.openTime('business', TOKYO)).not.toBe(HOUSE.openTime('business', BERLIN));
  });

  it("around the clock still knows the customer's date", () => {
    const at = toMs('2026-03-02T20:00:00.000Z');
    expect(HOUSE.openTime('around-the-clock', TOKYO).localDate(at)).toBe('2026-03-03');
    expect(HOUSE.openTime('around-the-clock', BERLIN).localDate(at)).toBe('2026-03-02');
  });

  it('refuses a calendar that the pack does not have', () => {
    expect(() => HOUSE.openTime('nights', { zone: 'Etc/UTC' })).toThrow(
      'Policy pack house has no calendar "nights".',
    );
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
      .openTime('desk', BERLIN)
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
