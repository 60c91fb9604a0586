import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Change } from './change.ts';
import type { Table } from './table.ts';
import { type Part, partsOf, type Quota, type Unique } from './transaction-parts.ts';

/** Another write came first: load again and decide anew. */
export class VersionConflict extends Error {
  override readonly name = 'VersionConflict';
}

/** DynamoDB had no room for the transaction just now; nothing was changed. */
export class TableBusy extends Error {
  override readonly name = 'TableBusy';
}

/** What had to be unique exists: the number, the action's claim or the idempotency key, as `what` says. */
export class AlreadyExists extends Error {
  override readonly name = 'AlreadyExists';
  readonly what: Unique;

  constructor(what: Unique) {
    super(`exists already: ${what}`);
    this.what = what;
  }
}

/** There is not as much left as the change would use, of what `what` says. */
export class QuotaUsed extends Error {
  override readonly name = 'QuotaUsed';
  readonly what: Quota;

  constructor(what: Quota) {
    super(`used up: ${what}`);
    this.what = what;
  }
}

/**
 * Stores a change whole or not at all, in one transaction. Throws VersionConflict, AlreadyExists, QuotaUsed or
 * TableBusy.
 */
export async function commit(table: Table, change: Change): Promise<void> {
  const parts = partsOf(table.name, change);
  try {
    await table.client.send(new TransactWriteCommand({ TransactItems: parts.map(({ item }) => item) }));
  } catch (error) {
    throw translate(error, parts);
  }
}

/** A throttled transaction is a cancelled one; only its reasons tell. */
const BUSY = new Set(['ThrottlingError', 'ProvisionedThroughputExceeded']);

function translate(error: unknown, parts: readonly Part[]): unknown {
  if (!(error instanceof TransactionCanceledException)) return error;
  const reasons = error.CancellationReasons ?? [];
  const failed = parts.filter((_, index) => reasons[index]?.Code === 'ConditionalCheckFailed');
  // A repeated request is answered as before, even where the SR has changed since.
  const hasFailed = (what: Part['onFailure']) => failed.some(({ onFailure }) => onFailure === what);
  for (const what of ['answer', 'claim', 'number', 'upload'] as const) {
    if (hasFailed(what)) return new AlreadyExists(what);
  }
  // A quota is said to be used up only where nothing else changed meanwhile that could have given some back.
  for (const what of ['request-quota', 'account-quota'] as const) {
    if (hasFailed(what) && !hasFailed('conflict')) return new QuotaUsed(what);
  }
  const raced = failed.length > 0 || reasons.some(({ Code }) => Code === 'TransactionConflict');
  if (raced) return new VersionConflict('the request changed meanwhile');
  const busy = reasons.some(({ Code = '' }) => BUSY.has(Code));
  return busy ? new TableBusy('the table is throttled', { cause: error }) : error;
}
