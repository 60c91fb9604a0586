import type { Fact } from '#shared/schema/event.ts';
import { findEmail, wordFor } from './cast.ts';
import type { Expectation } from './expectation.ts';
import type { Lived } from './lived.ts';
import type { Moment } from './moment.ts';
import type { Difference, Shown } from './shown.ts';
import { wholeSecond } from './wall-time.ts';

/** Something that happened, and when (epoch ms). */
export interface Occurrence extends Shown {
  readonly at: number;
}

/** Every instant at which something happened, against every instant at which it should have. */
export function occurrences(
  what: string,
  expected: readonly number[],
  seen: readonly Occurrence[],
): Difference[] {
  const same =
    expected.length === seen.length &&
    expected.every((at, index) => wholeSecond(at) === wholeSecond(seen[index]?.at ?? Number.NaN));
  return same ? [] : [{ what, expected: expected.map((at) => ({ at })), seen }];
}

/** When the desk tried to reach the silent customer. */
export function contactAttempts(lived: Lived): Occurrence[] {
  return found(lived, (fact) => (fact.type === 'CustomerContacted' ? {} : null));
}

/** When the request was closed, and why. */
export function closings(lived: Lived): Occurrence[] {
  return found(lived, (fact) => (fact.type === 'RequestClosed' ? { text: fact.reason } : null));
}

type StepExpectation = Extract<Expectation, { is: 'warned' | 'missed' | 'reminded' }>;

/** What a step of a ladder, or a reminder, did otherwise than expected: when, and who was told. */
export function judgeSteps(expected: StepExpectation, lived: Lived): Difference[] {
  const steps = found(lived, (fact) => stepOf(fact, expected));
  const { told } = expected;
  return [
    ...occurrences(
      'at',
      expected.is === 'reminded' ? expected.reminded : expected.at,
      steps.map(({ at, text }) => ({ at, ...(text !== undefined && { text }) })),
    ),
    ...(told === undefined ? [] : steps.flatMap((step) => toldDifference(told, step, lived))),
  ];
}

interface Step {
  readonly told: readonly string[];
  /** Which step it was, where the expectation leaves that open. */
  readonly text?: string;
}

/** The step that a fact tells of, if it is the one expected. */
function stepOf(fact: Fact, expected: StepExpectation): Step | null {
  switch (expected.is) {
    case 'warned': {
      const { warned, threshold } = expected;
      if (fact.type !== 'TargetWarned' || fact.clock !== warned) return null;
      if (threshold === undefined) return { told: fact.told, text: fact.threshold };
      return fact.threshold === threshold ? { told: fact.told } : null;
    }
    case 'missed':
      return fact.type === 'TargetMissed' && fact.clock === expected.missed ? { told: fact.told } : null;
    case 'reminded':
      return fact.type === 'UpdateReminded' ? { told: fact.told } : null;
  }
}

function toldDifference(
  expected: readonly string[],
  { told, moment }: Step & { readonly moment: Moment },
  { cast }: Lived,
): Difference[] {
  const wanted = new Set(expected.map((who) => findEmail(who, moment.request, cast) ?? who));
  if (wanted.size === told.length && told.every((email) => wanted.has(email))) return [];
  const words = (emails: Iterable<string>) => [...emails].map((email) => ({ text: wordFor(email, cast) }));
  return [{ what: 'told', expected: words(wanted), seen: words(told) }];
}

/** The facts of a life that `of` finds something in, with when they happened. */
function found<What extends object>(
  { life }: Lived,
  of: (fact: Fact) => What | null,
): (What & { readonly at: number; readonly moment: Moment })[] {
  return life.moments.flatMap((moment) =>
    moment.events.flatMap(({ fact }) => {
      const what = of(fact);
      return what === null ? [] : [{ ...what, at: moment.at, moment }];
    }),
  );
}
