import { readFileSync } from 'node:fs';
import { TicketSecret } from '#shared/schema/upload.ts';
import { DEFAULT_DESK } from '../ask-desk.ts';
import { CommandFailure } from '../command-failure.ts';
import { fetchToken } from '../token.ts';

/** Who uploads, and to which desk. */
export interface Credentials {
  readonly desk: string;
  readonly kind: 'person' | 'ticket';
  /** The value of the authorization header. */
  header(): string;
  /** Gets a new one where it was not accepted any more; null where only a person can. */
  readonly renew: (() => Promise<void>) | null;
}

/** What is said on the command line. */
export interface Asking {
  readonly desk?: string | undefined;
  readonly token?: string | undefined;
  readonly as?: string | undefined;
  readonly 'ticket-file'?: string | undefined;
}

/** A ticket's address, as the desk writes it; the whole line to run is taken as well. */
const TICKET_URL = /(https?:\/\/[^\s/]+)\/v1\/t\/([0-9a-z]{32})(?![0-9a-z])/;

/**
 * Who uploads. What is said on the command line counts for more than the environment; of the environment, a ticket and
 * a token at once are refused, since they may mean two people. Throws CommandFailure.
 */
export async function credentialsOf(asking: Asking, env: NodeJS.ProcessEnv): Promise<Credentials> {
  const { token, as, 'ticket-file': ticketFile } = asking;
  if ([token, as, ticketFile].filter((one) => one !== undefined).length > 1)
    throw new CommandFailure('--token, --as and --ticket-file each say who uploads: give one of them.', 2);
  const desk = asking.desk ?? (env.CASEBELL_API || DEFAULT_DESK);
  if (ticketFile !== undefined) return byTicket(readTicket(ticketFile), ticketFile, asking.desk, desk);
  if (as !== undefined) return byPerson(desk, await fetchToken(desk, as), () => fetchToken(desk, as));
  if (token !== undefined) {
    // What this process was called with is seen by everybody on the host; from now on it is called only that.
    process.title = 'casebell';
    return byPerson(desk, token, null);
  }
  const { CASEBELL_TICKET: ticket, CASEBELL_TOKEN: kept } = env;
  if (ticket && kept)
    throw new CommandFailure('CASEBELL_TICKET and CASEBELL_TOKEN both say who uploads: unset one.', 2);
  if (ticket) return byTicket(ticket, 'CASEBELL_TICKET', asking.desk, desk);
  if (kept) return byPerson(desk, kept, null);
  throw new CommandFailure(
    'Say who uploads: a ticket in CASEBELL_TICKET or --ticket-file, a bearer token in CASEBELL_TOKEN, or --as PERSON on a local desk.',
    2,
  );
}

function byPerson(desk: string, token: string, fetchNew: (() => Promise<string>) | null): Credentials {
  let current = headerSafe(token);
  return {
    desk,
    kind: 'person',
    header: () => `Bearer ${current}`,
    renew:
      fetchNew &&
      (async () => {
        current = headerSafe(await fetchNew());
      }),
  };
}

function byTicket(written: string, where: string, said: string | undefined, otherwise: string): Credentials {
  const [, origin, secret = written.trim()] = TICKET_URL.exec(written) ?? [];
  if (!TicketSecret.safeParse(secret).success)
    throw new CommandFailure(
      `What is in ${where} is no upload ticket. It is the address that the desk gave you, or the 32 characters at its end.`,
      2,
    );
  return {
    desk: said ?? origin ?? otherwise,
    kind: 'ticket',
    header: () => `Ticket ${secret}`,
    renew: null,
  };
}

function readTicket(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new CommandFailure(`The ticket cannot be read from ${file}.`, 2);
  }
}

function headerSafe(token: string): string {
  if (/^[\x21-\x7e]+$/.test(token.trim())) return token.trim();
  throw new CommandFailure('The token is not one: it is empty or has characters that no token has.', 2);
}
