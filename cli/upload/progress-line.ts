import type { Progress } from '#clients/upload/progress.ts';
import { amountText } from '#shared/uploads/amount-text.ts';
import { timeText } from './amounts.ts';
import { columnsOf, cutToColumns } from './text-width.ts';

const BAR = 20;

/** What a state is called where it is not plain sending. */
const WORDS: Readonly<Partial<Record<Progress['state'], string>>> = {
  preparing: 'preparing',
  offline: 'offline, waiting',
  paused: 'paused',
  completing: 'completing',
  verifying: 'verifying',
};

/**
 * One line of how far an upload is, no wider than `columns`. It never shows 100 % before the desk has verified the
 * file (lesson 23).
 */
export function progressLine(name: string, progress: Progress, columns: number): string {
  const { state, bytesSent, bytesTotal, rate, eta, retries } = progress;
  const share = bytesTotal === 0 ? 0 : bytesSent / bytesTotal;
  const percent = state === 'verified' ? 100 : Math.min(99, Math.floor(share * 100));
  const done = Math.floor((percent * BAR) / 100);
  const facts = [
    `${percent} %`.padStart(5),
    `${amountText(bytesSent)} of ${amountText(bytesTotal)}`,
    state === 'sending' ? `${amountText(rate)}/s` : (WORDS[state] ?? ''),
    eta === null ? '' : `${timeText(eta)} left`,
    retries === 0 ? '' : `${retries} sent again`,
  ].filter((fact) => fact !== '');
  const bar = `[${'#'.repeat(done)}${'.'.repeat(BAR - done)}]`;
  const wide = `${name}  ${bar} ${facts.join('  ')}`;
  if (columnsOf(wide) <= columns) return wide;
  const narrow = `${name}  ${facts.join('  ')}`;
  if (columnsOf(narrow) <= columns) return narrow;
  const room = columns - facts.join('  ').length - 3;
  const short = room >= 4 ? `${cutToColumns(name, room)}…  ` : '';
  return cutToColumns(`${short}${facts.join('  ')}`, columns);
}
