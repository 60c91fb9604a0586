import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import type { Clock, LocalClock } from '#local/clock.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '#local/cloudformation/local-account.ts';
import type { StateFile } from '#local/state-file.ts';
import type { EventRule } from './event-rule.ts';

/** When each scheduled rule fired last, by logical id; epoch milliseconds of the stack's clock. */
export const LastFirings = z.record(z.string(), z.number());
export type LastFirings = z.infer<typeof LastFirings>;

/** What the event bus is run with. */
export interface EventBusSettings {
  readonly rules: readonly EventRule[];
  readonly clock: Clock & Pick<LocalClock, 'nextTimer'>;
  readonly lastFirings: StateFile<LastFirings>;
  /** Hands an event over to a function; it must be safe from a kill when this returns. */
  deliver(functionArn: string, event: unknown): void;
}

/** The default event bus with the template's rules. */
export interface EventBus {
  /** Hands an event to the target of every rule that it matches; when this returns, a kill does not lose it. */
  put(event: unknown): void;
  /** Starts the schedules. A rate counts from its last firing, or from now for a rule that is new. */
  startSchedules(): void;
  /**
   * For a move of time, at rest: leaves out the firings of a rate up to that instant, or up to whatever else happens
   * first, but for the last; they would all see the same data.
   */
  skipIdle(untilMs: number): void;
  stop(): void;
}

export function createEventBus(settings: EventBusSettings): EventBus {
  const { rules, clock, lastFirings } = settings;
  const timers = new Map<string, () => void>();

  function send(rule: EventRule, event: unknown): void {
    for (const { functionArn, input } of rule.targets) settings.deliver(functionArn, input ?? event);
  }

  function arm(rule: EventRule, idleUntilMs?: number): void {
    const { schedule } = rule;
    if (schedule === undefined) return;
    const now = clock.now();
    let last = lastFirings.value[rule.id];
    if (last === undefined) {
      last = now;
      lastFirings.save({ ...lastFirings.value, [rule.id]: now });
    }
    const cancel = clock.at(schedule.next(last, now, idleUntilMs), () => {
      const firedAt = clock.now();
      send(rule, scheduledEvent(rule, firedAt));
      // After the hand-over: a kill in between fires twice, never not at all.
      lastFirings.save({ ...lastFirings.value, [rule.id]: firedAt });
      arm(rule);
    });
    timers.set(rule.id, cancel);
  }

  function disarm(): void {
    for (const cancel of timers.values()) cancel();
    timers.clear();
  }

  return {
    put(event) {
      for (const rule of rules) if (rule.matches(event)) send(rule, event);
    },
    startSchedules() {
      for (const rule of rules) arm(rule);
    },
    skipIdle(untilMs) {
      disarm();
      const idleUntilMs = Math.min(untilMs, clock.nextTimer() ?? Number.POSITIVE_INFINITY);
      for (const rule of rules) arm(rule, idleUntilMs);
    },
    stop: disarm,
  };
}

function scheduledEvent(rule: EventRule, atMs: number) {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: LOCAL_ACCOUNT,
    // EventBridge says whole seconds.
    time: new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z'),
    region: LOCAL_REGION,
    resources: [rule.arn],
    detail: {},
  };
}
