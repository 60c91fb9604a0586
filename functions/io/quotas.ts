import * as z from 'zod/mini';
import { QuotaUsed } from './commit.ts';
import { keys } from './keys.ts';
import { getItem } from './load-request.ts';
import type { Table } from './table.ts';
import type { Part } from './transaction-parts.ts';

/** How much room there is (bytes), and how many uploads of one SR may be begun in all its life. */
export interface QuotaLimits {
  readonly requestBytes: number;
  readonly requestFiles: number;
  readonly accountBytes: number;
}

/** What is used of a quota: bytes now, uploads ever begun. */
export interface Used {
  readonly bytes: number;
  readonly files: number;
}

const QuotaItem = z.object({ usedBytes: z.number(), usedFiles: z._default(z.number(), 0) });

/** Whose quotas a file uses, and how much of them (bytes). */
interface Use {
  readonly number: string;
  readonly accountId: string;
  readonly size: number;
}

/** What an SR uses, strongly consistent. */
export function usedByRequest(table: Table, number: string): Promise<Used> {
  return used(table, keys.requestQuota(number));
}

/** What the SRs of an account use together, strongly consistent; their uploads are not counted. */
export function usedByAccount(table: Table, accountId: string): Promise<Used> {
  return used(table, keys.accountQuota(accountId));
}

async function used(table: Table, key: { pk: string; sk: string }): Promise<Used> {
  const item = await getItem(table, key);
  if (!item) return { bytes: 0, files: 0 };
  const { usedBytes, usedFiles } = QuotaItem.parse(item);
  return { bytes: usedBytes, files: usedFiles };
}

/**
 * The parts of a transaction that reserve room for a file, with its SR and its account, and count it; they fail where
 * there is not enough left. Files of no bytes take no room, so they are counted, and what was counted stays so. Throws
 * QuotaUsed for a file that is larger than all the room there is.
 */
export function reserveParts(
  tableName: string,
  { number, accountId, size }: Use,
  limits: QuotaLimits,
): Part[] {
  if (size > limits.requestBytes) throw new QuotaUsed('request-quota');
  if (size > limits.accountBytes) throw new QuotaUsed('account-quota');
  const room = (limit: number) => ({ ':zero': 0, ':size': size, ':room': limit - size });
  return [
    {
      item: {
        Update: {
          TableName: tableName,
          Key: keys.requestQuota(number),
          UpdateExpression: `SET ${MORE_BYTES}, usedFiles = if_not_exists(usedFiles, :zero) + :one`,
          // Of requests that are older than the count there is none.
          ConditionExpression:
            'attribute_not_exists(pk) OR (usedBytes <= :room AND (attribute_not_exists(usedFiles) OR usedFiles < :most))',
          ExpressionAttributeValues: {
            ...room(limits.requestBytes),
            ':one': 1,
            ':most': limits.requestFiles,
          },
        },
      },
      onFailure: 'request-quota',
    },
    {
      item: {
        Update: {
          TableName: tableName,
          Key: keys.accountQuota(accountId),
          UpdateExpression: `SET ${MORE_BYTES}`,
          ConditionExpression: 'attribute_not_exists(pk) OR usedBytes <= :room',
          ExpressionAttributeValues: room(limits.accountBytes),
        },
      },
      onFailure: 'account-quota',
    },
  ];
}

const MORE_BYTES = 'usedBytes = if_not_exists(usedBytes, :zero) + :size';

/** The parts of a transaction that give the room of a file back. */
export function releaseParts(tableName: string, { number, accountId, size }: Use): Part[] {
  return [keys.requestQuota(number), keys.accountQuota(accountId)].map((Key) => ({
    item: {
      Update: {
        TableName: tableName,
        Key,
        UpdateExpression: 'SET usedBytes = usedBytes - :size',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':size': size },
      },
    },
    onFailure: 'conflict',
  }));
}
