import type { CredentialScope } from './signing.ts';

/** What a request says about its signature, not yet believed. */
export interface SignatureClaim {
  /** As the policy key `s3:authType` names it. */
  readonly kind: 'REST-HEADER' | 'REST-QUERY-STRING';
  readonly scope: CredentialScope;
  /** Names in lower case, in the order sent. */
  readonly signedHeaders: readonly string[];
  /** Hex. */
  readonly signature: string;
  /** The date as it is signed, `20260302T090000Z`, and as epoch milliseconds. */
  readonly date: string;
  readonly signedAtMs: number;
  /** The value of `x-amz-content-sha256`, or what stands for it in a URL. */
  readonly payloadHash: string;
  readonly sessionToken: string | undefined;
}
