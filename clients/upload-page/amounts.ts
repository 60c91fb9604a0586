import { amountText } from '#shared/uploads/amount-text.ts';

/** Bytes to the last one, beside what people read: two files may look alike in the one and not in the other. */
export function exactBytesText(bytes: number): string {
  const exact = `${bytes.toLocaleString('en-US')} bytes`;
  return bytes < 1024 ? exact : `${amountText(bytes)} (${exact})`;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Seconds that are left, as roughly as they are known: `2 min left`, `3 h 20 min left`, `2 d 4 h left`. */
export function leftText(seconds: number): string {
  if (seconds < 10) return 'a few seconds left';
  if (seconds < MINUTE) return 'less than a minute left';
  const minutes = Math.round(seconds / MINUTE) * MINUTE;
  if (minutes < HOUR) return `${minutes / MINUTE} min left`;
  if (minutes < DAY) return `${two(minutes, HOUR, 'h', MINUTE, 'min')} left`;
  return `${two(Math.round(seconds / HOUR) * HOUR, DAY, 'd', HOUR, 'h')} left`;
}

function two(seconds: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = Math.floor((seconds % large) / small);
  return `${Math.floor(seconds / large)} ${largeName}${rest === 0 ? '' : ` ${rest} ${smallName}`}`;
}
