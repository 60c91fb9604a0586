import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { Calendar } from '#shared/targets/calendar.ts';
import { foldClock } from '#shared/targets/clock.ts';
import type { ClockEvent } from '#shared/targets/clock-event.ts';
import { clockReading } from '#shared/targets/clock-reading.ts';
import type { ChangeMode, ClockPolicy, ClockState } from '#shared/targets/clock-state.ts';
import { attemptsSatisfied } from '#shared/targets/contact-attempts.ts';
import { openCalendar } from '#shared/targets/interval-index.ts';
import { nextReplies } from '#shared/targets/next-reply.ts';
import type { OpenTime } from '#shared/targets/open-time.ts';
import { serviceDaysDue } from '#shared/targets/service-days.ts';

const MINUTE = 60_000;
const path = new URL('../../../../shared/targets-examples.json', import.meta.url);

const Moment = z.pipe(
  z.string(),
  z.transform((text: string) => Date.parse(text)),
);
const base = { id: z.string(), note: z.string(), calendar: z.string(), start: Moment };
const Change = z.object({
  at: Moment,
  type: z.enum(['pause', 'resume', 'solve', 'reopen', 'stop', 'severity']),
  calendar: z.optional(z.string()),
  targetMinutes: z.optional(z.number()),
});
const Due = z.nullable(z.string());
const Example = z.discriminatedUnion('kind', [
  z.object({ ...base, kind: z.literal('due'), targetMinutes: z.number(), expect: z.object({ due: Due }) }),
  z.object({ ...base, kind: z.literal('elapsed'), end: Moment, expect: z.object({ seconds: z.number() }) }),
  z.object({
    ...base,
    kind: z.literal('timeline'),
    targetMinutes: z.number(),
    asOf: z.optional(Moment),
    events: z.array(Change),
    expect: z.object({ due: Due, remainingSeconds: z.optional(z.number()) }),
  }),
  z.object({
    id: z.string(),
    note: z.string(),
    kind: z.literal('severity'),
    start: Moment,
    initial: z.object({ calendar: z.string(), targetMinutes: z.number() }),
    events: z.array(Change),
    expect: z.object({ retroactive: Due, carry: Due, restart: Due }),
  }),
  z.object({
    ...base,
    kind: z.literal('serviceDays'),
    days: z.number(),
    mode: z.enum(['business-time', 'end-of-day']),
    dayMinutes: z.number(),
    expect: z.object({ due: Due }),
  }),
  z.object({
    id: z.string(),
    note: z.string(),
    calendar: z.string(),
    kind: z.literal('attempts'),
    required: z.number(),
    windowDays: z.number(),
    attempts: z.array(Moment),
    customerReplies: z.array(Moment),
    expect: z.object({ satisfied: z.boolean(), satisfiedAt: Due }),
  }),
  z.object({
    id: z.string(),
    note: z.string(),
    calendar: z.string(),
    kind: z.literal('nextReply'),
    targetMinutes: z.number(),
    events: z.array(
      z.object({
        at: Moment,
        type: z.enum(['customer', 'agent-public', 'agent-internal', 'auto-reply', 'merge']),
      }),
    ),
    expect: z.object({
      clocks: z.array(
        z.object({ start: z.string(), due: z.string(), stopped: Due, met: z.nullable(z.boolean()) }),
      ),
    }),
  }),
]);
const Examples = z.object({ calendars: z.record(z.string(), Calendar), examples: z.array(Example) });

type Example = z.infer<typeof Example>;
type Policy = { calendar: string; targetMinutes: number };

const iso = (ms: number | null | undefined) =>
  ms === null || ms === undefined ? null : new Date(ms).toISOString().replace('.000Z', 'Z');

function answer(example: Example, calendar: (name: string) => OpenTime): unknown {
  switch (example.kind) {
    case 'due':
      return { due: iso(calendar(example.calendar).due(example.start, example.targetMinutes * MINUTE)) };
    case 'elapsed':
      return { seconds: calendar(example.calendar).elapsed(example.start, example.end) / 1000 };
    case 'timeline': {
      const clock = fold(example.start, example, example.events, calendar, 'carry');
      const due = iso(clock?.due);
      if (!clock || due !== null || example.asOf === undefined) return { due };
      return { due, remainingSeconds: (clockReading(clock, example.asOf).remaining ?? 0) / 1000 };
    }
    case 'severity': {
      const under = (mode: ChangeMode) =>
        iso(fold(example.start, example.initial, example.events, calendar, mode)?.due);
      return { retroactive: under('retroactive'), carry: under('carry'), restart: under('restart') };
    }
    case 'serviceDays': {
      const { days, mode, dayMinutes } = example;
      return {
        due: iso(
          serviceDaysDue(calendar(example.calendar), example.start, {
            mode,
            days,
            dayMs: dayMinutes * MINUTE,
          }),
        ),
      };
    }
    case 'attempts': {
      const { required, windowDays, customerReplies } = example;
      const attempts = example.attempts.map((at) => ({ at, effective: true }));
      const since = Math.max(Number.NEGATIVE_INFINITY, ...customerReplies);
      const satisfiedAt = attemptsSatisfied(calendar(example.calendar), attempts, since, {
        required,
        windowDays,
      });
      return { satisfied: satisfiedAt !== null, satisfiedAt: iso(satisfiedAt) };
    }
    case 'nextReply': {
      const messages = example.events.map((event, sequence) => ({ ...event, sequence }));
      const clocks = nextReplies(calendar(example.calendar), messages, example.targetMinutes * MINUTE);
      return {
        clocks: clocks.map((clock) => ({
          start: iso(clock.start),
          due: iso(clock.due),
          stopped: iso(clock.stopped),
          met: clock.met,
        })),
      };
    }
  }
}

const eventTypes = {
  pause: 'paused',
  resume: 'resumed',
  solve: 'solved',
  reopen: 'reopened',
  stop: 'stopped',
} as const;

function fold(
  start: number,
  initial: Policy,
  changes: readonly z.infer<typeof Change>[],
  calendar: (name: string) => OpenTime,
  mode: ChangeMode,
): ClockState<Policy> | null {
  const events: ClockEvent<Policy>[] = changes.map(({ at, type, ...policy }, index) => {
    const sequence = index + 1;
    if (type !== 'severity') return { type: eventTypes[type], at, sequence };
    const { calendar: name = initial.calendar, targetMinutes = initial.targetMinutes } = policy;
    return { type, at, sequence, policy: { calendar: name, targetMinutes } };
  });
  const policyFor = ({ calendar: calendarId, targetMinutes }: Policy): ClockPolicy => ({
    targetMs: targetMinutes * MINUTE,
    openTime: calendar(calendarId),
    calendarId,
  });
  return foldClock<Policy>(
    [{ type: 'created', at: start, sequence: 0, policy: initial }, ...events],
    policyFor,
    mode,
  );
}

describe.runIf(existsSync(path))('worked examples of the target rules', () => {
  const file = existsSync(path)
    ? Examples.parse(JSON.parse(readFileSync(path, 'utf8')))
    : { calendars: {}, examples: [] };
  const ready = new Map(
    Object.entries(file.calendars).map(([name, calendar]) => [name, openCalendar(calendar)]),
  );
  const calendar = (name: string): OpenTime => {
    const found = ready.get(name);
    if (!found) throw new RangeError(`no calendar ${name}`);
    return found;
  };

  it.each(file.examples.map((example) => [example.id, example.kind, example.note, example] as const))(
    '%s %s: %s',
    (_id, _kind, _note, example) => {
      expect(answer(example, calendar)).toEqual(example.expect);
    },
  );
});
