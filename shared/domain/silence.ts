import { wholeDays } from '../policy/duration.ts';
import type { Policy } from '../policy/policy.ts';
import { toMs } from '../schema/instant.ts';
import type { Silence } from '../schema/request.ts';
import { attemptsSatisfied, countedAttempts } from '../targets/contact-attempts.ts';

const DAY_MS = 86_400_000;

/** What comes next in a customer's silence: one more attempt, or the closing. Instants are epoch ms. */
export type NextInSilence =
  | { readonly kind: 'contact'; readonly attempt: number; readonly of: number; readonly at: number }
  | { readonly kind: 'close'; readonly at: number };

/**
 * Contact attempts fall on the pack's days of silence, moved to service days of the customer's calendar, one a
 * day; one that was not effective is made up for on the next service day. Closing comes at the first open instant
 * once the pack's days of silence are full, never before the last attempt counted (CLO-1, CLO-2, targets.md rule 10).
 */
export function nextInSilence(silence: Silence, policy: Policy, zone: string): NextInSilence {
  const rule = policy.pack.contact;
  const openTime = policy.openTime(rule.calendar, zone);
  const { days } = openTime;
  const since = toMs(silence.since);
  const attempts = silence.attempts.map(({ at, effective }) => ({ at: toMs(at), effective }));

  const satisfiedAt = attemptsSatisfied(openTime, attempts, since, {
    required: rule.after.length,
    windowDays: wholeDays(rule.close),
  });
  if (satisfiedAt !== null) {
    return { kind: 'close', at: openTime.nextOpen(Math.max(closingDay(silence, policy), satisfiedAt)) };
  }

  const made = countedAttempts(openTime, attempts, since).length;
  const of = rule.after.length;
  const due = days.dayOf(since) + wholeDays(rule.after[Math.min(made, of - 1)] ?? rule.close);
  const dayAfterLast = Math.max(...attempts.map(({ at }) => days.dayOf(at) + 1), due);
  const day = days.serviceDayFrom(dayAfterLast);
  return {
    kind: 'contact',
    attempt: Math.min(made + 1, of),
    of,
    at: days.firstOpen(day) ?? days.startOf(day),
  };
}

/** When the SR closes if the customer stays silent and every attempt is effective; epoch ms. */
export function closesAt(silence: Silence, policy: Policy, zone: string): number {
  return policy.openTime(policy.pack.contact.calendar, zone).nextOpen(closingDay(silence, policy));
}

function closingDay(silence: Silence, policy: Policy): number {
  return toMs(silence.since) + wholeDays(policy.pack.contact.close) * DAY_MS;
}
