import * as fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { runningClock, virtualClock } from '#local/clock.ts';

const quiet = async (): Promise<void> => undefined;
const at = (instant: string): number => Date.parse(instant);

describe('a virtual clock', () => {
  it('stands still until it is advanced', async () => {
    const clock = virtualClock('2025-03-01T09:00:00.000Z');
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(clock.now()).toBe(at('2025-03-01T09:00:00.000Z'));
    await clock.advanceTo(at('2025-03-02T09:00:00.000Z'), quiet);
    expect(clock.now()).toBe(at('2025-03-02T09:00:00.000Z'));
  });

  it('never goes back', async () => {
    const clock = virtualClock(1000);
    await clock.advanceTo(500, quiet);
    expect(clock.now()).toBe(1000);
  });

  it('fires timers in order of instant, those of one instant in the order they were set', async () => {
    const clock = virtualClock(0);
    const fired: string[] = [];
    clock.at(20, () => fired.push(`late ${clock.now()}`));
    clock.at(10, () => fired.push(`first ${clock.now()}`));
    clock.at(10, () => fired.push(`second ${clock.now()}`));
    await clock.advanceTo(15, quiet);
    expect(fired).toEqual(['first 10', 'second 10']);
    expect(clock.nextTimer()).toBe(20);
    await clock.advanceTo(30, quiet);
    expect(fired).toEqual(['first 10', 'second 10', 'late 20']);
    expect(clock.nextTimer()).toBeUndefined();
  });

  it('fires what is set while it advances and falls due on the way', async () => {
    const clock = virtualClock(0);
    const fired: number[] = [];
    clock.at(10, () => {
      clock.at(10, () => fired.push(clock.now()));
      clock.at(12, () => fired.push(clock.now()));
      clock.at(40, () => fired.push(clock.now()));
    });
    await clock.advanceTo(30, quiet);
    expect(fired).toEqual([10, 12]);
    expect(clock.now()).toBe(30);
  });

  it('fires what settling sets, even at the end', async () => {
    const clock = virtualClock(0);
    const fired: number[] = [];
    let set = false;
    await clock.advanceTo(30, async () => {
      if (clock.now() === 30 && !set) {
        set = true;
        clock.at(30, () => fired.push(clock.now()));
      }
    });
    expect(fired).toEqual([30]);
  });

  it('settles before each jump and at the end', async () => {
    const clock = virtualClock(0);
    const story: string[] = [];
    clock.at(10, () => story.push('timer 10'));
    clock.at(20, () => story.push('timer 20'));
    await clock.advanceTo(30, async () => void story.push(`settle ${clock.now()}`));
    expect(story).toEqual(['settle 0', 'timer 10', 'settle 10', 'timer 20', 'settle 20', 'settle 30']);
  });

  it('does not fire a timer that was cancelled, even by one of the same instant', async () => {
    const clock = virtualClock(0);
    const fired: string[] = [];
    const cancels: (() => void)[] = [];
    clock.at(10, () => {
      fired.push('first');
      for (const cancel of cancels) cancel();
    });
    cancels.push(clock.at(10, () => fired.push('second')));
    await clock.advanceTo(20, quiet);
    expect(fired).toEqual(['first']);
  });

  it('fires a timer for an instant already reached without moving', async () => {
    const clock = virtualClock(100);
    const fired: number[] = [];
    clock.at(50, () => fired.push(clock.now()));
    expect(clock.nextTimer()).toBe(50);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(fired).toEqual([100]);
  });

  it('forgets its timers when stopped', async () => {
    const clock = virtualClock(0);
    const fired: number[] = [];
    clock.at(10, () => fired.push(clock.now()));
    clock.stop();
    await clock.advanceTo(20, quiet);
    expect(fired).toEqual([]);
  });

  it('fires any set of timers once each, sorted', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 50 }), { maxLength: 40 }), async (instants) => {
        const clock = virtualClock(0);
        const fired: [number, number][] = [];
        for (const [order, instant] of instants.entries())
          clock.at(instant, () => fired.push([instant, order]));
        await clock.advanceTo(50, quiet);
        const sorted = instants
          .map((instant, order): [number, number] => [instant, order])
          .sort((one, other) => one[0] - other[0] || one[1] - other[1]);
        expect(fired).toEqual(sorted);
      }),
    );
  });

  it('refuses a start that is no instant', () => {
    expect(() => virtualClock('yesterday')).toThrow(RangeError);
  });
});

describe('a running clock', () => {
  afterEach(() => vi.useRealTimers());

  it('shows real time plus its offset, which advancing raises', async () => {
    vi.useFakeTimers({ now: 1_000_000 });
    const clock = runningClock(500);
    expect(clock.now()).toBe(1_000_500);
    await clock.advanceTo(1_100_000, quiet);
    expect(clock.offset()).toBe(100_000);
    expect(clock.now()).toBe(1_100_000);
    clock.stop();
  });

  it('fires a timer beyond the longest setTimeout at its time and not before', async () => {
    vi.useFakeTimers({ now: 0 });
    const clock = runningClock(0);
    const fired: number[] = [];
    const sixtyDaysMs = 60 * 86_400_000;
    clock.at(sixtyDaysMs, () => fired.push(clock.now()));
    await vi.advanceTimersByTimeAsync(sixtyDaysMs - 1);
    expect(fired).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(fired).toEqual([sixtyDaysMs]);
    clock.stop();
  });

  it('jumps through its timers when advanced, and goes on ticking', async () => {
    vi.useFakeTimers({ now: 0 });
    const clock = runningClock(0);
    const fired: number[] = [];
    clock.at(5000, () => fired.push(clock.now()));
    clock.at(9000, () => fired.push(clock.now()));
    await clock.advanceTo(6000, quiet);
    expect(fired).toEqual([5000]);
    await vi.advanceTimersByTimeAsync(3000);
    expect(fired).toEqual([5000, 9000]);
    clock.stop();
  });

  it('fires what falls due while it settles after a jump', async () => {
    const clock = runningClock(0);
    const start = clock.now();
    const fired: string[] = [];
    clock.at(start + 3_600_000, () => fired.push('first'));
    clock.at(start + 3_600_005, () => fired.push('second'));
    const longer = async (): Promise<void> => {
      // As the stack settles: not before no timer is due. Real time passes the second timer meanwhile.
      const patience = performance.now() + 2000;
      await new Promise((resolve) => setTimeout(resolve, 20));
      while ((clock.nextTimer() ?? Number.POSITIVE_INFINITY) <= clock.now()) {
        if (performance.now() > patience) throw new Error('a timer that is due never fired');
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    await clock.advanceTo(start + 3_600_001, longer);
    expect(fired).toEqual(['first', 'second']);
    clock.stop();
  });
});
