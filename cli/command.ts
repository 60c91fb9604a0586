import { type ArgsDef, type CommandDef, defineCommand, renderUsage, runCommand } from 'citty';
import { CommandFailure } from './command-failure.ts';
import type { Output } from './main.ts';
import { plainUsage } from './plain-usage.ts';

/** A command as the command line needs it. */
export interface Command {
  /** Without colours where none are drawn. */
  help(): Promise<string>;
  /** Rejects with `CommandFailure` for whatever its caller can cause. */
  run(args: readonly string[]): Promise<void>;
}

/** Commands by name, each with a line about it. One is loaded when it is asked for. */
export type Commands = Readonly<
  Record<string, { readonly about: string; load(output: Output): Promise<Command> }>
>;

/** Makes a command of a citty definition, stricter than citty: an option it does not know is refused. */
export function command<Args extends ArgsDef>(
  name: string,
  about: string,
  args: Args,
  run: NonNullable<CommandDef<Args>['run']>,
): Command {
  const definition = defineCommand<Args>({
    meta: { name: `casebell ${name}`, description: about },
    args,
    run,
  });
  return {
    help: async () => plainUsage(await renderUsage(definition), process.env, process.stdout),
    async run(rest) {
      refuseUnknownOptions(name, Object.keys(args), rest);
      try {
        await runCommand(definition, { rawArgs: [...rest] });
      } catch (error) {
        if (error instanceof Error && error.name === 'CLIError') {
          throw new CommandFailure(`${error.message}. See casebell ${name} --help.`, 2);
        }
        throw error;
      }
    },
  };
}

function refuseUnknownOptions(name: string, known: readonly string[], rest: readonly string[]): void {
  for (const argument of rest) {
    if (argument === '--') return;
    const option = /^--?([^=]+)/.exec(argument)?.[1];
    if (option !== undefined && !known.includes(option)) {
      throw new CommandFailure(
        `casebell ${name} has no option "${argument}". See casebell ${name} --help.`,
        2,
      );
    }
  }
}
