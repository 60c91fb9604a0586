import { SourceUnreadable } from '#clients/upload/ports.ts';
import { Digest } from '#shared/schema/upload.ts';
import { shownFileName } from '#shared/uploads/file-name.ts';
import { type Command, command } from './command.ts';
import { CommandFailure } from './command-failure.ts';
import type { Output } from './main.ts';
import { credentialsOf } from './upload/credentials.ts';
import { digestOfFile } from './upload/digest-of-file.ts';
import { type OpenFile, openFile } from './upload/open-file.ts';
import { refuseEmpty, requestNumberOf } from './upload/options.ts';
import { outliveReader } from './upload/outlive-reader.ts';
import type { Terminal } from './upload/teller.ts';
import { verifiedDigests } from './upload/verified-digests.ts';

const HELP = `The digest is the SHA-256 over the SHA-256 of each part, and how many parts there are; how a file is cut follows from
its size, so nothing but the file is needed. It is what the desk shows beside a file, and what casebell upload prints.

Exit codes: 0 the digest was computed, and is the expected one where one was given; 1 it is another, or could not be
computed; 2 asked for wrongly.`;

const OPTIONS = {
  file: { type: 'positional', description: 'The file', required: true },
  digest: { type: 'string', description: 'The digest it should have', valueHint: 'DIGEST' },
  request: {
    type: 'string',
    description: 'Compare with the file of this request, as the desk verified it',
    valueHint: 'NUMBER',
  },
  name: { type: 'string', description: "Its name there; by default the file's own", valueHint: 'NAME' },
  desk: { type: 'string', description: 'Address of the desk', valueHint: 'URL' },
  token: { type: 'string', description: 'Who asks: a bearer token (or CASEBELL_TOKEN)', valueHint: 'TOKEN' },
  as: { type: 'string', description: 'Who asks: a demo person of a local desk', valueHint: 'PERSON' },
  quiet: { type: 'boolean', description: 'Print the digest alone, and what is wrong', default: false },
} as const;

/** `casebell verify FILE`: recomputes a file's digest, prints it, and compares it where one is expected. */
export function verifyCommand(output: Output, terminal: Terminal = process.stderr): Command {
  const { help, run } = command(
    'verify',
    'Recompute the digest of a file, and compare it with the one the desk verified',
    OPTIONS,
    async ({ args }) => {
      refuseEmpty(args, ['digest', 'request', 'name', 'desk', 'token', 'as']);
      if (args._.length > 1) throw new CommandFailure('casebell verify takes one file at a time.', 2);
      if (args.digest !== undefined && args.request !== undefined)
        throw new CommandFailure(
          '--digest and --request both say what to compare with: give one of them.',
          2,
        );
      if (args.digest !== undefined && !Digest.safeParse(args.digest).success)
        throw new CommandFailure(
          `"${args.digest}" is no digest: that is 64 hex digits, a hyphen and the number of parts.`,
          2,
        );
      outliveReader(process.stdout, process.stderr);
      const file = openFile(args.file);
      try {
        // Asked for first: whoever may not see the request need not read the whole file.
        const expected =
          args.request === undefined ? digestsOf(args.digest) : await expectedAt(args, file.name);
        const digest = await computed(file, args.quiet ? null : terminal);
        output.out(digest);
        if (expected === null) return;
        const shown = shownFileName(args.file);
        const meant = args.request === undefined ? 'file that was meant' : `file of request ${args.request}`;
        if (!expected.includes(digest))
          throw new CommandFailure(
            `${shown} is not the ${meant}: its digest is ${digest}, expected was ${expected.join(' or ')}.`,
          );
        if (args.request !== undefined && !args.quiet) output.err(`${shown} is the ${meant}.`);
      } finally {
        file.close();
      }
    },
  );
  return { help: async () => `${await help()}\n${HELP}`, run };
}

const digestsOf = (digest: string | undefined) => (digest === undefined ? null : [digest]);

interface Asking {
  readonly request?: string | undefined;
  readonly name?: string | undefined;
  readonly desk?: string | undefined;
  readonly token?: string | undefined;
  readonly as?: string | undefined;
}

async function expectedAt(args: Asking, name: string): Promise<readonly string[]> {
  const number = requestNumberOf(args.request ?? '');
  const { desk, token, as } = args;
  const credentials = await credentialsOf(
    { desk, token, as },
    { ...process.env, CASEBELL_TICKET: undefined },
  );
  return verifiedDigests(credentials, number, shownFileName(args.name ?? name));
}

async function computed(file: OpenFile, terminal: Terminal | null): Promise<string> {
  const drawn = terminal?.isTTY ? terminal : null;
  let read = 0;
  let percent = -1;
  try {
    const digest = await digestOfFile(file, (count) => {
      read += count;
      const now = Math.floor((read / file.size) * 100);
      if (now > percent) drawn?.write(`\r\u001b[K${shownFileName(file.name)}  ${now} % read`);
      percent = now;
    });
    const change = await file.changed();
    if (change === null) return digest;
    throw new CommandFailure(`The file ${change}. Verify it once nothing writes to it.`);
  } catch (error) {
    if (error instanceof SourceUnreadable) throw new CommandFailure(error.message);
    throw error;
  } finally {
    if (percent >= 0) drawn?.write('\r\u001b[K');
  }
}
