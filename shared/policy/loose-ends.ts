import { CLOCK_NAMES, type ClockName } from '../schema/event.ts';
import { read } from '../schema/read.ts';
import { Calendar } from '../targets/calendar.ts';
import { contactPlan } from '../targets/contact-plan.ts';
import { openCalendar } from '../targets/interval-index.ts';
import { contactRule } from './contact-rule.ts';
import { durationMs, wholeDays } from './duration.ts';
import { LADDER_OF } from './ladder.ts';
import type { Offering } from './offering.ts';
import type { Pack } from './pack.ts';
import { factProblems } from './pack-facts.ts';
import { calendarOf, type Target } from './target.ts';
import { targetCalendar } from './target-calendar.ts';

/** The zone that stands in for the customer's while a pack is checked: what a calendar allows does not depend on it. */
const ANY_PLACE = { zone: 'Etc/UTC' };

/** What in a pack of the right shape leads nowhere or contradicts itself; one line each, led by where it is. */
export function looseEnds(pack: Pack): string[] {
  const calendars = calendarProblems(pack);
  return [
    ...calendars,
    ...calendarNameProblems(pack),
    ...ladderProblems(pack),
    ...promiseProblems(pack),
    ...contactProblems(pack),
    ...sourceProblems(pack),
    ...factProblems(pack),
    // Asked of calendars that are right; what is wrong with one is told above.
    ...(calendars.length === 0 ? attemptProblems(pack) : []),
  ];
}

function calendarProblems(pack: Pack): string[] {
  const problems: string[] = [];
  for (const [name, calendar] of Object.entries(pack.calendars)) {
    const holidays = calendar === 'always' ? undefined : calendar.holidays;
    if (typeof holidays === 'object' && 'country' in holidays && !pack.countries?.[holidays.country]) {
      problems.push(
        `pack.calendars.${name}.holidays: there is no holiday file for ${holidays.country} beside the pack`,
      );
    }
    try {
      const made = targetCalendar(calendar, ANY_PLACE, pack.countries);
      const checked = read(Calendar, made, `pack.calendars.${name}`);
      if (!checked.ok) problems.push(...checked.problems);
    } catch (error) {
      problems.push(`pack.calendars.${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return problems;
}

function calendarNameProblems(pack: Pack): string[] {
  const named: (readonly [string, string | undefined])[] = [
    ...Object.entries(pack.offerings).flatMap(([name, offering]) => offeringCalendars(name, offering)),
    ...Object.entries(pack.addOns ?? {}).map(([name, { calendar }]) => [`addOns.${name}`, calendar] as const),
    ...Object.entries(pack.answers ?? {}).map(
      ([type, answer]) => [`answers.${type}`, answer?.calendar] as const,
    ),
    ['callBack', pack.callBack?.calendar],
    ['confirmationMail', pack.confirmationMail?.calendar],
    ...Object.entries(pack.updates?.every ?? {}).map(
      ([severity, target]) => [`updates.every.${severity}`, target && calendarOf(target)] as const,
    ),
    ['contact', pack.contact.calendar],
  ];
  return named
    .filter(([, calendar]) => calendar !== undefined && !Object.hasOwn(pack.calendars, calendar))
    .map(([path, calendar]) => `pack.${path}.calendar: there is no calendar "${calendar}"`);
}

function offeringCalendars(name: string, offering: Offering): (readonly [string, string | undefined])[] {
  const path = `offerings.${name}`;
  const bySeverity = (key: 'firstResponse' | 'nextReply') =>
    Object.entries<Target>(offering[key] ?? {}).map(
      ([severity, target]) => [`${path}.${key}.${severity}`, calendarOf(target)] as const,
    );
  return [
    [path, offering.calendar],
    ...bySeverity('firstResponse'),
    ...bySeverity('nextReply'),
    [`${path}.callBack`, offering.callBack && calendarOf(offering.callBack)],
  ];
}

/** Clocks without a promise never start: a ladder for one would have no effect, and a promise needs somebody told. */
function ladderProblems(pack: Pack): string[] {
  const offerings = Object.values(pack.offerings);
  const answers = Object.values(pack.answers ?? {});
  const promised: Record<ClockName, boolean> = {
    'first-response': true,
    answer: answers.length > 0,
    'answer-goal': answers.some((answer) => answer?.goal !== undefined),
    'call-back': pack.callBack !== undefined,
    'next-reply': offerings.some(({ nextReply }) => Object.values(nextReply ?? {}).some(isPromise)),
    'promised-update': pack.updates !== undefined,
    'confirmation-mail': pack.confirmationMail !== undefined,
  };
  const problems: string[] = [];
  for (const clock of CLOCK_NAMES) {
    const name = LADDER_OF[clock];
    const steps = pack.ladder[name];
    if (promised[clock] && !steps && clock !== 'answer-goal')
      problems.push(
        `pack.ladder.${name}: is missing, though the pack makes that promise: somebody must be told`,
      );
    if (!promised[clock] && steps)
      problems.push(`pack.ladder.${name}: has no effect, since the pack makes no such promise`);
    const thresholds = (steps ?? []).map(({ at }) => at);
    if (steps && !thresholds.includes('missed'))
      problems.push(`pack.ladder.${name}: needs a step at missed: somebody must be told of a miss`);
    if (new Set(thresholds).size < thresholds.length)
      problems.push(`pack.ladder.${name}: a step is listed twice`);
  }
  return problems;
}

function isPromise(target: Target): boolean {
  return target !== 'none' && target !== 'best-effort';
}

function promiseProblems(pack: Pack): string[] {
  const problems: string[] = [];
  for (const [type, answer] of Object.entries(pack.answers ?? {})) {
    if (answer?.goal !== undefined && durationMs(answer.goal) >= durationMs(answer.within))
      problems.push(`pack.answers.${type}.goal: must be sooner than what is promised (within)`);
  }
  const { remindBefore, updateAtMost } = pack.escalation;
  if (durationMs(remindBefore) >= durationMs(updateAtMost))
    problems.push('pack.escalation.remindBefore: must be shorter than updateAtMost');
  for (const [name, { callBack }] of Object.entries(pack.offerings)) {
    if (callBack !== undefined && !pack.callBack)
      problems.push(
        `pack.offerings.${name}.callBack: has no effect, since the pack takes no call-backs (callBack)`,
      );
  }
  return problems;
}

function contactProblems(pack: Pack): string[] {
  const { after, close } = pack.contact;
  const problems: string[] = [];
  if (after.some((days, index) => index > 0 && wholeDays(days) <= wholeDays(after[index - 1] ?? '')))
    problems.push('pack.contact.after: each attempt must come later than the one before it');
  if (wholeDays(after.at(-1) ?? '') > wholeDays(close))
    problems.push('pack.contact.after: the last attempt must not come after pack.contact.close');
  return problems;
}

/** Any Monday; what it is asked, the series of attempts, does not depend on which. */
const SOME_MONDAY = Date.parse('2026-06-01T00:00:00Z');

/** On too few working days the attempts never fit: nobody would be contacted, and nothing closed. */
function attemptProblems({ contact, calendars, countries }: Pack): string[] {
  const calendar = calendars[contact.calendar];
  if (!calendar) return [];
  const openTime = openCalendar(targetCalendar(calendar, ANY_PLACE, countries));
  const wait = { attempts: [], silentSince: SOME_MONDAY, now: SOME_MONDAY };
  if (contactPlan(openTime, contactRule(contact), wait).nextAttemptAt !== null) return [];
  const { after, close } = contact;
  return [
    `pack.contact: ${after.length} attempts on working days of "${contact.calendar}" do not fit into ${close}`,
  ];
}

/** A fact that is marked as not from the guides must be there, and its source must be named. */
function sourceProblems(pack: Pack): string[] {
  return Object.entries(pack.notFromGuides ?? {}).flatMap(([path, source]) => [
    ...(has(pack, path.split('.')) ? [] : [`pack.notFromGuides: there is no ${path} in the pack`]),
    ...(Object.hasOwn(pack.sources ?? {}, source)
      ? []
      : [`pack.notFromGuides.${path}: there is no source "${source}" in pack.sources`]),
  ]);
}

function has(value: unknown, [key, ...rest]: readonly string[]): boolean {
  if (key === undefined) return value !== undefined;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return false;
  return has((value as Readonly<Record<string, unknown>>)[key], rest);
}
