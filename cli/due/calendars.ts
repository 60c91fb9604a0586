import { read } from '#shared/schema/read.ts';
import { Calendar } from '#shared/targets/calendar.ts';
import { openCalendar } from '#shared/targets/interval-index.ts';
import type { OpenTime } from '#shared/targets/open-time.ts';
import { Refusal } from './refusal.ts';

// Lines that follow each other mostly ask about the same calendars; a long stream must not fill the memory.
const KEPT = 100;
const SAID = 3;

const ready = new Map<string, OpenTime>();

/** Calendars that a line gives names to. */
export type Named = Readonly<Record<string, unknown>>;

/** The calendar that stands at `where` of a line, or that is named there. Throws Refusal. */
export function openTimeOf(written: unknown, named: Named, where: string): OpenTime {
  if (written === undefined) throw new Refusal(`${where}: is missing`);
  if (typeof written !== 'string') return prepared(written, where);
  if (!Object.hasOwn(named, written)) {
    throw new Refusal(`${where}: the line has no calendar of this name among its "calendars"`);
  }
  return prepared(named[written], `calendars.${written}`);
}

function prepared(written: unknown, where: string): OpenTime {
  const calendar = read(Calendar, written, where);
  if (!calendar.ok) throw new Refusal(summed(calendar.problems));
  const key = JSON.stringify(calendar.value);
  const known = ready.get(key);
  if (known) return known;
  const made = openCalendar(calendar.value);
  for (const oldest of ready.keys()) {
    if (ready.size < KEPT) break;
    ready.delete(oldest);
  }
  ready.set(key, made);
  return made;
}

/** The first problems, for a line of text that stays short whatever it refuses. */
export function summed(problems: readonly string[]): string {
  const rest = problems.length - SAID;
  return problems.slice(0, SAID).join('; ') + (rest > 0 ? `; and ${rest} more` : '');
}
