import { wholeDays } from '../policy/duration.ts';
import type { Pack } from '../policy/pack.ts';
import type { Policy } from '../policy/policy.ts';
import { toMs } from '../schema/instant.ts';
import type { Silence } from '../schema/request.ts';
import { type ContactRule, contactPlan } from '../targets/contact-plan.ts';

/** What comes next in a customer's silence: one more attempt, or the closing. Instants are epoch ms. */
export type NextInSilence =
  | { readonly kind: 'contact'; readonly attempt: number; readonly of: number; readonly at: number }
  | { readonly kind: 'close'; readonly at: number };

/** The pack's contact rule as the target engine takes it. */
export function contactRule({ contact }: Pack): ContactRule {
  return {
    attempts: contact.after.length,
    spread: 'distinct-service-days',
    after: contact.after.map(wholeDays),
    closeAfterDays: wholeDays(contact.close),
  };
}

/**
 * The next thing to do about a silent customer, as planned at `now` (CLO-1, CLO-2, targets.md rule 10); null where
 * the customer's calendar lets no series of attempts fit.
 */
export function nextInSilence(
  silence: Silence,
  policy: Policy,
  zone: string,
  now: number,
): NextInSilence | null {
  const rule = contactRule(policy.pack);
  const { counted, nextAttemptAt, closeAt } = contactPlan(
    policy.openTime(policy.pack.contact.calendar, zone),
    rule,
    {
      attempts: silence.attempts.map(({ at, effective }) => ({ at: toMs(at), effective })),
      silentSince: toMs(silence.since),
      now,
    },
  );
  if (closeAt !== null) return { kind: 'close', at: closeAt };
  if (nextAttemptAt === null) return null;
  const attempt = Math.min(counted.length + 1, rule.attempts);
  return { kind: 'contact', attempt, of: rule.attempts, at: nextAttemptAt };
}

/** When the SR closes if the customer stays silent and every attempt is effective; epoch ms. */
export function closesAt(silence: Silence, policy: Policy, zone: string): number {
  const openTime = policy.openTime(policy.pack.contact.calendar, zone);
  const { days } = openTime;
  const closingDay = days.dayOf(toMs(silence.since)) + wholeDays(policy.pack.contact.close);
  return openTime.nextOpen(days.startOf(closingDay));
}
