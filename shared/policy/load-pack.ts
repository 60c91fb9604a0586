import { parse } from 'yaml';
import { read } from '../schema/read.ts';
import { Calendar } from '../targets/calendar.ts';
import { wholeDays } from './duration.ts';
import { Pack } from './pack.ts';
import { targetCalendar } from './target-calendar.ts';

/** A pack that cannot be used, with every reason found; one line each, led by where it is. */
export class InvalidPack extends Error {
  override readonly name = 'InvalidPack';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The policy pack cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/** The zone that stands in for the customer's while a pack is checked: what a calendar allows does not depend on it. */
const ANY_ZONE = 'Etc/UTC';

/**
 * Reads a policy pack from YAML: its shape, and that every name in it leads somewhere.
 * Throws `InvalidPack` listing all problems.
 */
export function loadPack(yaml: string): Pack {
  let written: unknown;
  try {
    written = parse(yaml);
  } catch (error) {
    throw new InvalidPack([`not YAML: ${error instanceof Error ? error.message : String(error)}`]);
  }
  const pack = read(Pack, written, 'pack');
  if (!pack.ok) throw new InvalidPack(pack.problems);
  const problems = findLooseEnds(pack.value);
  if (problems.length > 0) throw new InvalidPack(problems);
  return pack.value;
}

function findLooseEnds(pack: Pack): string[] {
  const problems: string[] = [];
  for (const [name, calendar] of Object.entries(pack.calendars)) {
    try {
      const checked = read(Calendar, targetCalendar(calendar, ANY_ZONE), `pack.calendars.${name}`);
      if (!checked.ok) problems.push(...checked.problems);
    } catch (error) {
      problems.push(`pack.calendars.${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const calendars = new Set(Object.keys(pack.calendars));
  for (const [name, offering] of Object.entries(pack.offerings)) {
    if (!calendars.has(offering.calendar))
      problems.push(`pack.offerings.${name}.calendar: there is no calendar "${offering.calendar}"`);
  }
  if (!calendars.has(pack.contact.calendar))
    problems.push(`pack.contact.calendar: there is no calendar "${pack.contact.calendar}"`);
  const { after } = pack.contact;
  if (after.some((days, index) => index > 0 && wholeDays(days) <= wholeDays(after[index - 1] ?? '')))
    problems.push('pack.contact.after: each attempt must come later than the one before it');
  if (wholeDays(after.at(-1) ?? '') > wholeDays(pack.contact.close))
    problems.push('pack.contact.after: the last attempt must not come after pack.contact.close');
  const steps = pack.ladder.firstResponse.map(({ at }) => at);
  if (new Set(steps).size < steps.length) problems.push('pack.ladder.firstResponse: a step is listed twice');
  return problems;
}
