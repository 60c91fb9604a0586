import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { Contact, Contract, Staff } from '#shared/schema/person.ts';
import { CONTRACT_PREFIX, keys } from './keys.ts';
import { getItem } from './load-request.ts';
import type { Table } from './table.ts';

const CustomerItem = z.object({ email: z.string() });
const SurveyedItem = z.object({ lastInvitedAt: z.string() });

/** The contact with this e-mail address; null when there is none. */
export async function findContact(table: Table, email: string): Promise<Contact | null> {
  const item = await getItem(table, keys.contact(email));
  return item ? Contact.parse(item) : null;
}

/** The contact who holds this customer number; null when nobody does (ACC-2). */
export async function findContactByNumber(table: Table, customerNumber: string): Promise<Contact | null> {
  const item = await getItem(table, keys.customer(customerNumber));
  return item ? findContact(table, CustomerItem.parse(item).email) : null;
}

/** A contract of an account; null when the account has none with this id. */
export async function findContract(
  table: Table,
  accountId: string,
  contractId: string,
): Promise<Contract | null> {
  const item = await getItem(table, keys.contract(accountId, contractId));
  return item ? Contract.parse(item) : null;
}

/** All contracts of an account. */
export async function listContracts(table: Table, accountId: string): Promise<Contract[]> {
  const found = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': keys.contract(accountId, '').pk, ':prefix': CONTRACT_PREFIX },
    }),
  );
  return (found.Items ?? []).map((item) => Contract.parse(item));
}

/** Everybody who works at the desk: one small partition, read whole. */
export async function listStaff(table: Table): Promise<Staff[]> {
  const found = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': keys.staff('').pk },
      ConsistentRead: true,
    }),
  );
  return (found.Items ?? []).map((item) => Staff.parse(item));
}

/** When this contact was last invited to a survey; null when never (CLO-5). */
export async function lastInvited(table: Table, email: string): Promise<string | null> {
  const item = await getItem(table, keys.surveyed(email));
  return item ? SurveyedItem.parse(item).lastInvitedAt : null;
}
