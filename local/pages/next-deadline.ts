import type { PagesSource } from './source.ts';

/**
 * The next instant at which an SR's workflow acts by itself, in epoch milliseconds; null when nothing is planned.
 * Not simply the clock's next timer: schedules tick every few minutes and nobody wants to step through them.
 */
export async function nextDeadline({
  records,
  clock,
}: Pick<PagesSource, 'records' | 'clock'>): Promise<number | null> {
  const planned = (await records.requests())
    .map(({ attendAt }) => (attendAt === null ? Number.NaN : Date.parse(attendAt)))
    .filter((ms) => ms > clock.now());
  return planned.length === 0 ? null : Math.min(...planned);
}
