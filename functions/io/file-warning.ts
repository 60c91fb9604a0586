import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { OutboxMail } from '#shared/domain/mails.ts';
import type { Instant } from '#shared/schema/instant.ts';
import type { Attended } from './attended-files.ts';
import { keys } from './keys.ts';
import type { Table } from './table.ts';
import { mailItem } from './transaction-parts.ts';

/**
 * Queues a mail about an upload and puts the next look at it off to `until`, both or neither; false where somebody
 * looked at it, or changed it, meanwhile.
 */
export async function warnOfUpload(
  { name: TableName, client }: Table,
  { number, id, attendAt }: Attended,
  mail: OutboxMail,
  until: Instant,
  now: Instant,
): Promise<boolean> {
  try {
    await client.send(
      new TransactWriteCommand({
        TransactItems: [
          {
            Put: {
              TableName,
              Item: mailItem(number, mail, now),
              ConditionExpression: 'attribute_not_exists(pk)',
            },
          },
          {
            Update: {
              TableName,
              Key: keys.file(number, id),
              UpdateExpression: 'SET attendAt = :until',
              ConditionExpression: 'attendAt = :seen AND #state = :uploading',
              ExpressionAttributeNames: { '#state': 'state' },
              ExpressionAttributeValues: { ':until': until, ':seen': attendAt, ':uploading': 'uploading' },
            },
          },
        ],
      }),
    );
    return true;
  } catch (error) {
    // Whatever came between, the next sweep looks again.
    if (error instanceof TransactionCanceledException) return false;
    throw error;
  }
}
