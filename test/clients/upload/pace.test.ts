import { describe, expect, it } from 'vitest';
import { LONGEST_WAIT_MS, waitMs } from '#clients/upload/backoff.ts';
import { Pace } from '#clients/upload/pace.ts';
import { RateMeter } from '#clients/upload/rate-meter.ts';
import { Slots } from '#clients/upload/slots.ts';

const never = new AbortController().signal;

/** A round at the pace's own limit, in which all parts of 1000 bytes together take `ms`. */
function round(pace: Pace, clock: { ms: number }, ms: number): number {
  const parts = pace.limit;
  for (let at = 1; at <= parts; at += 1) pace.arrived(1000, clock.ms + (ms * at) / parts);
  clock.ms += ms;
  return pace.limit;
}

describe('how many parts go at once', () => {
  it('grows one by one while that makes it faster, up to what is allowed', () => {
    const pace = new Pace(4, 8, 0);
    const clock = { ms: 0 };
    // Each connection has its own bandwidth: a round always takes as long.
    expect(Array.from({ length: 7 }, () => round(pace, clock, 1000))).toEqual([5, 6, 7, 8, 8, 8, 8]);
  });

  it('takes back a step that brought nothing, and tries again after eight rounds', () => {
    const pace = new Pace(4, 8, 0);
    const clock = { ms: 0 };
    // All share 4000 bytes a second: a round takes longer the more take part.
    const limits = Array.from({ length: 12 }, () => round(pace, clock, pace.limit * 250));
    expect(limits).toEqual([5, 4, 4, 4, 4, 4, 4, 4, 4, 5, 4, 4]);
  });

  it('halves on trouble, once for all connections that broke together, and comes back slowly', () => {
    const pace = new Pace(8, 8, 0);
    pace.trouble(10);
    pace.trouble(11);
    pace.trouble(12);
    expect(pace.limit).toBe(4);
    const clock = { ms: 12 };
    expect(round(pace, clock, 1000)).toBe(4);
    expect(round(pace, clock, 1000)).toBe(5);
    pace.trouble(clock.ms);
    pace.arrived(1000, clock.ms + 1);
    pace.trouble(clock.ms + 2);
    expect(pace.limit).toBe(1);
    pace.arrived(1000, clock.ms + 3);
    pace.trouble(clock.ms + 4);
    expect(pace.limit).toBe(1);
  });

  it('never begins with more than is allowed', () => {
    expect(new Pace(4, 2, 0).limit).toBe(2);
  });
});

describe('waiting between attempts', () => {
  it('is anything up to a bound that doubles, 30 s at most', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 100].map((failures) => waitMs(failures, 0.999_999))).toEqual([
      999, 1999, 3999, 7999, 15_999, 29_999, 29_999, 29_999,
    ]);
    expect(waitMs(5, 0)).toBe(0);
    expect(waitMs(3, 0.5)).toBe(2000);
    expect(LONGEST_WAIT_MS).toBe(30_000);
  });
});

describe('the rate', () => {
  it('is that of the last seconds, and falls while nothing moves', () => {
    const meter = new RateMeter(0);
    meter.add(1000);
    expect(meter.rate(100)).toBe(0);
    expect(meter.rate(1000)).toBe(1000);
    meter.add(2000);
    // A second weighs 1 - e^(-1/5) = 0.18.
    expect(Math.round(meter.rate(2000))).toBe(1181);
    expect(Math.round(meter.rate(12_000))).toBe(160);
  });
});

describe('room for so many', () => {
  it('is given in turn, and given up by who stops waiting', async () => {
    const slots = new Slots(1);
    const order: string[] = [];
    const leaving = new AbortController();
    await slots.enter(never);
    const waiting = [
      slots.enter(never).then(() => order.push('first')),
      slots.enter(leaving.signal).catch((reason: unknown) => order.push(`gone: ${reason}`)),
      slots.enter(never).then(() => order.push('third')),
    ];
    leaving.abort('tired');
    slots.leave();
    slots.leave();
    await Promise.all(waiting);
    expect(order.sort()).toEqual(['first', 'gone: tired', 'third']);
  });

  it('follows its limit', async () => {
    const slots = new Slots(1);
    const inside: number[] = [];
    for (const n of [1, 2, 3, 4]) void slots.enter(never).then(() => inside.push(n));
    await Promise.resolve();
    expect(inside).toEqual([1]);
    slots.limit = 3;
    await new Promise(setImmediate);
    expect(inside).toEqual([1, 2, 3]);
    slots.limit = 1;
    slots.leave();
    slots.leave();
    await new Promise(setImmediate);
    expect(inside).toEqual([1, 2, 3]);
    slots.leave();
    await new Promise(setImmediate);
    expect(inside).toEqual([1, 2, 3, 4]);
  });
});
