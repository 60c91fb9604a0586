import { contactRule } from '../policy/contact-rule.ts';
import { wholeDays } from '../policy/duration.ts';
import type { Place, Policy } from '../policy/policy.ts';
import { toInstant, toMs } from '../schema/instant.ts';
import type { Silence } from '../schema/request.ts';
import { type ContactAttempt, countedAttempts } from '../targets/contact-attempts.ts';
import { contactPlan } from '../targets/contact-plan.ts';

/** What comes next in a customer's silence: one more attempt, or the closing. Instants are epoch ms. */
export type NextInSilence =
  | { readonly kind: 'contact'; readonly attempt: number; readonly of: number; readonly at: number }
  | { readonly kind: 'close'; readonly at: number };

/**
 * The next thing to do about a silent customer, as planned at `now` (CLO-1, CLO-2, targets.md rule 10); null where
 * the customer's calendar lets no series of attempts fit, or their mailbox takes nothing. After a mail the SR stays open until the next service day:
 * a bounce is known only later, and who is written to must be able to answer.
 */
export function nextInSilence(
  silence: Silence,
  policy: Policy,
  place: Place,
  now: number,
): NextInSilence | null {
  const rule = contactRule(policy.pack.contact);
  const openTime = policy.openTime(policy.pack.contact.calendar, place);
  const { counted, nextAttemptAt, closeAt } = contactPlan(openTime, rule, {
    attempts: attemptsOf(silence),
    silentSince: toMs(silence.since),
    now,
  });
  if (closeAt !== null) {
    const mail = silence.attempts.findLast(({ channel, effective }) => channel === 'mail' && effective);
    const answerable = mail
      ? openTime.nextOpen(openTime.days.startOf(openTime.days.dayOf(toMs(mail.at)) + 1))
      : 0;
    return { kind: 'close', at: Math.max(closeAt, answerable) };
  }
  if (nextAttemptAt === null || isMailboxDead(silence, policy)) return null;
  const attempt = Math.min(counted.length + 1, rule.attempts);
  return { kind: 'contact', attempt, of: rule.attempts, at: nextAttemptAt };
}

/**
 * Whether as many mails in a row came back as there are attempts to make: then no more are written, and people have to
 * find another way (CLO-2).
 */
export function isMailboxDead({ attempts }: Silence, { pack }: Policy): boolean {
  const mails = attempts.filter(({ channel }) => channel === 'mail').slice(-pack.contact.after.length);
  return mails.length === pack.contact.after.length && mails.every(({ effective }) => !effective);
}

/** How many attempts count so far: effective ones, on service days of the customer's calendar, one a day (CLO-1). */
export function attemptsThatCount(silence: Silence, policy: Policy, place: Place): number {
  const openTime = policy.openTime(policy.pack.contact.calendar, place);
  return countedAttempts(openTime, attemptsOf(silence), toMs(silence.since)).length;
}

function attemptsOf({ attempts }: Silence): ContactAttempt[] {
  return attempts.map(({ at, effective }) => ({ at: toMs(at), effective }));
}

/**
 * When the SR closes if the customer stays silent and every further attempt is effective; epoch ms. Later than the
 * closing day where attempts bounced and had to be repeated.
 */
export function closesAt(silence: Silence, policy: Policy, place: Place): number {
  let tried = silence;
  for (let more = 0; more <= policy.pack.contact.after.length; more++) {
    const last = tried.attempts.at(-1)?.at ?? tried.since;
    const next = nextInSilence(tried, policy, place, toMs(last));
    if (next === null) break;
    if (next.kind === 'close') return next.at;
    const attempt = { at: toInstant(next.at), channel: 'mail', effective: true } as const;
    tried = { ...tried, attempts: [...tried.attempts, attempt] };
  }
  const openTime = policy.openTime(policy.pack.contact.calendar, place);
  const { days } = openTime;
  return openTime.nextOpen(
    days.startOf(days.dayOf(toMs(silence.since)) + wholeDays(policy.pack.contact.close)),
  );
}
