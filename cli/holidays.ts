import type { Command } from './command.ts';
import { CommandFailure } from './command-failure.ts';
import { checkCommand } from './holidays/check.ts';
import { proposeCommand } from './holidays/propose.ts';
import type { Output } from './main.ts';

/** `casebell holidays check` and `casebell holidays propose`: the reviewed public holidays of a checkout. */
export function holidaysCommand(output: Output): Command {
  const commands: Readonly<Record<string, Command>> = {
    check: checkCommand(output),
    propose: proposeCommand(output),
  };
  return {
    async help() {
      const pages = await Promise.all(Object.values(commands).map((command) => command.help()));
      return pages.join('\n\n');
    },
    async run([name = '', ...rest]) {
      const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
      if (!command) {
        throw new CommandFailure(
          `${name ? `There is no command "holidays ${name}".` : 'Say what to do with the holidays: check or propose.'} See casebell holidays --help.`,
          2,
        );
      }
      await command.run(rest);
    },
  };
}
