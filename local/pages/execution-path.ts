import { type Html, html, joined } from './html.ts';
import { type PathStep, pathSteps, standing, statesVisited } from './path.ts';
import type { ExecutionEvent, ExecutionRow } from './source.ts';
import { instant, instantText, spanText } from './when.ts';

/** An execution as the list of states it went through, the newest first, with how long it stayed in each. */
export function executionPath(
  execution: ExecutionRow,
  history: readonly ExecutionEvent[],
  nowMs: number,
): Html {
  const stayed = ({ enteredAt, leftAt }: PathStep) => {
    if (leftAt === null) return html`<b>is here</b>`;
    return leftAt - enteredAt < 60_000
      ? null
      : html`<span class="soft small">stayed ${spanText(leftAt - enteredAt)}</span>`;
  };
  const looks = ({ looks, firstLookAt }: PathStep) => {
    if (looks === 0) return null;
    const often = looks === 1 ? 'once' : `${looks} times since ${instantText(firstLookAt)}`;
    return html`<span class="soft">looked again ${often}</span>`;
  };
  const step = (it: PathStep): Html => html`<li class="${it.state.startsWith('Wait') ? 'wait' : 'done'}">
<span>${instant(it.enteredAt, nowMs)}</span><br>${it.state} ${looks(it)} ${stayed(it)}</li>`;
  return html`<h3><span class="mono">${execution.name}</span></h3>
<p>${standing(execution, history)} <a class="small" href="/__local/executions/${execution.name}">all events as JSON</a></p>
<ol class="line">${joined(pathSteps(statesVisited(history)).toReversed().map(step))}</ol>`;
}
