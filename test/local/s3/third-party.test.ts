import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { accessSync, constants, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import {
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FaultTarget } from '#local/s3/fault.ts';
import { temporaryFolder } from '../template/assembly.ts';
import { type RunningS3, runS3 } from './running-s3.ts';
import { ACCESS_KEY, presign, SECRET } from './signer.ts';

const MIB = 1024 * 1024;
/** Each of these programs takes seconds to start when the machine has much else to do. */
const TIMEOUT = { timeout: 180_000 };
const Bucket = 'files';
/** A name that every client has to encode its own way. */
const NAME = 'log bundle+1 (ü).bin';

let s3: RunningS3;
let folder: string;
let calls: FaultTarget[] = [];

beforeAll(async () => {
  folder = temporaryFolder();
  s3 = await runS3({
    dataDir: path.join(folder, 's3'),
    interpose(target) {
      calls.push(target);
      return undefined;
    },
  });
  writeFileSync(path.join(folder, 'big'), randomBytes(64 * MIB));
  writeFileSync(path.join(folder, 'small'), 'small\n');
  mkdirSync(path.join(folder, '.aws'));
  // Older ones presign with version 2 unless told otherwise.
  writeFileSync(path.join(folder, '.aws', 'config'), '[default]\ns3 =\n  signature_version = s3v4\n');
});
afterAll(async () => {
  await s3.stop();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  calls = [];
});

/** All programs of that name on the path, each once: a newer one may hide the distribution's. */
function installed(name: string): string[] {
  const found = (process.env.PATH ?? '').split(path.delimiter).flatMap((directory) => {
    try {
      const file = path.join(directory, name);
      accessSync(file, constants.X_OK);
      return [realpathSync(file)];
    } catch {
      return [];
    }
  });
  return [...new Set(found)];
}

async function run(program: string, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(program, args, {
    maxBuffer: 64 * MIB,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      LC_ALL: 'C.UTF-8',
      AWS_ACCESS_KEY_ID: ACCESS_KEY,
      AWS_SECRET_ACCESS_KEY: SECRET,
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
  });
  return stdout;
}

const operations = (name: string) => calls.filter(({ operation }) => operation === name).length;
const digestOf = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');
const local = (name: string) => path.join(folder, name);

async function sizeOf(Key: string): Promise<number | undefined> {
  try {
    return (await s3.client.send(new HeadObjectCommand({ Bucket, Key }))).ContentLength;
  } catch {
    return undefined;
  }
}

async function openUploads(): Promise<number> {
  const { Uploads = [] } = await s3.client.send(new ListMultipartUploadsCommand({ Bucket }));
  return Uploads.length;
}

const programs = (name: string) => {
  const found = installed(name);
  return { found: found.length > 0 ? found : [name], missing: found.length === 0 };
};

const rclone = programs('rclone');
describe.skipIf(rclone.missing).each(rclone.found)('rclone (%s)', TIMEOUT, (program) => {
  const remote = (key: string) => `:s3:files/rclone/${key}`;
  const call = (...args: string[]) =>
    run(program, [
      '--config=/dev/null',
      '--retries=1',
      '--s3-provider=Other',
      '--low-level-retries=1',
      '--s3-env-auth',
      '--s3-region=us-east-1',
      `--s3-endpoint=${s3.url}`,
      '--s3-force-path-style',
      '--s3-no-check-bucket',
      '--s3-upload-cutoff=8M',
      '--s3-chunk-size=8M',
      ...args,
    ]);

  it('uploads in parts, lists, downloads, checks, overwrites and deletes', async () => {
    await call('copyto', local('big'), remote(NAME));
    expect([operations('UploadPart'), await sizeOf(`rclone/${NAME}`)]).toEqual([8, 64 * MIB]);
    expect(JSON.parse(await call('lsjson', remote('')))).toMatchObject([{ Name: NAME, Size: 64 * MIB }]);
    await call('copyto', remote(NAME), local('from-rclone'));
    expect(digestOf(local('from-rclone'))).toBe(digestOf(local('big')));

    // What is there already is not sent again.
    calls = [];
    await call('copyto', local('big'), remote(NAME));
    expect(operations('UploadPart')).toBe(0);
    await call('copyto', local('small'), remote(NAME));
    expect(await call('cat', remote(NAME))).toBe('small\n');
    await call('deletefile', remote(NAME));
    expect([await sizeOf(`rclone/${NAME}`), await openUploads()]).toEqual([undefined, 0]);
  });

  it('keeps folders in step', async () => {
    mkdirSync(local('tree/sub'), { recursive: true });
    for (const name of ['a', 'sub/b c', 'sub/d']) writeFileSync(local(`tree/${name}`), name);
    await call('sync', local('tree'), remote('tree'));
    rmSync(local('tree/a'));
    await call('sync', local('tree'), remote('tree'));
    await call('check', local('tree'), remote('tree'));
    expect((await call('lsf', '-R', '--files-only', remote('tree'))).trim().split('\n')).toEqual([
      'sub/b c',
      'sub/d',
    ]);
    await call('purge', remote('tree'));
  });
});

const aws = programs('aws');
describe.skipIf(aws.missing).each(aws.found)('aws-cli (%s)', TIMEOUT, (program) => {
  const call = (...args: string[]) => run(program, ['--endpoint-url', s3.url, '--output', 'json', ...args]);
  const remote = (key: string) => `s3://files/aws/${key}`;

  it('uploads in parts, lists, downloads, overwrites and deletes', async () => {
    await call('s3', 'cp', '--no-progress', local('big'), remote(NAME));
    expect([operations('UploadPart'), await sizeOf(`aws/${NAME}`)]).toEqual([8, 64 * MIB]);
    expect(await call('s3', 'ls', '--recursive', 's3://files/aws/')).toMatch(
      / 67108864 aws\/log bundle\+1 \(ü\)\.bin\n/,
    );
    await call('s3', 'cp', '--no-progress', remote(NAME), local('from-aws'));
    expect(digestOf(local('from-aws'))).toBe(digestOf(local('big')));

    await call('s3', 'cp', '--no-progress', local('small'), remote(NAME));
    expect(await sizeOf(`aws/${NAME}`)).toBe(6);
    await call('s3', 'rm', remote(NAME));
    expect([await sizeOf(`aws/${NAME}`), await openUploads()]).toEqual([undefined, 0]);
  });

  it('declares SHA-256 checksums, and presigns', async () => {
    const put = ['--bucket', Bucket, '--key', 'aws/checked', '--body', local('small')];
    const stored = JSON.parse(await call('s3api', 'put-object', ...put, '--checksum-algorithm', 'SHA256'));
    expect(stored.ChecksumSHA256).toBe(createHash('sha256').update('small\n').digest('base64'));
    const url = (await call('s3', 'presign', 's3://files/aws/checked', '--expires-in', '60')).trim();
    expect(await (await fetch(url)).text()).toBe('small\n');
    expect((await fetch(`${url}0`)).status).toBe(403);
    await call('s3', 'rm', '--recursive', 's3://files/aws/');
    expect(await sizeOf('aws/checked')).toBeUndefined();
  });
});

const s3cmd = programs('s3cmd');
describe.skipIf(s3cmd.missing).each(s3cmd.found)('s3cmd (%s)', TIMEOUT, (program) => {
  const call = (...args: string[]) => {
    const { host } = new URL(s3.url);
    return run(program, [
      '--config=/dev/null',
      `--access_key=${ACCESS_KEY}`,
      `--secret_key=${SECRET}`,
      `--host=${host}`,
      `--host-bucket=${host}`,
      '--no-ssl',
      '--region=us-east-1',
      '--no-progress',
      '--multipart-chunk-size-mb=8',
      ...args,
    ]);
  };
  const remote = (key: string) => `s3://files/s3cmd/${key}`;

  it('uploads in parts, lists, downloads, overwrites and deletes', async () => {
    await call('put', local('big'), remote(NAME));
    expect([operations('UploadPart'), await sizeOf(`s3cmd/${NAME}`)]).toEqual([8, 64 * MIB]);
    expect(await call('ls', 's3://files/s3cmd/')).toMatch(
      / 67108864 +s3:\/\/files\/s3cmd\/log bundle\+1 \(ü\)\.bin\n/,
    );
    await call('get', '--force', remote(NAME), local('from-s3cmd'));
    expect(digestOf(local('from-s3cmd'))).toBe(digestOf(local('big')));

    await call('put', local('small'), remote(NAME));
    expect(await sizeOf(`s3cmd/${NAME}`)).toBe(6);
    await call('del', remote(NAME));
    expect([await sizeOf(`s3cmd/${NAME}`), await openUploads()]).toEqual([undefined, 0]);
  });

  it('resumes an upload: parts that are there and the same are not sent again [lesson 29]', async () => {
    const Key = 's3cmd/resumed';
    const { UploadId = '' } = await s3.client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const big = readFileSync(local('big'));
    for (const PartNumber of [1, 2, 3]) {
      const Body = big.subarray((PartNumber - 1) * 8 * MIB, PartNumber * 8 * MIB);
      // One of them is of another file.
      if (PartNumber === 2) Body.fill(0, 0, 1000);
      const target = `${s3.url}/files/${Key}?partNumber=${PartNumber}&uploadId=${UploadId}`;
      expect(
        (await fetch(presign({ method: 'PUT', url: target }), { method: 'PUT', body: Body })).status,
      ).toBe(200);
    }
    calls = [];
    await call('put', '--continue-put', `--upload-id=${UploadId}`, local('big'), remote('resumed'));
    expect(calls.filter(({ operation }) => operation === 'UploadPart').map((it) => it.partNumber)).toEqual([
      2, 4, 5, 6, 7, 8,
    ]);
    await call('get', '--force', remote('resumed'), local('resumed'));
    expect(digestOf(local('resumed'))).toBe(digestOf(local('big')));
    await call('del', remote('resumed'));
  });
});
