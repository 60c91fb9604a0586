import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UPLOAD_DAYS } from '#shared/uploads/limits.ts';

/** What state files are called, and what they are written as before they are renamed. */
const NAME = /^[0-9a-f]{32}\.jsonl(\.\d+)?$/;

/** An upload that was begun so long ago has ended, and a day more for the sweeper to come (ms). */
const KEPT_MS = (UPLOAD_DAYS + 1) * 86_400_000;

/**
 * Removes the state of uploads that nobody came back to. A state file is written when its upload begins, or later,
 * so one that was not written to for eight days belongs to an upload that the desk has ended. `now` is epoch
 * milliseconds. What cannot be looked at or removed stays; other files in the folder are left alone.
 */
export async function pruneStates(dir: string, now: number): Promise<void> {
  const names = await readdir(dir).catch(() => []);
  const states = names.filter((name) => NAME.test(name)).map((name) => join(dir, name));
  await Promise.all(
    states.map(async (file) => {
      const status = await lstat(file).catch(() => null);
      if (status?.isFile() && now - status.mtimeMs > KEPT_MS) await rm(file).catch(() => undefined);
    }),
  );
}
