import { parse } from 'yaml';
import { read } from '../schema/read.ts';
import type { CountryHolidays } from './country-holidays.ts';
import { looseEnds } from './loose-ends.ts';
import { Pack } from './pack.ts';

/** A pack that cannot be used, with every reason found; one line each, led by where it is. */
export class InvalidPack extends Error {
  override readonly name = 'InvalidPack';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The policy pack cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/**
 * Reads a policy pack from YAML: its shape, and that every name in it leads somewhere. The countries whose holidays
 * its calendars may need are put into it. Throws `InvalidPack` listing all problems.
 */
export function loadPack(yaml: string, countries: readonly CountryHolidays[] = []): Pack {
  let written: unknown;
  try {
    written = parse(yaml);
  } catch (error) {
    throw new InvalidPack([`not YAML: ${error instanceof Error ? error.message : String(error)}`]);
  }
  const pack = read(Pack, written, 'pack');
  if (!pack.ok) throw new InvalidPack(pack.problems);
  if (pack.value.countries) {
    throw new InvalidPack(['pack.countries: is put in from the holiday files; take it out of the pack']);
  }
  const whole = withCountries(pack.value, countries);
  const problems = looseEnds(whole);
  if (problems.length > 0) throw new InvalidPack(problems);
  return whole;
}

/** The pack with the holidays its calendars need: of every country where they follow the customer's. */
function withCountries(pack: Pack, countries: readonly CountryHolidays[]): Pack {
  const needed = Object.values(pack.calendars).map((calendar) =>
    calendar === 'always' ? undefined : calendar.holidays,
  );
  const named = needed.flatMap((holidays) =>
    typeof holidays === 'object' && 'country' in holidays ? [holidays.country] : [],
  );
  const kept = needed.includes('customer-country')
    ? countries
    : countries.filter(({ country }) => named.includes(country));
  if (kept.length === 0) return pack;
  const sorted = [...kept].sort((a, b) => (a.country < b.country ? -1 : 1));
  // Parsed again for the order of its fields: a pack has one written form, by which a changed one is told.
  return Pack.parse({ ...pack, countries: Object.fromEntries(sorted.map((list) => [list.country, list])) });
}
