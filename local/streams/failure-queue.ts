import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { arnResource } from '#local/cloudformation/local-account.ts';

/** The queues that hold what could not be delivered, each a file of JSON lines in the state folder. */
export interface FailureQueues {
  /** Puts a message into the queue of that ARN. */
  send(queueArn: string, message: unknown): void;
  /** The messages of a queue, oldest first. */
  messages(queueArn: string): unknown[];
}

/** The failure queues under `<stateDir>/queues/<name>.jsonl`, or in memory when no folder is given. */
export function createFailureQueues(stateDir: string | undefined): FailureQueues {
  const inMemory = new Map<string, string[]>();
  const folder = stateDir === undefined ? undefined : path.join(stateDir, 'queues');
  if (folder !== undefined) mkdirSync(folder, { recursive: true });
  const fileOf = (root: string, queueArn: string) => path.join(root, `${arnResource(queueArn)}.jsonl`);
  return {
    send(queueArn, message) {
      if (!queueArn.startsWith('arn:aws:sqs:'))
        throw new Error(`${queueArn} is no queue, so nothing can be sent there`);
      const line = JSON.stringify(message);
      if (folder !== undefined) appendFileSync(fileOf(folder, queueArn), `${line}\n`);
      else inMemory.set(queueArn, [...(inMemory.get(queueArn) ?? []), line]);
    },
    messages(queueArn) {
      const lines =
        folder === undefined ? (inMemory.get(queueArn) ?? []) : readLines(fileOf(folder, queueArn));
      return lines.map((line): unknown => JSON.parse(line));
    },
  };
}

function readLines(file: string): string[] {
  try {
    // What stands behind the last line feed was cut short by a kill.
    return readFileSync(file, 'utf8').split('\n').slice(0, -1);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
