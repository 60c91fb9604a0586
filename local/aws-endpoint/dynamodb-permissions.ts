import * as z from 'zod/mini';
import { localArn } from '#local/cloudformation/local-account.ts';

/** One thing a DynamoDB call needs to be allowed. */
export interface NeededPermission {
  readonly action: string;
  readonly resource: string;
}

const OnTable = z.object({ TableName: z.string(), IndexName: z.optional(z.string()) });
const PerTable = z.object({ RequestItems: z.record(z.string(), z.unknown()) });
const Transaction = z.object({
  TransactItems: z.array(z.record(z.string(), z.object({ TableName: z.string() }))),
});

/** The IAM action behind each kind of transaction item. */
const ITEM_ACTIONS: Readonly<Record<string, string>> = {
  ConditionCheck: 'ConditionCheckItem',
  Delete: 'DeleteItem',
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
};

const TABLE_OPERATIONS = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan', 'DescribeTable'];

/**
 * What a caller needs for an operation, as the service authorization reference of DynamoDB lists it: a query on an
 * index needs the index, a transaction needs the action of each of its items, a batch the batch action per table.
 * Undefined for an operation that the local stack does not offer.
 */
export function neededPermissions(operation: string, input: unknown): NeededPermission[] | undefined {
  if (TABLE_OPERATIONS.includes(operation)) {
    const { TableName, IndexName } = OnTable.parse(input);
    return [{ action: `dynamodb:${operation}`, resource: tableArn(TableName, IndexName) }];
  }
  if (operation === 'BatchGetItem' || operation === 'BatchWriteItem') {
    return Object.keys(PerTable.parse(input).RequestItems).map((table) => ({
      action: `dynamodb:${operation}`,
      resource: tableArn(table),
    }));
  }
  if (operation === 'TransactWriteItems' || operation === 'TransactGetItems') {
    const needed = Transaction.parse(input).TransactItems.flatMap((item) =>
      Object.entries(item).map(([kind, { TableName }]) => ({
        action: `dynamodb:${ITEM_ACTIONS[kind] ?? kind}`,
        resource: tableArn(TableName),
      })),
    );
    return [...new Map(needed.map((permission) => [JSON.stringify(permission), permission])).values()];
  }
  return undefined;
}

/** A table may be named by its ARN too. */
function tableArn(table: string, index?: string): string {
  const arn = table.startsWith('arn:') ? table : localArn('dynamodb', `table/${table}`);
  return index === undefined ? arn : `${arn}/index/${index}`;
}
