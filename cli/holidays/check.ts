import { type Command, command } from '../command.ts';
import type { Output } from '../main.ts';
import { DEFAULT_FOLDER, type HolidayFile, readHolidayFiles } from './holiday-files.ts';
import { refuseMore } from './refuse-more.ts';

/** `casebell holidays check`: validates the files and lists what they know. */
export function checkCommand(output: Output): Command {
  return command(
    'holidays check',
    'Check the reviewed public holidays and list how many days each year has',
    {
      dir: {
        type: 'string',
        description: 'Folder of the files',
        default: DEFAULT_FOLDER,
        valueHint: 'FOLDER',
      },
    },
    ({ args }) => {
      refuseMore('holidays check', args._);
      for (const file of readHolidayFiles(args.dir)) output.out(summary(file));
    },
  );
}

function summary({ list }: HolidayFile): string {
  const { country, title, knownUntil, reviewedOn, holidays, workingDays } = list;
  const dates = Object.keys(holidays);
  const years = [...new Set(dates.map((date) => date.slice(0, 4)))].sort();
  const counts = years.map((year) => {
    const closed = dates.filter((date) => date.startsWith(year));
    const worked = Object.keys(workingDays).filter((date) => date.startsWith(year)).length;
    const provisional = closed.filter((date) => date > knownUntil).length;
    const notes = [
      count(closed.length, 'day'),
      ...(worked > 0 ? [count(worked, 'make-up day')] : []),
      ...(provisional > 0
        ? [provisional === closed.length ? 'all provisional' : `${provisional} provisional`]
        : []),
    ];
    return `${year}: ${notes.join(', ')}`;
  });
  return `${country}  ${title.en}: ${counts.join('; ')}. Known until ${knownUntil}, reviewed on ${reviewedOn}.`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
