import { type Html, html } from './html.ts';
import type { NextStep } from './next-step.ts';
import { instantText, spanText } from './when.ts';

/** What time it is on the desk, and the buttons that move it. */
export function timePanel(time: {
  nowMs: number;
  realMs: number;
  frozen: boolean;
  next: NextStep | null;
}): Html {
  const { nowMs, realMs, frozen, next } = time;
  const ahead =
    Math.abs(nowMs - realMs) < 60_000 ? 'as in the real world' : `real time is ${instantText(realMs)}`;
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
<p>${next === null ? 'No next step is planned.' : nextText(next, nowMs)}</p></div>
<div class="buttons">${button('advance', 'PT1H', '+1 hour', 'other')}${button('advance', 'P1D', '+1 day', 'other')}${button('next', 'true', 'To the next step', 'main')}</div>
<p id="said" class="soft small" role="status"></p></section>`;
}

function nextText({ atMs, number, waitsIn }: NextStep, nowMs: number): Html {
  return html`Next step ${instantText(atMs)}, in ${spanText(atMs - nowMs)}: request <a class="num" data-key="next" href="/__local/requests/${number}">${number}</a> (${waitsIn}).`;
}
