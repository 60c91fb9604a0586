import { IssuedTicket, RevokedTicket, TicketList, UploadId } from '#shared/schema/upload.ts';
import { type Command, command } from './command.ts';
import { CommandFailure } from './command-failure.ts';
import type { Output } from './main.ts';
import { askAs } from './upload/ask-as.ts';
import { type Credentials, credentialsOf } from './upload/credentials.ts';
import { refuseEmpty, requestNumberOf } from './upload/options.ts';

const HELP = `A ticket is one address, with which a host that has only sh and curl uploads files to one request. It uploads and
reads nothing, lasts seven days, and can be revoked before. What is printed is the line to run on that host.

For example
  casebell ticket --request 26123456788 --as dana
  casebell ticket --request 26123456788 --list --as dana
  casebell ticket --revoke 01JD3V6T0W8Y2N4R6Q9K1M3P5S --as dana`;

const OPTIONS = {
  request: { type: 'string', description: 'The request that files are for', valueHint: 'NUMBER' },
  list: { type: 'boolean', description: 'Show the tickets of the request instead', default: false },
  revoke: { type: 'string', description: 'Revoke this ticket instead', valueHint: 'TICKET-ID' },
  desk: { type: 'string', description: 'Address of the desk', valueHint: 'URL' },
  token: { type: 'string', description: 'Who asks: a bearer token (or CASEBELL_TOKEN)', valueHint: 'TOKEN' },
  as: { type: 'string', description: 'Who asks: a demo person of a local desk', valueHint: 'PERSON' },
} as const;

/** `casebell ticket`: issues, lists and revokes upload tickets of a request (CARD-4). */
export function ticketCommand(output: Output): Command {
  const { help, run } = command(
    'ticket',
    'Issue an upload ticket, with which a host that has only sh and curl uploads to a request',
    OPTIONS,
    async ({ args: { request, list, revoke, desk, token, as, _ } }) => {
      refuseEmpty({ request, revoke, desk, token, as }, ['request', 'revoke', 'desk', 'token', 'as']);
      if (_.length > 0) throw new CommandFailure('Name the request with --request NUMBER.', 2);
      if (revoke !== undefined && (request !== undefined || list))
        throw new CommandFailure('--revoke goes with neither --request nor --list.', 2);
      if (revoke === undefined && request === undefined)
        throw new CommandFailure('Say which request the ticket is for: --request NUMBER.', 2);
      const ticketId = revoke === undefined ? null : ticketIdOf(revoke);
      const path = `/v1/requests/${request === undefined ? '' : requestNumberOf(request)}/upload-tickets`;
      const who = await credentialsOf({ desk, token, as }, { ...process.env, CASEBELL_TICKET: undefined });
      if (ticketId !== null) await revokeTicket(ticketId, who, output);
      else if (list) await listTickets(path, who, output);
      else await issueTicket(path, who, output);
    },
  );
  return { help: async () => `${await help()}\n${HELP}`, run };
}

async function issueTicket(path: string, credentials: Credentials, { out, err }: Output): Promise<void> {
  const ticket = await askAs(credentials, IssuedTicket, { method: 'POST', path, body: {} });
  out(ticket.command);
  err(
    `Put the names of the files after it. Whoever has this line can upload to the request until ${ticket.expiresAt}, or until casebell ticket --revoke ${ticket.ticketId}.`,
  );
}

async function listTickets(path: string, credentials: Credentials, { out, err }: Output): Promise<void> {
  const { items } = await askAs(credentials, TicketList, { method: 'GET', path });
  if (items.length === 0) err('No ticket was issued for this request.');
  for (const { ticketId, createdBy, createdAt, expiresAt, revokedAt, usedAt } of items) {
    const used = usedAt === null ? 'never used' : `last used ${usedAt}`;
    const end = revokedAt === null ? `expires ${expiresAt}` : `revoked ${revokedAt}`;
    out(`${ticketId}  issued ${createdAt} by ${createdBy}, ${used}, ${end}`);
  }
}

async function revokeTicket(ticketId: string, credentials: Credentials, { err }: Output): Promise<void> {
  const path = `/v1/upload-tickets/${ticketId}`;
  const { revokedAt } = await askAs(credentials, RevokedTicket, { method: 'DELETE', path });
  err(`Revoked at ${revokedAt}: nothing more is begun, sent or completed with it.`);
}

function ticketIdOf(text: string): string {
  if (UploadId.safeParse(text).success) return text;
  throw new CommandFailure(
    `"${text}" is no id of a ticket: that is 26 characters, which --list shows. The address of a ticket is not taken.`,
    2,
  );
}
