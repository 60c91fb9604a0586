import type { Severity, SupportRequest } from '../schema/request.ts';
import type { ClockPolicy } from '../targets/clock-state.ts';
import { openCalendar } from '../targets/interval-index.ts';
import type { OpenTime } from '../targets/open-time.ts';
import { durationMs } from './duration.ts';
import type { Offering, Pack } from './pack.ts';
import { targetCalendar } from './target-calendar.ts';

/** A pack ready for use: its calendars become open time on first need and are kept. */
export interface Policy {
  readonly pack: Pack;
  /** Open time of one of the pack's calendars, for a customer in `zone`. */
  openTime(calendar: string, zone: string): OpenTime;
  /** The first-response promise of an SR at a severity; undefined where the offering promises nothing. */
  firstResponse(request: PolicyHolder, severity: Severity): ClockPolicy | undefined;
}

/** What of an SR decides which promise holds for it. */
export type PolicyHolder = Pick<SupportRequest, 'offering'> & {
  contact: Pick<SupportRequest['contact'], 'zone'>;
};

/** Prepares a pack. Throws when it is asked for an offering or calendar that the pack does not have. */
export function createPolicy(pack: Pack): Policy {
  const prepared = new Map<string, OpenTime>();

  function openTime(name: string, zone: string): OpenTime {
    const key = `${name} ${zone}`;
    const known = prepared.get(key);
    if (known) return known;
    const calendar = pack.calendars[name];
    if (!calendar) throw new Error(`Policy pack ${pack.pack} has no calendar "${name}".`);
    const made = openCalendar(targetCalendar(calendar, zone));
    prepared.set(key, made);
    return made;
  }

  return {
    pack,
    openTime,
    firstResponse(request, severity) {
      const offering: Offering | undefined = pack.offerings[request.offering];
      if (!offering?.firstResponse) return undefined;
      return {
        targetMs: durationMs(offering.firstResponse[severity]),
        openTime: openTime(offering.calendar, request.contact.zone),
        calendarId: offering.calendar,
        packVersion: `${pack.pack}@${pack.version}`,
      };
    },
  };
}
