import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { KeyPair } from './key-pair.ts';
import type { Person } from './people.ts';

/** Long, so that a token printed once serves a whole story of virtual days. */
export const TOKEN_SECONDS = 30 * 24 * 60 * 60;

/** Who issues tokens and for whom. */
export interface Issuance {
  readonly keyPair: KeyPair;
  readonly issuer: string;
  readonly clientId: string;
  /** The stack's clock, epoch milliseconds. */
  readonly nowMs: number;
}

/** An ID token with the claims a Cognito user pool writes; good for 30 days of the stack's clock. */
export function idToken(person: Person, issuance: Issuance, nonce?: string): Promise<string> {
  return sign(issuance, person, {
    token_use: 'id',
    aud: issuance.clientId,
    email: person.email,
    email_verified: true,
    name: person.name,
    locale: person.language,
    zoneinfo: person.zone,
    ...(nonce === undefined ? {} : { nonce }),
  });
}

/** An access token as Cognito writes it: no audience but `client_id`, and scopes. */
export function accessToken(person: Person, issuance: Issuance, scope: string): Promise<string> {
  return sign(issuance, person, { token_use: 'access', client_id: issuance.clientId, scope, version: 2 });
}

function sign(issuance: Issuance, person: Person, claims: Record<string, unknown>): Promise<string> {
  const now = Math.floor(issuance.nowMs / 1000);
  return new SignJWT({
    ...claims,
    ...(person.roles.length > 0 ? { 'cognito:groups': [...person.roles] } : {}),
    'cognito:username': person.sub,
    auth_time: now,
  })
    .setProtectedHeader({ alg: 'RS256', kid: issuance.keyPair.kid })
    .setIssuer(issuance.issuer)
    .setSubject(person.sub)
    .setIssuedAt(now)
    .setExpirationTime(now + TOKEN_SECONDS)
    .setJti(randomUUID())
    .sign(issuance.keyPair.privateKey);
}
