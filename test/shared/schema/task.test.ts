import { describe, expect, it } from 'vitest';
import { executionInput, executionName, Plan, readExecutionName, TaskInput } from '#shared/schema/task.ts';

describe('an execution', () => {
  it('has a name and an input that make a second start harmless', () => {
    expect(executionName('26123456787', 3)).toBe('sr-26123456787-g3');
    expect(executionInput('26123456787', 3)).toBe('{"number":"26123456787","gen":3,"loops":0}');
    expect(readExecutionName('sr-26123456787-g3')).toEqual({ number: '26123456787', gen: 3 });
  });

  it('of somebody else is not taken for ours', () => {
    for (const name of [
      '',
      'sr-2612345678-g1',
      'sr-26123456787-g',
      'sr-26123456787-g1x',
      'other-26123456787-g1',
    ])
      expect(readExecutionName(name)).toBeNull();
  });
});

const INPUT = {
  step: 'AssessRequest',
  number: '26123456787',
  gen: 1,
  now: '2026-03-02T09:00:00.123Z',
  startedAt: '2026-03-02T09:00:00Z',
  machineRevision: 1,
  loops: 0,
};

describe('a task', () => {
  it('reads what the machine hands over, whatever the precision of its instants', () => {
    expect(TaskInput.parse(INPUT)).toEqual(INPUT);
    expect(TaskInput.parse({ ...INPUT, step: 'ContactCustomer', actionId: 'x', version: 4 })).toMatchObject({
      version: 4,
    });
  });

  it('refuses steps, numbers and counts that cannot be', () => {
    for (const wrong of [
      { step: 'Wait' },
      { number: '26123456788' },
      { gen: 0 },
      { loops: -1 },
      { now: 'now' },
      { version: 1.5 },
    ])
      expect([wrong, TaskInput.safeParse({ ...INPUT, ...wrong }).success]).toEqual([wrong, false]);
  });

  it('answers a plan with every field', () => {
    const plan = {
      step: 'Wait',
      actionId: '',
      dueAt: '2026-03-02T17:00:00.000Z',
      version: 1,
      awaiting: 'assignment',
    };
    expect(Plan.parse(plan)).toEqual(plan);
    for (const field of Object.keys(plan))
      expect(Plan.safeParse({ ...plan, [field]: undefined }).success).toBe(false);
    expect(Plan.safeParse({ ...plan, awaiting: 'godot' }).success).toBe(false);
  });
});
