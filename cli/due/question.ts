import * as z from 'zod/mini';
import { unless } from './refusal.ts';
import { Instant, Minutes, WrittenDate } from './written-time.ts';

// A calendar, or the name of one among the line's `calendars`; calendars.ts reads it.
const Calendar = z.unknown();

const ClockChange = z.discriminatedUnion(
  'type',
  [
    z.object({ at: Instant, type: z.enum(['pause', 'resume', 'solve', 'reopen', 'stop']) }),
    z.object({
      at: Instant,
      type: z.literal('severity'),
      calendar: z.optional(Calendar),
      targetMinutes: z.optional(Minutes),
    }),
  ],
  { error: 'is none of pause, resume, solve, reopen, stop, severity' },
);

/** What happens to a clock, and when. */
export type ClockChange = z.infer<typeof ClockChange>;

// A retroactive change replays all before it: no clock of a person has so many, and no line takes minutes.
const ClockChanges = z.array(ClockChange).check(z.maxLength(2_000, 'are more than 2000'));

const Attempt = z.union(
  [
    z.pipe(
      Instant,
      z.transform((at) => ({ at, effective: true })),
    ),
    z.pipe(
      z.object({ at: Instant, effective: z.optional(z.boolean()), bounced: z.optional(z.boolean()) }).check(
        z.refine(({ effective, bounced }) => effective === undefined || effective !== bounced, {
          error: 'is effective or bounced, not both',
        }),
      ),
      z.transform(({ at, effective, bounced }) => ({ at, effective: effective ?? !bounced })),
    ),
  ],
  { error: 'is neither an instant nor {"at": instant, "bounced": true}' },
);

const Message = z.object({
  at: Instant,
  type: z.enum(['customer', 'agent-public', 'agent-internal', 'auto-reply', 'merge'], {
    error: 'is none of customer, agent-public, agent-internal, auto-reply, merge',
  }),
});

const Count = z
  .int({ error: unless('is no whole number') })
  .check(z.minimum(0, { error: 'is less than nothing' }));

const run = { calendar: Calendar, start: Instant, targetMinutes: Minutes };

/** The kinds of questions, each with its fields; fields that are not named here are passed over. */
const kinds = {
  due: z.object({ kind: z.literal('due'), ...run }),
  elapsed: z.object({ kind: z.literal('elapsed'), calendar: Calendar, start: Instant, end: Instant }),
  timeline: z.object({
    kind: z.literal('timeline'),
    ...run,
    events: z._default(ClockChanges, []),
    asOf: z.optional(Instant),
    mode: z._default(
      z.enum(['carry', 'retroactive', 'restart'], { error: 'is none of carry, retroactive, restart' }),
      'carry',
    ),
  }),
  severity: z.object({
    kind: z.literal('severity'),
    start: Instant,
    initial: z.object({ calendar: Calendar, targetMinutes: Minutes }),
    events: z._default(ClockChanges, []),
  }),
  serviceDays: z.discriminatedUnion(
    'mode',
    [
      z.object({
        kind: z.literal('serviceDays'),
        calendar: Calendar,
        start: Instant,
        days: Count,
        mode: z.literal('business-time'),
        dayMinutes: Minutes,
      }),
      z.object({
        kind: z.literal('serviceDays'),
        calendar: Calendar,
        start: Instant,
        days: Count,
        mode: z.literal('end-of-day'),
      }),
    ],
    { error: 'is neither business-time nor end-of-day' },
  ),
  attempts: z.object({
    kind: z.literal('attempts'),
    calendar: Calendar,
    required: z._default(Count.check(z.minimum(1, { error: 'is less than one' })), 3),
    windowDays: z._default(Count, 10),
    attempts: z.array(Attempt),
    customerReplies: z._default(z.array(Instant), []),
  }),
  nextReply: z.object({
    kind: z.literal('nextReply'),
    calendar: Calendar,
    targetMinutes: Minutes,
    events: z.array(Message),
  }),
  sites: z.object({ kind: z.literal('sites'), sites: z.unknown(), at: Instant }),
  coverageGap: z.object({ kind: z.literal('coverageGap'), sites: z.unknown(), date: WrittenDate }),
};

export type Kind = keyof typeof kinds;
export const KINDS = Object.keys(kinds) as Kind[];

export const Question = z.discriminatedUnion(
  'kind',
  [
    kinds.due,
    kinds.elapsed,
    kinds.timeline,
    kinds.severity,
    kinds.serviceDays,
    kinds.attempts,
    kinds.nextReply,
    kinds.sites,
    kinds.coverageGap,
  ],
  { error: `is none of ${KINDS.join(', ')}` },
);
export type Question = z.infer<typeof Question>;
export type QuestionOf<K extends Kind> = Extract<Question, { readonly kind: K }>;
