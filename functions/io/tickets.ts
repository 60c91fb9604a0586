import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { Instant, toMs } from '#shared/schema/instant.ts';
import { Actor } from '#shared/schema/person.ts';
import { keys, TICKET_PREFIX } from './keys.ts';
import { getItem } from './load-request.ts';
import type { Table } from './table.ts';
import type { Part } from './transaction-parts.ts';

/** An upload ticket as stored: its secret is known by its hash alone. */
export const Ticket = z.object({
  ticketId: z.string(),
  number: z.string(),
  secretHash: z.string(),
  by: Actor,
  createdAt: Instant,
  endsAt: Instant,
  revokedAt: z.nullable(Instant),
  usedAt: z.nullable(Instant),
});
export type Ticket = z.infer<typeof Ticket>;

const Pointer = z.object({ number: z.string(), ticketId: z.string() });

const DAY_S = 86_400;

/** Days after its end on which a secret is forgotten: until then its holder is told that it has expired. */
const TOLD_DAYS = 30;

/** The ticket with this id, strongly consistent; null when there is none. */
export async function findTicket(table: Table, ticketId: string): Promise<Ticket | null> {
  const pointer = await getItem(table, keys.ticketById(ticketId));
  return pointer ? loadTicket(table, Pointer.parse(pointer)) : null;
}

/** The ticket whose secret has this hash, strongly consistent; null when there is none. */
export async function findTicketBySecret(table: Table, secretHash: string): Promise<Ticket | null> {
  const pointer = await getItem(table, keys.ticket(secretHash));
  return pointer ? loadTicket(table, Pointer.parse(pointer)) : null;
}

/** A ticket of an SR, strongly consistent; null when there is none. */
export async function loadTicket(
  table: Table,
  { number, ticketId }: z.infer<typeof Pointer>,
): Promise<Ticket | null> {
  const item = await getItem(table, keys.requestTicket(number, ticketId));
  return item ? Ticket.parse(item) : null;
}

/** The tickets of an SR, in the order they were issued; a page of DynamoDB holds thousands. */
export async function listTickets(table: Table, number: string): Promise<Ticket[]> {
  const found = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': keys.head(number).pk, ':prefix': TICKET_PREFIX },
      ConsistentRead: true,
    }),
  );
  return (found.Items ?? []).map((item) => Ticket.parse(item));
}

/** The parts of a transaction that issue a ticket. */
export function newTicketParts(tableName: string, ticket: Ticket): Part[] {
  const { number, ticketId, secretHash, endsAt } = ticket;
  const put = (Item: Record<string, unknown>): Part => ({
    item: { Put: { TableName: tableName, Item, ConditionExpression: 'attribute_not_exists(pk)' } },
    onFailure: 'conflict',
  });
  const expiresAt = Math.floor(toMs(endsAt) / 1000) + TOLD_DAYS * DAY_S;
  return [
    put({ ...keys.requestTicket(number, ticketId), ...ticket }),
    put({ ...keys.ticketById(ticketId), number, ticketId }),
    put({ ...keys.ticket(secretHash), number, ticketId, expiresAt }),
  ];
}

/** The part of a transaction that revokes a ticket; it fails where it was revoked meanwhile. */
export function revokedTicketPart(tableName: string, { number, ticketId }: Ticket, now: Instant): Part {
  return ticketPart(tableName, number, ticketId, 'revokedAt', now);
}

/** The part of a transaction that notes the use of a ticket; it fails where it was revoked meanwhile. */
export function usedTicketPart(tableName: string, { number, ticketId }: Ticket, now: Instant): Part {
  return ticketPart(tableName, number, ticketId, 'usedAt', now);
}

function ticketPart(
  tableName: string,
  number: string,
  ticketId: string,
  noted: 'revokedAt' | 'usedAt',
  now: Instant,
): Part {
  return {
    item: {
      Update: {
        TableName: tableName,
        Key: keys.requestTicket(number, ticketId),
        UpdateExpression: `SET ${noted} = :now`,
        ConditionExpression: 'revokedAt = :not',
        ExpressionAttributeValues: { ':now': now, ':not': null },
      },
    },
    onFailure: 'conflict',
  };
}
