import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { UploadMemory } from '#clients/upload/ports.ts';
import { Sha256, UploadId } from '#shared/schema/upload.ts';
import { CommandFailure } from '../command-failure.ts';
import { jsonOf } from './json-of.ts';

/** The first line: what is uploaded. There is no address and nothing secret in it. */
const Head = z.object({
  version: z.literal(1),
  path: z.string(),
  id: UploadId,
  size: z.int(),
  mtime: z.string(),
  fingerprint: z.string(),
  partSize: z.int(),
});

/** Every other line: the hash of a part. */
const PartLine = z.object({ n: z.int(), sha256: Sha256 });

/** Where the state of uploads is kept (XDG Base Directory Specification). */
export function defaultStateDir(env: NodeJS.ProcessEnv): string {
  return join(env.XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'casebell');
}

/**
 * The memory of one upload: a file of JSON lines, named after what is uploaded and whereto. A line is appended as soon
 * as a part is hashed; the last may be torn by a crash, and is passed over.
 */
export function stateFile(dir: string, path: string, target: string): UploadMemory {
  const name = createHash('sha256')
    .update(JSON.stringify([target, path]))
    .digest('hex')
    .slice(0, 32);
  const file = join(dir, `${name}.jsonl`);
  return {
    async load() {
      const text = await readFile(file, 'utf8').catch(() => '');
      const [first, ...rest] = text.split('\n');
      const head = Head.safeParse(jsonOf(first ?? ''));
      if (!head.success || head.data.path !== path) return null;
      const hashes = new Map<number, string>();
      for (const line of rest) {
        const part = PartLine.safeParse(jsonOf(line));
        if (part.success) hashes.set(part.data.n, part.data.sha256);
      }
      return { upload: head.data, hashes };
    },
    async begin({ id, size, mtime, fingerprint, partSize }, hashes) {
      const head: z.infer<typeof Head> = { version: 1, path, id, size, mtime, fingerprint, partSize };
      const parts = [...hashes].map(([n, sha256]) => ({ n, sha256 }));
      const text = [head, ...parts].map((line) => `${JSON.stringify(line)}\n`).join('');
      const fresh = `${file}.${process.pid}`;
      try {
        await mkdir(dir, { recursive: true, mode: 0o700 });
        await writeFile(fresh, text, { mode: 0o600 });
        await rename(fresh, file);
      } catch (error) {
        throw new CommandFailure(
          `The state of the upload cannot be kept in ${dir}: ${error instanceof Error ? error.message : error}. Name another folder with --state-dir.`,
        );
      }
    },
    async keepHash(n, sha256) {
      // What cannot be kept is only hashed once more by the next run.
      await appendFile(file, `${JSON.stringify({ n, sha256 })}\n`, { mode: 0o600 }).catch(() => undefined);
    },
    forget: () => rm(file, { force: true }),
  };
}
