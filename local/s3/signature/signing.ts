import { createHash, createHmac } from 'node:crypto';

/** SHA-256 of no bytes at all, in hex. */
export const EMPTY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** What a signature is made for: key, day, Region, service. */
export interface CredentialScope {
  readonly accessKeyId: string;
  /** `20260302` */
  readonly day: string;
  readonly region: string;
  readonly service: string;
  readonly terminator: string;
}

/** Reads `AKIA.../20260302/us-east-1/s3/aws4_request`; undefined when it has another shape. */
export function parseCredential(text: string): CredentialScope | undefined {
  const parts = text.split('/');
  const [terminator, service, region, day] = parts.slice(-4).reverse();
  const accessKeyId = parts.slice(0, -4).join('/');
  if (terminator === undefined || service === undefined || region === undefined || day === undefined)
    return undefined;
  return accessKeyId === '' ? undefined : { accessKeyId, day, region, service, terminator };
}

/** The scope as it is signed: `20260302/us-east-1/s3/aws4_request`. */
export function scopeText({ day, region, service, terminator }: CredentialScope): string {
  return `${day}/${region}/${service}/${terminator}`;
}

/** The key that signs for a scope, derived from the secret. */
export function signingKey(secretAccessKey: string, scope: CredentialScope): Buffer {
  const steps = [scope.day, scope.region, scope.service, scope.terminator];
  return steps.reduce(
    (key: Buffer, step) => createHmac('sha256', key).update(step).digest(),
    Buffer.from(`AWS4${secretAccessKey}`),
  );
}

/** The text that is signed for a canonical request; `date` is `20260302T090000Z`. */
export function stringToSign(date: string, scope: CredentialScope, canonical: string): string {
  // Node hands header values over byte by byte, as Latin-1: these bytes are what the client signed.
  const hash = createHash('sha256').update(canonical, 'latin1').digest('hex');
  return ['AWS4-HMAC-SHA256', date, scopeText(scope), hash].join('\n');
}

/** The signature of a text, in hex. */
export function sign(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex');
}

/** The instant of `20260302T090000Z` in epoch milliseconds, or undefined for anything else. */
export function instantOf(date: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const instant = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`);
  return Number.isNaN(instant) ? undefined : instant;
}

/** `20260302T090000Z` for an instant in epoch milliseconds. */
export function signingDate(instantMs: number): string {
  return `${new Date(instantMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}
