import type { CountedDerivation } from '#shared/schema/derivation.ts';
import { aligned } from './aligned.ts';
import { durationText } from './duration-text.ts';
import type { LocalTime } from './local-time.ts';

type Since = CountedDerivation['history'][number];

/** What was due until when, and under which terms, in rows of about `width`; none where that never changed. */
export function changes(
  { history, held }: CountedDerivation,
  local: LocalTime,
  width: number,
): readonly string[] {
  if (history.length < 2) return [];
  const severalOfferings = new Set(history.map(({ offering }) => offering)).size > 1;
  const severalCalendars = new Set(history.map(({ calendar }) => calendar)).size > 1;
  const terms = ({ severity, offering, targetSeconds, calendar }: Since) =>
    [
      `severity ${severity}`,
      ...(severalOfferings ? [offering] : []),
      ...(targetSeconds === null ? ['no target'] : [durationText(targetSeconds)]),
      ...(severalCalendars && calendar !== null ? [calendar] : []),
    ].join(', ');
  const due = ({ at, dueAt, targetSeconds, missed }: Since) => {
    if (dueAt !== null) return `due ${local.at(dueAt)}${missed ? ', missed' : ''}`;
    const isHeld = held.some(({ from, to }) => from <= at && (to === null || at < to));
    return isHeld && targetSeconds !== null ? 'paused' : 'nothing due';
  };
  const until = (index: number) => {
    const next = history[index + 1];
    return next ? `until ${local.at(next.at)}` : 'since then';
  };
  const rows = aligned(history.map((since, index) => [until(index), due(since), terms(since)]));
  if (rows.every((row) => row.length <= width)) return rows;
  const dues = aligned(history.map((since, index) => [until(index), due(since)]));
  return history.flatMap((since, index) => [dues[index] ?? '', `  ${terms(since)}`]);
}
