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

/** One or more visits told as one: a state, and how often the workflow looked and came back to it. */
export interface PathStep extends StateVisit {
  /** 0 for a plain visit. */
  readonly looks: number;
  readonly firstLookAt: number;
}

/** How many states one look takes: it assesses, routes, and waits again. */
const LOOK = 3;

/** The visits in order; where the same three states follow each other again, the repeats become one step. */
export function pathSteps(visits: readonly StateVisit[]): PathStep[] {
  const steps: PathStep[] = [];
  let index = 0;
  while (index < visits.length) {
    const looks = repeatsAt(visits, index);
    const first = visits[index];
    const last = visits[index + Math.max(looks * LOOK, 1) - 1];
    if (first === undefined || last === undefined) break;
    steps.push({ ...last, looks, firstLookAt: first.enteredAt });
    index += Math.max(looks * LOOK, 1);
  }
  return steps;
}

/** How many times the three states before `start` come again from there on. */
function repeatsAt(visits: readonly StateVisit[], start: number): number {
  if (start < LOOK || !visits[start - 1]?.state.startsWith('Wait')) return 0;
  let end = start;
  while (end < visits.length && visits[end]?.state === visits[end - LOOK]?.state) end += 1;
  return Math.floor((end - start) / LOOK);
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
