import type { Derivation } from '#shared/schema/derivation.ts';
import { wholeSecond } from './wall-time.ts';

/** What was expected or seen: some text, an instant (epoch ms), or both; written for people and for programs. */
export interface Shown {
  readonly text?: string;
  readonly at?: number;
}

/** One thing that is other than expected; an empty list says that there was nothing. */
export interface Difference {
  readonly what: string;
  readonly expected: readonly Shown[];
  readonly seen: readonly Shown[];
}

/** Why a clock is due when it is. */
export interface WhyDue {
  readonly clock: string;
  readonly due: number | null;
  readonly derivation: Derivation;
}

/** All that is wrong about one event or expectation of a test. */
export interface Failure {
  /** Which one, as a person would call it: `expect 2, clock first-response`. */
  readonly of: string;
  readonly differences: readonly Difference[];
  /** Of the clock in question, where one is. */
  readonly why?: WhyDue;
}

/** The difference between two texts, if there is one; undefined stands for nothing at all. */
export function difference(what: string, expected: string, seen: string | undefined): Difference[] {
  if (expected === seen) return [];
  return [{ what, expected: [{ text: expected }], seen: seen === undefined ? [] : [{ text: seen }] }];
}

/** The difference between two instants, to the second; null stands for none. */
export function instantDifference(what: string, expected: number | null, seen: number | null): Difference[] {
  if (expected !== null && seen !== null && wholeSecond(expected) === wholeSecond(seen)) return [];
  if (expected === seen) return [];
  return [{ what, expected: shownInstant(expected), seen: shownInstant(seen) }];
}

function shownInstant(at: number | null): Shown[] {
  return at === null ? [] : [{ at }];
}
