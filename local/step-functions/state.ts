import { chooseNext } from './choice-state.ts';
import type { Catcher, State } from './definition.ts';
import { outputDetails } from './history.ts';
import { type Json, type JsonObject, toJson } from './json.ts';
import { runMap } from './map-state.ts';
import { runParallel } from './parallel-state.ts';
import { answersTo, retryDelayMs } from './retry.ts';
import { checkPayloadSize, StateFailure } from './state-failure.ts';
import { runTask } from './task-state.ts';
import type { Visit } from './visit.ts';
import { waitOut, waitUntil } from './wait-state.ts';

/** How a state was left; no `next` at the end of its level. */
export interface Exit {
  readonly output: Json;
  readonly variables: Readonly<Record<string, Json>>;
  readonly next: string | undefined;
}

/** What a state's work came to, before Assign and Output. */
interface Work {
  readonly next: string | undefined;
  /** The output where no Output field is given. */
  readonly plainOutput: Json;
  readonly templates: { readonly Output?: unknown; readonly Assign?: unknown };
  readonly known: { result?: Json; errorOutput?: Json };
  /** Begins the field names in failures. */
  readonly prefix?: string;
}

async function failWith(visit: Visit, state: Extract<State, { Type: 'Fail' }>): Promise<never> {
  const text = async (template: string | undefined, field: string): Promise<string | undefined> => {
    if (template === undefined) return undefined;
    const value = await visit.evaluate(template, field);
    if (typeof value === 'string') return value;
    throw visit.failure(`The ${field} field must be a string but was: ${JSON.stringify(value)}`, field);
  };
  throw new StateFailure(await text(state.Error, 'Error'), await text(state.Cause, 'Cause'));
}

async function work(visit: Visit, state: State): Promise<Work> {
  const { input } = visit.position;
  switch (state.Type) {
    case 'Task':
    case 'Parallel':
    case 'Map': {
      const result =
        state.Type === 'Task'
          ? await runTask(visit, state)
          : state.Type === 'Map'
            ? await runMap(visit, state)
            : await runParallel(visit, state);
      return { next: state.Next, plainOutput: result, templates: state, known: { result } };
    }
    case 'Choice': {
      const { rule, next } = await chooseNext(visit, state);
      return { next, plainOutput: input, templates: rule ?? state, known: {} };
    }
    case 'Wait':
      await waitOut(visit, state);
      return { next: state.Next, plainOutput: input, templates: state, known: {} };
    case 'Pass':
      return { next: state.Next, plainOutput: input, templates: state, known: {} };
    case 'Succeed':
      return { next: undefined, plainOutput: input, templates: state, known: {} };
    case 'Fail':
      return failWith(visit, state);
  }
}

/** Evaluates Assign and Output, both over the variables as they were, and leaves the state. */
async function leave(visit: Visit, state: State, done: Work): Promise<Exit> {
  const { position } = visit;
  const { Assign, Output } = done.templates;
  const prefix = done.prefix ?? '';
  const assigned: JsonObject = {};
  if (Assign !== undefined) {
    Object.assign(assigned, await visit.evaluate(Assign, `${prefix}Assign`, done.known));
    for (const [name, value] of Object.entries(assigned)) checkPayloadSize(value, name);
  }
  const output =
    Output === undefined ? done.plainOutput : await visit.evaluate(Output, `${prefix}Output`, done.known);
  checkPayloadSize(output, position.state);
  const written = Object.entries(assigned).map(([name, value]) => [name, JSON.stringify(value)]);
  visit.emit(`${state.Type}StateExited`, {
    stateExitedEventDetails: {
      name: position.state,
      ...outputDetails(output),
      ...(written.length === 0
        ? {}
        : {
            assignedVariables: Object.fromEntries(written),
            assignedVariablesDetails: { truncated: false },
          }),
    },
  });
  return { output, variables: { ...position.variables, ...assigned }, next: done.next };
}

/** True when a retrier takes the failure on: the wait for the next attempt is then part of the position. */
function retried(visit: Visit, state: State, failure: StateFailure): boolean {
  if (!('Retry' in state)) return false;
  const index = state.Retry.findIndex((retrier) => answersTo(retrier.ErrorEquals, failure));
  const retrier = state.Retry[index];
  const { position, run } = visit;
  const earlier = position.retries[index] ?? 0;
  if (retrier === undefined || earlier >= retrier.MaxAttempts) return false;
  position.retries = state.Retry.map(
    (_, other) => (position.retries[other] ?? 0) + (other === index ? 1 : 0),
  );
  position.step = { kind: 'backoff', until: run.clock.now() + retryDelayMs(retrier, earlier, run.random) };
  visit.save();
  return true;
}

function catcherFor(state: State, failure: StateFailure): { catcher: Catcher; index: number } | undefined {
  if (!('Catch' in state)) return undefined;
  const index = state.Catch.findIndex((catcher) => answersTo(catcher.ErrorEquals, failure));
  const catcher = state.Catch[index];
  return catcher === undefined ? undefined : { catcher, index };
}

/** Works a state through its retries to its exit. Throws StateFailure where neither Retry nor Catch answers. */
export async function runState(visit: Visit, state: State): Promise<Exit> {
  const { position } = visit;
  for (;;) {
    try {
      if (position.step?.kind === 'backoff') {
        await waitUntil(visit, position.step.until);
        position.step = undefined;
      }
      return await leave(visit, state, await work(visit, state));
    } catch (failure) {
      if (!(failure instanceof StateFailure)) throw failure;
      if (retried(visit, state, failure)) continue;
      const caught = catcherFor(state, failure);
      if (caught === undefined) throw failure;
      const errorOutput = toJson(failure.output);
      return await leave(visit, state, {
        next: caught.catcher.Next,
        plainOutput: errorOutput,
        templates: caught.catcher,
        known: { errorOutput },
        prefix: `Catch[${caught.index}]/`,
      });
    }
  }
}
