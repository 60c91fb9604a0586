import { ClockDraft } from './clock-draft.ts';
import { type ClockEvent, inOrder } from './clock-event.ts';
import type { ChangeMode, ClockPolicy, ClockState } from './clock-state.ts';

/**
 * Tells what is promised under a key; undefined means nothing is. `from` is the instant (epoch ms) from which the
 * target is measured, so that a promise to the end of a service day can be turned into an amount of open time:
 * the clock's start, unless the change restarts the target; then the change.
 */
export type PolicyFor<Key> = (key: Key, from: number) => ClockPolicy | undefined;

/**
 * The clock that these events make (targets.md rules 4 to 8), or null when it was never created. Order of arrival
 * does not matter: events are taken by time, then sequence, so a late event recomputes. Throws OutsideZoneData.
 */
export function foldClock<Key>(
  events: readonly ClockEvent<Key>[],
  policyFor: PolicyFor<Key>,
  mode: ChangeMode = 'carry',
): ClockState<Key> | null {
  const ordered = inOrder(events);
  const draft = replay(ordered, ordered.length, policyFor, mode, null);
  return draft?.state() ?? null;
}

/** Folds the first `count` events. A `decreed` key stands for every policy: the past as if it had always held. */
function replay<Key>(
  events: readonly ClockEvent<Key>[],
  count: number,
  policyFor: PolicyFor<Key>,
  mode: ChangeMode,
  decreed: { readonly key: Key } | null,
): ClockDraft<Key> | null {
  let draft: ClockDraft<Key> | null = null;
  // A clock armed while its SR waits for the customer starts paused.
  let pausedBefore = false;
  for (let i = 0; i < count; i++) {
    const event = events[i];
    if (!event) break;
    if (draft === null) {
      if (event.type === 'paused') pausedBefore = true;
      else if (event.type === 'resumed') pausedBefore = false;
      else if (event.type === 'created') {
        const key = decreed ? decreed.key : event.policy;
        draft = new ClockDraft(key, event.at, policyFor(key, event.at) ?? null, pausedBefore);
      }
      continue;
    }
    switch (event.type) {
      case 'created':
        break;
      case 'paused':
        draft.pause(event.at);
        break;
      case 'resumed':
        draft.resume(event.at);
        break;
      case 'solved':
        draft.end('solved', event.at);
        break;
      case 'reopened':
        draft.reopen(event.at);
        break;
      case 'stopped':
        draft.end('stopped', event.at);
        break;
      case 'cancelled':
        draft.cancel(event.at);
        break;
      case 'renamed':
        if (!decreed) draft.rename(event.policy);
        break;
      case 'severity':
        if (decreed || draft.isFinal) break;
        if (mode === 'retroactive') {
          const past: ClockDraft<Key> | null = replay(events, i, policyFor, mode, { key: event.policy });
          if (past) draft = past.withHistoryOf(draft);
        } else {
          const from = mode === 'restart' ? event.at : draft.startedAt;
          draft.change(event.policy, policyFor(event.policy, from) ?? null, event.at, mode);
        }
        break;
    }
    draft.record(event.at);
  }
  return draft;
}
