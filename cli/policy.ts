import type { Command } from './command.ts';
import { CommandFailure } from './command-failure.ts';
import type { Output } from './main.ts';
import { checkCommand } from './policy/check-command.ts';
import { testCommand } from './policy/test-command.ts';

const EXAMPLES = `For example
  casebell policy test                                 every *.test.yaml in policies/
  casebell policy test policies/house.test.yaml --filter "[CLO-1]" --verbose
  casebell policy check policies/house.yaml
docs/policy-tests.md says how to write a test.`;

/** `casebell policy test` and `casebell policy check`: whether packs promise what their authors mean. */
export function policyCommand(output: Output): Command {
  const commands: Readonly<Record<string, Command>> = {
    test: testCommand(output),
    check: checkCommand(output),
  };
  return {
    async help() {
      const pages = await Promise.all(Object.values(commands).map((command) => command.help()));
      return [...pages.map((page) => page.trimEnd()), EXAMPLES].join('\n\n');
    },
    async run([name = '', ...rest]) {
      const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
      if (command) return command.run(rest);
      throw new CommandFailure(
        `${name ? `There is no command "policy ${name}".` : 'Say what to do with the policies: test or check.'} See casebell policy --help.`,
        2,
      );
    },
  };
}
