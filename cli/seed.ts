import { readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { parse } from 'yaml';
import { CustomerNumberTaken, enrol } from '#functions/io/enrol.ts';
import { Directory } from '#shared/schema/directory.ts';
import { read } from '#shared/schema/read.ts';
import { UnknownZone } from '#shared/targets/zone.ts';
import { type Command, command } from './command.ts';
import { CommandFailure } from './command-failure.ts';
import type { Output } from './main.ts';

/** `casebell seed FILE --table NAME`: brings staff, contacts and contracts from a YAML file into a desk's table. */
export function seedCommand(output: Output): Command {
  const about = 'Bring staff, contacts and contracts from a YAML file into the table of a deployed desk';
  return command(
    'seed',
    about,
    {
      file: {
        type: 'positional',
        description: 'YAML file with staff, contacts and contracts',
        required: true,
      },
      table: {
        type: 'string',
        description: 'Name of the table (TableName among the outputs of cdk deploy)',
        valueHint: 'NAME',
      },
      check: { type: 'boolean', description: 'Only read and check the file', default: false },
    },
    async ({ args }) => {
      const directory = readDirectory(args.file);
      const { staff, contacts, contracts } = directory;
      const summary = `${staff.length} staff, ${contacts.length} contacts, ${contracts.length} contracts`;
      if (args.check) return output.out(`${args.file} is right: ${summary}.`);
      if (!args.table)
        throw new CommandFailure('Name the table with --table, or only check the file with --check.', 2);
      await bringIn(directory, args.table);
      output.out(`Brought in ${summary}.`);
    },
  );
}

/** Reads and checks a directory file. Throws CommandFailure naming every mistake and where it is. */
function readDirectory(file: string): Directory {
  let written: unknown;
  try {
    written = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new CommandFailure(
      missing
        ? `There is no file ${file}.`
        : `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const directory = read(Directory, written, 'directory');
  if (directory.ok) return directory.value;
  const problems = directory.problems.map((problem) => `  - ${problem}`);
  throw new CommandFailure(`${file} cannot be brought in:\n${problems.join('\n')}`);
}

async function bringIn(directory: Directory, name: string): Promise<void> {
  const client = new DynamoDBClient({});
  try {
    await enrol({ name, client: DynamoDBDocumentClient.from(client) }, directory);
  } catch (error) {
    const foreseen =
      error instanceof CustomerNumberTaken ||
      error instanceof UnknownZone ||
      (error instanceof Error &&
        ['ResourceNotFoundException', 'AccessDeniedException', 'CredentialsProviderError'].includes(
          error.name,
        ));
    if (error instanceof Error && error.message === 'Region is missing')
      throw new CommandFailure(
        'Say in which Region the table is: set AWS_REGION, or a profile that names one.',
        2,
      );
    throw foreseen ? new CommandFailure(error.message) : error;
  } finally {
    client.destroy();
  }
}
