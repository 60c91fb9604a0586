import { whyLines } from './print-why.ts';
import type { Outcome } from './run-timeline.ts';
import type { Difference, Failure, Shown, WhyDue } from './shown.ts';
import { writeTime } from './wall-time.ts';

const NOTHING = 'nothing';

/** The lines of a test: that it is ok, or everything that was wrong, expected beside seen. */
export function outcomeLines({ timeline, life, failures }: Outcome): string[] {
  if (failures.length === 0) return [`  ok      ${timeline.name}`];
  const { zone } = timeline.cast.customer;
  const told = new Set<string>();
  const next = life.next ? [`then ${life.next.step} at ${writeTime(life.next.at, zone)}`] : [];
  return [
    `  FAILED  ${timeline.name}`,
    ...indented([
      `line ${timeline.line}; times of ${zone}`,
      ...failures.flatMap((one) => [...differenceLines(one, zone), ...unlessTold(one.why, told, zone)]),
    ]),
    ...indented([
      life.moments.length === 0 ? 'never filed' : `lived until ${writeTime(life.until, zone)}`,
      ...next,
    ]),
  ];
}

function differenceLines({ of, differences }: Failure, zone: string): string[] {
  const rows = differences.flatMap((difference) => differenceRows(difference, zone));
  const [what, expected] = [0, 1].map((column) =>
    Math.max(8, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const table = [['', 'expected', 'seen'], ...rows].map(([a = '', b = '', c = '']) =>
    `  ${a.padEnd(what ?? 0)}  ${b.padEnd(expected ?? 0)}  ${c}`.trimEnd(),
  );
  return [of, ...table];
}

/** Why a clock is due when it is, once for each due: several expectations may be about the same. */
function unlessTold(why: WhyDue | undefined, told: Set<string>, zone: string): string[] {
  if (!why) return [];
  const lines = whyLines(why, zone).map((line) => `  ${line}`);
  const key = lines.join();
  if (told.has(key)) return [];
  told.add(key);
  return lines;
}

/** What is different, what was expected and what was seen, in as many rows as the longer of them has. */
function differenceRows({ what, expected, seen }: Difference, zone: string): string[][] {
  const left = expected.length > 0 ? expected.map((one) => shownText(one, zone)) : [NOTHING];
  const right = seen.length > 0 ? seen.map((one) => shownText(one, zone)) : [NOTHING];
  return Array.from({ length: Math.max(left.length, right.length) }, (_, row) => [
    row === 0 ? what : '',
    left[row] ?? '',
    right[row] ?? '',
  ]);
}

function shownText({ at, text }: Shown, zone: string): string {
  return [at === undefined ? [] : writeTime(at, zone), text ?? []].flat().join(' ');
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `          ${line}`);
}
