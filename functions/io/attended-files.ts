import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { Instant } from '#shared/schema/instant.ts';
import type { StoredFile } from '#shared/schema/stored-file.ts';
import { FILE_PREFIX, keys, lists } from './keys.ts';
import type { Table } from './table.ts';
import { updateIf } from './update-if.ts';

const AttendedItem = z.object({ pk: z.string(), sk: z.string(), attendAt: z.string() });

/** A file that somebody must look at, from `attendAt` on. */
export interface Attended {
  readonly number: string;
  readonly id: string;
  readonly attendAt: Instant;
}

/** Every upload that is under way, or has ended and left something behind; soonest first. */
export async function* openUploads(table: Table): AsyncGenerator<Attended> {
  let from: Record<string, unknown> | undefined;
  do {
    const page = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        IndexName: 'toAttend',
        KeyConditionExpression: 'attendKey = :attend',
        ExpressionAttributeValues: { ':attend': lists.uploads },
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    yield* (page.Items ?? []).map(attended);
    from = page.LastEvaluatedKey;
  } while (from);
}

/** Verified files that are to be looked at by `now`, soonest first, at most `limit`. */
export async function dueFiles(table: Table, now: Instant, limit: number): Promise<Attended[]> {
  const found = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      IndexName: 'toAttend',
      KeyConditionExpression: 'attendKey = :attend AND attendAt <= :now',
      ExpressionAttributeValues: { ':attend': lists.files, ':now': now },
      Limit: limit,
    }),
  );
  return (found.Items ?? []).map(attended);
}

function attended(item: unknown): Attended {
  const { pk, sk, attendAt } = AttendedItem.parse(item);
  return { number: pk.slice('SR#'.length), id: sk.slice(FILE_PREFIX.length), attendAt };
}

/** Puts off the next look at a file to `until`; false where it changed, or somebody looked at it, meanwhile. */
export function postpone(
  table: Table,
  { number, id, attendAt }: Attended,
  state: StoredFile['state'],
  until: Instant,
): Promise<boolean> {
  return updateIf(table, {
    Key: keys.file(number, id),
    UpdateExpression: 'SET attendAt = :until',
    ConditionExpression: 'attendAt = :seen AND #state = :state',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: { ':until': until, ':seen': attendAt, ':state': state },
  });
}

/** The same for a file that could not be looked at, in whatever state it is. */
export function putOff(table: Table, { number, id, attendAt }: Attended, until: Instant): Promise<boolean> {
  return updateIf(table, {
    Key: keys.file(number, id),
    UpdateExpression: 'SET attendAt = :until',
    ConditionExpression: 'attendAt = :seen',
    ExpressionAttributeValues: { ':until': until, ':seen': attendAt },
  });
}

/** Nobody need look at a file any more; false where it changed meanwhile. */
export function unattend(
  table: Table,
  { number, id, attendAt }: Attended,
  state: StoredFile['state'],
): Promise<boolean> {
  return updateIf(table, {
    Key: keys.file(number, id),
    UpdateExpression: 'REMOVE attendKey, attendAt',
    ConditionExpression: 'attendAt = :seen AND #state = :state',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: { ':seen': attendAt, ':state': state },
  });
}
