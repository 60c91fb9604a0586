import type { QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import {
  assertAllUsed,
  compileCondition,
  type Item,
  UnsupportedExpression,
  ValidationException,
} from './memory-table-expression.ts';

/** The table's indexes: their two keys, and what they show besides all keys. */
export const INDEXES = {
  byAccount: { keys: ['accountKey', 'filedSort'], shows: ['summary', 'number'] },
  byQueue: { keys: ['queueKey', 'dueSort'], shows: ['summary', 'number'] },
  byOwner: { keys: ['ownerKey', 'dueSort'], shows: ['summary', 'number'] },
  byEscalation: { keys: ['escalationKey', 'dueSort'], shows: ['summary', 'number'] },
  toAttend: { keys: ['attendKey', 'attendAt'], shows: [] },
} as const;

interface QueryAnswer {
  readonly Items: Item[];
  readonly LastEvaluatedKey?: Item;
}

const KNOWN = new Set([
  'TableName',
  'IndexName',
  'KeyConditionExpression',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'Limit',
  'ScanIndexForward',
  'ConsistentRead',
  'ExclusiveStartKey',
]);

/** Answers a query of the table or of an index, a page at a time. */
export function queryItems(all: Iterable<Item>, input: QueryCommandInput): QueryAnswer {
  const unknown = Object.keys(input).find((name) => !KNOWN.has(name));
  if (unknown) throw new UnsupportedExpression(`a Query with ${unknown}`);
  const { KeyConditionExpression = '', IndexName, Limit, ScanIndexForward = true, ExclusiveStartKey } = input;
  const index = IndexName === undefined ? undefined : INDEXES[IndexName as keyof typeof INDEXES];
  if (IndexName !== undefined && !index) throw new ValidationException(`There is no index ${IndexName}.`);
  if (index && input.ConsistentRead) throw new ValidationException('No consistent reads of a global index.');
  const condition = compileCondition(KeyConditionExpression);
  const given = {
    names: input.ExpressionAttributeNames ?? {},
    values: input.ExpressionAttributeValues ?? {},
  };
  assertAllUsed(given, condition);

  const [hash, sort] = index?.keys ?? (['pk', 'sk'] as const);
  const place = (item: Item) => `${item[sort]}\n${item.pk}\n${item.sk}`;
  const found = [...all]
    .filter((item) => item[hash] !== undefined && item[sort] !== undefined && condition.run(item, given))
    .sort((left, right) => compare(place(left), place(right)) * (ScanIndexForward ? 1 : -1));
  const start = ExclusiveStartKey ? place(ExclusiveStartKey) : undefined;
  const rest =
    start === undefined
      ? found
      : found.filter((item) => compare(place(item), start) * (ScanIndexForward ? 1 : -1) > 0);
  const page = rest.slice(0, Limit ?? rest.length);
  const last = page.at(-1);
  const keys = index ? ['pk', 'sk', ...index.keys] : ['pk', 'sk'];
  const shown = index ? [...keys, ...index.shows] : undefined;
  return {
    Items: shown ? page.map((item) => pick(item, shown)) : page,
    // DynamoDB does not look beyond a full page: its key comes even where nothing follows.
    ...(last && Limit !== undefined && page.length === Limit ? { LastEvaluatedKey: pick(last, keys) } : {}),
  };
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function pick(item: Item, names: readonly string[]): Item {
  return Object.fromEntries(
    names.filter((name) => item[name] !== undefined).map((name) => [name, item[name]]),
  );
}
