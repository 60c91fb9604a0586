import type { Fault } from '#local/s3/fault.ts';

/** What may happen to a part on its way to the store. */
export const PART_FAULTS = [
  'store-500',
  'store-503',
  'store-slow-down',
  'part-cut',
  'part-answer-lost',
  'part-bit-flipped',
  'url-expired',
  'token-expired',
  'part-late',
] as const;

/** What may happen to a call of the desk's functions to the store. */
export const STORE_CALL_FAULTS = ['store-call-500', 'store-call-cut', 'store-call-answer-lost'] as const;

/** What may happen to a client's call to the desk. */
export const DESK_FAULTS = [
  'desk-500',
  'desk-503',
  'desk-500-but-done',
  'desk-cut',
  'desk-answer-lost',
] as const;

/** What may happen to the function that verifies a file. */
export const VERIFY_FAULTS = ['verify-crash', 'verify-twice'] as const;

/** Every fault that is injected into a request or a run of a function. */
export const FAULT_KINDS = [...PART_FAULTS, ...STORE_CALL_FAULTS, ...DESK_FAULTS, ...VERIFY_FAULTS] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/**
 * At most so many of a kind hit one upload: a client gives a part up that was refused five times, and a URL that was
 * refused four times although it was new, as it should.
 */
export const MOST_OF_KIND: Readonly<Partial<Record<FaultKind, number>>> = {
  'part-bit-flipped': 3,
  'url-expired': 2,
  'token-expired': 1,
  'verify-crash': 2,
};

/** A fault of the local S3, drawn for a part of up to `length` bytes. */
export function s3Fault(kind: FaultKind, chance: number, length: number): Fault {
  const atByte = Math.floor(chance * length);
  switch (kind) {
    case 'store-500':
    case 'store-call-500':
      return { kind: 'error', code: 'InternalError' };
    case 'store-503':
      return { kind: 'error', code: 'ServiceUnavailable' };
    case 'store-slow-down':
      return { kind: 'error', code: 'SlowDown' };
    case 'url-expired':
      return { kind: 'error', code: 'AccessDenied', message: 'Request has expired' };
    case 'token-expired':
      return { kind: 'error', code: 'ExpiredToken' };
    case 'part-cut':
    case 'store-call-cut':
      return { kind: 'cut', afterBytes: atByte };
    case 'part-answer-lost':
    case 'store-call-answer-lost':
      return { kind: 'dropAnswer' };
    case 'part-bit-flipped':
      return { kind: 'flip', where: 'received', atByte };
    case 'part-late':
      return { kind: 'delay', ms: Math.ceil(chance * 1500) };
    default:
      throw new Error(`${kind} is no fault of S3`);
  }
}
