import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { CountryHolidays } from '#shared/policy/country-holidays.ts';
import { read } from '#shared/schema/read.ts';
import { CommandFailure } from '../command-failure.ts';

/** Where the files of a checkout are, seen from its root. */
export const DEFAULT_FOLDER = 'policies/holidays';

/** The reviewed holidays of one country, with the text they were read from. */
export interface HolidayFile {
  readonly path: string;
  readonly text: string;
  readonly list: CountryHolidays;
}

/** Reads every country's file of a folder, in the order of their names. Throws CommandFailure naming all mistakes. */
export function readHolidayFiles(folder: string): readonly HolidayFile[] {
  const files: HolidayFile[] = [];
  const problems: string[] = [];
  for (const name of listFiles(folder)) {
    const file = path.join(folder, name);
    const text = readFileSync(file, 'utf8');
    const reading = readHolidays(text, file);
    if (!reading.ok) problems.push(...reading.problems);
    else if (name !== `${reading.value.country.toLowerCase()}.yaml`)
      problems.push(`${file}: the holidays of ${reading.value.country} belong in a file named after it`);
    else files.push({ path: file, text, list: reading.value });
  }
  if (problems.length === 0) return files;
  throw new CommandFailure(
    `The holidays in ${folder} cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
  );
}

/** Parses the text of a country's file; `file` leads every problem. */
export function readHolidays(text: string, file: string): ReturnType<typeof read<typeof CountryHolidays>> {
  try {
    return read(CountryHolidays, parse(text), file);
  } catch (error) {
    return { ok: false, problems: [`${file}: not YAML: ${firstLine(error)}`] };
  }
}

function listFiles(folder: string): readonly string[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new CommandFailure(
      missing
        ? `There is no folder ${folder}. Name the folder of the holidays with --dir.`
        : `${folder} cannot be read: ${firstLine(error)}`,
    );
  }
  const files = names.filter((name) => name.endsWith('.yaml')).sort();
  if (files.length > 0) return files;
  throw new CommandFailure(`There are no .yaml files in ${folder}. Name the folder with --dir.`);
}

// The parser's errors go on with an extract of the text, over several lines.
function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
