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
  return html`${timeElement(ms)} <span class="soft small nowrap">${distanceText(ms - nowMs)}</span>`;
}

/** When a promise is due; past that, how late it is: `Thu 12 Mar 2026, 19:03 UTC 1 d late`. */
export function dueInstant(at: number | string, nowMs: number): Html {
  const ms = new Date(at).getTime();
  return ms >= nowMs
    ? instant(ms, nowMs)
    : html`${timeElement(ms)} <b class="bad small nowrap">${spanText(nowMs - ms)} late</b>`;
}

function timeElement(ms: number): Html {
  return html`<time class="num" datetime="${new Date(ms).toISOString()}">${instantText(ms)}</time>`;
}
