import { writeFileSync } from 'node:fs';
import { isDate } from '#shared/targets/local-date.ts';
import { type Command, command } from '../command.ts';
import { CommandFailure } from '../command-failure.ts';
import type { Output } from '../main.ts';
import { compareYear, type Difference } from './compare.ts';
import { dueForReview } from './due-for-review.ts';
import { DEFAULT_FOLDER, type HolidayFile, readHolidayFiles, readHolidays } from './holiday-files.ts';
import { knownDifferences } from './known-differences.ts';
import { type Libraries, loadLibraries } from './libraries.ts';
import { refuseMore } from './refuse-more.ts';
import { writeAdditions } from './write-additions.ts';

/**
 * `casebell holidays propose`: compares the reviewed holidays with the libraries and prints what a reviewer should look
 * at. Exit code 0 when nothing is left to look at, 1 when something is.
 */
export function proposeCommand(output: Output): Command {
  return command(
    'holidays propose',
    'Compare the reviewed public holidays with the libraries, and propose changes',
    {
      country: { type: 'string', description: 'One country only (default: all)', valueHint: 'DE' },
      years: {
        type: 'string',
        description: 'Years to compare (default: that of --on and the next)',
        valueHint: '2027,2028',
      },
      dir: {
        type: 'string',
        description: 'Folder of the files',
        default: DEFAULT_FOLDER,
        valueHint: 'FOLDER',
      },
      on: { type: 'string', description: 'Date of the review (default: today)', valueHint: 'YYYY-MM-DD' },
      write: {
        type: 'boolean',
        description: 'Add the proposed dates after knownUntil to the files; reviewed dates are never touched',
        default: false,
      },
    },
    async ({ args }) => {
      refuseMore('holidays propose', args._);
      const on = readDate(args.on ?? new Date().toISOString().slice(0, 10));
      const years = readYears(args.years ?? `${on.slice(0, 4)},${Number(on.slice(0, 4)) + 1}`);
      const files = chooseFiles(readHolidayFiles(args.dir), args.country, args.dir);
      const libraries = await loadLibraries();
      let left = 0;
      for (const file of files) {
        const differences = report(file, libraries, years, on, output);
        const written = args.write ? addTo(file, differences, output) : 0;
        left += differences.length - written;
      }
      if (left > 0) throw new CommandFailure(whatNext(left, args.write));
    },
  );
}

function report(
  { path, list }: HolidayFile,
  libraries: Libraries,
  years: readonly number[],
  on: string,
  output: Output,
): readonly Difference[] {
  output.out(`${list.country}  ${path}`);
  const differences = years.flatMap((year) => {
    const library = libraries.daysOff(list.country, year);
    if (typeof library !== 'string') return compareYear(list, library, year);
    output.out(`  ${library}.`);
    return [];
  });
  for (const { sign, date, name, list: kind, provisional } of differences) {
    const notes = [...(kind === 'workingDays' ? ['worked'] : []), ...(provisional ? ['provisional'] : [])];
    output.out(`  ${sign} ${date}  ${name}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`);
  }
  if (differences.length === 0) output.out('  Nothing to propose.');
  const { why } = knownDifferences(list.country);
  if (why) output.out(`  Known: ${why}.`);
  for (const reason of dueForReview(list, on)) output.out(`  Due for review: ${reason}.`);
  return differences;
}

/** Adds what may be added without a reviewer, and says how many dates that were. */
function addTo(file: HolidayFile, differences: readonly Difference[], output: Output): number {
  const additions = differences.filter(({ sign, provisional }) => sign === '+' && provisional);
  if (additions.length === 0) return 0;
  const text = writeAdditions(file.text, additions);
  const reading = readHolidays(text, file.path);
  if (!reading.ok) {
    output.out('  Left as it was, because the proposal contradicts the file:');
    for (const problem of reading.problems) output.out(`    ${problem}`);
    return 0;
  }
  writeFileSync(file.path, text);
  output.out(`  Added ${additions.length} provisional dates.`);
  return additions.length;
}

function whatNext(left: number, wrote: boolean): string {
  const look = `${left === 1 ? 'One difference' : `${left} differences`} to look at (+ only in the library, - only in the file).`;
  return wrote ? `${look} Reviewed dates are changed by hand.` : look;
}

function readDate(written: string): string {
  if (isDate(written)) return written;
  throw new CommandFailure(`--on takes a date that exists, such as 2026-11-22, not "${written}".`, 2);
}

function readYears(written: string): readonly number[] {
  if (/^(20\d\d)(,20\d\d)*$/.test(written)) return [...new Set(written.split(',').map(Number))].sort();
  throw new CommandFailure(`--years takes years from 2000 to 2099, such as 2027,2028, not "${written}".`, 2);
}

function chooseFiles(
  files: readonly HolidayFile[],
  country: string | undefined,
  folder: string,
): readonly HolidayFile[] {
  if (country === undefined) return files;
  const chosen = files.filter(({ list }) => list.country === country.toUpperCase());
  if (chosen.length > 0) return chosen;
  const known = files.map(({ list }) => list.country).join(', ');
  throw new CommandFailure(
    `There are no holidays of "${country}" in ${folder}. There are those of ${known}.`,
  );
}
