import type { Put } from '../upload/ports.ts';
import { Slots } from '../upload/slots.ts';

/**
 * Lets only so many parts be on their way at once, of all files of the page together: a browser opens six connections
 * to a store, and what waits for one of them looks like a dead connection.
 */
export function sharedLanes<Body>(put: Put<Body>, limit: number): Put<Body> {
  const lanes = new Slots(limit);
  const waiting = new Set<() => void>();
  return async (request) => {
    // A part that waits for others is not stalled as long as they move.
    const alive = () => request.onBytes(0);
    waiting.add(alive);
    try {
      await lanes.enter(request.signal);
    } finally {
      waiting.delete(alive);
    }
    try {
      return await put({
        ...request,
        onBytes(count) {
          request.onBytes(count);
          for (const other of waiting) other();
        },
      });
    } finally {
      lanes.leave();
    }
  };
}
