import { inOrder } from './clock-event.ts';
import type { OpenTime } from './open-time.ts';

/** A message on an SR, as far as the next-reply promise cares. */
export interface Message {
  /** Only 'agent-public' answers; notes, automatic replies and merges pass by (rule 7). */
  readonly type: 'customer' | 'agent-public' | 'agent-internal' | 'auto-reply' | 'merge';
  readonly at: number;
  readonly sequence: number;
}

/** One next-reply clock, epoch ms; `stopped` and `met` are null while the customer still waits. */
export interface NextReply {
  readonly start: number;
  readonly due: number;
  readonly stopped: number | null;
  readonly met: boolean | null;
}

/** The next-reply clocks of a conversation: each runs from the oldest customer message without an answer. */
export function nextReplies(openTime: OpenTime, messages: readonly Message[], targetMs: number): NextReply[] {
  const clocks: NextReply[] = [];
  let oldest: number | null = null;
  for (const message of inOrder(messages)) {
    if (message.type === 'customer') oldest ??= message.at;
    if (message.type !== 'agent-public' || oldest === null) continue;
    const due = openTime.due(oldest, targetMs);
    clocks.push({ start: oldest, due, stopped: message.at, met: message.at <= due });
    oldest = null;
  }
  if (oldest !== null) {
    clocks.push({ start: oldest, due: openTime.due(oldest, targetMs), stopped: null, met: null });
  }
  return clocks;
}
