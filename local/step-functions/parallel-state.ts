import { runBranches } from './branches.ts';
import type { ParallelState } from './definition.ts';
import type { Json } from './json.ts';
import { StateFailure } from './state-failure.ts';
import type { Visit } from './visit.ts';

/** A Parallel state: one output for each branch, in the order of the definition. */
export async function runParallel(visit: Visit, state: ParallelState): Promise<Json> {
  const { position } = visit;
  const input =
    state.Arguments === undefined ? position.input : await visit.evaluate(state.Arguments, 'Arguments');
  const startedId = visit.emit('ParallelStateStarted');
  try {
    const outputs = await runBranches(
      visit,
      state.Branches.map((graph) => ({
        graph,
        input,
        map: visit.level.map,
        started: () => startedId,
        ended: (_how, lastEventId) => {
          position.lastEventId = lastEventId;
        },
      })),
      state.Branches.length,
    );
    const before = position.lastEventId;
    visit.emit('ParallelStateSucceeded');
    position.lastEventId = before;
    return outputs;
  } catch (failure) {
    if (failure instanceof StateFailure) visit.emit('ParallelStateFailed');
    throw failure;
  }
}
