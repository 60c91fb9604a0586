import * as z from 'zod/mini';
import { checkExpressions } from './expression-check.ts';
import { InvalidDefinition, UnsupportedFeature } from './refusal.ts';
import { taskResource } from './resource.ts';

const jsonataText = z.string().check(z.regex(/^\{%[\s\S]*%\}$/));
const wholeNumber = z.int().check(z.gte(0), z.lte(99_999_999));
const seconds = z.union([z.int().check(z.gte(1), z.lte(99_999_999)), jsonataText]);
const count = z.union([wholeNumber, jsonataText]);
const template = z.unknown();
const variables = z.record(z.string(), z.unknown());

const common = {
  Comment: z.optional(z.string()),
  QueryLanguage: z.optional(z.string()),
  Output: z.optional(template),
  Assign: z.optional(variables),
};
const onward = { Next: z.optional(z.string()), End: z.optional(z.boolean()) };

const Retrier = z.strictObject({
  ErrorEquals: z.array(z.string()).check(z.minLength(1)),
  IntervalSeconds: z._default(z.int().check(z.gte(1)), 1),
  BackoffRate: z._default(z.number().check(z.gte(1)), 2),
  MaxAttempts: z._default(wholeNumber, 3),
  MaxDelaySeconds: z.optional(z.int().check(z.gte(1), z.lt(31_622_400))),
  JitterStrategy: z._default(z.enum(['NONE', 'FULL']), 'NONE'),
  Comment: z.optional(z.string()),
});
export type Retrier = z.infer<typeof Retrier>;

const Catcher = z.strictObject({
  ErrorEquals: z.array(z.string()).check(z.minLength(1)),
  Next: z.string(),
  Output: z.optional(template),
  Assign: z.optional(variables),
  Comment: z.optional(z.string()),
});
export type Catcher = z.infer<typeof Catcher>;

const handled = { Retry: z._default(z.array(Retrier), []), Catch: z._default(z.array(Catcher), []) };

const TaskState = z.strictObject({
  ...common,
  ...onward,
  ...handled,
  Type: z.literal('Task'),
  Resource: z.string(),
  Arguments: z.optional(template),
  TimeoutSeconds: z.optional(seconds),
  HeartbeatSeconds: z.optional(seconds),
});
export type TaskState = z.infer<typeof TaskState>;

const ChoiceRule = z.strictObject({
  Condition: z.union([z.boolean(), jsonataText]),
  Next: z.string(),
  Output: z.optional(template),
  Assign: z.optional(variables),
  Comment: z.optional(z.string()),
});

const ChoiceState = z.strictObject({
  ...common,
  Type: z.literal('Choice'),
  Choices: z.array(ChoiceRule).check(z.minLength(1)),
  Default: z.optional(z.string()),
});
export type ChoiceState = z.infer<typeof ChoiceState>;

const PassState = z.strictObject({ ...common, ...onward, Type: z.literal('Pass') });

const WaitState = z.strictObject({
  ...common,
  ...onward,
  Type: z.literal('Wait'),
  Seconds: z.optional(count),
  Timestamp: z.optional(z.string()),
});
export type WaitState = z.infer<typeof WaitState>;

const SucceedState = z.strictObject({ ...common, Type: z.literal('Succeed') });

const FailState = z.strictObject({
  Comment: z.optional(z.string()),
  QueryLanguage: z.optional(z.string()),
  Type: z.literal('Fail'),
  Error: z.optional(z.string()),
  Cause: z.optional(z.string()),
});
export type FailState = z.infer<typeof FailState>;

const Branch = z.strictObject({
  Comment: z.optional(z.string()),
  StartAt: z.string(),
  States: z.record(z.string(), z.unknown()),
});

const ParallelState = z.strictObject({
  ...common,
  ...onward,
  ...handled,
  Type: z.literal('Parallel'),
  Arguments: z.optional(template),
  Branches: z.array(Branch).check(z.minLength(1)),
});

const MapState = z.strictObject({
  ...common,
  ...onward,
  ...handled,
  Type: z.literal('Map'),
  Items: z.optional(z.union([jsonataText, z.array(z.unknown())])),
  ItemSelector: z.optional(template),
  MaxConcurrency: z.optional(count),
  // AWS accepts and evaluates these two in an inline Map, where they change nothing.
  ToleratedFailureCount: z.optional(count),
  ToleratedFailurePercentage: z.optional(count),
  ItemProcessor: z.strictObject({
    ProcessorConfig: z.optional(z.strictObject({ Mode: z.literal('INLINE') })),
    Comment: z.optional(z.string()),
    StartAt: z.string(),
    States: z.record(z.string(), z.unknown()),
  }),
});

/** States by name, and the one to begin with. */
export interface StateGraph {
  readonly startAt: string;
  readonly states: ReadonlyMap<string, State>;
}

export type ParallelState = Omit<z.infer<typeof ParallelState>, 'Branches'> & {
  readonly Branches: StateGraph[];
};
export type MapState = Omit<z.infer<typeof MapState>, 'ItemProcessor'> & {
  readonly ItemProcessor: StateGraph;
};

export type State =
  | TaskState
  | ChoiceState
  | z.infer<typeof PassState>
  | WaitState
  | z.infer<typeof SucceedState>
  | FailState
  | ParallelState
  | MapState;

const Machine = z.strictObject({
  Comment: z.optional(z.string()),
  Version: z.optional(z.string()),
  QueryLanguage: z.optional(z.string()),
  TimeoutSeconds: z.optional(z.int().check(z.gte(1), z.lte(99_999_999))),
  StartAt: z.string(),
  States: z.record(z.string(), z.unknown()),
});

export interface Definition extends StateGraph {
  /** Seconds after which the whole execution times out. */
  readonly timeoutSeconds: number | undefined;
}

const SHAPES = {
  Task: TaskState,
  Choice: ChoiceState,
  Pass: PassState,
  Wait: WaitState,
  Succeed: SucceedState,
  Fail: FailState,
  Parallel: ParallelState,
  Map: MapState,
} as const;

/** The name under which refusals of the machine's own fields are reported. */
const WHOLE_MACHINE = '(state machine)';

/** An unknown field is a feature we do not have; any other mismatch is a definition AWS would refuse as well. */
function shaped<Shape extends z.ZodMiniType>(shape: Shape, value: unknown, state: string): z.infer<Shape> {
  const parsed = z.safeParse(shape, value);
  if (parsed.success) return parsed.data;
  const outermostFirst = parsed.error.issues.toSorted((one, other) => one.path.length - other.path.length);
  for (const issue of outermostFirst) {
    if (issue.code !== 'unrecognized_keys') continue;
    throw new UnsupportedFeature(state, [...issue.path, issue.keys[0]].join('/'), `"${issue.keys[0]}"`);
  }
  const issue = parsed.error.issues[0];
  const field = issue?.path.join('/') ?? '';
  if (field.endsWith('Mode')) throw new UnsupportedFeature(state, field, 'a distributed Map');
  throw new InvalidDefinition(`State "${state}", field "${field}": ${issue?.message ?? 'is malformed'}`);
}

const WithType = z.looseObject({ Type: z.string(), QueryLanguage: z.optional(z.string()) });

function parseState(name: string, value: unknown, language: string): State {
  const { Type, QueryLanguage = language } = shaped(WithType, value, name);
  if (QueryLanguage !== 'JSONata') throw new UnsupportedFeature(name, 'QueryLanguage', QueryLanguage);
  checkExpressions(name, value);
  switch (Type) {
    case 'Task': {
      const state = shaped(SHAPES.Task, value, name);
      if (taskResource(state.Resource) === undefined)
        throw new UnsupportedFeature(name, 'Resource', state.Resource);
      return state;
    }
    case 'Parallel': {
      const state = shaped(SHAPES.Parallel, value, name);
      return { ...state, Branches: state.Branches.map((branch) => parseGraph(branch, language)) };
    }
    case 'Map': {
      const state = shaped(SHAPES.Map, value, name);
      return { ...state, ItemProcessor: parseGraph(state.ItemProcessor, language) };
    }
    case 'Choice':
      return shaped(SHAPES.Choice, value, name);
    case 'Pass':
      return shaped(SHAPES.Pass, value, name);
    case 'Wait':
      return shaped(SHAPES.Wait, value, name);
    case 'Succeed':
      return shaped(SHAPES.Succeed, value, name);
    case 'Fail':
      return shaped(SHAPES.Fail, value, name);
    default:
      throw new UnsupportedFeature(name, 'Type', `the state type "${Type}"`);
  }
}

/** States.ALL stands alone and last, in Retry as in Catch (Amazon States Language specification). */
function checkErrorLists(name: string, lists: readonly { readonly ErrorEquals: readonly string[] }[]): void {
  for (const [index, { ErrorEquals }] of lists.entries()) {
    if (!ErrorEquals.includes('States.ALL')) continue;
    if (ErrorEquals.length > 1 || index < lists.length - 1) {
      throw new InvalidDefinition(`State "${name}": States.ALL must stand alone and last`);
    }
  }
}

function targetsOf(name: string, state: State): string[] {
  switch (state.Type) {
    case 'Choice':
      return [
        ...state.Choices.map((rule) => rule.Next),
        ...(state.Default === undefined ? [] : [state.Default]),
      ];
    case 'Succeed':
    case 'Fail':
      return [];
    default: {
      if ((state.Next === undefined) === (state.End !== true)) {
        throw new InvalidDefinition(`State "${name}" needs either Next or End`);
      }
      if (state.Type === 'Wait' && (state.Seconds === undefined) === (state.Timestamp === undefined)) {
        throw new InvalidDefinition(`State "${name}" needs either Seconds or Timestamp`);
      }
      const caught = 'Catch' in state ? state.Catch.map((catcher) => catcher.Next) : [];
      return [...(state.Next === undefined ? [] : [state.Next]), ...caught];
    }
  }
}

function parseGraph(
  graph: { StartAt: string; States: Record<string, unknown> },
  language: string,
): StateGraph {
  const states = new Map(
    Object.entries(graph.States).map(([name, value]) => [name, parseState(name, value, language)] as const),
  );
  if (!states.has(graph.StartAt)) throw new InvalidDefinition(`StartAt names no state: "${graph.StartAt}"`);
  for (const [name, state] of states) {
    if ('Retry' in state) checkErrorLists(name, state.Retry);
    if ('Catch' in state) checkErrorLists(name, state.Catch);
    for (const target of targetsOf(name, state)) {
      if (!states.has(target)) throw new InvalidDefinition(`State "${name}" leads to no state: "${target}"`);
    }
  }
  return { startAt: graph.StartAt, states };
}

/**
 * Reads a state machine in Amazon States Language, JSONata only. Throws UnsupportedFeature, naming state and field,
 * for whatever lies outside the declared subset, and InvalidDefinition for what AWS would refuse as well.
 */
export function parseDefinition(definition: unknown): Definition {
  const value: unknown = typeof definition === 'string' ? JSON.parse(definition) : definition;
  const machine = shaped(Machine, value, WHOLE_MACHINE);
  return {
    ...parseGraph(machine, machine.QueryLanguage ?? 'JSONPath'),
    timeoutSeconds: machine.TimeoutSeconds,
  };
}
