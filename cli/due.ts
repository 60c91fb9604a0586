import { type Command, command } from './command.ts';
import { CommandFailure } from './command-failure.ts';
import { answerLines } from './due/answer-lines.ts';
import { EXAMPLES } from './due/examples.ts';

const ABOUT =
  'Answer questions about target clocks: JSON lines on standard input, one JSON line out for each';

/** `casebell due`: the target engine (shared/targets) as a filter, for checking it from outside. */
export function dueCommand(): Command {
  const { help, run } = command('due', ABOUT, {}, async ({ args }) => {
    const [extra] = args._;
    if (extra !== undefined) {
      throw new CommandFailure(`casebell due reads standard input: casebell due < ${extra}`, 2);
    }
    const { lines, refused } = await answerLines(process.stdin, process.stdout);
    if (refused > 0) throw new CommandFailure(`${refused} of ${lines} lines could not be answered.`);
  });
  return { help: async () => `${await help()}\n${explained()}`, run };
}

function explained(): string {
  const kinds = Object.entries(EXAMPLES).map(
    ([kind, { about, line, answer }]) =>
      `${kind}: ${about}\n  ${JSON.stringify(line)}\n  -> ${JSON.stringify(answer)}`,
  );
  return [
    'A calendar is {"always": true}, or a timeZone with weekly windows, holidays and overrides. A line may give',
    'names to calendars, {"calendars": {"paris": {...}}, "calendar": "paris", ...}. Instants carry their offset;',
    'fields that are not known are passed over, blank lines skipped. A line that cannot be answered gives',
    '{"error": "..."}; the lines after it are answered all the same, and the exit code is then 1.',
    '',
    ...kinds,
  ].join('\n');
}
