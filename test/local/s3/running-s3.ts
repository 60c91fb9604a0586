import { rmSync } from 'node:fs';
import { S3Client } from '@aws-sdk/client-s3';
import { createActivity } from '#local/activity.ts';
import { type LocalClock, runningClock } from '#local/clock.ts';
import { createAuthoriser } from '#local/iam/authoriser.ts';
import { readStatements } from '#local/iam/statement.ts';
import type { BucketDefinition } from '#local/s3/bucket.ts';
import { type LocalS3, type S3Settings, startS3 } from '#local/s3/s3.ts';
import { temporaryFolder } from '../template/assembly.ts';
import { ACCESS_KEY, SECRET } from './signer.ts';

/** A bucket with the rules the desk's own will have. */
export const FILES: BucketDefinition = {
  name: 'files',
  arn: 'arn:aws:s3:::files',
  cors: [
    {
      id: 'portal',
      allowedOrigins: ['https://desk.example.com'],
      allowedMethods: ['PUT', 'GET'],
      allowedHeaders: ['content-type', 'x-amz-*'],
      exposeHeaders: ['ETag', 'x-amz-checksum-sha256'],
      maxAgeSeconds: 600,
    },
  ],
};

/** What a test's role may do; the key `AKIAUPLOADER` is its session. */
export const UPLOADER = { accessKeyId: 'AKIAUPLOADER', secretAccessKey: 'uploader-secret' };

export interface RunningS3 extends LocalS3 {
  readonly client: S3Client;
  readonly dataDir: string;
  readonly clock: LocalClock;
  readonly logged: string[];
  clientAs(credentials: { accessKeyId: string; secretAccessKey: string }): S3Client;
}

/** Starts an S3 of its own for a test, and a client for its owner; a folder it made is deleted when it stops. */
export async function runS3(
  overrides: Partial<S3Settings> & { readonly clock?: LocalClock; readonly policy?: readonly object[] } = {},
): Promise<RunningS3> {
  const { policy = [], ...settings } = overrides;
  const clock = overrides.clock ?? runningClock(0);
  const dataDir = overrides.dataDir ?? temporaryFolder();
  const logged: string[] = [];
  const authoriser = createAuthoriser(
    new Map([['Uploader', readStatements('Uploader', { Statement: policy })]]),
  );
  const s3 = await startS3({
    dataDir,
    buckets: [FILES],
    credential: (accessKeyId) => {
      if (accessKeyId === ACCESS_KEY) return { secretAccessKey: SECRET, principal: { kind: 'root' } };
      if (accessKeyId !== UPLOADER.accessKeyId) return undefined;
      return {
        secretAccessKey: UPLOADER.secretAccessKey,
        principal: { kind: 'role', role: 'Uploader', session: 'test' },
      };
    },
    authorise: (principal, action, resource, context) =>
      authoriser.check(principal, action, resource, context),
    activity: createActivity(),
    log: (line) => logged.push(line),
    ...settings,
    clock,
  });
  const clients: S3Client[] = [];
  const clientAs: RunningS3['clientAs'] = (credentials) => {
    const client = new S3Client({
      endpoint: s3.url,
      region: 'us-east-1',
      credentials,
      maxAttempts: 1,
      systemClockOffset: clock.now() - Date.now(),
    });
    clients.push(client);
    return client;
  };
  return {
    ...s3,
    dataDir,
    clock,
    logged,
    clientAs,
    client: clientAs({ accessKeyId: ACCESS_KEY, secretAccessKey: SECRET }),
    async stop() {
      for (const client of clients) client.destroy();
      await s3.stop();
      if (overrides.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** What a refusal says, from its XML. */
export async function refusalOf(
  response: Response,
): Promise<{ status: number; code: string; message: string; body: string }> {
  const body = await response.text();
  const element = (name: string) =>
    (new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1] ?? '')
      .replaceAll('&quot;', '"')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
  return { status: response.status, code: element('Code'), message: element('Message'), body };
}
