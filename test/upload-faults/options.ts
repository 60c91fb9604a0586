import { parseArgs } from 'node:util';

/** What is asked for on the command line. */
export interface Options {
  readonly runs: number;
  readonly first: number;
  readonly lanes: number;
  /** Of these, uploads of more than 1,000 parts, which come last and one by one. */
  readonly huge: number;
  /** Uploads after which a stack begins anew with an empty folder. */
  readonly batch: number;
  /** Whether the folder of a stack with a violation is kept. */
  readonly keep: boolean;
}

export const HELP = `node --import tsx test/upload-faults/main.ts [OPTIONS]

Uploads files to a real local stack with the real command and the real script, each through faults that its seed
decides: 500 and 503, cut connections, lost answers, flipped bits, expired URLs, files that change, completions from
two sides, and kill -9 of clients and of the whole stack. Judges after each that nothing was lost, that nothing is
corrupt, and that no success was shown before the desk had verified it. Ends with 1 where anything was not so.

  --runs N     how many seeds (1000)
  --first N    the first seed (1); a violation is tried again with --first SEED --runs 1
  --lanes N    uploads at a time, which share a stack (4)
  --huge N     so many uploads of more than 1,000 parts besides, some minutes each (0)
  --batch N    uploads to one stack, before another one begins with an empty folder (100)
  --keep       keep the state folder of a stack that a violation happened on
  --help       this text`;

/** Reads the command line; null for help. Throws where it is not understood. */
export function optionsOf(args: readonly string[]): Options | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      runs: { type: 'string', default: '1000' },
      first: { type: 'string', default: '1' },
      lanes: { type: 'string', default: '4' },
      huge: { type: 'string', default: '0' },
      batch: { type: 'string', default: '100' },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  return {
    runs: count('runs', values.runs, 0),
    first: count('first', values.first, 0),
    lanes: count('lanes', values.lanes, 1),
    huge: count('huge', values.huge, 0),
    batch: count('batch', values.batch, 1),
    keep: values.keep,
  };
}

function count(name: string, written: string, least: number): number {
  const number = Number(written);
  if (Number.isInteger(number) && number >= least) return number;
  throw new Error(`--${name} takes a whole number from ${least}, not "${written}".`);
}
