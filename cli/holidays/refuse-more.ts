import { CommandFailure } from '../command-failure.ts';

/** Refuses words that belong to no option: a command without positional arguments would pass over them in silence. */
export function refuseMore(name: string, words: readonly string[]): void {
  if (words.length === 0) return;
  throw new CommandFailure(
    `casebell ${name} takes options only, not "${words[0]}". See casebell ${name} --help.`,
    2,
  );
}
