import { describe, expect, it } from 'vitest';
import type { Action } from '#shared/schema/action.ts';
import { ADA, customer } from '#test/support/people.ts';
import { ANSWERS, act, given } from '#test/support/requests.ts';

const TUESDAY = '2026-03-03T09:00:00.000Z';

const CUSTOMER_ACTIONS: [string, Action][] = [
  ['comments', { action: 'comment', text: 'Here are the logs.', visibility: 'public' }],
  [
    'changes the severity',
    { action: 'change-severity', severity: 4, reason: 'Less urgent now.', agreedWith: 'Grace' },
  ],
  ['escalates', { action: 'escalate', reason: 'dissatisfied', answers: ANSWERS }],
];

describe.each([
  ['awaiting the customer', given.awaitingCustomer],
  ['with a solution proposed', given.solutionProposed],
] as const)('%s', (_, state) => {
  it.each(CUSTOMER_ACTIONS)('[CLO-2] a customer who %s is not silent any more', (_name, action) => {
    const { after } = act(state(), action, { by: customer(ADA), at: TUESDAY });
    expect(after.status).toBe('in-progress');
  });
});
