import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { CountryHolidays } from '#shared/policy/country-holidays.ts';
import { InvalidPack, loadPack } from '#shared/policy/load-pack.ts';
import type { Pack } from '#shared/policy/pack.ts';
import { type Reading, read } from '#shared/schema/read.ts';

/**
 * Reads a policy pack from its file, with the holidays of the folder `holidays` beside it. Throws `InvalidPack` with
 * every problem found in either.
 */
export function readPack(path: string): Pack {
  return loadPack(readFileSync(path, 'utf8'), readHolidays(join(dirname(path), 'holidays')));
}

function readHolidays(folder: string): CountryHolidays[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  const lists = new Map<string, CountryHolidays>();
  const problems: string[] = [];
  for (const name of files.sort()) {
    const list = readList(join(folder, name), `holidays/${name}`);
    if (!list.ok) problems.push(...list.problems);
    else if (lists.has(list.value.country))
      problems.push(`holidays/${name}: another file has ${list.value.country} already`);
    else lists.set(list.value.country, list.value);
  }
  if (problems.length > 0) throw new InvalidPack(problems);
  return [...lists.values()];
}

function readList(path: string, name: string): Reading<CountryHolidays> {
  try {
    return read(CountryHolidays, parse(readFileSync(path, 'utf8')), name);
  } catch (error) {
    return {
      ok: false,
      problems: [`${name}: not YAML: ${error instanceof Error ? error.message : String(error)}`],
    };
  }
}
