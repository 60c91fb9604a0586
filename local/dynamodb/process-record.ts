import { execFile } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';

const Running = z.object({ pid: z.int(), owner: z.int() });

const fileIn = (stateDir: string) => path.join(stateDir, 'dynamodb.pid');

/** Notes which Java process serves a state folder, and who started it. */
export function recordProcess(stateDir: string, pid: number): void {
  writeFileSync(fileIn(stateDir), JSON.stringify({ pid, owner: process.pid }));
}

/** Forgets the note, once the process has ended. */
export function forgetProcess(stateDir: string): void {
  rmSync(fileIn(stateDir), { force: true });
}

/**
 * Ends a DynamoDB Local that an earlier, killed stack left behind on this state folder.
 * Rejects when the other stack is alive: two must not write the same files.
 */
export async function endOrphan(stateDir: string): Promise<void> {
  const note = readNote(fileIn(stateDir));
  if (note === undefined || !(await isDynamoDbLocal(note.pid))) return;
  if (note.owner !== process.pid && isAlive(note.owner)) {
    throw new Error(
      `Another local stack (process ${note.owner}) uses ${stateDir}; stop it or choose another folder`,
    );
  }
  process.kill(note.pid, 'SIGKILL');
  while (isAlive(note.pid) && (await isDynamoDbLocal(note.pid)))
    await new Promise((resolve) => setTimeout(resolve, 20));
  forgetProcess(stateDir);
}

function readNote(file: string): z.infer<typeof Running> | undefined {
  try {
    return Running.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  } catch (error) {
    // A note cut short by a kill says nothing.
    if (error instanceof SyntaxError) return undefined;
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
}

/** Process ids are used again, so the command line decides. Without `ps` (Windows) nothing is ended. */
function isDynamoDbLocal(pid: number): Promise<boolean> {
  return new Promise((resolve) => {
    execFile('ps', ['-ww', '-p', String(pid), '-o', 'command='], (_error, stdout) =>
      resolve(stdout.includes('DynamoDBLocal.jar')),
    );
  });
}
