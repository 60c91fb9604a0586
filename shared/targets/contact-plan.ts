import { attemptsSatisfied, type ContactAttempt, countedAttempts } from './contact-attempts.ts';
import type { OpenTime } from './open-time.ts';

/** How a silent customer is contacted before an SR closes (targets.md rule 10). Days count from day 0 of the wait. */
export interface ContactRule {
  readonly attempts: number;
  readonly spread: 'distinct-service-days';
  /** Earliest local date of each attempt, as calendar days after day 0. */
  readonly after: readonly number[];
  /** Day of closing, and the most days between the first counted attempt and the last. */
  readonly closeAfterDays: number;
}

export interface ContactWait {
  readonly attempts: readonly ContactAttempt[];
  /** The later of the start of the wait and the customer's last sign of life, epoch ms; its local date is day 0. */
  readonly silentSince: number;
  /** The present instant: no attempt is planned before it. */
  readonly now: number;
}

/** `nextAttemptAt` and `closeAt` are never both set; both null means the rule can never be met on this calendar. */
export interface ContactPlan {
  readonly counted: readonly ContactAttempt[];
  readonly satisfiedAt: number | null;
  readonly nextAttemptAt: number | null;
  readonly closeAt: number | null;
}

// How far ahead a first attempt is sought from which the whole series fits. The longest public shutdowns last weeks.
const SEARCH_DAYS = 60;

/**
 * What to do next about a silent customer: another attempt at the first open instant of its service day, or
 * closing at the first open instant on or after day `closeAfterDays`, never before the last required attempt.
 * An attempt that bounced is replaced on the next service day. An attempt comes earlier than `after` says only
 * where closed days would otherwise push the last one out of the window. Throws OutsideZoneData.
 */
export function contactPlan(openTime: OpenTime, rule: ContactRule, wait: ContactWait): ContactPlan {
  const { days } = openTime;
  const { attempts, silentSince, now } = wait;
  const counted = countedAttempts(openTime, attempts, silentSince);
  const satisfiedAt = attemptsSatisfied(openTime, attempts, silentSince, {
    required: rule.attempts,
    windowDays: rule.closeAfterDays,
  });
  if (satisfiedAt !== null) {
    const closingDay = days.startOf(days.dayOf(silentSince) + rule.closeAfterDays);
    const closeAt = openTime.nextOpen(Math.max(closingDay, satisfiedAt));
    return { counted, satisfiedAt, nextAttemptAt: null, closeAt };
  }
  const day = nextAttemptDay(openTime, rule, wait, counted);
  const open = day === null ? null : days.firstOpen(day);
  const nextAttemptAt = open === null ? null : openTime.nextOpen(Math.max(open, now));
  return { counted, satisfiedAt, nextAttemptAt, closeAt: null };
}

function nextAttemptDay(
  { days }: OpenTime,
  rule: ContactRule,
  { attempts, silentSince, now }: ContactWait,
  counted: readonly ContactAttempt[],
): number | null {
  const dayZero = days.dayOf(silentSince);
  const tried = attempts.filter(({ at }) => at > silentSince).map(({ at }) => days.dayOf(at));
  const earliest = days.serviceDayFrom(Math.max(dayZero, days.dayOf(now), ...tried.map((day) => day + 1)));
  const wished = (attempt: number) => dayZero + (rule.after[attempt] ?? 0);

  // Whether the attempts after `day`, each on the next service day, still end inside the window.
  function fits(kept: readonly number[], day: number): boolean {
    let last = day;
    for (let n = kept.length + 1; n < rule.attempts; n++) last = days.serviceDayFrom(last + 1);
    return last - (kept[0] ?? day) <= rule.closeAfterDays;
  }

  const countedDays = counted.map(({ at }) => days.dayOf(at));
  // Earlier attempts that can no longer share a window with the missing ones are left out, oldest first.
  for (
    let dropped = Math.max(0, countedDays.length - rule.attempts + 1);
    dropped < countedDays.length;
    dropped++
  ) {
    const kept = countedDays.slice(dropped);
    const wish = days.serviceDayFrom(Math.max(earliest, wished(kept.length)));
    for (let day = wish; day >= earliest; day--) {
      if (days.isServiceDay(day) && fits(kept, day)) return day;
    }
  }
  const first = days.serviceDayFrom(Math.max(earliest, wished(0)));
  for (let day = first; day <= first + SEARCH_DAYS; day++) {
    if (days.isServiceDay(day) && fits([], day)) return day;
  }
  return null;
}
