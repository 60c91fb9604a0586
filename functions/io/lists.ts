import { QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { RequestEvent } from '#shared/schema/event.ts';
import { RequestSummary } from '#shared/schema/view.ts';
import { EVENT_PREFIX, keys, lists } from './keys.ts';
import type { Table } from './table.ts';

/** A page of a list; `cursor` leads to the next one, null at the end. */
export interface Page<Item> {
  readonly items: Item[];
  readonly cursor: string | null;
}

/** The cursor was not made by this list. */
export class InvalidCursor extends Error {
  override readonly name = 'InvalidCursor';
}

const INDEXES = {
  account: { index: 'byAccount', hash: 'accountKey', sort: 'filedSort', newestFirst: true },
  queue: { index: 'byQueue', hash: 'queueKey', sort: 'dueSort', newestFirst: false },
  mine: { index: 'byOwner', hash: 'ownerKey', sort: 'dueSort', newestFirst: false },
  escalated: { index: 'byEscalation', hash: 'escalationKey', sort: 'dueSort', newestFirst: false },
} as const;

/** Which list: an account's SRs newest first; a queue's, an engineer's or a region's escalated ones by soonest deadline. */
export type RequestList =
  | { readonly list: 'account'; readonly accountId: string }
  | { readonly list: 'queue'; readonly queue: string }
  | { readonly list: 'mine'; readonly email: string }
  | { readonly list: 'escalated'; readonly region: string };

const SummaryItem = z.object({ summary: RequestSummary });
const EventItem = z.object({ event: RequestEvent });
const CursorKey = z.record(z.string(), z.string());

/** One page of SRs: one query of one index. Throws InvalidCursor. */
export async function listRequests(
  table: Table,
  which: RequestList,
  limit: number,
  cursor: string | undefined,
): Promise<Page<RequestSummary>> {
  const { index, hash, sort, newestFirst } = INDEXES[which.list];
  const value = hashValue(which);
  const found = await page(table, cursor, {
    TableName: table.name,
    IndexName: index,
    KeyConditionExpression: '#hash = :hash',
    ExpressionAttributeNames: { '#hash': hash },
    ExpressionAttributeValues: { ':hash': value },
    ScanIndexForward: !newestFirst,
    Limit: limit,
    ...(cursor && { ExclusiveStartKey: readCursor(cursor, ['pk', 'sk', hash, sort], hash, value) }),
  });
  return {
    items: (found.Items ?? []).map((item) => SummaryItem.parse(item).summary),
    cursor: writeCursor(found.LastEvaluatedKey),
  };
}

/** One page of an SR's events, oldest first. Throws InvalidCursor. */
export async function listEvents(
  table: Table,
  number: string,
  limit: number,
  cursor: string | undefined,
): Promise<Page<RequestEvent>> {
  const { pk } = keys.head(number);
  const found = await page(table, cursor, {
    TableName: table.name,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': pk, ':prefix': EVENT_PREFIX },
    Limit: limit,
    ConsistentRead: true,
    ...(cursor && { ExclusiveStartKey: readCursor(cursor, ['pk', 'sk'], 'pk', pk) }),
  });
  return {
    items: (found.Items ?? []).map((item) => EventItem.parse(item).event),
    cursor: writeCursor(found.LastEvaluatedKey),
  };
}

async function page(table: Table, cursor: string | undefined, query: QueryCommandInput) {
  try {
    return await table.client.send(new QueryCommand(query));
  } catch (error) {
    // DynamoDB checks what we cannot: whether the key lies within the query's range.
    if (cursor && error instanceof Error && error.name === 'ValidationException')
      throw new InvalidCursor('not a cursor of this list');
    throw error;
  }
}

function hashValue(which: RequestList): string {
  switch (which.list) {
    case 'account':
      return lists.account(which.accountId);
    case 'queue':
      return lists.queue(which.queue);
    case 'mine':
      return lists.owner(which.email);
    case 'escalated':
      return lists.escalated(which.region);
  }
}

function writeCursor(key: Record<string, unknown> | undefined): string | null {
  return key ? Buffer.from(JSON.stringify(key)).toString('base64url') : null;
}

/** A cursor comes back from outside: it must be of this very list, or it would read somebody else's. */
function readCursor(
  cursor: string,
  names: readonly string[],
  hash: string,
  value: string,
): Record<string, string> {
  let written: unknown;
  try {
    written = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw new InvalidCursor('not a cursor');
  }
  const read = CursorKey.safeParse(written);
  const ofThisList =
    read.success &&
    read.data[hash] === value &&
    Object.keys(read.data).length === names.length &&
    names.every((name) => (read.data[name] ?? '') !== '');
  if (!ofThisList) throw new InvalidCursor('not a cursor of this list');
  return read.data;
}
