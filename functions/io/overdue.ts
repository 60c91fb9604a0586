import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { Instant } from '#shared/schema/instant.ts';
import { lists } from './keys.ts';
import type { Table } from './table.ts';
import { updateIf } from './update-if.ts';

const OverdueItem = z.object({ pk: z.string(), sk: z.string(), attendAt: z.string() });

/** Something that should have been attended to: an SR's workflow, or a mail not sent yet. */
export type Overdue = z.infer<typeof OverdueItem>;

/** Items whose `attendAt` lies before `before`, oldest first, at most `limit`; one query of a sparse index. */
export async function findOverdue(table: Table, before: Instant, limit: number): Promise<Overdue[]> {
  const found = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      IndexName: 'toAttend',
      KeyConditionExpression: 'attendKey = :attend AND attendAt < :before',
      ExpressionAttributeValues: { ':attend': lists.attend, ':before': before },
      Limit: limit,
    }),
  );
  return (found.Items ?? []).map((item) => OverdueItem.parse(item));
}

/** Puts a mail that is still queued before the stream once more; false when it was sent meanwhile. */
export function requeueMail(table: Table, { pk, sk, attendAt }: Overdue, now: Instant): Promise<boolean> {
  return updateIf(table, {
    Key: { pk, sk },
    UpdateExpression: 'SET attendAt = :now',
    ConditionExpression: 'attendAt = :seen AND #state = :queued',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: { ':now': now, ':seen': attendAt, ':queued': 'queued' },
  });
}
