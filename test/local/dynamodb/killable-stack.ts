import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { awsCall } from '../aws-endpoint/aws-call.ts';

/** A stack in a process of its own. */
export interface KillableStack {
  /** Its AWS endpoint, and the keys of the account's owner. */
  readonly url: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly child: ChildProcess;
}

/** Starts a stack on an assembly and a state folder, as a process that can be killed. */
export async function runStack(stateDir: string, assembly: string): Promise<KillableStack> {
  const script = fileURLToPath(new URL('./killed-stack.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, stateDir, assembly], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
  });
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', (code) => reject(new Error(`The stack ended with status ${code}`)));
  });
  return { ...JSON.parse(line), child };
}

/** Ends a stack as a power cut would. */
export const kill = ({ child }: KillableStack): Promise<unknown> =>
  new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill('SIGKILL');
  });

/** The number that a function counted up in the attribute `times` of an item; 0 where there is none. */
export async function times(running: KillableStack, pk: string, sk: string): Promise<number> {
  const Key = { pk: { S: pk }, sk: { S: sk } };
  const { body } = await awsCall(running, 'DynamoDB_20120810.GetItem', { TableName: 'Table', Key });
  return Number(Object(body).Item?.times?.N ?? 0);
}

/** Resolves when a condition holds; the test's own time limit ends it otherwise. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}
