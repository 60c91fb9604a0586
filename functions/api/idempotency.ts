import { createHash } from 'node:crypto';
import type { Instant } from '#shared/schema/instant.ts';
import { CasebellError } from '../errors.ts';
import type { HttpAnswer } from '../http.ts';
import { findAnswer } from '../io/answers.ts';
import type { KeptAnswer } from '../io/change.ts';
import { AlreadyExists } from '../io/commit.ts';
import type { Table } from '../io/table.ts';

/** One call with an Idempotency-Key, told apart from any other by its fingerprint. */
export interface Repeatable {
  readonly who: string;
  readonly key: string;
  readonly fingerprint: string;
}

/** Reads the header; null without one. Throws InvalidIdempotencyKey. */
export function readIdempotencyKey(header: string | undefined): string | null {
  if (header === undefined) return null;
  if (!/^[\x21-\x7e]{1,200}$/.test(header)) throw new CasebellError('InvalidIdempotencyKey');
  return header;
}

/** What two calls must share to be the same call: caller, path and body. */
export function fingerprintOf(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** The answer as stored with the change, in the same transaction. */
export function keptAnswer(call: Repeatable, status: number, value: unknown): KeptAnswer {
  return { ...call, status, body: JSON.stringify(value) };
}

/**
 * Runs a call once however often it comes: a repeated one gets the first one's answer. The answer is stored in
 * the transaction of the change itself, so there is no moment at which one exists without the other.
 */
export async function once(
  table: Table,
  call: Repeatable,
  now: Instant,
  run: () => Promise<HttpAnswer>,
): Promise<HttpAnswer> {
  const earlier = await repeated(table, call, now);
  if (earlier) return earlier;
  try {
    return await run();
  } catch (error) {
    // The same call was under way at the same moment and came first: then its change is what refuses this one.
    const raced = error instanceof AlreadyExists || error instanceof CasebellError;
    const first = raced ? await repeated(table, call, now) : null;
    if (first) return first;
    throw error;
  }
}

async function repeated(table: Table, call: Repeatable, now: Instant): Promise<HttpAnswer | null> {
  const answer = await findAnswer(table, call.who, call.key, now);
  if (!answer) return null;
  if (answer.fingerprint !== call.fingerprint) throw new CasebellError('IdempotencyKeyReused');
  return { status: answer.status, body: answer.body, headers: { 'idempotent-replayed': 'true' } };
}
