import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { RequestEvent } from '#shared/schema/event.ts';
import { RequestSummary } from '#shared/schema/view.ts';
import { readCursor } from './cursor.ts';
import { listSorts } from './head-item.ts';
import { EVENT_PREFIX, keys, lists } from './keys.ts';
import type { Table } from './table.ts';
import { type Page, visiblePage } from './visible-page.ts';

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

/** One page of those SRs of a list that `visible` lets through. Throws InvalidCursor. */
export function listRequests(
  table: Table,
  which: RequestList,
  limit: number,
  cursor: string | undefined,
  visible: (summary: RequestSummary) => boolean,
): Promise<Page<RequestSummary>> {
  const { index, hash, sort, newestFirst } = INDEXES[which.list];
  const value = hashValue(which);
  const list = {
    query: {
      IndexName: index,
      KeyConditionExpression: '#hash = :hash',
      ExpressionAttributeNames: { '#hash': hash },
      ExpressionAttributeValues: { ':hash': value },
      ScanIndexForward: !newestFirst,
    },
    parse: (item: unknown) => SummaryItem.parse(item).summary,
    visible,
    keyOf: (summary: RequestSummary) => ({
      ...keys.head(summary.number),
      [hash]: value,
      [sort]: listSorts(summary)[sort],
    }),
  };
  const start = cursor ? readCursor(cursor, ['pk', 'sk', hash, sort], hash, value) : undefined;
  return visiblePage(table, list, limit, start);
}

/** How many open SRs an engineer has; counted no further than `most`, which is all a limit needs to know. */
export async function countOwned(table: Table, email: string, most: number): Promise<number> {
  const found = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      IndexName: INDEXES.mine.index,
      KeyConditionExpression: '#hash = :hash',
      ExpressionAttributeNames: { '#hash': INDEXES.mine.hash },
      ExpressionAttributeValues: { ':hash': lists.owner(email) },
      Select: 'COUNT',
      Limit: most,
    }),
  );
  return found.Count ?? 0;
}

/** One page of those events of an SR that `visible` lets through, oldest first. Throws InvalidCursor. */
export function listEvents(
  table: Table,
  number: string,
  limit: number,
  cursor: string | undefined,
  visible: (event: RequestEvent) => boolean,
): Promise<Page<RequestEvent>> {
  const { pk } = keys.head(number);
  const list = {
    query: {
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': pk, ':prefix': EVENT_PREFIX },
      ConsistentRead: true,
    },
    parse: (item: unknown) => EventItem.parse(item).event,
    visible,
    keyOf: ({ seq }: RequestEvent) => keys.event(number, seq),
  };
  const start = cursor ? readCursor(cursor, ['pk', 'sk'], 'pk', pk) : undefined;
  return visiblePage(table, list, limit, start);
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
