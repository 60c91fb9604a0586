import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/mini';
import type { Person } from './people.ts';

const AuthorizeRequest = z.object({
  response_type: z.literal('code'),
  client_id: z.string(),
  redirect_uri: z.url({ protocol: /^https?$/ }),
  scope: z._default(z.string().check(z.regex(/\bopenid\b/)), 'openid'),
  state: z.optional(z.string()),
  nonce: z.optional(z.string()),
  code_challenge: z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/)),
  code_challenge_method: z.literal('S256'),
});
/** A request for the authorize page: the code flow with PKCE, nothing else (RFC 7636, RFC 9700). */
export type AuthorizeRequest = z.infer<typeof AuthorizeRequest>;

/** A request of the sign-in flow that is refused; the code is one of RFC 6749. */
export class SignInError extends Error {
  override readonly name = 'SignInError';
  readonly code: 'invalid_request' | 'invalid_client' | 'invalid_grant' | 'unsupported_grant_type';

  constructor(code: SignInError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** What a code stands for once it is redeemed. */
export interface Grant {
  readonly person: Person;
  readonly request: AuthorizeRequest;
}

/** The codes that are out. They live as long as the process: five minutes would rarely outlive it. */
export interface SignIns {
  /** Parses the query of the authorize page; throws `SignInError`. */
  request(query: URLSearchParams): AuthorizeRequest;
  /** Where to send the browser of someone who signed in. */
  complete(request: AuthorizeRequest, person: Person): string;
  /** Redeems a code, once; throws `SignInError`. */
  redeem(form: URLSearchParams): Grant;
}

const CODE_MS = 5 * 60 * 1000;

/**
 * The code flow of one client. Besides its callback addresses every loopback address may receive a code: that is
 * where programs under development listen (RFC 8252, 7.3). `now` is real time: people click in it.
 */
export function createSignIns(clientId: string, callbacks: readonly string[], now: () => number): SignIns {
  const grants = new Map<string, Grant & { readonly issuedMs: number }>();
  return {
    request(query) {
      const parsed = AuthorizeRequest.safeParse(Object.fromEntries(query));
      if (!parsed.success) throw new SignInError('invalid_request', z.prettifyError(parsed.error));
      const { client_id: client, redirect_uri: redirect } = parsed.data;
      if (client !== clientId) throw new SignInError('invalid_client', `There is no client ${client}.`);
      if (!callbacks.includes(redirect) && !isLoopback(redirect)) {
        throw new SignInError('invalid_request', `${redirect} is not a callback address of this client.`);
      }
      return parsed.data;
    },
    complete(request, person) {
      const code = randomBytes(24).toString('base64url');
      grants.set(code, { person, request, issuedMs: now() });
      const target = new URL(request.redirect_uri);
      target.searchParams.set('code', code);
      if (request.state !== undefined) target.searchParams.set('state', request.state);
      return target.href;
    },
    redeem(form) {
      if (form.get('grant_type') !== 'authorization_code') {
        throw new SignInError('unsupported_grant_type', 'Only authorization_code is supported.');
      }
      const code = form.get('code') ?? '';
      const grant = grants.get(code);
      // A code is burnt by the first attempt, right or wrong (RFC 6749, 4.1.2).
      grants.delete(code);
      if (grant === undefined || now() - grant.issuedMs > CODE_MS) {
        throw new SignInError('invalid_grant', 'The code is unknown, used or older than five minutes.');
      }
      const { request } = grant;
      if (form.get('client_id') !== request.client_id || form.get('redirect_uri') !== request.redirect_uri) {
        throw new SignInError('invalid_grant', 'The code was given to another client or address.');
      }
      if (!fitsChallenge(form.get('code_verifier') ?? '', request.code_challenge)) {
        throw new SignInError('invalid_grant', 'The code verifier does not fit the challenge.');
      }
      return grant;
    },
  };
}

function fitsChallenge(verifier: string, challenge: string): boolean {
  const digest = createHash('sha256').update(verifier).digest();
  const wanted = Buffer.from(challenge, 'base64url');
  return wanted.length === digest.length && timingSafeEqual(wanted, digest);
}

function isLoopback(uri: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(uri).hostname);
}
