import { describe, expect, it } from 'vitest';
import { openCalendar } from '#shared/targets/interval-index.ts';
import { type Message, nextReplies } from '#shared/targets/next-reply.ts';

const always = openCalendar({ always: true });
const HOUR = 3_600_000;
const noon = Date.UTC(2026, 5, 9, 12);
const clocks = (...steps: [hour: number, type: Message['type']][]) =>
  nextReplies(
    always,
    steps.map(([hour, type], sequence) => ({ type, at: noon + hour * HOUR, sequence })),
    2 * HOUR,
  );
const clock = (start: number, stopped: number | null, met: boolean | null) => ({
  start: noon + start * HOUR,
  due: noon + (start + 2) * HOUR,
  stopped: stopped === null ? null : noon + stopped * HOUR,
  met,
});

describe('the next-reply clock', () => {
  it('is not reset by more messages of the customer', () => {
    expect(clocks([0, 'customer'], [1, 'customer'])).toEqual([clock(0, null, null)]);
  });

  it('is stopped by a public answer only', () => {
    expect(
      clocks([0, 'customer'], [1, 'agent-internal'], [1, 'auto-reply'], [1, 'merge'], [3, 'agent-public']),
    ).toEqual([clock(0, 3, false)]);
  });

  it('is met by an answer at its due, and starts again with the next message', () => {
    expect(clocks([0, 'customer'], [2, 'agent-public'], [3, 'agent-public'], [4, 'customer'])).toEqual([
      clock(0, 2, true),
      clock(4, null, null),
    ]);
  });

  it('does not depend on the order of arrival', () => {
    const messages: Message[] = [
      { type: 'agent-public', at: noon + HOUR, sequence: 2 },
      { type: 'customer', at: noon, sequence: 1 },
    ];
    expect(nextReplies(always, messages, 2 * HOUR)).toEqual([clock(0, 1, true)]);
  });
});
