import { createHash } from 'node:crypto';
import { type Instant, toMs } from '#shared/schema/instant.ts';
import { TicketSecret } from '#shared/schema/upload.ts';
import { CasebellError } from '../errors.ts';
import type { HttpEvent } from '../http-event.ts';
import type { Table } from '../io/table.ts';
import { findTicketBySecret, type Ticket } from '../io/tickets.ts';
import type { Caller } from './upload-route.ts';

/** What is stored of a ticket's secret. It is 160 bits of chance, so no salt and no slow hash would add anything. */
export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** The caller by the ticket of the Authorization header. Throws TicketNeeded, TicketUnknown, TicketExpired or TicketRevoked. */
export async function ticketCaller(event: HttpEvent, table: Table, now: Instant): Promise<Caller> {
  const [, secret] = /^Ticket +(\S+) *$/i.exec(event.headers.authorization ?? '') ?? [];
  if (secret === undefined) throw new CasebellError('TicketNeeded');
  return { kind: 'ticket', ticket: await goodTicket(secret, table, now) };
}

/** The ticket with this secret, if it is still good. */
export async function goodTicket(secret: string, table: Table, now: Instant): Promise<Ticket> {
  const known = TicketSecret.safeParse(secret).success;
  const ticket = known ? await findTicketBySecret(table, hashOfSecret(secret)) : null;
  assertGood(ticket, now);
  return ticket;
}

/** Throws unless a ticket may be used at `now`. */
export function assertGood(ticket: Ticket | null, now: Instant): asserts ticket is Ticket {
  if (!ticket) throw new CasebellError('TicketUnknown');
  if (ticket.revokedAt !== null) throw new CasebellError('TicketRevoked');
  if (toMs(ticket.endsAt) <= toMs(now)) throw new CasebellError('TicketExpired');
}
