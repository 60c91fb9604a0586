import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** An S3 in a process of its own. */
export interface ChildS3 {
  readonly url: string;
  /** The most memory it used so far, in bytes, and its processor time in seconds. */
  usage(): Promise<{ maxRss: number; cpu: number }>;
  /** Kills it as the kernel would: without a chance to finish anything. */
  kill(): Promise<void>;
}

export async function startChild(dataDir: string, encryption: 'AES256' | 'kms' = 'AES256'): Promise<ChildS3> {
  const script = fileURLToPath(new URL('./child-server.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, dataDir, encryption], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const line = () =>
    new Promise<string>((resolve, reject) => {
      lines.once('line', resolve);
      child.once('exit', (code) => reject(new Error(`The S3 ended with status ${code}`)));
    });
  const url = await line();
  return {
    url,
    async usage() {
      const answer = line();
      child.stdin.write('usage\n');
      return JSON.parse(await answer);
    },
    kill: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      }),
  };
}
