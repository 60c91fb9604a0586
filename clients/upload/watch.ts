import { follow, orAborted } from './aborted.ts';
import type { UploadPorts } from './ports.ts';

/** Nothing moved for too long. */
export class Stalled extends Error {
  override readonly name = 'Stalled';
}

/**
 * Runs `work` until it is done, until `signal` is aborted, or until `msLeft()` has run out, which rejects with Stalled.
 * The signal that `work` gets is aborted in every case: what it began is over.
 */
export async function watched<Result>(
  clock: Pick<UploadPorts<never>, 'sleep'>,
  signal: AbortSignal,
  msLeft: () => number,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const { controller, leave } = follow(signal);
  const watch = async () => {
    for (let left = msLeft(); left > 0; left = msLeft())
      await clock.sleep(Math.ceil(left), controller.signal);
    controller.abort(new Stalled('nothing moved'));
  };
  // It ends with the work: its sleep is aborted below.
  watch().catch(() => undefined);
  try {
    return await orAborted(work(controller.signal), controller.signal);
  } finally {
    leave();
    controller.abort();
  }
}
