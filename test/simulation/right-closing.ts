import { expect } from 'vitest';
import { evolve } from '#shared/domain/evolve.ts';
import type { RequestEvent } from '#shared/schema/event.ts';
import type { SupportRequest } from '#shared/schema/request.ts';

const DAY_MS = 86_400_000;

/**
 * Checks by the calendar alone that an SR was closed over silence only on the tenth day or later, after three
 * effective attempts on three working days (CLO-1, CLO-2).
 */
export function expectRightClosing(events: readonly RequestEvent[]): void {
  let request: SupportRequest | null = null;
  for (const event of events) {
    if (event.fact.type === 'RequestClosed' && event.fact.reason === 'no-answer')
      expectUnanswered(request, event.at);
    request = evolve(request, event);
  }
}

function expectUnanswered(request: SupportRequest | null, closedAt: string): void {
  const silence = request && 'silence' in request ? request.silence : undefined;
  if (!request || !silence) throw new Error('Closed unanswered without having waited for an answer.');
  const { zone } = request.contact;
  const effective = silence.attempts
    .filter((attempt) => attempt.effective)
    .map(({ at }) => localDay(at, zone));
  const working = new Set(effective.filter((day) => new Date(day).getUTCDay() % 6 !== 0));
  expect(working.size).toBeGreaterThanOrEqual(3);
  const days = (Date.parse(localDay(closedAt, zone)) - Date.parse(localDay(silence.since, zone))) / DAY_MS;
  expect(days).toBeGreaterThanOrEqual(10);
}

function localDay(instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(new Date(instant));
}
