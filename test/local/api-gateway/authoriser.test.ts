import { generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiOf, CLIENT_ID, ISSUER, NOW, signed, startGateway } from './gateway.ts';

const now = Date.parse(NOW) / 1000;
const good = { iss: ISSUER, aud: CLIENT_ID, sub: 'u1', exp: now + 60, iat: now };

let gateway: Awaited<ReturnType<typeof startGateway>>;
beforeAll(async () => {
  gateway = await startGateway(apiOf(['!GET /a', 'GET /open']), () => ({ statusCode: 200 }));
});
afterAll(() => gateway.stop());

const get = (token?: string) =>
  fetch(`${gateway.url}/a`, token === undefined ? {} : { headers: { authorization: token } });

describe('a token that is in order', () => {
  it('passes, and its claims arrive as text', async () => {
    const claims = {
      ...good,
      email_verified: true,
      'cognito:groups': ['csr', 'tse'],
      address: { b: 1, a: 'x' },
    };
    const response = await get(`Bearer ${await signed(claims)}`);
    expect(response.status).toBe(200);
    expect(gateway.events.at(-1)?.requestContext.authorizer).toEqual({
      jwt: {
        claims: {
          iss: ISSUER,
          aud: CLIENT_ID,
          sub: 'u1',
          exp: '1773342298',
          iat: '1773342238',
          email_verified: 'true',
          'cognito:groups': '[csr tse]',
          address: 'map[a:x b:1]',
        },
        scopes: null,
      },
    });
  });

  it('may name the client as client_id when it has no audience', async () => {
    const { aud, ...rest } = good;
    expect((await get(`Bearer ${await signed({ ...rest, client_id: aud })}`)).status).toBe(200);
  });

  it('is not needed on a public route', async () => {
    expect((await fetch(`${gateway.url}/open`)).status).toBe(200);
  });
});

describe('a token that is not in order', () => {
  it('is answered 401 with a challenge when it is missing', async () => {
    const response = await get();
    expect([response.status, await response.text()]).toEqual([401, '{"message":"Unauthorized"}']);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
  });

  it.each([
    ['expired on the clock of the stack', { ...good, exp: now - 1 }],
    ['without an expiry', { ...good, exp: undefined }],
    ['not yet valid', { ...good, nbf: now + 5 }],
    ['issued in the future', { ...good, iat: now + 5 }],
    ['of another issuer', { ...good, iss: 'https://other.example' }],
    ['for another client', { ...good, aud: 'client-2' }],
    ['for another client although client_id fits', { ...good, aud: 'client-2', client_id: CLIENT_ID }],
  ])('is answered 401 when it is %s', async (_what, claims) => {
    const response = await get(`Bearer ${await signed(claims)}`);
    expect([response.status, await response.text()]).toEqual([401, '{"message":"Unauthorized"}']);
    expect(response.headers.get('www-authenticate')).toContain('error="invalid_token"');
  });

  it('is answered 401 when another key signed it, its kid is unknown, or it has none', async () => {
    const other = await generateKeyPair('RS256');
    const forged = await signed(good, { privateKey: other.privateKey });
    const unknown = await signed(good, { kid: 'key-2' });
    const nameless = await signed(good, { kid: '' });
    const unsigned = `${btoa('{"alg":"none"}')}.${btoa(JSON.stringify(good))}.`;
    for (const token of [forged, unknown, unsigned, 'garbage', 'a.b.c', nameless]) {
      expect((await get(`Bearer ${token}`)).status).toBe(401);
    }
  });

  it('is answered 403 when the scope of the route is missing', async () => {
    const scoped = await startGateway(apiOf(['!GET /a'], { scopes: ['desk/read'] }), () => ({
      statusCode: 200,
    }));
    const fetchWith = async (scope: string) =>
      fetch(`${scoped.url}/a`, { headers: { authorization: `Bearer ${await signed({ ...good, scope })}` } });
    expect((await fetchWith('openid')).status).toBe(403);
    expect((await fetchWith('openid desk/read')).status).toBe(200);
    expect(scoped.events.at(-1)?.requestContext.authorizer?.jwt.scopes).toEqual(['desk/read']);
    await scoped.stop();
  });
});
