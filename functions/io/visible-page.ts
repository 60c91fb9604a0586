import { QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { InvalidCursor, type StartKey, writeCursor } from './cursor.ts';
import type { Table } from './table.ts';

/** A page of a list; `cursor` leads to the next one, null at the end. */
export interface Page<Item> {
  readonly items: Item[];
  readonly cursor: string | null;
}

/** A list of which its reader may not see everything. */
interface VisibleList<Item> {
  readonly query: Omit<QueryCommandInput, 'TableName' | 'Limit' | 'ExclusiveStartKey'>;
  parse(item: unknown): Item;
  visible(item: Item): boolean;
  /** The keys that the item has in the list: what a cursor is made of. */
  keyOf(item: Item): StartKey;
}

/** Read at once where a first query did not find enough that may be seen. */
const READ_ON = 100;

/**
 * Up to `limit` items that may be seen, after those of `start`. It reads on until it has them and knows whether there
 * is another one: then the page ends in a cursor, made of the last item shown. So neither a short page nor a cursor
 * tells of what may not be seen. Where everything may be seen it is one query. Throws InvalidCursor.
 */
export async function visiblePage<Item>(
  table: Table,
  list: VisibleList<Item>,
  limit: number,
  start: StartKey | undefined,
): Promise<Page<Item>> {
  const seen: Item[] = [];
  let from: QueryCommandInput['ExclusiveStartKey'] = start;
  let Limit = limit + 1;
  do {
    const input = { ...list.query, TableName: table.name, Limit, ...(from && { ExclusiveStartKey: from }) };
    const found = await query(table, input, from === start);
    seen.push(...(found.Items ?? []).map((item) => list.parse(item)).filter((item) => list.visible(item)));
    from = found.LastEvaluatedKey;
    Limit = Math.max(limit + 1, READ_ON);
  } while (from && seen.length <= limit);
  const items = seen.slice(0, limit);
  const last = items.at(-1);
  return { items, cursor: last && seen.length > limit ? writeCursor(list.keyOf(last)) : null };
}

async function query(table: Table, input: QueryCommandInput, fromOutside: boolean) {
  try {
    return await table.client.send(new QueryCommand(input));
  } catch (error) {
    // DynamoDB checks what we cannot: whether the key of a cursor lies within the query's range.
    const cursor = fromOutside && input.ExclusiveStartKey !== undefined;
    if (cursor && error instanceof Error && error.name === 'ValidationException')
      throw new InvalidCursor('not a cursor of this list');
    throw error;
  }
}
