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
export function executionStarted(run: Pick<Run, 'history'>, input: Json, roleArn: string): void {
  run.history.add('ExecutionStarted', 0, {
    executionStartedEventDetails: { ...inputDetails(input), roleArn },
  });
}

/**
 * Runs an execution to its end, from the beginning or from a kept position, and adds its last event. `timeoutAt` is the
 * instant at which the whole execution times out. `ended` is called in the same step as the last event is added, and not
 * at all when the scope is cancelled from outside: whoever cancelled it says how it ended.
 */
export async function runMachine(
  run: Run,
  definition: Definition,
  scope: Scope,
  from: { readonly input: Json } | { readonly position: Position },
  timeoutAt: number | undefined,
  checkpoint: (position: Position) => void,
  ended: (end: MachineEnd) => void,
): Promise<void> {
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
    if (scope.cancelled) throw new Cancelled();
    run.history.end('ExecutionSucceeded', lastEventId, {
      executionSucceededEventDetails: outputDetails(output),
    });
    ended({ status: 'SUCCEEDED', output });
  } catch (problem) {
    if (problem instanceof Cancelled) {
      if (!timedOut) return;
      run.history.end('ExecutionTimedOut', trail.lastEventId, { executionTimedOutEventDetails: {} });
      ended({ status: 'TIMED_OUT' });
      return;
    }
    const failure =
      problem instanceof StateFailure ? problem : new StateFailure('States.Runtime', String(problem));
    const details = failureDetails(failure);
    run.history.end('ExecutionFailed', trail.lastEventId, { executionFailedEventDetails: details });
    ended({ status: 'FAILED', ...details });
  } finally {
    disarm();
  }
}
