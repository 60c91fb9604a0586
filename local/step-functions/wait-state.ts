import type { WaitState } from './definition.ts';
import { evaluateNumber } from './number-field.ts';
import type { Visit } from './visit.ts';

/** Parks until the instant; returns at once where it has passed. */
export async function waitUntil(visit: Visit, instantMs: number): Promise<void> {
  const { clock, activity } = visit.run;
  if (clock.now() >= instantMs) return;
  await activity.park<void>(visit.level.scope, (wake) => clock.at(instantMs, () => wake()));
}

/** ISO 8601 with an offset, as the Wait state's Timestamp requires. */
const OFFSET_DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

async function endOf(visit: Visit, state: WaitState): Promise<number> {
  if (state.Seconds !== undefined) {
    const seconds = await evaluateNumber(visit, state.Seconds, 'Seconds', { least: 0 });
    return visit.position.enteredAt + seconds * 1000;
  }
  const timestamp = await visit.evaluate(state.Timestamp, 'Timestamp');
  const instant =
    typeof timestamp === 'string' && OFFSET_DATE_TIME.test(timestamp) ? Date.parse(timestamp) : Number.NaN;
  if (Number.isFinite(instant)) return instant;
  const text = typeof timestamp === 'string' ? timestamp : JSON.stringify(timestamp);
  throw visit.failure(
    `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${text}`,
    'Timestamp',
    true,
  );
}

/** A Wait state, from its entry or from where a restart found it: the instant is computed once. */
export async function waitOut(visit: Visit, state: WaitState): Promise<void> {
  const { position } = visit;
  if (position.step?.kind !== 'wait') {
    position.step = { kind: 'wait', until: await endOf(visit, state) };
    visit.save();
  }
  await waitUntil(visit, position.step.until);
}
