import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import type { ServerAddress } from './server.ts';

const FORM = {
  contractId: 'NW-PREMIUM',
  type: 'technical',
  severity: 2,
  subject: 'Lens Server answers slowly',
  description: 'A bundle is attached.',
  product: 'Lens Server',
};

/** The stack that is uploaded to, in a process of its own, so that it costs the clients what a server would. */
export interface BenchStack extends ServerAddress {
  readonly bucket: string;
  /** Files a request, and resolves with its number. */
  newRequest(): Promise<string>;
  /** Resolves with the address of an upload ticket of a request. */
  newTicket(number: string): Promise<string>;
  stop(): Promise<void>;
}

/** Starts a stack with nothing in it. */
export async function startStack(): Promise<BenchStack> {
  const child = fork(fileURLToPath(new URL('./server.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
  });
  const address = await addressOf(child);
  const { accessKeyId, secretAccessKey } = address;
  const s3 = new S3Client({
    endpoint: address.s3,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
  });
  const bucket = (await s3.send(new ListBucketsCommand())).Buckets?.[0]?.Name;
  s3.destroy();
  if (bucket === undefined) throw new Error('The stack has no bucket');

  async function post(path: string, body: object): Promise<Record<string, unknown>> {
    const response = await fetch(`${address.desk}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${address.dana}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Record<string, unknown>;
  }

  return {
    ...address,
    bucket,
    newRequest: async () => String((await post('/v1/requests', FORM)).number),
    newTicket: async (number) => String((await post(`/v1/requests/${number}/upload-tickets`, {})).url),
    async stop() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

function addressOf(child: ChildProcess): Promise<ServerAddress> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as ServerAddress));
    child.once('exit', (code) => reject(new Error(`The stack ended with ${code}`)));
  });
}
