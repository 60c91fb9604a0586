import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
  type JWK,
} from 'jose';
import * as z from 'zod/mini';

const PrivateJwk = z.looseObject({ kty: z.literal('RSA'), n: z.string(), e: z.string(), d: z.string() });

/** The issuer's RS256 key. */
export interface KeyPair {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly jwks: JSONWebKeySet;
}

/** The key of a state directory, made at the first start: tokens stay good over a restart. */
export async function keyPairOf(stateDir: string): Promise<KeyPair> {
  const file = join(stateDir, 'identity-key.json');
  const jwk: JWK = existsSync(file)
    ? PrivateJwk.parse(JSON.parse(readFileSync(file, 'utf8')))
    : await newKey(stateDir, file);
  const kid = await calculateJwkThumbprint(jwk);
  const privateKey = await importJWK(jwk, 'RS256');
  if (privateKey instanceof Uint8Array) throw new Error(`${file} does not hold an RSA key; delete it.`);
  const { kty, n, e } = PrivateJwk.parse(jwk);
  return { kid, privateKey, jwks: { keys: [{ kty, n, e, kid, alg: 'RS256', use: 'sig' }] } };
}

async function newKey(stateDir: string, file: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  mkdirSync(stateDir, { recursive: true });
  // Renamed into place, so that a kill leaves no half key behind.
  writeFileSync(`${file}.new`, JSON.stringify(jwk), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return jwk;
}
