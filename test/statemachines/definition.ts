import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';

const Retry = z.strictObject({
  ErrorEquals: z.array(z.string()),
  MaxAttempts: z.int(),
  IntervalSeconds: z.optional(z.number()),
  BackoffRate: z.optional(z.number()),
  MaxDelaySeconds: z.optional(z.number()),
  JitterStrategy: z.optional(z.literal('FULL')),
});

const Task = z.strictObject({
  Type: z.literal('Task'),
  Comment: z.string(),
  Resource: z.string(),
  TimeoutSeconds: z.union([z.int(), z.string()]),
  Arguments: z.looseObject({ Payload: z.optional(z.record(z.string(), z.unknown())) }),
  Assign: z.optional(z.record(z.string(), z.string())),
  Output: z.optional(z.record(z.string(), z.unknown())),
  Retry: z.array(Retry),
  Catch: z.optional(
    z.array(
      z.strictObject({ ErrorEquals: z.array(z.string()), Output: z.looseObject({}), Next: z.string() }),
    ),
  ),
  Next: z.string(),
});
export type Task = z.infer<typeof Task>;

const Choice = z.strictObject({
  Type: z.literal('Choice'),
  Comment: z.string(),
  Choices: z.array(z.strictObject({ Condition: z.string(), Next: z.string() })),
  Default: z.string(),
});

const End = z.looseObject({ Type: z.enum(['Succeed', 'Fail']), Comment: z.string() });

const Definition = z.strictObject({
  Comment: z.string(),
  QueryLanguage: z.literal('JSONata'),
  StartAt: z.string(),
  States: z.record(z.string(), z.discriminatedUnion('Type', [Task, Choice, End])),
});

/** The file as it is, for what a parsed form no longer shows. */
export const definitionText = readFileSync('statemachines/support-request.asl.json', 'utf8');

/** The definition; parsing refuses fields that Casebell does not use. */
export const definition = Definition.parse(JSON.parse(definitionText));

/** All states of Type Task, by name. */
export const tasks: readonly (readonly [string, Task])[] = Object.entries(definition.States).flatMap(
  ([name, state]) => (state.Type === 'Task' ? [[name, state] as const] : []),
);

/** The conditions of Route, in order. */
export function routeOf(name: string): readonly { Condition: string; Next: string }[] {
  const state = definition.States[name];
  if (state?.Type !== 'Choice') throw new Error(`${name} is no Choice`);
  return state.Choices;
}
