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
