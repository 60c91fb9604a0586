import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { whereIs } from '#test/uploads-sh/shells.ts';
import type { ClientCommand } from './client-run.ts';
import type { BenchStack } from './stack.ts';

/** Something that uploads, as its users call it. */
export interface Client {
  readonly name: string;
  /** The command that uploads `file`, in a way that no earlier upload spares it anything. */
  command(stack: BenchStack, file: string): Promise<ClientCommand>;
}

/** The parts of all clients are as large, and as many at a time, as the command line's. */
const PART = '16M';
const AT_ONCE = '8';

/**
 * All clients that are on this machine. `folder` takes what they have to keep; `casebell` is the program of the package
 * for customers.
 */
export function clientsHere(folder: string, casebell: string): Client[] {
  const path = { PATH: process.env.PATH ?? '', HOME: folder, TMPDIR: folder };
  const keys = (stack: BenchStack) => ({
    ...path,
    AWS_ACCESS_KEY_ID: stack.accessKeyId,
    AWS_SECRET_ACCESS_KEY: stack.secretAccessKey,
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: awsConfig(folder),
  });
  const rclone = (...more: string[]): Client['command'] => {
    let runs = 0;
    return async (stack, file) => {
      runs += 1;
      const remote = `:s3:${stack.bucket}/rclone/${more.length}-${runs}`;
      const endpoint = ['--s3-provider=Other', '--s3-env-auth', `--s3-endpoint=${stack.s3}`];
      const parts = [`--s3-chunk-size=${PART}`, `--s3-upload-concurrency=${AT_ONCE}`];
      const rest = ['--config=/dev/null', '--s3-region=us-east-1', '--s3-no-check-bucket', ...more];
      return {
        program: 'rclone',
        args: ['copyto', ...endpoint, ...parts, ...rest, file, remote],
        env: keys(stack),
      };
    };
  };
  const clients: (Client & { readonly needs: string })[] = [
    {
      name: 'casebell upload',
      needs: 'node',
      async command(stack, file) {
        const number = await stack.newRequest();
        const args = ['upload', file, '--request', number, '--desk', stack.desk, '--quiet'];
        const env = { ...path, CASEBELL_TOKEN: stack.dana, XDG_STATE_HOME: folder };
        return { program: process.execPath, args: [casebell, ...args], env };
      },
    },
    {
      name: 'upload.sh',
      needs: 'sh',
      async command(stack, file) {
        const ticket = filed(folder, 'ticket', await stack.newTicket(await stack.newRequest()));
        return { program: 'sh', args: [UPLOAD_SH, '-q', '-t', ticket, file], env: path };
      },
    },
    { name: 'rclone', needs: 'rclone', command: rclone() },
    { name: 'rclone without hashes', needs: 'rclone', command: rclone('--s3-disable-checksum') },
    {
      name: 'aws s3 cp',
      needs: 'aws',
      async command(stack, file) {
        const remote = `s3://${stack.bucket}/aws/${Math.random()}`;
        const args = ['s3', 'cp', '--no-progress', '--endpoint-url', stack.s3, file, remote];
        return { program: 'aws', args, env: keys(stack) };
      },
    },
  ];
  return clients.filter(({ needs }) => whereIs(needs) !== null);
}

const UPLOAD_SH = new URL('../../functions/uploads/upload.sh', import.meta.url).pathname;

function awsConfig(folder: string): string {
  const lines = [`multipart_chunksize = ${PART}B`, `max_concurrent_requests = ${AT_ONCE}`];
  return filed(folder, 'aws-config', `[default]\ns3 =\n${lines.map((line) => `  ${line}\n`).join('')}`);
}

function filed(folder: string, name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text, { mode: 0o600 });
  return file;
}
