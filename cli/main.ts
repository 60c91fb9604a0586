import { defineCommand, renderUsage } from 'citty';
import type { Command } from './command.ts';
import { CommandFailure } from './command-failure.ts';

/** Where a command writes; results go to `out`, everything else to `err`. */
export interface Output {
  out(line: string): void;
  err(line: string): void;
}

const CONSOLE: Output = {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
};

interface Entry {
  readonly about: string;
  load(output: Output): Promise<Command>;
}

/** Each command is loaded when it is asked for, so that one's libraries do not slow another. */
const COMMANDS: Record<string, Entry> = {
  token: {
    about: 'Print a bearer token of a demo person on a running local desk',
    load: async (output) => (await import('./token.ts')).tokenCommand(output),
  },
  upload: {
    about: 'Upload support bundles of any size to a request; run again to go on after an interruption',
    load: async (output) => (await import('./upload.ts')).uploadCommand(output),
  },
  verify: {
    about: 'Recompute the digest of a file, and compare it with the one the desk verified',
    load: async (output) => (await import('./verify.ts')).verifyCommand(output),
  },
  explain: {
    about: 'Say why the deadlines of a request are what they are',
    load: async (output) => (await import('./explain.ts')).explainCommand(output),
  },
  seed: {
    about: 'Bring staff, contacts and contracts from a YAML file into the table of a deployed desk',
    load: async (output) => (await import('./seed.ts')).seedCommand(output),
  },
  policy: {
    about: 'Test policy packs against timelines, and check what is in them',
    load: async (output) => (await import('./policy.ts')).policyCommand(output),
  },
  due: {
    about: 'Answer questions about target clocks, as JSON lines',
    load: async () => (await import('./due.ts')).dueCommand(),
  },
  holidays: {
    about: 'Check the reviewed public holidays of the policy pack, and propose changes to them',
    load: async (output) => (await import('./holidays.ts')).holidaysCommand(output),
  },
};

/** Runs the command line and resolves with the exit code: 0 done, 1 failed, 2 asked for wrongly, or the command's own. */
export async function main(args: readonly string[], output: Output = CONSOLE): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined) {
    output.err(await overview());
    return 2;
  }
  try {
    if (['--help', '-h', 'help'].includes(name)) {
      output.out(await overview());
      return 0;
    }
    const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
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

function overview(): Promise<string> {
  const subCommands = Object.entries(COMMANDS).map(([name, { about }]) => [
    name,
    defineCommand({ meta: { name, description: about } }),
  ]);
  return renderUsage(
    defineCommand({
      meta: { name: 'casebell', description: 'Casebell from a shell' },
      subCommands: Object.fromEntries(subCommands),
    }),
  );
}
