import path from 'node:path';
import * as z from 'zod/mini';
import { type Clock, type LocalClock, runningClock } from './clock.ts';
import { openStateFile } from './state-file.ts';

const Offset = z.object({ offsetMs: z.number() });

const open = (stateDir: string) => openStateFile(path.resolve(stateDir), 'clock', Offset, { offsetMs: 0 });

/** The running clock of a state folder: as far ahead of real time as it was when the stack last ran. */
export function openRunningClock(stateDir: string): LocalClock {
  return runningClock(open(stateDir).value.offsetMs);
}

/** Returns a function that stores how far a clock is ahead of real time, if that has grown. */
export function clockKeeper(stateDir: string, clock: Clock): () => void {
  const file = open(stateDir);
  return () => {
    const offsetMs = clock.now() - Date.now();
    if (offsetMs > file.value.offsetMs) file.save({ offsetMs });
  };
}
