import { type Html, html } from './html.ts';
import { instantText, spanText } from './when.ts';

/** What time it is on the desk, and the buttons that move it. */
export function timePanel(time: {
  nowMs: number;
  realMs: number;
  frozen: boolean;
  nextMs: number | null;
}): Html {
  const { nowMs, realMs, frozen, nextMs } = time;
  const ahead =
    Math.abs(nowMs - realMs) < 60_000 ? 'as in the real world' : `real time is ${instantText(realMs)}`;
  const next = nextMs === null ? 'Nothing waits for a deadline.' : nextText(nextMs, nowMs);
  const button = (
    name: string,
    value: string,
    label: string,
    kind: 'main' | 'other',
  ) => html`<form class="time" method="post" action="/__local/time">
    <input type="hidden" name="${name}" value="${value}"><button class="${kind}">${label}</button></form>`;
  return html`<section aria-labelledby="time-title"><h2 id="time-title">Time on the desk</h2>
<div id="clock" data-live><p class="now"><b>${instantText(nowMs)}</b>
<span class="soft">${frozen ? 'stands still until you move it' : 'runs'}; ${ahead}</span></p>
<p>${next}</p></div>
<div class="buttons">${button('advance', 'PT1H', '+1 hour', 'other')}${button('advance', 'P1D', '+1 day', 'other')}${button('next', 'true', 'To the next deadline', 'main')}</div>
<p id="said" class="soft small" role="status"></p></section>`;
}

function nextText(nextMs: number, nowMs: number): string {
  const distance = nextMs > nowMs ? `in ${spanText(nextMs - nowMs)}` : 'now';
  return `Next deadline: ${instantText(nextMs)}, ${distance}.`;
}
