import { type Branch, runBranches } from './branches.ts';
import type { MapState } from './definition.ts';
import type { Json, JsonObject } from './json.ts';
import { expressionIn, typeName } from './jsonata.ts';
import { evaluateNumber } from './number-field.ts';
import { StateFailure } from './state-failure.ts';
import type { Visit } from './visit.ts';

/** An inline Map runs at most this many iterations at a time (Step Functions developer guide, "Inline mode"). */
const MOST_CONCURRENT = 40;

async function itemsOf(visit: Visit, state: MapState): Promise<Json[]> {
  const { input } = visit.position;
  if (state.Items === undefined) {
    if (Array.isArray(input)) return input;
    throw visit.failure(`Map state input must be an array but was: ${JSON.stringify(input)}`, undefined);
  }
  const items = await visit.evaluate(state.Items, 'Items');
  if (Array.isArray(items)) return items;
  throw visit.failure(
    `The JSONata expression '${expressionIn(state.Items) ?? ''}' specified for the field 'Items' returned an unexpected result type. Expected 'array', but was '${typeName(items)}' for value: ${JSON.stringify(items)}`,
    'Items',
  );
}

async function concurrencyOf(visit: Visit, state: MapState): Promise<number> {
  const wanted =
    state.MaxConcurrency === undefined
      ? 0
      : await evaluateNumber(visit, state.MaxConcurrency, 'MaxConcurrency', { least: 0 });
  return wanted === 0 ? MOST_CONCURRENT : Math.min(wanted, MOST_CONCURRENT);
}

async function checkTolerance(visit: Visit, state: MapState): Promise<void> {
  const { ToleratedFailureCount, ToleratedFailurePercentage } = state;
  if (ToleratedFailureCount !== undefined) {
    await evaluateNumber(visit, ToleratedFailureCount, 'ToleratedFailureCount', { least: 0 });
  }
  if (ToleratedFailurePercentage !== undefined) {
    await evaluateNumber(visit, ToleratedFailurePercentage, 'ToleratedFailurePercentage', {
      least: 0,
      most: 100,
    });
  }
}

async function iterations(
  visit: Visit,
  state: MapState,
): Promise<{ branches: Branch[]; concurrency: number }> {
  const { position } = visit;
  const items = await itemsOf(visit, state);
  const concurrency = await concurrencyOf(visit, state);
  await checkTolerance(visit, state);
  const inputs: { input: Json; map: JsonObject }[] = [];
  for (const [Index, Value] of items.entries()) {
    const map = { Item: { Index, Value } };
    const input =
      state.ItemSelector === undefined
        ? Value
        : await visit.evaluate(state.ItemSelector, 'ItemSelector', { map });
    inputs.push({ input, map });
  }
  let previousEventId = visit.emit('MapStateStarted', {
    mapStateStartedEventDetails: { length: items.length },
  });
  const branches = inputs.map(({ input, map }, index): Branch => {
    const details = { index, name: position.state };
    return {
      graph: state.ItemProcessor,
      input,
      map,
      started: () =>
        visit.emit('MapIterationStarted', { mapIterationStartedEventDetails: details }, previousEventId),
      ended: (how, lastEventId) => {
        visit.emit(`MapIteration${how}`, { [`mapIteration${how}EventDetails`]: details }, lastEventId);
        // The next iteration follows this one's last state, not the event of its end [recorded on AWS].
        previousEventId = lastEventId;
      },
    };
  });
  return { branches, concurrency };
}

/** An inline Map: one output for each item, in the order of the items. */
export async function runMap(visit: Visit, state: MapState): Promise<Json> {
  const { position } = visit;
  try {
    const { branches, concurrency } = await iterations(visit, state);
    const outputs = await runBranches(visit, branches, concurrency);
    const before = position.lastEventId;
    visit.emit('MapStateSucceeded');
    position.lastEventId = before;
    return outputs;
  } catch (failure) {
    if (failure instanceof StateFailure) visit.emit('MapStateFailed');
    throw failure;
  }
}
