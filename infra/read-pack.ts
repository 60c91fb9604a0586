import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { CountryHolidays } from '#shared/policy/country-holidays.ts';
import { InvalidPack, loadPack } from '#shared/policy/load-pack.ts';
import type { Pack } from '#shared/policy/pack.ts';
import { read } from '#shared/schema/read.ts';

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
  return files.sort().map((name) => {
    const list = read(CountryHolidays, parse(readFileSync(join(folder, name), 'utf8')), `holidays/${name}`);
    if (!list.ok) throw new InvalidPack(list.problems);
    return list.value;
  });
}
