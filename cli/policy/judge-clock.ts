import { type ClockReading, readClocks } from '#shared/domain/clocks.ts';
import { derivationOf } from '#shared/domain/derivation.ts';
import type { ClockName } from '#shared/schema/event.ts';
import { isProvisional } from '#shared/targets/provisional.ts';
import type { Expectation } from './expectation.ts';
import { type Lived, standAt } from './lived.ts';
import { type Difference, difference, instantDifference, type WhyDue } from './shown.ts';
import { amountText, wholeSecond } from './wall-time.ts';

type ClockExpectation = Extract<Expectation, { is: 'clock' }>;

/** What a clock shows otherwise than expected. */
export function judgeClock(expected: ClockExpectation, lived: Lived): Difference[] {
  const seen = readingOf(expected.clock, expected.at, lived);
  const { due, state, remaining, provisional } = expected;
  return [
    ...(due === undefined ? [] : instantDifference('due', due, seen?.due ?? null)),
    ...(state === undefined ? [] : difference('state', state, seen?.state ?? 'absent')),
    ...(remaining === undefined
      ? []
      : difference('remaining', amount(remaining), amount(seen?.remainingMs ?? null))),
    ...(provisional === undefined
      ? []
      : difference('provisional', String(provisional), String(seen !== undefined && isUncertain(seen)))),
  ];
}

/** Why the clock that an expectation is about is due when it is; undefined where it is about none, or none runs. */
export function whyDue(expectation: Expectation, lived: Lived): WhyDue | undefined {
  const name = clockOf(expectation);
  const reading = name && readingOf(name, expectation.is === 'clock' ? expectation.at : undefined, lived);
  if (!reading) return undefined;
  const { clock, due } = reading;
  return { clock: name, due, derivation: derivationOf(clock, lived.policy, lived.cast.customer) };
}

function clockOf(expectation: Expectation): ClockName | undefined {
  switch (expectation.is) {
    case 'clock':
      return expectation.clock;
    case 'warned':
      return expectation.warned;
    case 'missed':
      return expectation.missed;
    default:
      return undefined;
  }
}

function readingOf(name: ClockName, at: number | undefined, lived: Lived): ClockReading | undefined {
  const { request, now } = standAt(lived, at);
  return readClocks(request, lived.policy, now).find((reading) => reading.name === name);
}

function isUncertain({ clock, due }: ClockReading): boolean {
  const openTime = clock?.policy?.openTime;
  return openTime !== undefined && due !== null && isProvisional(openTime, due);
}

function amount(ms: number | null): string {
  return ms === null ? 'none' : amountText(wholeSecond(ms));
}
