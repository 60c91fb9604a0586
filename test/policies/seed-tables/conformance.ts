import { describe, expect, it } from 'vitest';
import { durationMs } from '#shared/policy/duration.ts';
import type { Pack } from '#shared/policy/pack.ts';
import { calendarOf, type Target } from '#shared/policy/target.ts';
import { LANGUAGES } from '#shared/schema/language.ts';
import type { PackText } from '#shared/schema/pack-text.ts';
import type { Hours, Reading, SeedTables } from './cell.ts';
import { isWithin, leavesOf, valueAt } from './pack-paths.ts';

const MINUTE = 60_000;
const SEVERITIES = ['1', '2', '3', '4'] as const;

const seeds = ({ seed, section }: Reading) => `seed ${[seed].flat().join(', ')}: ${section}`;

/** Every transcribed fact stands in the pack, and every fact of the pack is transcribed or marked as not from them. */
export function describeConformance(pack: Pack, tables: SeedTables): void {
  const name = pack.pack;

  describe(`${name}: hours`, () => {
    it.each(
      tables.hours.map(
        (cell) =>
          [
            `[${cell.row}] ${name} ${cell.offering} is open ${open(cell.hours)} (${seeds(cell)})`,
            cell,
          ] as const,
      ),
    )('%s', (_, { offering, hours }) => {
      expectHours(pack, pack.offerings[offering]?.calendar, hours);
    });
  });

  describe(`${name}: first-response targets`, () => {
    it.each(
      tables.targets.map(
        (cell) =>
          [
            `[${cell.row}] ${name} ${cell.offering} severity ${cell.severity} is ${said(cell.target)} (${seeds(cell)})`,
            cell,
          ] as const,
      ),
    )('%s', (_, { offering, severity, target }) => {
      const promised = pack.offerings[offering]?.firstResponse?.[severity];
      if (target === 'not applicable' || target === 'as soon as possible') {
        expect(promised).toBe(target === 'not applicable' ? 'none' : 'best-effort');
        return;
      }
      const counted = (promised && calendarOf(promised)) ?? pack.offerings[offering]?.calendar;
      expectHours(pack, counted, target.counted);
      if ('serviceDays' in target) {
        const day = target.counted === 'around the clock' ? 24 : target.counted.aDay;
        expect(promised).toEqual({ serviceDays: target.serviceDays, dayHours: `${day}h` });
      } else expect(minutesOf(promised)).toBe(target.minutes);
    });

    it.each(tables.withoutTarget)(
      '[OFF-1] %s: no document has a target, and the pack promises none',
      (offering) => {
        expect(pack.offerings[offering]).toBeDefined();
        expect(pack.offerings[offering]?.firstResponse).toBeUndefined();
      },
    );
  });

  describe(`${name}: values`, () => {
    it.each(
      tables.cells.map((cell) => [`[${cell.row}] ${name}: ${cell.says} (${seeds(cell)})`, cell] as const),
    )('%s', (_, cell) => {
      const value = valueAt(pack, cell.at);
      if ('has' in cell) expect(value).toContain(cell.has);
      else expect(value).toEqual(cell.is);
    });
  });

  describe(`${name}: texts`, () => {
    it.each(
      tables.terms.map(
        (terms) =>
          [`[${terms.row}] ${name} ${terms.at}: ${terms.en.join(', ')} (${seeds(terms)})`, terms] as const,
      ),
    )('%s', (_, terms) => {
      const text = valueAt(pack, terms.at) as PackText;
      const missing = LANGUAGES.flatMap((language) =>
        terms[language]
          .filter((term) => !text[language]?.includes(term))
          .map((term) => `${language}: ${term}`),
      );
      expect(missing).toEqual([]);
    });
  });

  describe(`${name}: where documents differ`, () => {
    it.each(
      tables.differences.map(
        (difference) =>
          [
            `[${difference.row}] ${difference.about}: ${Object.entries(difference.says)
              .map(([seed, words]) => `${words} (${seed})`)
              .join('; ')}; taken since ${difference.because}`,
            difference,
          ] as const,
      ),
    )('%s', (_, difference) => {
      expect(new Set(Object.values(difference.says)).size).toBeGreaterThan(1);
      expect(valueAt(pack, difference.at)).toEqual(difference.is);
    });
  });

  describe.runIf(tables.inPublic.length > 0)(`${name}: in public, not in the guides`, () => {
    it.each(tables.inPublic.map((fact) => [`[${fact.row}] ${fact.says}`, fact] as const))('%s', (_, fact) => {
      expect(valueAt(pack, fact.at)).toEqual(fact.is);
      expect(pack.notFromGuides?.[fact.at]).toBe(fact.source);
    });
  });

  describe(`${name}: nothing else`, () => {
    const marked = Object.keys(pack.notFromGuides ?? {});
    const covers = coverage(pack, tables);

    it('every fact of the pack is in a document, or marked as not from the guides', () => {
      const unknown = leavesOf(pack)
        .filter(({ path, value }) => !covers(path, value))
        .filter(({ path }) => !marked.some((mark) => isWithin(path, mark)))
        .map(({ path }) => path);
      expect(unknown).toEqual([]);
    });

    it('nothing that a document says is marked as not from the guides', () => {
      const both = leavesOf(pack)
        .filter(({ path, value }) => covers(path, value) && marked.some((mark) => isWithin(path, mark)))
        .map(({ path }) => path);
      expect(both).toEqual([]);
    });

    it('every offering of the pack is one of the tables, and every one of the tables is in the pack', () => {
      const transcribed = new Set(
        [...tables.cells, ...tables.terms]
          .map(({ at }) => /^offerings\.([^.]+)/.exec(at)?.[1])
          .filter((offering) => offering !== undefined),
      );
      expect([...transcribed].sort()).toEqual(Object.keys(pack.offerings).sort());
    });

    it('each severity of an offering with targets is in the tables or marked, never both', () => {
      const wrong = Object.entries(pack.offerings).flatMap(([offering, { firstResponse }]) =>
        SEVERITIES.filter((severity) => {
          if (!firstResponse) return false;
          const inTables = tables.targets.some(
            (cell) => cell.offering === offering && String(cell.severity) === severity,
          );
          const path = `offerings.${offering}.firstResponse.${severity}`;
          return inTables === marked.some((mark) => isWithin(path, mark));
        }).map((severity) => `${offering} ${severity}`),
      );
      expect(wrong).toEqual([]);
    });
  });
}

/** Which facts of the pack the tables account for. */
function coverage(pack: Pack, tables: SeedTables): (path: string, value: unknown) => boolean {
  const whole = new Set<string>();
  for (const { offering, hours } of tables.hours) {
    const calendar = pack.offerings[offering]?.calendar;
    whole.add(`offerings.${offering}.calendar`);
    if (hours === 'around the clock') whole.add(`calendars.${calendar}`);
    else {
      if (hours.window) whole.add(`calendars.${calendar}.weekly`);
      if (hours.zone) whole.add(`calendars.${calendar}.zone`);
    }
  }
  for (const { offering, severity } of tables.targets)
    whole.add(`offerings.${offering}.firstResponse.${severity}`);
  for (const cell of tables.cells) if ('is' in cell) whole.add(cell.at);
  for (const { at } of tables.terms) whole.add(at);
  const listed = new Set(tables.cells.flatMap((cell) => ('has' in cell ? [`${cell.at}=${cell.has}`] : [])));
  return (path, value) =>
    [...whole].some((of) => isWithin(path, of)) ||
    listed.has(`${path.slice(0, path.lastIndexOf('.'))}=${String(value)}`);
}

function expectHours(pack: Pack, name: string | undefined, hours: Hours): void {
  const calendar = pack.calendars[name ?? ''];
  if (hours === 'around the clock') {
    expect(calendar).toBe('always');
    return;
  }
  if (calendar === undefined || calendar === 'always')
    throw new Error(`${name} is no calendar of working days.`);
  expect(Object.keys(calendar.weekly)).toEqual([hours.days]);
  const windows = calendar.weekly[hours.days] ?? [];
  expect(windows.reduce((sum, window) => sum + hoursOf(window), 0)).toBe(hours.aDay);
  if (hours.window) expect(windows).toEqual([hours.window.join('-')]);
  if (hours.zone) expect(calendar.zone).toBe(hours.zone);
}

function hoursOf(window: string): number {
  const [open = 0, close = 0] = window
    .split('-')
    .map((time) => Number(time.slice(0, 2)) + Number(time.slice(3)) / 60);
  return close - open;
}

function minutesOf(target: Target | undefined): number {
  if (typeof target === 'string') return durationMs(target) / MINUTE;
  return target && 'within' in target ? durationMs(target.within) / MINUTE : Number.NaN;
}

function open(hours: Hours): string {
  if (hours === 'around the clock') return hours;
  return [hours.days, hours.window?.join('-') ?? `${hours.aDay} hours`, hours.zone].filter(Boolean).join(' ');
}

function said(target: SeedTables['targets'][number]['target']): string {
  if (typeof target === 'string') return target;
  const counted = target.counted === 'around the clock' ? '' : 'business ';
  return 'serviceDays' in target
    ? `${target.serviceDays} service day${target.serviceDays === 1 ? '' : 's'}`
    : `${target.minutes < 60 ? `${target.minutes} minutes` : `${target.minutes / 60} ${counted}hours`}`;
}
