import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JSONWebKeySet } from 'jose';
import * as z from 'zod/mini';
import { readBody } from '#local/api-gateway/request-body.ts';
import { LOCAL_REGION } from '#local/cloudformation/local-account.ts';
import { authorizePage } from './authorize-page.ts';
import { keyPairOf } from './key-pair.ts';
import { findPerson, PEOPLE, unknownPerson } from './people.ts';
import { createSignIns, SignInError } from './sign-in.ts';
import { accessToken, idToken, TOKEN_SECONDS } from './tokens.ts';

/** What the issuer stands in for, and where. */
export interface IdentityConnections {
  readonly stateDir: string;
  readonly clock: { now(): number };
  /** The template's user pool and its client. */
  readonly poolId: string;
  readonly clientId: string;
  readonly callbackUrls?: readonly string[];
  /** The desk's address, e.g. `http://localhost:4600`; asked for late because the port may be any. */
  deskUrl(): string;
}

/** The local stand-in for the Cognito user pool. */
export interface Identity {
  readonly issuer: string;
  readonly clientId: string;
  jwks(): JSONWebKeySet;
  /** An ID token for a demo person (id, name or e-mail); throws naming who there is when there is no such person. */
  token(who: string): Promise<string>;
  /** Answers everything under `/__local/identity`; never rejects. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body?: string | object;
  readonly headers?: Record<string, string>;
}

const TokenRequest = z.object({ person: z.string() });
const MAX_BODY_BYTES = 64 * 1024;
/** Where the issuer's pages and endpoints are on the desk. */
export const IDENTITY_PATH = '/__local/identity';
/** What a browser client on another local port may read; tokens on demand are not for other origins' pages. */
const OPEN_TO_BROWSERS = { 'access-control-allow-origin': '*' };

/**
 * An OIDC issuer with Cognito's issuer name, RS256 keys that survive a restart, discovery, JWKS, an authorize
 * page with one button per person, the code flow with PKCE, and tokens on demand for the command line.
 */
export async function createIdentity(connections: IdentityConnections): Promise<Identity> {
  const { stateDir, clock, poolId, clientId, deskUrl } = connections;
  const issuer = `https://cognito-idp.${LOCAL_REGION}.amazonaws.com/${poolId}`;
  const keyPair = await keyPairOf(stateDir);
  const signIns = createSignIns(clientId, connections.callbackUrls ?? [], () => Date.now());
  const issuance = () => ({ keyPair, issuer, clientId, nowMs: clock.now() });

  async function token(who: string): Promise<string> {
    const person = findPerson(who);
    if (person === undefined) throw new Error(unknownPerson(who));
    return idToken(person, issuance());
  }

  const routes: Record<string, (body: string, query: URLSearchParams) => Promise<Answer> | Answer> = {
    'GET /.well-known/openid-configuration': () => ({
      status: 200,
      body: discovery(issuer, deskUrl()),
      headers: OPEN_TO_BROWSERS,
    }),
    'GET /.well-known/jwks.json': () => ({ status: 200, body: keyPair.jwks, headers: OPEN_TO_BROWSERS }),
    'GET /authorize': (_body, query) => {
      signIns.request(query);
      return { status: 200, body: authorizePage(query) };
    },
    'POST /authorize': (body) => {
      const form = new URLSearchParams(body);
      const person = findPerson(form.get('person') ?? '');
      if (person === undefined) {
        throw new SignInError('invalid_request', unknownPerson(form.get('person') ?? ''));
      }
      form.delete('person');
      return { status: 303, headers: { location: signIns.complete(signIns.request(form), person) } };
    },
    'POST /oauth2/token': async (body) => {
      const { person, request } = signIns.redeem(new URLSearchParams(body));
      return {
        status: 200,
        headers: OPEN_TO_BROWSERS,
        body: {
          id_token: await idToken(person, issuance(), request.nonce),
          access_token: await accessToken(person, issuance(), request.scope),
          token_type: 'Bearer',
          expires_in: TOKEN_SECONDS,
        },
      };
    },
    'POST /token': async (body) => {
      const { person: who } = TokenRequest.parse(JSON.parse(body));
      const person = findPerson(who);
      if (person === undefined) return { status: 404, body: { message: unknownPerson(who) } };
      return { status: 200, body: { token: await idToken(person, issuance()) } };
    },
    'GET /people': () => ({
      status: 200,
      body: PEOPLE.map(({ id, name, email, about }) => ({ id, name, email, about })),
    }),
  };

  return {
    issuer,
    clientId,
    jwks: () => keyPair.jwks,
    token,
    async handle(request, response) {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const route = routes[`${request.method} ${url.pathname.slice(IDENTITY_PATH.length)}`];
      const body = await readBody(request, MAX_BODY_BYTES);
      if (body.kind === 'aborted') return;
      if (route === undefined) return write(response, { status: 404, body: { message: 'Not Found' } });
      if (body.kind === 'too-large') return write(response, { status: 413, body: { message: 'Too large' } });
      try {
        write(response, await route(body.bytes.toString('utf8'), url.searchParams));
      } catch (error) {
        write(response, refusal(error));
      }
    },
  };
}

/** What the caller did wrong is a 400 with OAuth's words; anything else is a defect and says so. */
function refusal(error: unknown): Answer {
  if (error instanceof SignInError) {
    return { status: 400, body: { error: error.code, error_description: error.message } };
  }
  if (error instanceof SyntaxError || error instanceof z.core.$ZodError) {
    return { status: 400, body: { message: 'Send JSON such as {"person": "dana"}.' } };
  }
  return { status: 500, body: { message: error instanceof Error ? error.message : String(error) } };
}

function discovery(issuer: string, deskUrl: string): object {
  const base = `${deskUrl}${IDENTITY_PATH}`;
  return {
    issuer,
    authorization_endpoint: `${base}/authorize`,
    token_endpoint: `${base}/oauth2/token`,
    jwks_uri: `${base}/.well-known/jwks.json`,
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code'],
    code_challenge_methods_supported: ['S256'],
    id_token_signing_alg_values_supported: ['RS256'],
    subject_types_supported: ['public'],
    scopes_supported: ['openid', 'email', 'profile'],
    token_endpoint_auth_methods_supported: ['none'],
  };
}

function write(response: ServerResponse, { status, body, headers }: Answer): void {
  const isPage = typeof body === 'string';
  const text = isPage ? body : body === undefined ? '' : JSON.stringify(body);
  response.writeHead(status, {
    'content-type': isPage ? 'text/html; charset=utf-8' : 'application/json',
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(text);
}
