import { CLOCK_NAMES, type ClockName } from '../schema/event.ts';
import { read } from '../schema/read.ts';
import { Calendar } from '../targets/calendar.ts';
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
  return [
    ...calendarProblems(pack),
    ...calendarNameProblems(pack),
    ...ladderProblems(pack),
    ...promiseProblems(pack),
    ...contactProblems(pack),
    ...sourceProblems(pack),
    ...factProblems(pack),
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
    'next-reply': offerings.some(({ nextReply }) => nextReply !== undefined),
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
    if (new Set(thresholds).size < thresholds.length)
      problems.push(`pack.ladder.${name}: a step is listed twice`);
  }
  return problems;
}

function promiseProblems(pack: Pack): string[] {
  const problems: string[] = [];
  for (const [type, answer] of Object.entries(pack.answers ?? {})) {
    if (answer?.goal !== undefined && durationMs(answer.goal) >= durationMs(answer.within))
      problems.push(`pack.answers.${type}.goal: must be sooner than what is promised (within)`);
  }
  for (const [name, { callBack }] of Object.entries(pack.offerings)) {
    if (callBack !== undefined && !pack.callBack)
      problems.push(
        `pack.offerings.${name}.callBack: has no effect, since the pack takes no call-backs (callBack)`,
      );
  }
  return problems;
}

function contactProblems({ contact: { after, close } }: Pack): string[] {
  const problems: string[] = [];
  if (after.some((days, index) => index > 0 && wholeDays(days) <= wholeDays(after[index - 1] ?? '')))
    problems.push('pack.contact.after: each attempt must come later than the one before it');
  if (wholeDays(after.at(-1) ?? '') > wholeDays(close))
    problems.push('pack.contact.after: the last attempt must not come after pack.contact.close');
  return problems;
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
