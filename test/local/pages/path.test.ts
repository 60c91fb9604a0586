import { expect, it } from 'vitest';
import { pathSteps, type StateVisit } from '#local/pages/path.ts';

const visits = (...states: string[]): StateVisit[] =>
  states.map((state, at) => ({ state, enteredAt: at, leftAt: at === states.length - 1 ? null : at + 1 }));
const LOOK = ['AssessRequest', 'Route', 'WaitForCustomer'];

it('tells repeated looks that end in the same wait as one step', () => {
  expect(pathSteps(visits(...LOOK, ...LOOK, ...LOOK))).toEqual([
    { states: LOOK, enteredAt: 0, lastEnteredAt: 2, leftAt: 3, repeats: 0 },
    { states: LOOK, enteredAt: 3, lastEnteredAt: 8, leftAt: null, repeats: 2 },
  ]);
});

it('never hides a second warning behind the first', () => {
  const warned = ['AssessRequest', 'Route', 'WarnOfTarget', 'Route', 'WaitForFirstResponse'];
  expect(pathSteps(visits(...warned, ...warned)).map(({ repeats }) => repeats)).toEqual([0, 0]);
});

it('keeps a look that led elsewhere, or is not over, on its own', () => {
  const steps = pathSteps(visits(...LOOK, ...LOOK, 'AssessRequest', 'WarnOfTarget', 'Route'));
  expect(steps.map(({ states, repeats }) => [states.at(-1), repeats])).toEqual([
    ['WaitForCustomer', 0],
    ['WaitForCustomer', 1],
    ['Route', 0],
  ]);
});
