import { GetObjectCommand, HeadBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { virtualClock } from '#local/clock.ts';
import { canonicalRequest } from '#local/s3/signature/canonical-request.ts';
import { parseCredential, sign, signingKey, stringToSign } from '#local/s3/signature/signing.ts';
import { uriEncode } from '#local/s3/signature/uri-encode.ts';
import { FILES, type RunningS3, refusalOf, runS3 } from './running-s3.ts';
import { ACCESS_KEY, presign, SECRET, type SigningOptions, sha256, signHeaders } from './signer.ts';

const MINUTE = 60_000;
const START = Date.parse('2026-03-02T09:00:00.000Z');

let s3: RunningS3;
beforeAll(async () => {
  s3 = await runS3({
    clock: virtualClock(START),
    buckets: [FILES, { ...FILES, name: 'young', arn: 'arn:aws:s3:::young', maxSignatureAgeMs: 10 * MINUTE }],
  });
  await put('a', { 'content-type': 'text/plain' });
});
afterAll(() => s3.stop());

const object = (key = 'a') => `${s3.url}/files/${key}`;

function put(
  key: string,
  headers: Record<string, string> = {},
  body = 'hello',
  options: SigningOptions = {},
) {
  const signed = signHeaders({ method: 'PUT', url: object(key), headers }, sha256(body), {
    now: s3.clock.now(),
    ...options,
  });
  return fetch(object(key), { method: 'PUT', headers: signed.headers, body });
}

function get(
  change: (headers: Record<string, string>) => Record<string, string>,
  options: SigningOptions = {},
) {
  const { headers } = signHeaders({ method: 'GET', url: object() }, sha256(''), {
    now: s3.clock.now(),
    ...options,
  });
  return fetch(object(), { headers: change(headers) });
}

const replace = (pattern: RegExp | string, by: string) => (headers: Record<string, string>) => ({
  ...headers,
  authorization: (headers.authorization ?? '').replace(pattern, by),
});

describe('the calculation', () => {
  // The first example of the S3 API reference, "Authenticating Requests: Using the Authorization Header".
  it('is that of the S3 API reference', () => {
    const scope = parseCredential('AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request');
    const request = {
      method: 'GET',
      path: '/test.txt',
      query: [],
      headers: new Map([
        ['host', 'examplebucket.s3.amazonaws.com'],
        ['range', 'bytes=0-9'],
        ['x-amz-content-sha256', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
        ['x-amz-date', '20130524T000000Z'],
      ]),
    };
    const canonical = canonicalRequest(
      request,
      ['host', 'range', 'x-amz-content-sha256', 'x-amz-date'],
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
    if (scope === undefined) throw new Error('The credential was not read');
    const key = signingKey('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', scope);
    expect(sign(key, stringToSign('20130524T000000Z', scope, canonical))).toBe(
      'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    );
  });

  it('encodes a path once, and all but its slashes', () => {
    expect(uriEncode("/a b/ü+*'()!~/%2F", 'path')).toBe('/a%20b/%C3%BC%2B%2A%27%28%29%21~/%252F');
    expect(uriEncode('a/b=c', 'query')).toBe('a%2Fb%3Dc');
  });

  it('is the same when a client leaves characters as they are', async () => {
    await put('note%281%29%2B.txt', {});
    const { headers } = signHeaders({ method: 'GET', url: object('note%281%29%2B.txt') }, sha256(''), {
      now: s3.clock.now(),
    });
    const response = await fetch(object('note(1)+.txt'), { headers });
    expect(await response.text()).toBe('hello');
  });
});

describe('a request without a good Authorization header is refused', () => {
  it.each<[string, (headers: Record<string, string>) => Record<string, string>, number, string, string]>([
    ['none at all', ({ authorization: _, ...rest }) => rest, 403, 'AccessDenied', 'Access Denied'],
    [
      'version 2',
      (headers) => ({ ...headers, authorization: 'AWS AKIA:abc=' }),
      400,
      'InvalidRequest',
      'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
    ],
    [
      'another scheme',
      (headers) => ({ ...headers, authorization: 'Bearer abc' }),
      400,
      'InvalidArgument',
      'Unsupported Authorization Type',
    ],
    [
      'no signature',
      replace(/, Signature=.*/, ''),
      400,
      'AuthorizationHeaderMalformed',
      'The authorization header is malformed; missing Signature.',
    ],
    [
      'half a credential',
      replace(/Credential=[^,]*/, 'Credential=AKIA/20260302'),
      400,
      'AuthorizationHeaderMalformed',
      'The authorization header is malformed; the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    ],
    [
      'another day in the credential',
      replace('/20260302/', '/20260301/'),
      400,
      'AuthorizationHeaderMalformed',
      'The authorization header is malformed; Invalid credential date "20260301". This date is not the same as X-Amz-Date: "20260302T090000Z".',
    ],
    [
      'another terminator',
      replace('aws4_request', 'aws4_wish'),
      400,
      'AuthorizationHeaderMalformed',
      'The authorization header is malformed; incorrect terminal "aws4_wish". This endpoint uses "aws4_request".',
    ],
    [
      'no date',
      ({ 'x-amz-date': _, ...rest }) => rest,
      403,
      'AccessDenied',
      'AWS authentication requires a valid Date or x-amz-date header',
    ],
    [
      'no hash of the payload',
      ({ 'x-amz-content-sha256': _, ...rest }) => rest,
      400,
      'InvalidRequest',
      'Missing required header for this request: x-amz-content-sha256',
    ],
    [
      'a hash that is none',
      (headers) => ({ ...headers, 'x-amz-content-sha256': 'abc' }),
      400,
      'InvalidArgument',
      expect.stringContaining('x-amz-content-sha256 must be UNSIGNED-PAYLOAD'),
    ],
    [
      'a header added that should be signed',
      (headers) => ({ ...headers, 'x-amz-acl': 'private' }),
      403,
      'AccessDenied',
      'There were headers present in the request which were not signed',
    ],
    [
      'a token that belongs to no key',
      (headers) => ({ ...headers, 'x-amz-security-token': 'abc' }),
      400,
      'InvalidToken',
      'The provided token is malformed or otherwise invalid.',
    ],
    [
      'another signature',
      replace(/Signature=./, 'Signature=_'),
      403,
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    ],
  ])('%s', async (_name, change, status, code, message) => {
    expect(await refusalOf(await get(change))).toMatchObject({ status, code, message });
  });

  it.each<[string, SigningOptions, number, string, string]>([
    [
      'an unknown key',
      { accessKeyId: 'AKIASTRANGER' },
      403,
      'InvalidAccessKeyId',
      'The AWS Access Key Id you provided does not exist in our records.',
    ],
    ['another secret', { secretAccessKey: 'guessed' }, 403, 'SignatureDoesNotMatch', ''],
    [
      'another Region',
      { region: 'eu-west-1' },
      400,
      'AuthorizationHeaderMalformed',
      "The authorization header is malformed; the region 'eu-west-1' is wrong; expecting 'us-east-1'",
    ],
    [
      'another service',
      { service: 'sqs' },
      400,
      'AuthorizationHeaderMalformed',
      'The authorization header is malformed; incorrect service "sqs". This endpoint belongs to "s3".',
    ],
    ['a date 16 minutes behind', { now: START - 16 * MINUTE }, 403, 'RequestTimeTooSkewed', ''],
    ['a date 16 minutes ahead', { now: START + 16 * MINUTE }, 403, 'RequestTimeTooSkewed', ''],
  ])('%s', async (_name, options, status, code, message) => {
    const refusal = await refusalOf(await get((headers) => headers, options));
    expect(refusal).toMatchObject({ status, code });
    if (message !== '') expect(refusal.message).toBe(message);
  });

  it('a body other than the one hashed, and nothing is stored', async () => {
    const url = object('swapped');
    const { headers } = signHeaders({ method: 'PUT', url }, sha256('hello'), { now: s3.clock.now() });
    const response = await fetch(url, { method: 'PUT', headers, body: 'jello' });
    expect(await refusalOf(response)).toMatchObject({ status: 400, code: 'XAmzContentSHA256Mismatch' });
    await expect(
      s3.client.send(new GetObjectCommand({ Bucket: 'files', Key: 'swapped' })),
    ).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('takes a date 14 minutes off', async () => {
    expect((await get((headers) => headers, { now: START - 14 * MINUTE })).status).toBe(200);
    expect((await get((headers) => headers, { now: START + 14 * MINUTE })).status).toBe(200);
  });
});

describe('a presigned URL', () => {
  const presigned = (options: Parameters<typeof presign>[1] = {}, key = 'a') =>
    presign({ method: 'GET', url: object(key) }, { now: s3.clock.now(), ...options });

  it('reads the object until it expires', async () => {
    const url = presigned({ now: START - 299_000, expires: 300 });
    expect(await (await fetch(url)).text()).toBe('hello');
    const late = await refusalOf(await fetch(presigned({ now: START - 300_000, expires: 300 })));
    expect(late).toMatchObject({ status: 403, code: 'AccessDenied', message: 'Request has expired' });
    expect(late.body).toContain('<X-Amz-Expires>300</X-Amz-Expires>');
    expect(late.body).toContain('<ServerTime>2026-03-02T09:00:00.000Z</ServerTime>');
  });

  it.each<[string, (url: string) => string, number, string, string]>([
    [
      'a week and a second',
      () => presigned({ expires: 604_801 }),
      400,
      'AuthorizationQueryParametersError',
      'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds',
    ],
    [
      'no second',
      () => presigned({ expires: 0 }),
      400,
      'AuthorizationQueryParametersError',
      'X-Amz-Expires must be non-negative',
    ],
    [
      'no number of seconds',
      () => presigned({ expires: 'soon' }),
      400,
      'AuthorizationQueryParametersError',
      'X-Amz-Expires should be a number',
    ],
    [
      'a parameter missing',
      (url) => url.replace(/&X-Amz-Expires=\d+/, ''),
      400,
      'AuthorizationQueryParametersError',
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    ],
    [
      'another algorithm',
      (url) => url.replace('AWS4-HMAC-SHA256', 'AWS4-HMAC-MD5'),
      400,
      'AuthorizationQueryParametersError',
      'X-Amz-Algorithm only supports "AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256"',
    ],
    [
      'a date of another form',
      (url) => url.replace('X-Amz-Date=20260302T090000Z', 'X-Amz-Date=2026-03-02'),
      400,
      'AuthorizationQueryParametersError',
      "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"",
    ],
    [
      'half a credential',
      (url) => url.replace(/X-Amz-Credential=[^&]*/, 'X-Amz-Credential=AKIA'),
      400,
      'AuthorizationQueryParametersError',
      'Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    ],
    [
      'another Region',
      () => presigned({ region: 'eu-west-1' }),
      400,
      'AuthorizationQueryParametersError',
      "Error parsing the X-Amz-Credential parameter; the region 'eu-west-1' is wrong; expecting 'us-east-1'",
    ],
    [
      'tomorrow',
      () => presigned({ now: START + 16 * MINUTE }),
      403,
      'AccessDenied',
      'Request is not yet valid',
    ],
    [
      'longer than it was signed for',
      (url) => url.replace('X-Amz-Expires=3600', 'X-Amz-Expires=7200'),
      403,
      'SignatureDoesNotMatch',
      expect.any(String),
    ],
    [
      'another object',
      (url) => url.replace('/files/a?', '/files/b?'),
      403,
      'SignatureDoesNotMatch',
      expect.any(String),
    ],
    [
      'version 2',
      () => `${object()}?AWSAccessKeyId=${ACCESS_KEY}&Signature=abc%3D&Expires=1800000000`,
      400,
      'InvalidRequest',
      'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
    ],
    [
      'an unknown key',
      () => presigned({ accessKeyId: 'AKIASTRANGER' }),
      403,
      'InvalidAccessKeyId',
      expect.any(String),
    ],
  ])('is refused for %s', async (_name, change, status, code, message) => {
    const response = await fetch(change(presigned()));
    expect(await refusalOf(response)).toMatchObject({ status, code, message });
  });

  it('is refused for another method, and beside an Authorization header', async () => {
    const put = await fetch(presigned(), { method: 'PUT', body: 'x' });
    expect(await refusalOf(put)).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
    const { headers } = signHeaders({ method: 'GET', url: object() }, sha256(''), { now: s3.clock.now() });
    const both = await fetch(presigned(), { headers: { authorization: headers.authorization ?? '' } });
    expect(await refusalOf(both)).toMatchObject({ status: 400, code: 'InvalidArgument' });
  });

  it('binds the headers it signs, length and checksum included', async () => {
    const checksum = 'LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=';
    const headers = { 'content-length': '5', 'x-amz-checksum-sha256': checksum };
    const url = presign({ method: 'PUT', url: object('bound'), headers }, { now: s3.clock.now() });
    const send = (body: string, more: Record<string, string>) =>
      fetch(url, { method: 'PUT', body, headers: more }).then(refusalOf);
    const signed = { 'x-amz-checksum-sha256': checksum };
    expect(await send('hello!', signed)).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
    expect(await send('hello', {})).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
    expect(
      await send('hello', { 'x-amz-checksum-sha256': 'nZ2dnZ2dnZ2dnZ2dnZ2dnZ2dnZ2dnZ2dnZ2dnZ2dnZ0=' }),
    ).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
    expect(await send('hello', { ...signed, 'x-amz-meta-a': '1' })).toMatchObject({
      status: 403,
      code: 'AccessDenied',
      message: 'There were headers present in the request which were not signed',
    });
    expect(await send('jello', signed)).toMatchObject({
      status: 400,
      code: 'BadDigest',
      message: 'The SHA256 you specified did not match the calculated checksum.',
    });
    expect(await send('hello', signed)).toMatchObject({ status: 200 });
  });

  it('does not enforce a checksum in the query, and takes metadata from there', async () => {
    const query =
      'x-amz-checksum-sha256=nZ2dnZ2dnZ2dnZ2dnZ2dnZ2dnZ2dnZ2dnZ2dnZ2dnZ0%3D&x-amz-meta-by=Dana&x-id=PutObject';
    const url = presign({ method: 'PUT', url: `${object('hoisted')}?${query}` }, { now: s3.clock.now() });
    expect((await fetch(url, { method: 'PUT', body: 'hello' })).status).toBe(200);
    const { Metadata } = await s3.client.send(new GetObjectCommand({ Bucket: 'files', Key: 'hoisted' }));
    expect(Metadata).toEqual({ by: 'Dana' });
  });

  it('is refused when it is older than its bucket allows (s3:signatureAge)', async () => {
    const url = `${s3.url}/young/a`;
    const putUrl = (ageMs: number) =>
      presign({ method: 'PUT', url }, { now: s3.clock.now() - ageMs, expires: 3600 });
    expect((await fetch(putUrl(9 * MINUTE), { method: 'PUT', body: 'x' })).status).toBe(200);
    const old = await refusalOf(await fetch(putUrl(11 * MINUTE), { method: 'PUT', body: 'x' }));
    expect(old).toMatchObject({ status: 403, code: 'AccessDenied' });
    expect(old.message).toContain('explicit deny in a resource-based policy');
  });
});

describe('the clock of the stack', () => {
  it('is followed by the unmodified SDK: it corrects its own by the date of the refusal', async () => {
    const client = new S3Client({
      endpoint: s3.url,
      region: 'us-east-1',
      credentials: { accessKeyId: ACCESS_KEY, secretAccessKey: SECRET },
    });
    const Body = 'hello';
    await client.send(new PutObjectCommand({ Bucket: 'files', Key: 'later', Body }));
    await s3.clock.advanceTo(s3.clock.now() + 90 * 86_400_000, async () => undefined);
    await client.send(new PutObjectCommand({ Bucket: 'files', Key: 'later', Body }));
    const { LastModified } = await client.send(new GetObjectCommand({ Bucket: 'files', Key: 'later' }));
    expect(LastModified?.toISOString()).toBe('2026-05-31T09:00:00.000Z');
    client.destroy();
  });

  it('finds a bucket in the host name too', async () => {
    const url = `${s3.url.replace('127.0.0.1', 'files.localhost')}/a`;
    const { headers } = signHeaders({ method: 'GET', url }, sha256(''), { now: s3.clock.now() });
    const { request } = await import('node:http');
    const body = await new Promise<string>((resolve, reject) => {
      const { port } = new URL(s3.url);
      request({ host: '127.0.0.1', port, path: '/a', headers }, async (response) => {
        let text = '';
        for await (const piece of response) text += piece;
        resolve(text);
      })
        .on('error', reject)
        .end();
    });
    expect(body).toBe('hello');
  });

  it('knows temporary credentials by their token', async () => {
    const temporary = await runS3({
      clock: virtualClock(START),
      credential: () => ({ secretAccessKey: SECRET, sessionToken: 'token', principal: { kind: 'root' } }),
    });
    const url = `${temporary.url}/files`;
    const head = (headers: Record<string, string>) =>
      fetch(url, {
        headers: signHeaders({ method: 'GET', url, headers }, sha256(''), { now: START }).headers,
      });
    expect((await head({ 'x-amz-security-token': 'token' })).status).toBe(200);
    expect((await head({ 'x-amz-security-token': 'other' })).status).toBe(400);
    expect((await head({})).status).toBe(400);
    await temporary.stop();
  });
});

it('HeadBucket answers for a bucket and says 404 for none', async () => {
  const client = new S3Client({
    endpoint: s3.url,
    region: 'us-east-1',
    credentials: { accessKeyId: ACCESS_KEY, secretAccessKey: SECRET },
  });
  expect(await client.send(new HeadBucketCommand({ Bucket: 'files' }))).toMatchObject({
    BucketRegion: 'us-east-1',
  });
  await expect(client.send(new HeadBucketCommand({ Bucket: 'other' }))).rejects.toMatchObject({
    name: 'NotFound',
  });
  client.destroy();
});
