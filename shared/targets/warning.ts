import type { ClockState } from './clock-state.ts';

/**
 * When this fraction (0 to 1) of the target is used up, on the clock's own calendar (rule 3); null unless the
 * clock runs. A fraction that was used up when the present policy came is reached at that change.
 */
export function warningAt(state: ClockState<unknown>, fraction: number): number | null {
  const { policy, due } = state;
  if (state.phase !== 'running' || policy === null || due === null) return null;
  // Instants are whole ms, and 0.07 * 100 is not 7: this mends the product, it rounds no time.
  const threshold = Math.round(fraction * policy.targetMs);
  if (threshold >= policy.targetMs) return due;
  let missing = threshold - state.usedAtPolicySince;
  if (missing <= 0) return state.policySince;
  for (const run of state.runs) {
    if (run.from < state.policySince) continue;
    if (run.to === null) return policy.openTime.due(run.from, missing);
    const counted = policy.openTime.elapsed(run.from, run.to);
    if (counted >= missing) return policy.openTime.due(run.from, missing);
    missing -= counted;
  }
  return due;
}
