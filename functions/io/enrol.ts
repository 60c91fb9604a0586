import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { Directory } from '#shared/schema/directory.ts';
import type { Contact } from '#shared/schema/person.ts';
import { isZone, UnknownZone } from '#shared/targets/zone.ts';
import { keys } from './keys.ts';
import type { Table } from './table.ts';

/** A customer number belongs to one person for ever (ACC-2). */
export class CustomerNumberTaken extends Error {
  override readonly name = 'CustomerNumberTaken';
}

/**
 * Brings staff, contacts and contracts in; doing it again changes only what changed. A directory that does not parse
 * and an UnknownZone are thrown before anything is written; CustomerNumberTaken may come after others were.
 */
export async function enrol(table: Table, written: Directory): Promise<void> {
  const directory = Directory.parse(written);
  for (const { zone } of [...directory.staff, ...directory.contacts]) {
    if (!isZone(zone)) throw new UnknownZone(zone);
  }
  const put = (Item: Record<string, unknown>) =>
    table.client.send(new PutCommand({ TableName: table.name, Item }));
  await Promise.all([
    ...directory.staff.map((member) => put({ ...keys.staff(member.email), ...member })),
    ...directory.contacts.map((contact) => enrolContact(table, contact)),
    ...directory.contracts.map((contract) =>
      put({ ...keys.contract(contract.accountId, contract.contractId), ...contract }),
    ),
  ]);
}

async function enrolContact({ name: TableName, client }: Table, contact: Contact): Promise<void> {
  const { email, customerNumber } = contact;
  try {
    await client.send(
      new TransactWriteCommand({
        TransactItems: [
          {
            Put: {
              TableName,
              Item: { ...keys.customer(customerNumber), email },
              ConditionExpression: 'attribute_not_exists(pk) OR email = :email',
              ExpressionAttributeValues: { ':email': email },
            },
          },
          { Put: { TableName, Item: { ...keys.contact(email), ...contact } } },
        ],
      }),
    );
  } catch (error) {
    const taken =
      error instanceof TransactionCanceledException &&
      error.CancellationReasons?.[0]?.Code === 'ConditionalCheckFailed';
    throw taken
      ? new CustomerNumberTaken(`Customer number ${customerNumber} of ${email} belongs to somebody else.`)
      : error;
  }
}
