import type { OpenTime, Span } from './open-time.ts';
import { OutsideZoneData } from './zone.ts';

/** A place that does support in its own hours and zone. */
export interface Site {
  readonly name: string;
  readonly openTime: OpenTime;
}

/** Where and when a site that is closed opens next; null when it does not within the zone data. */
export interface Opening {
  readonly site: Site;
  readonly at: number | null;
}

/** The sites open at an instant, each by its own calendar (targets.md rule 11). Throws OutsideZoneData. */
export function openSites(sites: readonly Site[], ms: number): Site[] {
  return sites.filter(({ openTime }) => openTime.isOpen(ms));
}

/** The next opening of each site that is closed at an instant, in order of the sites. Throws OutsideZoneData. */
export function nextOpenings(sites: readonly Site[], ms: number): Opening[] {
  return sites
    .filter(({ openTime }) => !openTime.isOpen(ms))
    .map((site) => ({ site, at: nextOpening(site, ms) }));
}

function nextOpening({ openTime }: Site, ms: number): number | null {
  try {
    return openTime.nextOpen(ms);
  } catch (error) {
    // The instant is known, or isOpen had refused it: it is the site that has closed for good.
    if (error instanceof OutsideZoneData) return null;
    throw error;
  }
}

/** The stretches of [from, to) in which no site is open, in order. Throws OutsideZoneData. */
export function coverageGaps(sites: readonly Site[], from: number, to: number): Span[] {
  const open = sites
    .flatMap(({ openTime }) => openTime.intervals(from, to))
    .sort((a, b) => a.from - b.from || a.to - b.to);
  const gaps: Span[] = [];
  let covered = from;
  for (const span of [...open, { from: to, to }]) {
    if (span.from > covered) gaps.push({ from: covered, to: span.from });
    covered = Math.max(covered, span.to);
  }
  return gaps;
}
