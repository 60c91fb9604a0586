import type { Scope } from './activity.ts';
import type { Definition } from './definition.ts';
import { runGraph } from './graph.ts';
import { failureDetails, inputDetails, outputDetails } from './history.ts';
import type { Json } from './json.ts';
import type { Position } from './position.ts';
import { Cancelled, StateFailure } from './state-failure.ts';
import type { Run } from './visit.ts';

export type EndStatus = 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** How an execution ended. */
export interface MachineEnd {
  readonly status: EndStatus;
  readonly output?: Json;
  readonly error?: string;
  readonly cause?: string;
}

/** The first event of every execution. */
export function executionStarted(run: Run, input: Json, roleArn: string): void {
  run.history.add('ExecutionStarted', 0, {
    executionStartedEventDetails: { ...inputDetails(input), roleArn },
  });
}

/**
 * Runs an execution to its end, from the beginning or from a kept position, and adds its last event. `timeoutAt` is the
 * instant at which the whole execution times out. When the scope is cancelled from outside, returns undefined: whoever
 * cancelled it says how it ended.
 */
export async function runMachine(
  run: Run,
  definition: Definition,
  scope: Scope,
  from: { readonly input: Json } | { readonly position: Position },
  timeoutAt: number | undefined,
  checkpoint: (position: Position) => void,
): Promise<MachineEnd | undefined> {
  const trail = { lastEventId: 0 };
  let timedOut = false;
  const timeOut = (): void => {
    timedOut = true;
    scope.cancel();
  };
  const disarm = timeoutAt === undefined ? () => undefined : run.clock.at(timeoutAt, timeOut);
  const level = { run, scope, graph: definition, map: undefined, durable: true, checkpoint };
  const start = 'position' in from ? from.position : { input: from.input, variables: {}, previousEventId: 0 };
  try {
    const { output, lastEventId } = await runGraph(level, start, trail);
    run.history.end('ExecutionSucceeded', lastEventId, {
      executionSucceededEventDetails: outputDetails(output),
    });
    return { status: 'SUCCEEDED', output };
  } catch (problem) {
    if (problem instanceof Cancelled) {
      if (!timedOut) return undefined;
      run.history.end('ExecutionTimedOut', trail.lastEventId, { executionTimedOutEventDetails: {} });
      return { status: 'TIMED_OUT' };
    }
    const failure =
      problem instanceof StateFailure ? problem : new StateFailure('States.Runtime', String(problem));
    const details = failureDetails(failure);
    run.history.end('ExecutionFailed', trail.lastEventId, { executionFailedEventDetails: details });
    return { status: 'FAILED', ...details };
  } finally {
    disarm();
  }
}
