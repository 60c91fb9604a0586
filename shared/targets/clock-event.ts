/**
 * What moves a clock (targets.md rule 4). `at` is epoch ms; `sequence` orders events of one instant.
 * `policy` is the caller's key of what was promised: a severity, an offering, or both in one.
 * - created: the clock starts under this policy.
 * - paused, resumed: idempotent.
 * - severity: severity or offering changed, so another policy holds (rule 6).
 * - renamed: they changed, and what they promise is the same: the clock goes on, under the new key.
 * - stopped: the promise is kept or broken for good. solved: likewise, but reopened takes it back (rule 8).
 * - cancelled: the promise itself ended, as with its contract.
 */
export type ClockEvent<Key> =
  | {
      readonly type: 'created' | 'severity' | 'renamed';
      readonly at: number;
      readonly sequence: number;
      readonly policy: Key;
    }
  | {
      readonly type: 'paused' | 'resumed' | 'stopped' | 'solved' | 'reopened' | 'cancelled';
      readonly at: number;
      readonly sequence: number;
    };

/** The events by time, then sequence. Returns the same array when it is in order already. */
export function inOrder<Event extends { readonly at: number; readonly sequence: number }>(
  events: readonly Event[],
): readonly Event[] {
  for (let i = 1; i < events.length; i++) {
    const earlier = events[i - 1];
    const later = events[i];
    if (earlier && later && compare(earlier, later) > 0) return [...events].sort(compare);
  }
  return events;
}

interface Ordered {
  readonly at: number;
  readonly sequence: number;
}

function compare(a: Ordered, b: Ordered): number {
  return a.at - b.at || a.sequence - b.sequence;
}
