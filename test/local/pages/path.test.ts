import { expect, it } from 'vitest';
import { pathSteps, type StateVisit } from '#local/pages/path.ts';

const visits = (...states: string[]): StateVisit[] =>
  states.map((state, at) => ({ state, enteredAt: at, leftAt: at === states.length - 1 ? null : at + 1 }));
const LOOK = ['AssessRequest', 'Route', 'WaitForCustomer'];

it('tells repeated looks that end in the same wait as one step', () => {
  expect(pathSteps(visits(...LOOK, ...LOOK, ...LOOK))).toEqual([
    { state: 'AssessRequest', enteredAt: 0, leftAt: 1, looks: 0, firstLookAt: 0 },
    { state: 'Route', enteredAt: 1, leftAt: 2, looks: 0, firstLookAt: 1 },
    { state: 'WaitForCustomer', enteredAt: 2, leftAt: 3, looks: 0, firstLookAt: 2 },
    { state: 'WaitForCustomer', enteredAt: 8, leftAt: null, looks: 2, firstLookAt: 3 },
  ]);
});

it('keeps a look that led elsewhere, or is not over, as it was', () => {
  const steps = pathSteps(
    visits(...LOOK, ...LOOK, 'AssessRequest', 'Route', 'WarnOfTarget', 'AssessRequest'),
  );
  expect(steps.map(({ state, looks }) => [state, looks])).toEqual([
    ['AssessRequest', 0],
    ['Route', 0],
    ['WaitForCustomer', 0],
    ['WaitForCustomer', 1],
    ['AssessRequest', 0],
    ['Route', 0],
    ['WarnOfTarget', 0],
    ['AssessRequest', 0],
  ]);
});
