import type { CountryHolidays } from '#shared/policy/country-holidays.ts';
import { dayNumber } from '#shared/targets/local-date.ts';

/** A deadline may lie months ahead: a list is looked at before the last quarter it knows of. */
const NEAR_END_DAYS = 90;
/** Governments add and move days every year. */
const OLD_REVIEW_DAYS = 365;

/** Why a list is due for review on a date; empty when it is not. */
export function dueForReview(list: CountryHolidays, on: string): readonly string[] {
  const { knownUntil, reviewedOn } = list;
  const left = dayNumber(knownUntil) - dayNumber(on);
  const age = dayNumber(on) - dayNumber(reviewedOn);
  const reasons: string[] = [];
  if (left < 0) reasons.push(`known until ${knownUntil} only, which is past: later dates are provisional`);
  else if (left <= NEAR_END_DAYS) reasons.push(`known until ${knownUntil} only, ${left} days ahead`);
  if (age > OLD_REVIEW_DAYS) reasons.push(`last reviewed on ${reviewedOn}, ${age} days ago`);
  return reasons;
}
