import { type Html, html } from './html.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `Thu 12 Mar 2026, 19:03 UTC`; epoch milliseconds or an ISO instant. */
export function instantText(at: number | string): string {
  const text = new Date(at).toUTCString();
  const [, weekday, day, month, year, time] = /^(\w+), (\d+) (\w+) (\d+) (\d+:\d+)/.exec(text) ?? [];
  return `${weekday} ${Number(day)} ${month} ${year}, ${time} UTC`;
}

/** `3 h 20 min`: the two largest units, or `less than a minute`. */
export function spanText(ms: number): string {
  const rounded = Math.round(ms / MINUTE) * MINUTE;
  const parts = [
    [Math.floor(rounded / DAY), 'd'],
    [Math.floor((rounded % DAY) / HOUR), 'h'],
    [(rounded % HOUR) / MINUTE, 'min'],
  ] as const;
  const first = parts.findIndex(([amount]) => amount > 0);
  if (first < 0) return 'less than a minute';
  return parts
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ');
}

function distanceText(ms: number): string {
  if (Math.abs(ms) < MINUTE / 2) return 'just now';
  return ms > 0 ? `in ${spanText(ms)}` : `${spanText(-ms)} ago`;
}

/** An instant with its distance from now: `Thu 12 Mar 2026, 19:03 UTC (in 3 h 20 min)`. */
export function instant(at: number | string, nowMs: number): Html {
  const ms = new Date(at).getTime();
  const distance = distanceText(ms - nowMs);
  return html`<time class="num" datetime="${new Date(ms).toISOString()}">${instantText(ms)}</time> <span class="soft small nowrap">${distance}</span>`;
}
