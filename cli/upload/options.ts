import * as z from 'zod/mini';
import { RequestNumber } from '#shared/schema/request-number.ts';
import { CommandFailure } from '../command-failure.ts';

/** The options of `casebell upload`. */
export const UPLOAD_OPTIONS = {
  files: { type: 'positional', description: 'The files to upload', required: true },
  request: { type: 'string', description: 'Number of the request they belong to', valueHint: 'NUMBER' },
  desk: { type: 'string', description: 'Address of the desk', valueHint: 'URL' },
  token: {
    type: 'string',
    description: 'Who uploads: a bearer token (better: CASEBELL_TOKEN)',
    valueHint: 'TOKEN',
  },
  as: { type: 'string', description: 'Who uploads: a demo person of a local desk', valueHint: 'PERSON' },
  'ticket-file': {
    type: 'string',
    description: 'Who uploads: the upload ticket in this file (or CASEBELL_TICKET)',
    valueHint: 'FILE',
  },
  json: { type: 'boolean', description: 'Print one line of JSON for each event', default: false },
  quiet: { type: 'boolean', description: 'Print nothing but the result and what went wrong', default: false },
  'limit-rate': {
    type: 'string',
    description: 'Most bytes a second, as of curl: 500K, 10M, 1G',
    valueHint: 'RATE',
  },
  concurrency: {
    type: 'string',
    description: 'Most parts at once; by default what the desk says, fewer where more are no faster',
    valueHint: 'N',
  },
  rehash: {
    type: 'boolean',
    description: 'Read the whole file again, also what was hashed by an earlier run',
    default: false,
  },
  'state-dir': {
    type: 'string',
    description:
      'Where to remember what has arrived; by default $XDG_STATE_HOME/casebell or ~/.local/state/casebell',
    valueHint: 'DIR',
  },
} as const;

const MOST_CONCURRENCY = 64;

/** A request's number as people write it. Throws CommandFailure. */
export function requestNumberOf(written: string): string {
  const read = RequestNumber.safeParse(written.replaceAll(/[\s-]/g, ''));
  if (read.success) return read.data;
  throw new CommandFailure(
    `${written}: ${z.prettifyError(read.error).replace(/^✖ /, '').split('\n')[0]}.`,
    2,
  );
}

/** How many parts at most go at once. Throws CommandFailure. */
export function concurrencyOf(written: string): number {
  const count = Number(written);
  if (Number.isInteger(count) && count >= 1 && count <= MOST_CONCURRENCY) return count;
  throw new CommandFailure(
    `--concurrency takes a number from 1 to ${MOST_CONCURRENCY}, not "${written}".`,
    2,
  );
}

/** Refuses an option that takes a value and has none: it would be taken for switched on. */
export function refuseEmpty(args: Readonly<Record<string, unknown>>, options: readonly string[]): void {
  for (const name of options) {
    const value = args[name];
    if (value === undefined || (typeof value === 'string' && value !== '')) continue;
    throw new CommandFailure(`--${name} needs a value.`, 2);
  }
}

/** Refuses `--ticket`, without repeating what it was given. */
export function refuseTicketOnCommandLine(args: readonly string[]): void {
  if (!args.some((one) => one === '--ticket' || one.startsWith('--ticket='))) return;
  throw new CommandFailure(
    'A ticket on the command line is seen by everybody on this host. Put it into CASEBELL_TICKET, or into a file for --ticket-file.',
    2,
  );
}
