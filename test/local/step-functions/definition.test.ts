import { describe, expect, it } from 'vitest';
import { parseDefinition } from '#local/step-functions/definition.ts';

const machine = (state: unknown, rest: Record<string, unknown> = {}): unknown => ({
  QueryLanguage: 'JSONata',
  StartAt: 'A',
  States: { A: state },
  ...rest,
});
const task = (rest: Record<string, unknown>): unknown =>
  machine({ Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true, ...rest });

describe('a definition', () => {
  it.each([
    ['JSONPath by default', { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } }, 'QueryLanguage'],
    [
      'JSONPath in one state',
      machine({ Type: 'Pass', QueryLanguage: 'JSONPath', End: true }),
      'QueryLanguage',
    ],
    ['JSONPath fields', task({ ResultPath: '$.x' }), 'ResultPath'],
    ['Credentials', task({ Credentials: { RoleArn: 'x' } }), 'Credentials'],
    ['another integration', task({ Resource: 'arn:aws:states:::sqs:sendMessage' }), 'Resource'],
    [
      'waiting for a started execution',
      task({ Resource: 'arn:aws:states:::states:startExecution.sync:2' }),
      'Resource',
    ],
    ['an activity', task({ Resource: 'arn:aws:states:us-east-1:111111111111:activity:x' }), 'Resource'],
    ['an unknown state type', machine({ Type: 'Loop', End: true }), 'Type'],
    ['$eval', machine({ Type: 'Pass', Output: { a: ["{% $eval('1') %}"] }, End: true }), 'Output/a[0]'],
    [
      'a distributed Map',
      machine({
        Type: 'Map',
        End: true,
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED' },
          StartAt: 'B',
          States: { B: { Type: 'Pass', End: true } },
        },
      }),
      'ItemProcessor/ProcessorConfig/Mode',
    ],
  ])('is refused for %s, naming state and field', (_, definition, field) => {
    expect(() => parseDefinition(definition)).toThrow(
      expect.objectContaining({ name: 'UnsupportedFeature', state: 'A', field }),
    );
  });

  it('names a state inside a branch', () => {
    const branch = { StartAt: 'B', States: { B: { Type: 'Pass', InputPath: '$', End: true } } };
    expect(() => parseDefinition(machine({ Type: 'Parallel', Branches: [branch], End: true }))).toThrow(
      expect.objectContaining({ name: 'UnsupportedFeature', state: 'B', field: 'InputPath' }),
    );
  });

  it.each([
    ['a start that is no state', { ...(task({}) as object), StartAt: 'Z' }],
    ['a target that is no state', machine({ Type: 'Pass', Next: 'Z' })],
    ['neither Next nor End', machine({ Type: 'Pass' })],
    ['both Next and End', machine({ Type: 'Pass', Next: 'A', End: true })],
    ['a Wait for nothing', machine({ Type: 'Wait', End: true })],
    ['a timeout of zero', task({ TimeoutSeconds: 0 })],
    ['an expression that does not parse', machine({ Type: 'Pass', Output: '{% 1 + %}', End: true })],
    ['States.ALL beside another', task({ Retry: [{ ErrorEquals: ['States.ALL', 'A'] }] })],
    ['States.ALL before another', task({ Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['A'] }] })],
  ])('is invalid with %s', (_, definition) => {
    expect(() => parseDefinition(definition)).toThrow(expect.objectContaining({ name: 'InvalidDefinition' }));
  });
});
