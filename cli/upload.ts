import { type Command, command } from './command.ts';
import { CommandFailure } from './command-failure.ts';
import type { Output } from './main.ts';
import { credentialsOf } from './upload/credentials.ts';
import { createDeskSender } from './upload/desk-sender.ts';
import { startHashThreads } from './upload/hash-threads.ts';
import { UPLOAD_HELP } from './upload/help.ts';
import {
  concurrencyOf,
  refuseEmpty,
  refuseTicketOnCommandLine,
  requestNumberOf,
  UPLOAD_OPTIONS,
} from './upload/options.ts';
import { outliveReader } from './upload/outlive-reader.ts';
import { pruneStates } from './upload/prune-states.ts';
import { createPartSender } from './upload/put-part.ts';
import { parseRate, RateLimit } from './upload/rate-limit.ts';
import { defaultStateDir } from './upload/state-file.ts';
import { TELL_NOBODY, type Terminal, tellPeople, tellPrograms } from './upload/teller.ts';
import { uploadAll } from './upload/upload-all.ts';

/**
 * `casebell upload FILE...`: uploads support bundles of any size to a request, straight to the desk's store, resumable
 * and verified.
 */
export function uploadCommand(output: Output, terminal: Terminal = process.stderr): Command {
  const { help, run } = command(
    'upload',
    'Upload support bundles of any size to a request; run again to go on after an interruption',
    UPLOAD_OPTIONS,
    async ({ args }) => {
      refuseEmpty(args, [
        'request',
        'desk',
        'token',
        'as',
        'ticket-file',
        'limit-rate',
        'concurrency',
        'state-dir',
      ]);
      if (args._.includes('-'))
        throw new CommandFailure(
          'Standard input cannot be uploaded: it has no size, and could not be gone on with. Save it to a file first.',
          2,
        );
      const number = args.request === undefined ? null : requestNumberOf(args.request);
      const limit = args['limit-rate'] === undefined ? null : new RateLimit(parseRate(args['limit-rate']));
      const concurrency = args.concurrency === undefined ? undefined : concurrencyOf(args.concurrency);
      const credentials = await credentialsOf(args, process.env);
      const isTicket = credentials.kind === 'ticket';
      if (number === null && !isTicket)
        throw new CommandFailure('Say which request the files belong to: --request NUMBER.', 2);
      outliveReader(process.stdout, process.stderr);
      const stateDir = args['state-dir'] ?? defaultStateDir(process.env);
      await pruneStates(stateDir, Date.now());
      const threads = startHashThreads();
      const sender = createPartSender(limit);
      const now = () => performance.now();
      // A dumb terminal shows the codes that a line is drawn with.
      const drawn = process.env.TERM === 'dumb' ? { write: () => undefined } : terminal;
      try {
        await uploadAll(
          args._,
          {
            desk: credentials.desk,
            send: createDeskSender(credentials),
            number,
            isTicket,
            stateDir,
            threads,
            sender,
            concurrency,
            rehash: args.rehash,
          },
          {
            output,
            json: args.json,
            teller(path) {
              if (args.quiet) return TELL_NOBODY;
              return args.json ? tellPrograms(path, output, now) : tellPeople(path, output, drawn, now);
            },
          },
        );
      } finally {
        sender.close();
        await threads.close();
      }
    },
  );
  return {
    help: async () => `${await help()}\n${UPLOAD_HELP}`,
    run(args) {
      refuseTicketOnCommandLine(args);
      return run(args);
    },
  };
}
