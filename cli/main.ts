import { defineCommand, renderUsage } from 'citty';
import type { Commands } from './command.ts';
import { CommandFailure } from './command-failure.ts';
import { plainUsage } from './plain-usage.ts';
import { version } from './version.ts';

/** Where a command writes; results go to `out`, everything else to `err`. */
export interface Output {
  out(line: string): void;
  err(line: string): void;
}

const CONSOLE: Output = {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
};

/** Runs the command line and resolves with the exit code: 0 done, 1 failed, 2 asked for wrongly, or the command's own. */
export async function main(
  args: readonly string[],
  commands: Commands,
  output: Output = CONSOLE,
): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined) {
    output.err(await overview(commands));
    return 2;
  }
  try {
    if (['--help', '-h', 'help'].includes(name)) {
      output.out(await overview(commands));
      return 0;
    }
    if (['--version', '-V'].includes(name)) {
      output.out(await version());
      return 0;
    }
    const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (entry === undefined) {
      throw new CommandFailure(`There is no command "${name}". See casebell --help.`, 2);
    }
    const command = await entry.load(output);
    if (rest.includes('--help') || rest.includes('-h')) output.out(await command.help());
    else await command.run(rest);
    return 0;
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    output.err(error.message);
    return error.exitCode;
  }
}

async function overview(commands: Commands): Promise<string> {
  const subCommands = Object.entries(commands).map(([name, { about }]) => [
    name,
    defineCommand({ meta: { name, description: about } }),
  ]);
  const usage = await renderUsage(
    defineCommand({
      meta: { name: 'casebell', description: 'Casebell from a shell' },
      subCommands: Object.fromEntries(subCommands),
    }),
  );
  return plainUsage(usage, process.env, process.stdout);
}
