import { QuotaUsed } from './commit.ts';
import { keys } from './keys.ts';
import type { Part, Quota } from './transaction-parts.ts';

/** How much room there is (bytes). */
export interface QuotaLimits {
  readonly requestBytes: number;
  readonly accountBytes: number;
}

/** Whose quotas a file uses, and how much of them (bytes). */
interface Use {
  readonly number: string;
  readonly accountId: string;
  readonly size: number;
}

/**
 * The parts of a transaction that reserve room for a file, with its SR and its account; they fail where there is not
 * enough left. Throws QuotaUsed for a file that is larger than all the room there is.
 */
export function reserveParts(
  tableName: string,
  { number, accountId, size }: Use,
  limits: QuotaLimits,
): Part[] {
  const reserve = (Key: { pk: string; sk: string }, limit: number, onFailure: Quota): Part => {
    if (size > limit) throw new QuotaUsed(onFailure);
    return {
      item: {
        Update: {
          TableName: tableName,
          Key,
          UpdateExpression: 'SET usedBytes = if_not_exists(usedBytes, :zero) + :size',
          ConditionExpression: 'attribute_not_exists(pk) OR usedBytes <= :room',
          ExpressionAttributeValues: { ':zero': 0, ':size': size, ':room': limit - size },
        },
      },
      onFailure,
    };
  };
  return [
    reserve(keys.requestQuota(number), limits.requestBytes, 'request-quota'),
    reserve(keys.accountQuota(accountId), limits.accountBytes, 'account-quota'),
  ];
}

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
