import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import type { JwtAuthorizer } from './definition.ts';
import type { JwtContext } from './event.ts';

/** Whether a request may pass, and if not, with which answer. */
export type Authorisation =
  | { readonly kind: 'allowed'; readonly jwt: JwtContext }
  | { readonly kind: 'unauthorised'; readonly challenge: string }
  | { readonly kind: 'forbidden'; readonly challenge: string };

/** What the check needs besides the token. `nowMs` is the stack's clock. */
export interface AuthorisationInput {
  readonly authorizer: JwtAuthorizer;
  readonly scopes: readonly string[];
  readonly header: string | undefined;
  readonly jwks: JSONWebKeySet;
  readonly nowMs: number;
}

/**
 * Checks a bearer token as an HTTP API's JWT authoriser does: RS256 signature by the key its `kid` names,
 * `iss`, `aud` (or `client_id` where there is no `aud`), `exp`, and `nbf` and `iat` not in the future.
 * A token without the route's scope is forbidden, everything else wrong with it is unauthorised.
 * Source: API Gateway guide, "Control access to HTTP APIs with JWT authorizers".
 */
export async function authorise(input: AuthorisationInput): Promise<Authorisation> {
  const { authorizer, scopes, header, jwks, nowMs } = input;
  const token = header?.replace(/^Bearer\s+/i, '').trim() ?? '';
  if (token === '') return { kind: 'unauthorised', challenge: 'Bearer' };

  const claims = await verify(token, jwks, authorizer.issuer, nowMs);
  if ('problem' in claims) return invalid(scopes, claims.problem);

  const { payload } = claims;
  const audience = payload.aud ?? payload.client_id;
  const audiences = [audience].flat();
  if (!audiences.some((it) => typeof it === 'string' && authorizer.audience.includes(it))) {
    return invalid(scopes, 'the token does not have a valid audience');
  }
  if (payload.iat !== undefined && payload.iat * 1000 > nowMs) {
    return invalid(scopes, 'the token was issued in the future');
  }
  const granted = typeof payload.scope === 'string' ? payload.scope.split(' ') : [];
  if (scopes.length > 0 && !scopes.some((scope) => granted.includes(scope))) {
    return {
      kind: 'forbidden',
      challenge: `Bearer scope="${scopes.join(' ')}" error="insufficient_scope" error_description="the token does not have the required scope"`,
    };
  }
  const texts = Object.entries(payload).map(([name, value]) => [name, claimText(value)] as const);
  return {
    kind: 'allowed',
    jwt: { claims: Object.fromEntries(texts), scopes: scopes.length === 0 ? null : scopes },
  };
}

async function verify(
  token: string,
  jwks: JSONWebKeySet,
  issuer: string,
  nowMs: number,
): Promise<{ payload: JWTPayload } | { problem: string }> {
  try {
    const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(jwks), {
      issuer,
      algorithms: ['RS256'],
      currentDate: new Date(nowMs),
      requiredClaims: ['exp'],
    });
    // With a single key in the set the library also takes a token that names none; API Gateway does not.
    if (protectedHeader.kid === undefined) return { problem: 'the token has no kid' };
    return { payload };
  } catch (error) {
    if (error instanceof errors.JWTExpired) return { problem: 'the token has expired' };
    if (error instanceof errors.JOSEError) return { problem: error.message.replaceAll('"', "'") };
    throw error;
  }
}

function invalid(scopes: readonly string[], problem: string): Authorisation {
  const challenge = `Bearer scope="${scopes.join(' ')}" error="invalid_token" error_description="${problem}"`;
  return { kind: 'unauthorised', challenge };
}

/** API Gateway prints claims with Go's rules: a list is `[a b]`, an object `map[k:v]`. */
function claimText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(claimText).join(' ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `map[${entries.map(([name, it]) => `${name}:${claimText(it)}`).join(' ')}]`;
  }
  return String(value);
}
