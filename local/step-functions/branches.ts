import { Scope } from './activity.ts';
import type { StateGraph } from './definition.ts';
import { type GraphEnd, runGraph } from './graph.ts';
import type { Json, JsonObject } from './json.ts';
import { Cancelled } from './state-failure.ts';
import type { Visit } from './visit.ts';

/** One branch of a Parallel, or one iteration of a Map. */
export interface Branch {
  readonly graph: StateGraph;
  readonly input: Json;
  readonly map: JsonObject | undefined;
  /** Adds the branch's first event, if it has one, and returns the event that its first state follows. */
  started(): number;
  /** Adds the branch's last events. */
  ended(how: 'Succeeded' | 'Failed' | 'Aborted', lastEventId: number): void;
}

/**
 * Runs branches, at most `concurrency` at a time, each with its own copy of the variables. The first failure stops the
 * others and is thrown once they have stopped. Branches keep no position: after a restart they begin again.
 */
export async function runBranches(
  visit: Visit,
  branches: readonly Branch[],
  concurrency: number,
): Promise<Json[]> {
  const { level, run, position } = visit;
  const scope = level.scope.child();
  const outputs: Json[] = branches.map(() => null);
  let failure: unknown;
  let next = 0;

  async function runBranch(branch: Branch, index: number): Promise<void> {
    const previousEventId = branch.started();
    const trail = { lastEventId: previousEventId };
    const inner = {
      run,
      scope,
      graph: branch.graph,
      map: branch.map,
      durable: false,
      checkpoint: () => undefined,
    };
    const start = { input: branch.input, variables: position.variables, previousEventId };
    try {
      const end: GraphEnd = await runGraph(inner, start, trail);
      outputs[index] = end.output;
      branch.ended('Succeeded', trail.lastEventId);
    } catch (error) {
      const first = failure === undefined && !(error instanceof Cancelled);
      if (first) failure = error;
      if (!level.scope.cancelled) branch.ended(first ? 'Failed' : 'Aborted', trail.lastEventId);
      scope.cancel();
    }
  }

  async function worker(): Promise<void> {
    while (next < branches.length && failure === undefined && !scope.cancelled) {
      const index = next;
      next += 1;
      const branch = branches[index];
      if (branch !== undefined) await runBranch(branch, index);
    }
  }

  const workers = Math.min(concurrency, branches.length);
  if (workers > 0) {
    // The workers are counted while they run; this thread is not, until the last of them hands over.
    await run.activity.park<void>(new Scope(), (wake) => {
      let left = workers;
      for (let started = 0; started < workers; started += 1) {
        run.activity.begin();
        void worker()
          .catch((error: unknown) => {
            failure ??= error;
            scope.cancel();
          })
          .finally(() => {
            left -= 1;
            if (left === 0) wake();
            run.activity.end();
          });
      }
      return () => undefined;
    });
  }
  if (level.scope.cancelled) throw new Cancelled();
  if (failure !== undefined) throw failure;
  return outputs;
}
