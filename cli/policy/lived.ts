import type { Policy } from '#shared/policy/policy.ts';
import type { SupportRequest } from '#shared/schema/request.ts';
import type { Cast } from './cast.ts';
import type { Life } from './live-timeline.ts';
import { wholeSecond } from './wall-time.ts';

/** A life that was lived, under what, and by whom. */
export interface Lived {
  readonly policy: Policy;
  readonly cast: Cast;
  readonly life: Life;
}

/** The request as it stood at an instant, after all that happened at it; without one, at the end. */
export function standAt({ life }: Lived, at: number | undefined): { request: SupportRequest; now: number } {
  const moment = life.moments.findLast((one) => at === undefined || one.at <= at) ?? life.moments[0];
  if (!moment) throw new Error('A request that was never filed stands nowhere.');
  return { request: moment.request, now: at ?? Math.max(wholeSecond(life.until), moment.at) };
}
