import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalJWKSet, createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { createIdentity, type Identity } from '#local/identity/identity.ts';

const NOW = '2026-03-12T19:03:58.000Z';
const ISSUER = 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_People';

const Token = z.object({ token: z.string() });
const Tokens = z.looseObject({ id_token: z.string(), access_token: z.string() });

let stateDir: string;
let base: string;
let identity: Identity;
let stop: () => void;

const open = () =>
  createIdentity({
    stateDir,
    clock: { now: () => Date.parse(NOW) },
    poolId: 'us-east-1_People',
    clientId: 'portal',
    callbackUrls: ['https://portal.example/signed-in'],
    deskUrl: () => base,
  });

beforeAll(async () => {
  stateDir = mkdtempSync(join(tmpdir(), 'casebell-identity-'));
  identity = await open();
  const server = createServer((request, response) => void identity.handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port.');
  base = `http://127.0.0.1:${address.port}`;
  stop = () => {
    server.closeAllConnections();
    server.close();
  };
});
afterAll(() => stop());

const url = (path: string) => `${base}/__local/identity${path}`;
const tokenFor = (body: string) =>
  fetch(url('/token'), { method: 'POST', headers: { 'content-type': 'application/json' }, body });

describe('a token on demand', () => {
  it('carries what a Cognito ID token of staff carries, for 30 days of the stack’s clock', async () => {
    const response = await tokenFor('{"person":"Kenji"}');
    const { token } = Token.parse(await response.json());
    const { payload, protectedHeader } = await jwtVerify(
      token,
      createRemoteJWKSet(new URL(url('/.well-known/jwks.json'))),
      { issuer: ISSUER, audience: 'portal', currentDate: new Date('2026-04-11T19:03:57.000Z') },
    );
    expect(protectedHeader).toEqual({ alg: 'RS256', kid: expect.any(String) });
    expect(payload).toMatchObject({
      sub: '0c5b1a10-0000-4000-8000-000000000002',
      email: 'kenji.sato@vendor.example',
      email_verified: true,
      name: 'Kenji Sato',
      'cognito:groups': ['tse'],
      token_use: 'id',
      iat: 1_773_342_238,
      exp: 1_775_934_238,
    });
  });

  it('carries no groups for a customer', async () => {
    const claims = decodeJwt(await identity.token('dana'));
    expect(claims).toMatchObject({ email: 'dana.fox@northwind-optics.example', name: 'Dana Fox' });
    expect(claims).not.toHaveProperty('cognito:groups');
  });

  it.each(['DANA', 'Dana Fox', 'dana.fox@NORTHWIND-optics.example', ' dana '])('finds %j', async (who) => {
    expect(decodeJwt(await identity.token(who)).name).toBe('Dana Fox');
  });

  it.each([
    ['aiko', 'Mori Aiko'],
    ['chen', 'Chen Yu-ting'],
    ['li wei', 'Li Wei'],
  ])('finds %s', async (who, name) => {
    expect(decodeJwt(await identity.token(who)).name).toBe(name);
  });

  it('names who there is when the person is unknown', async () => {
    const response = await tokenFor('{"person":"zoe"}');
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({
      message: expect.stringMatching(/^Nobody here is called "zoe"\. There are: rita \(Rita Lindqvist\), /),
    });
  });

  it.each(['', 'x', '{}', '{"person":1}'])('answers 400 to %j', async (body) => {
    expect((await tokenFor(body)).status).toBe(400);
  });
});

describe('signing in with a browser', () => {
  const verifier = randomBytes(32).toString('base64url');
  const query = {
    response_type: 'code',
    client_id: 'portal',
    redirect_uri: 'http://localhost:5173/signed-in',
    scope: 'openid email',
    state: 's"1',
    nonce: 'n1',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  };

  async function code(): Promise<string> {
    const body = new URLSearchParams({ ...query, person: 'mori' });
    const response = await fetch(url('/authorize'), { method: 'POST', body, redirect: 'manual' });
    expect(response.status).toBe(303);
    const target = new URL(response.headers.get('location') ?? '');
    expect(target.origin + target.pathname).toBe('http://localhost:5173/signed-in');
    expect(target.searchParams.get('state')).toBe('s"1');
    return target.searchParams.get('code') ?? '';
  }

  const redeem = (fields: Record<string, string>) =>
    fetch(url('/oauth2/token'), {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: 'portal',
        redirect_uri: query.redirect_uri,
        code_verifier: verifier,
        ...fields,
      }),
    });

  it('shows every person as a button that keeps the request', async () => {
    const response = await fetch(url(`/authorize?${new URLSearchParams(query)}`));
    const text = await response.text();
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(text.match(/<button class="person"/g)).toHaveLength(10);
    expect(text).toContain('value="s&quot;1"');
  });

  it('gives a code for which there are tokens, once', async () => {
    const given = await code();
    const tokens = Tokens.parse(await (await redeem({ code: given })).json());
    expect(tokens).toMatchObject({ token_type: 'Bearer', expires_in: 2_592_000 });
    const { payload } = await jwtVerify(tokens.id_token, createLocalJWKSet(identity.jwks()), {
      currentDate: new Date(NOW),
    });
    expect(payload).toMatchObject({ name: 'Mori Aiko', nonce: 'n1', aud: 'portal' });
    expect(decodeJwt(tokens.access_token)).toMatchObject({ client_id: 'portal', token_use: 'access' });
    expect((await redeem({ code: given })).status).toBe(400);
  });

  it.each([
    ['another verifier', { code_verifier: 'x'.repeat(43) }, 'invalid_grant'],
    ['another client', { client_id: 'other' }, 'invalid_grant'],
    ['another address', { redirect_uri: 'http://localhost:1/' }, 'invalid_grant'],
    ['another grant type', { grant_type: 'password' }, 'unsupported_grant_type'],
  ])('gives nothing for a code with %s', async (_what, fields, error) => {
    const response = await redeem({ code: await code(), ...fields });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error });
  });

  it.each([
    ['a foreign address', { redirect_uri: 'https://elsewhere.example/' }],
    ['a foreign client', { client_id: 'other' }],
    ['no PKCE', { code_challenge: '' }],
    ['the implicit flow', { response_type: 'token' }],
  ])('refuses a request with %s', async (_what, fields) => {
    const response = await fetch(url(`/authorize?${new URLSearchParams({ ...query, ...fields })}`));
    expect(response.status).toBe(400);
  });
});

it('is discovered under the issuer’s name with addresses of the desk', async () => {
  const discovery = await (await fetch(url('/.well-known/openid-configuration'))).json();
  expect(discovery).toMatchObject({
    issuer: ISSUER,
    authorization_endpoint: `${base}/__local/identity/authorize`,
    token_endpoint: `${base}/__local/identity/oauth2/token`,
    jwks_uri: `${base}/__local/identity/.well-known/jwks.json`,
  });
});

it('keeps its key over a restart, readable by its owner only', async () => {
  const token = await identity.token('rita');
  const again = await open();
  await jwtVerify(token, createLocalJWKSet(again.jwks()), { currentDate: new Date(NOW) });
  expect(statSync(join(stateDir, 'identity-key.json')).mode & 0o777).toBe(0o600);
});
