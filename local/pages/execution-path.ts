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
  const stayed = ({ lastEnteredAt, leftAt }: PathStep) => {
    if (leftAt === null) return html`<b>is here</b>`;
    return leftAt - lastEnteredAt < 60_000
      ? null
      : html`<span class="soft small">stayed ${spanText(leftAt - lastEnteredAt)}</span>`;
  };
  const way = ({ states, repeats, enteredAt }: PathStep): Html => {
    const last = states.at(-1) ?? '';
    if (repeats === 1) return html`<span class="soft">looked again once</span> ${last}`;
    if (repeats > 1)
      return html`<span class="soft">looked again ${repeats} times since ${instantText(enteredAt)}</span> ${last}`;
    return joined(
      states.map((state, index) => html`${index === 0 ? null : html` <span class="soft">›</span> `}${state}`),
    );
  };
  const step = (
    it: PathStep,
  ): Html => html`<li class="${it.states.at(-1)?.startsWith('Wait') ? 'wait' : 'done'}">
<span>${instant(it.lastEnteredAt, nowMs)}</span><br>${way(it)} ${stayed(it)}</li>`;
  return html`<h3><span class="mono">${execution.name}</span></h3>
<p>${standing(execution, history)} <a class="small" href="/__local/executions/${execution.name}">all events as JSON</a></p>
<ol class="line">${joined(pathSteps(statesVisited(history)).toReversed().map(step))}</ol>`;
}
