import * as z from 'zod/mini';

const Move = z.union([
  z.strictObject({ advance: z.string() }),
  z.strictObject({ to: z.iso.datetime() }),
  z.strictObject({ next: z.literal(true) }),
]);

/** A move of time that cannot be made; the message says what to send instead. */
export class MoveRefused extends Error {
  override readonly name = 'MoveRefused';
}

/**
 * Where a `POST /__local/time` leads, in epoch milliseconds: `{"advance":"PT1H"}`, `{"to":"2026-03-12T19:00:00Z"}`
 * or `{"next":true}`. Throws `MoveRefused`.
 */
export function targetOf(move: unknown, nowMs: number, nextMs: number | null): number {
  const parsed = Move.safeParse(move);
  if (!parsed.success) {
    throw new MoveRefused('Send {"advance":"PT1H"}, {"to":"2026-03-12T19:00:00Z"} or {"next":true}.');
  }
  const target = instantOf(parsed.data, nowMs, nextMs);
  if (target < nowMs)
    throw new MoveRefused(`Time only moves forward; it is ${new Date(nowMs).toISOString()} now.`);
  if (target - nowMs > MAX_MOVE_MS) throw new MoveRefused('One move goes at most ten years.');
  return target;
}

/** A typing error such as P1000Y must not keep the stack busy for hours. */
const MAX_MOVE_MS = 3_660 * 86_400_000;

function instantOf(move: z.infer<typeof Move>, nowMs: number, nextMs: number | null): number {
  if ('to' in move) return Date.parse(move.to);
  if ('advance' in move) return nowMs + durationMs(move.advance);
  if (nextMs === null) throw new MoveRefused('Nothing waits for a deadline.');
  return Math.max(nextMs, nowMs);
}

/** ISO 8601 durations without years and months, which have no length of their own: `P1W`, `P2DT3H`, `PT90M`. */
function durationMs(text: string): number {
  const match = /^P(?=.)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text);
  if (match === null) throw new MoveRefused(`"${text}" is not a duration such as PT1H, P1D or P10DT12H.`);
  const [weeks, days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  const wholeDays = (weeks ?? 0) * 7 + (days ?? 0);
  return (((wholeDays * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1000;
}
