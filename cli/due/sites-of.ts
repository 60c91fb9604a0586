import type { Site } from '#shared/targets/sites.ts';
import { type Named, openTimeOf } from './calendars.ts';
import { Refusal } from './refusal.ts';

/**
 * The sites of a line: `{"sydney": calendar, ...}`, or a list of `{"name": "sydney", "calendar": calendar}`.
 * A calendar may be named, and then names its site where it stands alone in a list. Throws Refusal.
 */
export function sitesOf(written: unknown, named: Named): Site[] {
  const given = entries(written);
  if (given.length === 0) throw new Refusal('sites: names no site');
  const taken = new Set<string>();
  return given.map(([name, calendar]) => {
    if (taken.has(name)) throw new Refusal(`sites: "${name}" is there twice`);
    taken.add(name);
    return { name, openTime: openTimeOf(calendar, named, `sites.${name}`) };
  });
}

function entries(written: unknown): [name: string, calendar: unknown][] {
  if (Array.isArray(written)) return written.map(listed);
  if (!isRecord(written)) throw new Refusal('sites: is neither {"sydney": calendar} nor a list of sites');
  return Object.entries(written).map(([name, value]) => [name, inner(value)]);
}

function listed(value: unknown, place: number): [name: string, calendar: unknown] {
  if (typeof value === 'string') return [value, value];
  const name = isRecord(value) ? (value.name ?? value.id ?? value.site) : undefined;
  if (typeof name !== 'string') throw new Refusal(`sites.${place}: has no name`);
  return [name, inner(value)];
}

function inner(value: unknown): unknown {
  return isRecord(value) && 'calendar' in value ? value.calendar : value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
