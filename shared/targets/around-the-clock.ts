import type { Calendar } from './calendar.ts';
import { dayWindows } from './day-windows.ts';
import { dateText } from './local-date.ts';
import { type LocalDays, localDays } from './local-days.ts';
import type { OpenTime, Span } from './open-time.ts';
import { refuseBackwards, refuseTarget } from './refusals.ts';
import { instantText, OutsideZoneData, zoneOffsets } from './zone.ts';

/** 24x7: every instant counts, so sums need no zone data; only local dates do. */
export class AroundTheClock implements OpenTime {
  readonly calendar: Calendar;
  readonly days: LocalDays;

  constructor(calendar: Calendar) {
    this.calendar = calendar;
    this.days = localDays(zoneOffsets(calendar.timeZone ?? 'UTC'), dayWindows(calendar));
  }

  due(startMs: number, targetMs: number): number {
    if (!(targetMs >= 0)) refuseTarget(targetMs);
    return known(startMs + targetMs);
  }

  elapsed(fromMs: number, toMs: number): number {
    if (toMs < fromMs) refuseBackwards(fromMs, toMs);
    return known(toMs - fromMs);
  }

  isOpen(ms: number): boolean {
    return known(ms) === ms;
  }

  nextOpen(ms: number): number {
    return known(ms);
  }

  intervals(fromMs: number, toMs: number): Span[] {
    return this.elapsed(fromMs, toMs) > 0 ? [{ from: fromMs, to: toMs }] : [];
  }

  localDate(ms: number): string {
    return dateText(this.days.dayOf(ms));
  }
}

function known(ms: number): number {
  if (Number.isFinite(ms)) return ms;
  throw new OutsideZoneData(instantText(ms));
}
