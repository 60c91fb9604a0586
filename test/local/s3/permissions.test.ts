import {
  AbortMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it } from 'vitest';
import { type RunningS3, refusalOf, runS3, UPLOADER } from './running-s3.ts';
import { presign } from './signer.ts';

const Bucket = 'files';
const OBJECTS = 'arn:aws:s3:::files/sr/*';
const BUCKET = 'arn:aws:s3:::files';

let s3: RunningS3 | undefined;
afterEach(() => s3?.stop());

async function as(...policy: object[]): Promise<{ role: S3Client; owner: S3Client; url: string }> {
  s3 = await runS3({ policy: policy.map((statement) => ({ Effect: 'Allow', ...statement })) });
  return { role: s3.clientAs(UPLOADER), owner: s3.client, url: s3.url };
}

const outcome = (work: Promise<unknown>) =>
  work.then(
    () => 'allowed',
    ({ name }: Error) => name,
  );

describe('what a role may do', () => {
  const Key = 'sr/1/a';
  const at = { Bucket, Key };

  it.each<[string, string, string, (client: S3Client, uploadId: string) => Promise<unknown>]>([
    ['PutObject', 's3:PutObject', OBJECTS, (it) => it.send(new PutObjectCommand({ ...at, Body: 'x' }))],
    ['GetObject', 's3:GetObject', OBJECTS, (it) => it.send(new GetObjectCommand(at))],
    ['HeadObject', 's3:GetObject', OBJECTS, (it) => it.send(new HeadObjectCommand(at))],
    ['DeleteObject', 's3:DeleteObject', OBJECTS, (it) => it.send(new DeleteObjectCommand(at))],
    ['GetObjectTagging', 's3:GetObjectTagging', OBJECTS, (it) => it.send(new GetObjectTaggingCommand(at))],
    [
      'PutObjectTagging',
      's3:PutObjectTagging',
      OBJECTS,
      (it) => it.send(new PutObjectTaggingCommand({ ...at, Tagging: { TagSet: [] } })),
    ],
    ['CreateMultipartUpload', 's3:PutObject', OBJECTS, (it) => it.send(new CreateMultipartUploadCommand(at))],
    [
      'ListParts',
      's3:ListMultipartUploadParts',
      OBJECTS,
      (it, UploadId) => it.send(new ListPartsCommand({ ...at, UploadId })),
    ],
    [
      'AbortMultipartUpload',
      's3:AbortMultipartUpload',
      OBJECTS,
      (it, UploadId) => it.send(new AbortMultipartUploadCommand({ ...at, UploadId })),
    ],
    ['ListObjectsV2', 's3:ListBucket', BUCKET, (it) => it.send(new ListObjectsV2Command({ Bucket }))],
    [
      'ListMultipartUploads',
      's3:ListBucketMultipartUploads',
      BUCKET,
      (it) => it.send(new ListMultipartUploadsCommand({ Bucket })),
    ],
    ['ListBuckets', 's3:ListAllMyBuckets', '*', (it) => it.send(new ListBucketsCommand({}))],
  ])('%s needs %s on %s', async (_name, Action, Resource, call) => {
    for (const [statement, expected] of [
      [{ Action, Resource }, 'allowed'],
      [{ Action: 's3:Other', Resource }, /AccessDenied|Forbidden|403|Unknown/],
      [{ Action, Resource: 'arn:aws:s3:::other/*' }, /AccessDenied|Forbidden|403|Unknown/],
    ] as const) {
      const { role, owner } = await as(statement);
      await owner.send(new PutObjectCommand({ ...at, Body: 'hello' }));
      const { UploadId = '' } = await owner.send(new CreateMultipartUploadCommand(at));
      const found = await outcome(call(role, UploadId));
      if (typeof expected === 'string') expect(found).toBe(expected);
      else expect(found).toMatch(expected);
      await s3?.stop();
    }
  });

  it('a refusal says who, what and on what', async () => {
    const { role } = await as({ Action: 's3:GetObject', Resource: OBJECTS });
    await expect(role.send(new PutObjectCommand({ ...at, Body: 'x' }))).rejects.toMatchObject({
      name: 'AccessDenied',
      message:
        'User: arn:aws:sts::000000000000:assumed-role/Uploader/test is not authorized to perform: s3:PutObject on resource: arn:aws:s3:::files/sr/1/a because no identity-based policy allows the s3:PutObject action',
    });
  });

  it('beyond the action: tags, conditions, and both rights of GetObjectAttributes', async () => {
    const { role, owner } = await as({ Action: 's3:PutObject', Resource: OBJECTS });
    const { ETag } = await owner.send(new PutObjectCommand({ ...at, Body: 'x' }));
    const put = (more: object) => outcome(role.send(new PutObjectCommand({ ...at, Body: 'x', ...more })));
    expect(await put({ Tagging: 'a=1' })).toBe('AccessDenied');
    expect(await put({ IfMatch: ETag })).toBe('AccessDenied');
    expect(await put({})).toBe('allowed');
    await s3?.stop();
    const { role: reader, owner: other } = await as({ Action: 's3:GetObjectAttributes', Resource: OBJECTS });
    await other.send(new PutObjectCommand({ ...at, Body: 'x' }));
    expect(
      await outcome(reader.send(new GetObjectAttributesCommand({ ...at, ObjectAttributes: ['ObjectSize'] }))),
    ).toBe('AccessDenied');
  });

  it('whether an object exists is told only to those who may list', async () => {
    const missing = new GetObjectCommand({ Bucket, Key: 'sr/1/none' });
    const { role } = await as({ Action: 's3:GetObject', Resource: OBJECTS });
    expect(await outcome(role.send(missing))).toBe('AccessDenied');
    await s3?.stop();
    const { role: lister } = await as(
      { Action: 's3:GetObject', Resource: OBJECTS },
      { Action: 's3:ListBucket', Resource: BUCKET },
    );
    expect(await outcome(lister.send(missing))).toBe('NoSuchKey');
  });

  it('DeleteObjects is judged key by key', async () => {
    const { role, owner } = await as({ Action: 's3:DeleteObject', Resource: OBJECTS });
    for (const key of [Key, 'private']) {
      await owner.send(new PutObjectCommand({ Bucket, Key: key, Body: 'x' }));
    }
    const { Deleted, Errors } = await role.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key }, { Key: 'private' }] } }),
    );
    expect(Deleted).toEqual([{ Key }]);
    expect(Errors).toMatchObject([{ Key: 'private', Code: 'AccessDenied' }]);
    expect(await outcome(owner.send(new GetObjectCommand({ Bucket, Key: 'private' })))).toBe('allowed');
  });

  it('a URL can do what its signer may, no more', async () => {
    const { url } = await as({ Action: 's3:PutObject', Resource: OBJECTS });
    const sign = (method: string, key: string) =>
      presign({ method, url: `${url}/files/${key}` }, { ...UPLOADER, now: s3?.clock.now() ?? 0 });
    expect((await fetch(sign('PUT', 'sr/1/a'), { method: 'PUT', body: 'x' })).status).toBe(200);
    expect(await refusalOf(await fetch(sign('GET', 'sr/1/a')))).toMatchObject({
      status: 403,
      code: 'AccessDenied',
    });
    expect(await refusalOf(await fetch(sign('PUT', 'other'), { method: 'PUT', body: 'x' }))).toMatchObject({
      status: 403,
      code: 'AccessDenied',
    });
  });

  it('a policy may ask for the prefix of a listing', async () => {
    const { role } = await as({
      Action: 's3:ListBucket',
      Resource: BUCKET,
      Condition: { StringLike: { 's3:prefix': 'sr/1/*' } },
    });
    const list = (Prefix?: string) => outcome(role.send(new ListObjectsV2Command({ Bucket, Prefix })));
    expect([await list('sr/1/'), await list('sr/2/'), await list()]).toEqual([
      'allowed',
      'AccessDenied',
      'AccessDenied',
    ]);
  });

  it('a policy that asks what this S3 cannot tell ends with a 500 and a line in the log', async () => {
    const { role } = await as({
      Action: 's3:GetObject',
      Resource: OBJECTS,
      Condition: { StringEquals: { 's3:ExistingObjectTag/scan': 'clean' } },
    });
    expect(await outcome(role.send(new GetObjectCommand(at)))).toBe('InternalError');
    expect(s3?.logged.join()).toContain('s3:ExistingObjectTag/scan, which the local stack does not supply');
  });
});
