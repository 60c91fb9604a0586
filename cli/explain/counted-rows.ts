import type { CountedDerivation } from '#shared/schema/derivation.ts';
import { aligned } from './aligned.ts';
import { durationText } from './duration-text.ts';
import { type LocalTime, localDay } from './local-time.ts';

/** The stretches of open time that counted, and their sum. */
export function countedRows(
  { counted, countedSeconds, leftOut, endedAt, targetSeconds }: CountedDerivation,
  local: LocalTime,
): readonly string[] {
  if (counted.length === 0)
    return endedAt === null || targetSeconds === null ? [] : ['nothing: no open time passed'];
  const severalCalendars = new Set(counted.map(({ calendar }) => calendar)).size > 1;
  const rows = counted.map(({ from, to, seconds, calendar, makeUpDay }) => {
    const remarks = [
      ...(makeUpDay === undefined ? [] : [makeUpDay]),
      ...(severalCalendars ? [`on ${calendar}`] : []),
      ...shifted(local.shift(from, to)),
    ];
    return [local.span(from, to), durationText(seconds), remarks.join(', ')];
  });
  // The series is cut in its middle.
  if (leftOut !== null)
    rows.splice(rows.length / 2, 0, [
      `and ${leftOut.intervals} more between`,
      durationText(leftOut.seconds),
      '',
    ]);
  return aligned(rows.length > 1 ? [...rows, ['together', durationText(countedSeconds), '']] : rows);
}

/** Why the hours between two local times are not their difference. */
function shifted(shift: number): readonly string[] {
  if (shift === 0) return [];
  return [shift > 0 ? 'clocks are put forward' : 'clocks are put back'];
}

const HELD = { paused: 'paused: waiting for the customer', solved: 'closed' } as const;

/** What would have been open and did not count, by date: holidays, pauses and the time an SR was closed. */
export function uncountedRows(
  { skippedHolidays, held, endedAt }: CountedDerivation,
  local: LocalTime,
): readonly string[] {
  const rows = [
    ...skippedHolidays.map(({ date, name }) => ({
      from: date,
      row: [localDay(date), name ?? 'holiday of the calendar'],
    })),
    // What came after the end is no reason for anything.
    ...held
      .filter(({ from }) => from !== endedAt)
      .map(({ from, to, reason }) => ({
        from,
        row: [to === null ? `${local.at(from)} until now` : local.span(from, to), HELD[reason]],
      })),
  ];
  return aligned(rows.toSorted((a, b) => (a.from < b.from ? -1 : 1)).map(({ row }) => row));
}
