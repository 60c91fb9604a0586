import type { Contact } from '../schema/person.ts';
import type { Severity, SupportRequest } from '../schema/request.ts';
import { openCalendar } from '../targets/interval-index.ts';
import type { OpenTime } from '../targets/open-time.ts';
import type { Offering } from './offering.ts';
import type { Pack } from './pack.ts';
import { targetCalendar } from './target-calendar.ts';

/** Where a customer is: it decides their local dates, and their holidays. */
export type Place = Pick<Contact, 'zone' | 'country'>;

/** What of an SR decides which promises hold for it. */
export type PolicyHolder = Pick<SupportRequest, 'type'> & { readonly contact: Place };

/** What a promise turns on that may change while an SR lives (OFF-6, lessons row 20). */
export interface Terms {
  readonly severity: Severity;
  readonly offering: string;
  readonly addOns: readonly string[];
}

/** A pack ready for use: its calendars become open time on first need and are kept. */
export interface Policy {
  readonly pack: Pack;
  /** Open time of one of the pack's calendars, for a customer there. Throws for a calendar the pack does not have. */
  openTime(calendar: string, place: Place): OpenTime;
  /** An offering of the pack; undefined where it has none of that name. */
  offering(name: string): Offering | undefined;
}

/** Prepares a pack. */
export function createPolicy(pack: Pack): Policy {
  const prepared = new Map<string, OpenTime>();
  return {
    pack,
    openTime(name, place) {
      const calendar = pack.calendars[name];
      if (!calendar) throw new Error(`Policy pack ${pack.pack} has no calendar "${name}".`);
      const key = `${name} ${place.zone} ${place.country ?? ''}`;
      const known = prepared.get(key);
      if (known) return known;
      const made = openCalendar(targetCalendar(calendar, place, pack.countries));
      prepared.set(key, made);
      return made;
    },
    offering: (name) => (Object.hasOwn(pack.offerings, name) ? pack.offerings[name] : undefined),
  };
}
