import { instantText } from './zone.ts';

/** A target is a length of time from zero up. */
export function refuseTarget(targetMs: number): never {
  throw new RangeError(`A target of ${targetMs} ms is no length of time.`);
}

/** Open time is asked for forwards only: a negative answer would be added to something, unseen. */
export function refuseBackwards(fromMs: number, toMs: number): never {
  throw new RangeError(`The end ${instantText(toMs)} is before the start ${instantText(fromMs)}.`);
}
