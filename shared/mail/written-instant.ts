import { catalogueOf } from '#shared/locales/catalogue-of.ts';
import { type Instant, toMs } from '#shared/schema/instant.ts';
import type { Language } from '#shared/schema/language.ts';
import { isZone, ZONE_DATA_FROM, ZONE_DATA_UNTIL, zoneOffsets } from '#shared/targets/zone.ts';
import { fill } from './fill.ts';

/** Offsets come from the pinned table, as deadlines do: the runtime's own time zones may be of another year. */
function offsetAt(ms: number, zone: string): number | undefined {
  if (!isZone(zone) || ms < ZONE_DATA_FROM || ms >= ZONE_DATA_UNTIL) return undefined;
  return zoneOffsets(zone).offsetAt(ms);
}

/** Milliseconds east of Greenwich as `UTC+02:00`. */
export function writtenOffset(offset: number): string {
  const minutes = Math.abs(offset) / 60_000;
  const hour = String(Math.floor(minutes / 60)).padStart(2, '0');
  const minute = String(minutes % 60).padStart(2, '0');
  return `UTC${offset < 0 ? '-' : '+'}${hour}:${minute}`;
}

/**
 * An instant as a sentence can hold it, in the reader's language and zone, to the minute, with the zone and its
 * offset: `Sunday 29 March 2026, 03:30 (Europe/Berlin, UTC+02:00)`. A mail must not fail for want of a zone:
 * where the pinned table does not know the zone or the year, the instant is written in UTC and says so.
 */
export function writtenInstant(instant: Instant, language: Language, zone: string): string {
  const catalogue = catalogueOf(language);
  const ms = toMs(instant);
  const offset = offsetAt(ms, zone);
  const local = new Date(ms + (offset ?? 0));
  const dateName = (part: 'weekday' | 'month') =>
    new Intl.DateTimeFormat(language, { timeZone: 'UTC', [part]: catalogue.dateNames[part] }).format(local);
  return fill(catalogue.instant, {
    year: String(local.getUTCFullYear()),
    month: catalogue.dateNames.month === 'numeric' ? String(local.getUTCMonth() + 1) : dateName('month'),
    day: String(local.getUTCDate()),
    weekday: dateName('weekday'),
    time: local.toISOString().slice(11, 16),
    zone:
      offset === undefined || zone === 'UTC'
        ? 'UTC'
        : fill(catalogue.zone, { zone, offset: writtenOffset(offset) }),
  });
}
