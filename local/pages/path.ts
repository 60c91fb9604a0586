import type { ExecutionEvent, ExecutionRow } from './source.ts';

/** A visit of one state; `leftAt` is null while the execution is in it. Epoch milliseconds. */
export interface StateVisit {
  readonly state: string;
  readonly enteredAt: number;
  readonly leftAt: number | null;
}

/** The states an execution went through, in order, read from its history. */
export function statesVisited(history: readonly ExecutionEvent[]): StateVisit[] {
  const visits: { state: string; enteredAt: number; leftAt: number | null }[] = [];
  for (const event of history) {
    if (event.type.endsWith('StateEntered')) {
      visits.push({
        state: nameIn(event, 'stateEnteredEventDetails'),
        enteredAt: event.timestamp,
        leftAt: null,
      });
    } else if (event.type.endsWith('StateExited')) {
      const state = nameIn(event, 'stateExitedEventDetails');
      const open = visits.findLast((visit) => visit.state === state && visit.leftAt === null);
      if (open !== undefined) open.leftAt = event.timestamp;
    }
  }
  return visits;
}

/** One look of the workflow at its SR: the states it went through, up to the one in which it waited. */
export interface PathStep {
  readonly states: readonly string[];
  readonly enteredAt: number;
  /** When the last of the states was entered and left; null while the execution is in it. */
  readonly lastEnteredAt: number;
  readonly leftAt: number | null;
  /** How many looks in a row went as the one before did and are told as one; 0 for a look of its own. */
  readonly repeats: number;
}

/** The visits in order, as looks; looks that did nothing but wait as the one before did become one step. */
export function pathSteps(visits: readonly StateVisit[]): PathStep[] {
  const steps: PathStep[] = [];
  for (const look of looksOf(visits)) {
    const before = steps.at(-1);
    if (before === undefined || !didNothing(look) || before.states.join() !== look.states.join())
      steps.push(look);
    else if (before.repeats === 0) steps.push({ ...look, repeats: 1 });
    else steps[steps.length - 1] = { ...look, enteredAt: before.enteredAt, repeats: before.repeats + 1 };
  }
  return steps;
}

/** Whether it only assessed, routed and waited: a second warning is no repeat of the first. */
function didNothing({ states }: PathStep): boolean {
  return states.length === 3 && states[2]?.startsWith('Wait') === true;
}

function looksOf(visits: readonly StateVisit[]): PathStep[] {
  const looks: PathStep[] = [];
  let isOver = true;
  for (const { state, enteredAt, leftAt } of visits) {
    const last = looks.at(-1);
    const visit = { lastEnteredAt: enteredAt, leftAt, repeats: 0 };
    if (isOver || last === undefined) looks.push({ states: [state], enteredAt, ...visit });
    else looks[looks.length - 1] = { ...last, ...visit, states: [...last.states, state] };
    isOver = state.startsWith('Wait');
  }
  return looks;
}

/** Where an execution stands, in a few words. */
export function standing(execution: ExecutionRow | undefined, history: readonly ExecutionEvent[]): string {
  if (execution === undefined) return 'not started';
  if (execution.status !== 'RUNNING') return execution.status.toLowerCase().replaceAll('_', ' ');
  return statesVisited(history).findLast(({ leftAt }) => leftAt === null)?.state ?? 'starting';
}

function nameIn(event: ExecutionEvent, details: string): string {
  const value = event[details] ?? event;
  const name = typeof value === 'object' && value !== null && 'name' in value ? value.name : undefined;
  return typeof name === 'string' ? name : '?';
}
