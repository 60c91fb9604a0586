import { authorise } from '#shared/domain/authorise.ts';
import { actorName } from '#shared/domain/shown-person.ts';
import { toInstant, toMs } from '#shared/schema/instant.ts';
import { UPLOAD_DAYS } from '#shared/uploads/limits.ts';
import { base32, ID_BYTES, makeUploadId } from '#shared/uploads/upload-id.ts';
import { CasebellError } from '../errors.ts';
import { loadHead } from '../io/load-request.ts';
import { findTicket, listTickets, newTicketParts, revokedTicketPart, type Ticket } from '../io/tickets.ts';
import { accessTo } from './access.ts';
import { changeRequest } from './change-request.ts';
import { hashOfSecret } from './ticket-caller.ts';
import type { UploadRun } from './upload-route.ts';

/** 160 bits: 32 characters of base 32. */
const SECRET_BYTES = 20;
const DAY_MS = 86_400_000;

/**
 * `POST /v1/requests/{number}/upload-tickets`: a URL with which a host without a browser uploads files to this SR, and
 * does nothing else. Its secret is told now and never again: only the hash is kept.
 */
export const issueTicket: UploadRun<'POST /v1/requests/{number}/upload-tickets'> = async (
  { params, caller, now },
  deps,
) => {
  const { table, random, apiUrl } = deps;
  const secret = base32(random(SECRET_BYTES)).toLowerCase();
  const ticketId = makeUploadId(toMs(now), random(ID_BYTES));
  const expiresAt = toInstant(toMs(now) + UPLOAD_DAYS * DAY_MS);
  await changeRequest(deps, params.number, now, async (request) => {
    const { actor, relation } = await accessTo(table, caller, request);
    if (!authorise(actor, 'issue-ticket', relation)) throw new CasebellError('NotAllowed');
    if (request.status === 'closed') throw new CasebellError('RequestClosed');
    const ticket: Ticket = {
      ticketId,
      number: request.number,
      secretHash: hashOfSecret(secret),
      by: actor,
      createdAt: now,
      endsAt: expiresAt,
      revokedAt: null,
      usedAt: null,
    };
    const facts = [{ type: 'UploadTicketIssued', ticketId, expiresAt } as const];
    const parts = newTicketParts(table.name, ticket);
    return { outcome: undefined, change: { facts, by: actor, parts } };
  });
  const url = `${apiUrl}/v1/t/${secret}`;
  return { ticketId, url, command: `curl -fsSL ${url} | sh -s --`, expiresAt };
};

/** `GET /v1/requests/{number}/upload-tickets`: the tickets of an SR, in the order they were issued. */
export const listRequestTickets: UploadRun<'GET /v1/requests/{number}/upload-tickets'> = async (
  { params, caller },
  { table },
) => {
  const { actor, request } = await accessTo(table, caller, await loadHead(table, params.number));
  const audience = actor.kind === 'customer' ? 'customer' : 'staff';
  const tickets = await listTickets(table, request.number);
  const items = tickets.map(({ ticketId, by, createdAt, endsAt, revokedAt, usedAt }) => ({
    ticketId,
    createdAt,
    createdBy: actorName(by, audience),
    expiresAt: endsAt,
    revokedAt,
    usedAt,
  }));
  return { items };
};

/** `DELETE /v1/upload-tickets/{ticketId}`: from now on nothing is done with it; doing so again changes nothing. */
export const revokeTicket: UploadRun<'DELETE /v1/upload-tickets/{ticketId}'> = async (
  { params, caller, now },
  deps,
) => {
  const { table } = deps;
  const { ticketId } = params;
  const found = await findTicket(table, ticketId);
  if (!found) throw new CasebellError('TicketNotFound');
  const revokedAt = await changeRequest(deps, found.number, now, async (request) => {
    const { actor, relation } = await accessTo(table, caller, request).catch(hidden);
    if (!authorise(actor, 'revoke-ticket', relation)) throw new CasebellError('NotAllowed');
    const ticket = (await findTicket(table, ticketId)) ?? found;
    if (ticket.revokedAt !== null) return { outcome: ticket.revokedAt };
    const facts = [{ type: 'UploadTicketRevoked', ticketId } as const];
    return {
      outcome: now,
      change: { facts, by: actor, parts: [revokedTicketPart(table.name, ticket, now)] },
    };
  });
  return { ticketId, revokedAt };
};

/** A ticket tells nothing of its SR to those whom the SR is no business of. */
function hidden(error: unknown): never {
  const unseen = error instanceof CasebellError && error.name === 'RequestNotFound';
  throw unseen ? new CasebellError('TicketNotFound') : error;
}
