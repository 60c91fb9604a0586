import { request as httpRequest } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { gatewayAnswer } from '#local/api-gateway/answer.ts';
import type { HttpApiEvent } from '#local/api-gateway/event.ts';
import type { HttpCall, Interpose } from '#local/interpose.ts';
import { apiOf, startGateway } from './gateway.ts';

const running: { stop(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const gateway of running.splice(0)) await gateway.stop();
});

async function gatewayOf(
  routeKeys: readonly string[],
  run: (event: HttpApiEvent) => unknown = () => ({ statusCode: 204 }),
  options: Parameters<typeof apiOf>[1] = {},
) {
  const gateway = await startGateway(apiOf(routeKeys, options), run);
  running.push(gateway);
  return gateway;
}

describe('routing', () => {
  const table = ['GET /pets/dog/1', 'GET /pets/dog/{id}', 'GET /pets/{proxy+}', 'ANY /{proxy+}', '$default'];

  it.each([
    ['GET', '/pets/dog/1', 'GET /pets/dog/1', undefined],
    ['GET', '/pets/dog/2', 'GET /pets/dog/{id}', { id: '2' }],
    ['GET', '/pets/cat/1', 'GET /pets/{proxy+}', { proxy: 'cat/1' }],
    ['POST', '/test/5', 'ANY /{proxy+}', { proxy: 'test/5' }],
    ['POST', '/pets/dog/1', 'ANY /{proxy+}', { proxy: 'pets/dog/1' }],
    ['GET', '/', '$default', undefined],
    ['GET', '/pets/dog/%E6%9D%8E%2F1', 'GET /pets/dog/{id}', { id: '李/1' }],
  ])('sends %s %s to %s', async (method, path, routeKey, pathParameters) => {
    const { url, events } = await gatewayOf(table);
    await fetch(url + path, { method });
    expect(events[0]?.routeKey).toBe(routeKey);
    expect(events[0]?.pathParameters).toEqual(pathParameters);
  });

  it('prefers an exact method to ANY on the same path', async () => {
    const { url, events } = await gatewayOf(['ANY /a', 'GET /a']);
    await fetch(`${url}/a`);
    expect(events[0]?.routeKey).toBe('GET /a');
  });

  it.each(['/v1/requests/', '/v1', '/v1/requests/1/2'])(
    'answers 404 where no route fits: %s',
    async (path) => {
      const { url } = await gatewayOf(['GET /v1/requests', 'GET /v1/requests/{number}']);
      const response = await fetch(url + path);
      expect([response.status, await response.text()]).toEqual([404, '{"message":"Not Found"}']);
      expect(response.headers.get('apigw-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    },
  );

  it('answers 400 to a path that cannot be decoded', async () => {
    const { url } = await gatewayOf(['$default']);
    expect((await fetch(`${url}/%zz`)).status).toBe(400);
  });
});

describe('the payload 2.0 event', () => {
  it('has every part as API Gateway writes it', async () => {
    const { port, events } = await gatewayOf(['POST /v1/requests/{number}/actions']);
    await new Promise<void>((resolve, reject) => {
      const request = httpRequest(
        {
          port,
          host: '127.0.0.1',
          method: 'POST',
          path: '/v1/requests/26%20123/actions?b=2&a=x%20y&b=3',
          headers: {
            Host: 'desk.example:4600',
            'User-Agent': 'probe/1',
            'X-List': ['one', 'two'],
            Cookie: 'a=1; b=2',
            'Content-Type': 'application/json; charset=utf-8',
          },
        },
        (response) => response.resume().on('end', resolve),
      );
      request.on('error', reject);
      request.end('{"name":"Zoë"}');
    });
    const [event] = events;
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'POST /v1/requests/{number}/actions',
      rawPath: '/v1/requests/26 123/actions',
      rawQueryString: 'b=2&a=x%20y&b=3',
      cookies: ['a=1', 'b=2'],
      queryStringParameters: { b: '2,3', a: 'x y' },
      pathParameters: { number: '26 123' },
      body: '{"name":"Zoë"}',
      isBase64Encoded: false,
      headers: {
        host: 'desk.example:4600',
        'x-list': 'one,two',
        'content-type': 'application/json; charset=utf-8',
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-proto': 'http',
      },
      requestContext: {
        accountId: '000000000000',
        apiId: 'api1',
        domainName: 'desk.example:4600',
        domainPrefix: 'desk',
        http: {
          method: 'POST',
          path: '/v1/requests/26 123/actions',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: 'probe/1',
        },
        routeKey: 'POST /v1/requests/{number}/actions',
        stage: '$default',
        time: '12/Mar/2026:19:03:58 +0000',
        timeEpoch: 1_773_342_238_000,
      },
    });
    expect(event?.headers).not.toHaveProperty('cookie');
    expect(event?.requestContext).not.toHaveProperty('authorizer');
  });

  it('leaves out what the request does not have', async () => {
    const { url, events } = await gatewayOf(['GET /a']);
    await fetch(`${url}/a`);
    expect(Object.keys(events[0] ?? {})).toEqual([
      'version',
      'routeKey',
      'rawPath',
      'rawQueryString',
      'headers',
      'requestContext',
      'isBase64Encoded',
    ]);
    expect(events[0]).toMatchObject({ rawQueryString: '', isBase64Encoded: false });
  });

  it.each([
    ['text/plain', 'hi', false],
    ['application/xml', 'hi', false],
    ['application/x-www-form-urlencoded', 'aGk=', true],
    ['application/problem+json', 'aGk=', true],
    ['application/octet-stream', 'aGk=', true],
  ])('hands over a %s body as %s', async (type, body, isBase64Encoded) => {
    const { url, events } = await gatewayOf(['POST /a']);
    await fetch(`${url}/a`, { method: 'POST', body: 'hi', headers: { 'content-type': type } });
    expect(events[0]).toMatchObject({ body, isBase64Encoded });
  });
});

describe('the answer', () => {
  it('takes a result without statusCode for a JSON body', async () => {
    const { url } = await gatewayOf(['GET /a'], () => ({ message: 'hello' }));
    const response = await fetch(`${url}/a`);
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      200,
      'application/json',
      '{"message":"hello"}',
    ]);
  });

  it('keeps status, headers, several cookies and a binary body', async () => {
    const { url } = await gatewayOf(['GET /a'], () => ({
      statusCode: 201,
      headers: { 'X-Count': 3, 'Content-Type': 'application/zip' },
      cookies: ['a=1; Path=/', 'b=2'],
      body: 'AAEC',
      isBase64Encoded: true,
    }));
    const response = await fetch(`${url}/a`);
    expect(response.status).toBe(201);
    expect(response.headers.get('x-count')).toBe('3');
    expect(response.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2']);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([0, 1, 2]));
  });

  it.each([
    ['a function error', () => Promise.reject(new Error('boom'))],
    ['a status that is none', () => ({ statusCode: 'many' })],
    ['a body that is no text', () => ({ statusCode: 200, body: { a: 1 } })],
    ['a header value with a line break', () => ({ statusCode: 200, headers: { a: 'x\r\ny' } })],
  ])('is 500 Internal Server Error for %s', async (_what, run) => {
    const { url } = await gatewayOf(['GET /a'], run);
    const response = await fetch(`${url}/a`);
    expect([response.status, await response.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
  });
});

it('says why a function error became a 500', async () => {
  const { url, errors } = await gatewayOf(['GET /a'], () => Promise.reject(new Error('boom')));
  await fetch(`${url}/a`);
  expect(errors).toEqual(['GET /a: Error: boom']);
});

describe('limits', () => {
  it('answers 413 to more than 10 MB without calling the function', async () => {
    const { url, events } = await gatewayOf(['POST /a']);
    const response = await fetch(`${url}/a`, { method: 'POST', body: new Uint8Array(10 * 1024 * 1024 + 1) });
    expect([response.status, await response.text()]).toEqual([413, '{"message":"Request Entity Too Large"}']);
    expect(events).toEqual([]);
  });

  it('answers 413 to a body beyond what a Lambda call can carry', async () => {
    const { url } = await gatewayOf(['POST /a']);
    const response = await fetch(`${url}/a`, { method: 'POST', body: 'x'.repeat(7 * 1024 * 1024) });
    expect(response.status).toBe(413);
  });

  it('answers 431 to more than 10,240 bytes of headers', async () => {
    const { url } = await gatewayOf(['GET /a']);
    expect((await fetch(`${url}/a`, { headers: { 'x-big': 'x'.repeat(10_300) } })).status).toBe(431);
  });

  it('answers 503 when the function is slow, and counts the function until it ends', async () => {
    let finish: (value: unknown) => void = () => {};
    const slow = new Promise((resolve) => {
      finish = resolve;
    });
    const { url, gateway } = await gatewayOf(['GET /a'], () => slow, { timeoutMs: 60 });
    const response = await fetch(`${url}/a`);
    expect([response.status, await response.text()]).toEqual([503, '{"message":"Service Unavailable"}']);
    await expect.poll(() => gateway.inFlight()).toBe(1);
    finish({ statusCode: 200 });
    await expect.poll(() => gateway.inFlight()).toBe(0);
  });

  it('counts nothing once a client has hung up in the middle of a body', async () => {
    const { port, gateway, events } = await gatewayOf(['POST /a']);
    const request = httpRequest({
      port,
      host: '127.0.0.1',
      method: 'POST',
      path: '/a',
      headers: { 'content-length': 10 },
    });
    request.on('error', () => {});
    request.write('abc');
    await expect.poll(() => gateway.inFlight()).toBe(1);
    request.destroy();
    await expect.poll(() => gateway.inFlight()).toBe(0);
    expect(events).toEqual([]);
  });
});

describe('CORS', () => {
  const cors = {
    AllowOrigins: ['https://portal.example'],
    AllowMethods: ['GET', 'POST'],
    AllowHeaders: ['authorization'],
    MaxAge: 300,
  };

  it('answers the preflight of an allowed origin itself', async () => {
    const { url, events } = await gatewayOf(['ANY /{proxy+}'], undefined, { cors });
    const response = await fetch(`${url}/a`, {
      method: 'OPTIONS',
      headers: { origin: 'https://portal.example', 'access-control-request-method': 'POST' },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe('https://portal.example');
    expect(response.headers.get('access-control-allow-methods')).toBe('GET,POST');
    expect(response.headers.get('access-control-allow-headers')).toBe('authorization');
    expect(response.headers.get('access-control-max-age')).toBe('300');
    expect(events).toEqual([]);
  });

  it('gives a foreign origin no CORS headers, not even the function’s own', async () => {
    const run = () => ({ statusCode: 200, headers: { 'access-control-allow-origin': '*' } });
    const { url } = await gatewayOf(['GET /a'], run, { cors });
    const response = await fetch(`${url}/a`, { headers: { origin: 'https://other.example' } });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('what a test interposes', () => {
  it('is told of a call, and may leave it undone, do it unheard, or answer itself', async () => {
    const told: HttpCall[] = [];
    const turns: NonNullable<Interpose['http']>[] = [
      async () => undefined,
      async (_call, next) => {
        await next();
        return undefined;
      },
      async () => gatewayAnswer(503, 'Service Unavailable'),
      (_call, next) => next(),
    ];
    const gateway = await startGateway(
      apiOf(['GET /a']),
      () => ({ statusCode: 204 }),
      (call, next) => {
        told.push(call);
        return turns.shift()?.(call, next) ?? next();
      },
    );
    running.push(gateway);
    const ask = () => fetch(`${gateway.url}/a?b=1`, { headers: { authorization: 'Bearer x' } });
    await expect(ask()).rejects.toThrow('fetch failed');
    expect(gateway.events).toHaveLength(0);
    await expect(ask()).rejects.toThrow('fetch failed');
    expect(gateway.events).toHaveLength(1);
    expect((await ask()).status).toBe(503);
    expect((await ask()).status).toBe(204);
    expect(told[0]).toEqual({ method: 'GET', url: '/a?b=1', authorization: 'Bearer x' });
    expect(gateway.events).toHaveLength(2);
  });
});

it('refuses a template it cannot run', () => {
  expect(() => apiOf(['GET /a'], { cors: { AllowOrigins: 'no list' } })).toThrow(/cannot run here/);
});
