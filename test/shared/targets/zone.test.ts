import { statSync } from 'node:fs';
import fc from 'fast-check';
import moment from 'moment-timezone';
import { describe, expect, it } from 'vitest';
import { OutsideZoneData, UnknownZone, ZONE_DATA_VERSION, zoneOffsets } from '#shared/targets/zone.ts';

const HOUR = 3_600_000;

describe('the pinned zone table', () => {
  it('names its release, and it is the one moment-timezone carries', () => {
    expect(ZONE_DATA_VERSION).toBe('2026f');
    expect(moment.tz.dataVersion).toBe('2026f');
  });

  it('stays small', () => {
    const path = new URL('../../../shared/targets/zones/transitions.json', import.meta.url);
    expect(statSync(path).size).toBeLessThan(32_768);
  });

  it.each([
    // Where the zone data inside Node 20 is stale.
    ['America/Vancouver', '2026-12-01T00:00:00Z', -7],
    ['America/Edmonton', '2026-12-01T00:00:00Z', -6],
    ['America/Winnipeg', '2026-12-01T00:00:00Z', -5],
    ['Africa/Casablanca', '2026-12-01T00:00:00Z', 0],
    ['America/Chicago', '2026-03-08T07:59:59Z', -6],
    ['America/Chicago', '2026-03-08T08:00:00Z', -5],
    ['Asia/Kathmandu', '2026-06-01T00:00:00Z', 5.75],
    ['US/Central', '2026-06-01T00:00:00Z', -5],
    ['UTC', '2037-12-31T23:59:59Z', 0],
  ])('puts %s at %s %d hours from UTC', (name, at, hours) => {
    expect(zoneOffsets(name).offsetAt(Date.parse(at))).toBe(hours * HOUR);
  });

  it('agrees with its source for every zone and alias at any instant', () => {
    const from = Date.UTC(2024, 0, 1);
    const instant = fc.integer({ min: from, max: Date.UTC(2038, 0, 1) - 1 });
    const property = fc.property(fc.constantFrom(...moment.tz.names()), instant, (name, at) => {
      expect(zoneOffsets(name).offsetAt(at) + 0).toBe(
        -(moment.tz.zone(name)?.utcOffset(at) ?? 0) * 60_000 + 0,
      );
    });
    fc.assert(property, { numRuns: 5_000 });
  });

  it.each(['Europe/Atlantis', '', 'constructor', 'europe/paris'])('refuses the zone "%s"', (name) => {
    expect(() => zoneOffsets(name)).toThrow(UnknownZone);
  });

  it.each(['2023-12-31T23:59:59.999Z', '2038-01-01T00:00:00Z'])('refuses %s, outside its years', (at) => {
    expect(() => zoneOffsets('Europe/Paris').offsetAt(Date.parse(at))).toThrow(OutsideZoneData);
    expect(() => zoneOffsets('Europe/Paris').offsetAt(Number.NaN)).toThrow(OutsideZoneData);
  });
});
