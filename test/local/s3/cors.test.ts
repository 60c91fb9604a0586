import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FILES, type RunningS3, refusalOf, runS3 } from './running-s3.ts';
import { presign } from './signer.ts';

const ORIGIN = 'https://desk.example.com';

let s3: RunningS3;
beforeAll(async () => {
  const wide = [
    { allowedOrigins: ['https://*.example.com'], allowedMethods: ['GET'] },
    { allowedOrigins: ['*'], allowedMethods: ['PUT'], allowedHeaders: ['*'] },
  ];
  s3 = await runS3({
    buckets: [
      FILES,
      { name: 'wide', arn: 'arn:aws:s3:::wide', cors: wide },
      { name: 'bare', arn: 'arn:aws:s3:::bare', cors: [] },
    ],
  });
});
afterAll(() => s3.stop());

async function preflight(path: string, headers: Record<string, string>) {
  // Node's fetch does not let these headers through.
  const { request } = await import('node:http');
  return new Promise<Response>((resolve, reject) => {
    request(`${s3.url}/${path}`, { method: 'OPTIONS', headers }, async (response) => {
      let body = '';
      for await (const piece of response) body += piece;
      const names = Object.entries(response.headers).map(([name, value]): [string, string] => [
        name,
        String(value),
      ]);
      resolve(new Response(body, { status: response.statusCode ?? 0, headers: names }));
    })
      .on('error', reject)
      .end();
  });
}

const corsOf = (response: Response) =>
  Object.fromEntries(
    [...response.headers].filter(([name]) => name.startsWith('access-control-') || name === 'vary'),
  );

describe('a preflight', () => {
  it('is answered from the rule that allows origin, method and headers', async () => {
    const response = await preflight('files/a?partNumber=1', {
      origin: ORIGIN,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'X-Amz-Checksum-Sha256, content-type',
    });
    expect(response.status).toBe(200);
    expect(corsOf(response)).toEqual({
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'PUT, GET',
      'access-control-allow-headers': 'x-amz-checksum-sha256, content-type',
      'access-control-expose-headers': 'ETag, x-amz-checksum-sha256',
      'access-control-max-age': '600',
      vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
    });
  });

  it.each([
    ['another origin', { origin: 'https://evil.example.com', 'access-control-request-method': 'PUT' }],
    [
      'the same host without TLS',
      { origin: 'http://desk.example.com', 'access-control-request-method': 'PUT' },
    ],
    ['another method', { origin: ORIGIN, 'access-control-request-method': 'DELETE' }],
    [
      'another header',
      {
        origin: ORIGIN,
        'access-control-request-method': 'PUT',
        'access-control-request-headers': 'content-type, x-other',
      },
    ],
  ])('for %s is refused', async (_name, headers) => {
    const response = await preflight('files/a', headers);
    expect(corsOf(response)).toEqual({});
    const refusal = await refusalOf(response);
    expect(refusal).toMatchObject({ status: 403, code: 'AccessForbidden' });
    expect(refusal.message).toMatch(/^CORSResponse: This CORS request is not allowed\./);
  });

  it('needs a bucket with rules, an origin and a method', async () => {
    const asked = { origin: ORIGIN, 'access-control-request-method': 'PUT' };
    expect(await refusalOf(await preflight('bare/a', asked))).toMatchObject({
      status: 403,
      code: 'AccessForbidden',
      message: 'CORSResponse: CORS is not enabled for this bucket.',
    });
    expect(await refusalOf(await preflight('files/a', {}))).toMatchObject({
      status: 400,
      code: 'BadRequest',
      message: 'Insufficient information. Origin request header needed.',
    });
    expect(await refusalOf(await preflight('files/a', { origin: ORIGIN }))).toMatchObject({
      status: 400,
      code: 'BadRequest',
    });
  });

  it('follows patterns with a star', async () => {
    const ask = async (origin: string, method: string) =>
      corsOf(await preflight('wide/a', { origin, 'access-control-request-method': method }));
    expect(await ask('https://a.example.com', 'GET')).toMatchObject({
      'access-control-allow-origin': 'https://a.example.com',
    });
    expect(await ask('https://example.com', 'GET')).toEqual({});
    const any = await ask('null', 'PUT');
    expect(any['access-control-allow-origin']).toBe('*');
    expect(any['access-control-allow-credentials']).toBeUndefined();
  });
});

describe('any other answer', () => {
  it('tells the browser what it may read, refusals included', async () => {
    const url = presign({ method: 'PUT', url: `${s3.url}/files/a` }, { now: s3.clock.now() });
    const headers = { origin: ORIGIN };
    const stored = await fetch(url, { method: 'PUT', body: 'x', headers });
    expect(stored.status).toBe(200);
    expect(corsOf(stored)).toMatchObject({
      'access-control-allow-origin': ORIGIN,
      'access-control-expose-headers': 'ETag, x-amz-checksum-sha256',
    });
    const refused = await fetch(`${url}x`, { method: 'PUT', body: 'x', headers });
    expect(refused.status).toBe(403);
    expect(corsOf(refused)).toMatchObject({ 'access-control-allow-origin': ORIGIN });
  });

  it('says nothing to others', async () => {
    const url = presign({ method: 'PUT', url: `${s3.url}/files/a` }, { now: s3.clock.now() });
    const none = await fetch(url, { method: 'PUT', body: 'x' });
    const other = await fetch(url, {
      method: 'PUT',
      body: 'x',
      headers: { origin: 'https://evil.example.com' },
    });
    expect([corsOf(none), corsOf(other)]).toEqual([{}, {}]);
  });
});
