import { mkdtempSync, openSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CommandFailure } from '#cli/command-failure.ts';
import { startHashThreads } from '#cli/upload/hash-threads.ts';

const folder = mkdtempSync(join(tmpdir(), 'casebell-threads-'));
const path = join(folder, 'f');
writeFileSync(path, 'abc');
const range = { fd: openSync(path, 'r'), start: 0, length: 3, memory: null };

/** From FIPS 180-2, example B.1. */
const OF_ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

describe('threads that hash', () => {
  it('answer', async () => {
    const threads = startHashThreads(1);
    expect(await threads.hash(range)).toBe(OF_ABC);
    await threads.close();
  });

  it.each([
    ['that have ended before the first question', 300],
    ['that end while they are asked', 0],
  ])('%s reject, with what to do', async (_what, waitMs) => {
    const threads = startHashThreads(2, pathToFileURL(join(folder, 'nowhere.mjs')));
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    const asked = await Promise.allSettled([threads.hash(range), threads.hash(range), threads.hash(range)]);
    for (const answer of asked) {
      const reason = answer.status === 'rejected' ? answer.reason : null;
      expect(reason).toBeInstanceOf(CommandFailure);
      expect(reason).toMatchObject({
        exitCode: 1,
        message: expect.stringMatching(
          /^No file can be hashed here: Cannot find module '.*nowhere\.mjs'.*\. Install casebell again; /,
        ),
      });
    }
    await threads.close();
  });
});
