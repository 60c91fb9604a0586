import { type Command, command } from '../command.ts';
import { CommandFailure } from '../command-failure.ts';
import type { Output } from '../main.ts';
import { findFiles } from './find-files.ts';
import { packLines } from './print-pack.ts';
import { readPackFile } from './read-pack-file.ts';
import { TIMELINE_SUFFIX } from './read-timelines.ts';

/** `casebell policy check [FILE|FOLDER...]`: lists what is wrong with packs, or says what they have. */
export function checkCommand(output: Output): Command {
  return command(
    'policy check',
    'Read policy packs, and list their problems or say what they have',
    {
      files: {
        type: 'positional',
        description: 'Policy packs (*.yaml), or folders of them; policies/ where none is named',
        required: false,
      },
    },
    async ({ args }) => {
      const paths = findFiles(args._, isPack, 'policy packs (*.yaml)');
      const problems: string[] = [];
      for (const path of paths) {
        const pack = readPackFile(path);
        if (pack.ok) for (const line of packLines(path, pack.value)) output.out(line);
        else problems.push(...pack.problems);
      }
      if (problems.length > 0) throw new CommandFailure(problems.join('\n'), 1);
    },
  );
}

function isPack(name: string): boolean {
  return name.endsWith('.yaml') && !name.endsWith(TIMELINE_SUFFIX);
}
