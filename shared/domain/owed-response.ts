import type { Policy } from '../policy/policy.ts';
import { type Instant, toInstant } from '../schema/instant.ts';
import { ResponseClock } from '../schema/mail.ts';
import { type ClockView, packClock } from './clocks.ts';

/** The first word that staff owe the customer, as mails say it: as what, and by when. */
export interface OwedResponse {
  readonly responseClock: ResponseClock;
  /** Null once it was given, or where none is promised. */
  readonly firstResponseDueAt: Instant | null;
}

/** Which of the clocks that the first word keeps is running, and its due; the SR's type decides which it can be. */
export function owedResponse(view: ClockView, policy: Policy): OwedResponse {
  for (const responseClock of ResponseClock.options) {
    const clock = packClock(view, policy, responseClock);
    // A due that the change itself used up is no date to promise anybody.
    if (clock?.phase === 'running' && clock.due !== null && clock.due > clock.policySince)
      return { responseClock, firstResponseDueAt: toInstant(clock.due) };
  }
  return { responseClock: 'first-response', firstResponseDueAt: null };
}
