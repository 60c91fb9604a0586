import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { Days, Duration, durationMs, wholeDays } from '#shared/policy/duration.ts';

describe('a written duration', () => {
  test.each([
    ['30m', 1_800_000],
    ['4h', 14_400_000],
    ['2d', 172_800_000],
    ['90s', 90_000],
    ['1.5h', 5_400_000],
    ['PT30M', 1_800_000],
    ['P10D', 864_000_000],
    ['P1DT2H3M4S', 93_784_000],
  ])('%s is %i ms', (written, ms) => {
    expect(durationMs(written)).toBe(ms);
    expect(Duration.safeParse(written).success).toBe(true);
  });

  test.each(['', 'P', 'PT', 'P1DT', 'P1M', 'P1Y', 'P1W', '4', 'h', '4 h', '-4h', '4hours', 'PT1.5H', '1e3s'])(
    '%j is none',
    (written) => {
      expect(durationMs(written)).toBeNaN();
      expect(Duration.safeParse(written).success).toBe(false);
    },
  );

  it('of nothing, or of more than 366 days, is refused', () => {
    const accepts = (written: string) => Duration.safeParse(written).success;
    expect(['0h', 'P0D', '366d', '366.1d', '8785h', '9'.repeat(400).concat('d')].map(accepts)).toEqual([
      false,
      false,
      true,
      false,
      false,
      false,
    ]);
  });

  it('reads the same in both notations', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.nat(23), fc.nat(59), (days, hours, minutes) => {
        const sum = durationMs(`${days}d`) + durationMs(`${hours}h`) + durationMs(`${minutes}m`);
        expect(durationMs(`P${days}DT${hours}H${minutes}M`)).toBe(sum);
      }),
    );
  });
});

describe('whole days', () => {
  test.each([
    ['P3D', 3],
    ['3d', 3],
    ['72h', 3],
  ])('%s are %i', (written, days) => {
    expect(Days.safeParse(written).success).toBe(true);
    expect(wholeDays(written)).toBe(days);
  });

  test.each(['36h', '1.5d', '0d', '30m', 'three', '367d'])('%s are none', (written) => {
    expect(Days.safeParse(written).success).toBe(false);
  });
});
