import type { OpenTime } from './open-time.ts';

/** A try to reach a silent customer. A bounced or undeliverable mail is not effective. */
export interface ContactAttempt {
  /** Epoch ms. */
  readonly at: number;
  readonly effective: boolean;
}

/** So many effective attempts on distinct local service days, the last at most `windowDays` dates after the first. */
export interface AttemptRule {
  readonly required: number;
  readonly windowDays: number;
}

/**
 * The attempts that count (targets.md rule 10): effective, after the customer's last sign of life, on a service
 * day of the customer's calendar, the first one of that day. The hour does not matter. In order of time.
 */
export function countedAttempts(
  openTime: OpenTime,
  attempts: readonly ContactAttempt[],
  lastSignOfLife: number,
): ContactAttempt[] {
  const { days } = openTime;
  const taken = new Set<number>();
  return [...attempts]
    .sort((a, b) => a.at - b.at)
    .filter(({ at, effective }) => {
      if (!effective || !(at > lastSignOfLife)) return false;
      const day = days.dayOf(at);
      if (taken.has(day) || !days.isServiceDay(day)) return false;
      taken.add(day);
      return true;
    });
}

/**
 * When the rule was met: the instant of the attempt that completed it, or null. Attempts that fall out of the
 * window make room for later ones, so a long holiday between two attempts costs a fourth, not the case.
 */
export function attemptsSatisfied(
  openTime: OpenTime,
  attempts: readonly ContactAttempt[],
  lastSignOfLife: number,
  rule: AttemptRule,
): number | null {
  const counted = countedAttempts(openTime, attempts, lastSignOfLife);
  for (let last = rule.required - 1; last < counted.length; last++) {
    const first = counted[last - rule.required + 1];
    const final = counted[last];
    if (!first || !final) continue;
    if (openTime.days.dayOf(final.at) - openTime.days.dayOf(first.at) <= rule.windowDays) return final.at;
  }
  return null;
}
