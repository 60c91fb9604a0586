import { inputDetails } from './history.ts';
import type { Json } from './json.ts';
import type { Position } from './position.ts';
import { runState } from './state.ts';
import { Cancelled } from './state-failure.ts';
import { type Level, Visit } from './visit.ts';

/** Where a level begins. */
export interface Start {
  readonly input: Json;
  readonly variables: Readonly<Record<string, Json>>;
  readonly previousEventId: number;
}

/** Enters a state: its event, its position, both kept before anything else happens. */
function enter(level: Level, name: string, start: Start): Position {
  const state = level.graph.states.get(name);
  if (state === undefined) throw new Error(`No state "${name}" in the definition`);
  if (level.scope.cancelled) throw new Cancelled();
  const { run } = level;
  const enteredEventId = run.history.add(`${state.Type}StateEntered`, start.previousEventId, {
    stateEnteredEventDetails: { ...inputDetails(start.input), name },
  });
  const position: Position = {
    state: name,
    input: start.input,
    variables: start.variables,
    enteredAt: run.clock.now(),
    enteredEventId,
    entryPreviousId: start.previousEventId,
    lastEventId: enteredEventId,
    retries: [],
  };
  level.checkpoint(position);
  return position;
}

/** What a level came to. */
export interface GraphEnd {
  readonly output: Json;
  readonly lastEventId: number;
}

/** A failure, and the last event of the level that failed. */
export interface GraphTrail {
  lastEventId: number;
}

/**
 * Runs states from the start, or from a kept position, to the end of the level. Throws StateFailure when a state
 * fails uncaught, Cancelled when the scope is cancelled. `trail` follows the level's last event either way.
 */
export async function runGraph(level: Level, from: Start | Position, trail: GraphTrail): Promise<GraphEnd> {
  let position = 'state' in from ? from : enter(level, level.graph.startAt, from);
  for (;;) {
    const state = level.graph.states.get(position.state);
    if (state === undefined) throw new Error(`No state "${position.state}" in the definition`);
    const visit = new Visit(level, position);
    try {
      const exit = await runState(visit, state);
      if (exit.next === undefined) return { output: exit.output, lastEventId: position.lastEventId };
      position = enter(level, exit.next, {
        input: exit.output,
        variables: exit.variables,
        previousEventId: position.lastEventId,
      });
    } finally {
      trail.lastEventId = visit.position.lastEventId;
    }
  }
}
