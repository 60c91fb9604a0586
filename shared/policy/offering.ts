import * as z from 'zod/mini';
import { PackText } from '../schema/pack-text.ts';
import { Severity } from '../schema/request.ts';
import { Duration } from './duration.ts';
import { Target, TargetBySeverity } from './target.ts';

/** How customers reach the desk. */
export const CHANNELS = ['web', 'phone', 'mail', 'self-service'] as const;

/** What an offering brings besides answers; shown to customers, and to the staff who work under it. */
export const INCLUDES = [
  'product-updates',
  'product-upgrades',
  'remote-support',
  'knowledge-base',
  'account-manager',
  'quarterly-review',
  'reports',
  'environment-review',
  'upgrade-planning',
  'on-site',
  'senior-engineers',
  'dedicated-team',
  'root-cause-analysis',
  'source-patches',
  'sdk-installation',
  'sdk-help',
  'configuration-help',
  'performance-tuning',
  'code-snippet-review',
  'us-citizens-only',
] as const;

/** A duration, and the calendar it counts on. */
export const WithCalendar = z.strictObject({ within: Duration, calendar: z.string() });

/** When a question is answered: the promise, and the goal that most answers keep. Both are measured (OFF-7). */
export const Answer = z.strictObject({ within: Duration, goal: z.optional(Duration), calendar: z.string() });

/** What a customer buys (OFF-1 to OFF-3). */
export const Offering = z.strictObject({
  title: PackText,
  note: z.optional(PackText),
  calendar: z.string(),
  channels: z.optional(z.array(z.enum(CHANNELS))),
  /** Most support administrators a contract may have (ACC-3, ACC-4). */
  administrators: z.optional(z.union([z.int().check(z.positive()), z.literal('unlimited')])),
  includes: z.optional(z.array(z.enum(INCLUDES))),
  /** A pack of incidents: how many requests it is good for, and how long (OFF-10). */
  incidents: z.optional(z.strictObject({ count: z.int().check(z.positive()), validFor: Duration })),
  /** Absent where the offering promises nothing: best effort (OFF-3). */
  firstResponse: z.optional(TargetBySeverity),
  /** From the customer's oldest unanswered message to the next public word of staff (targets.md rule 7). */
  nextReply: z.optional(TargetBySeverity),
  /** Where its customers are called back later, or sooner, than the pack says (FIL-8). */
  callBack: z.optional(Target),
});
export type Offering = z.infer<typeof Offering>;

/** At these severities the first response counts on this calendar instead of the offering's (OFF-11). */
export const AddOn = z.strictObject({
  title: PackText,
  note: z.optional(PackText),
  severities: z.array(Severity).check(z.minLength(1)),
  calendar: z.string(),
});

/** Promised updates: how often per severity, and the statuses in which the clock stands still. */
export const Updates = z.strictObject({
  every: z.strictObject({
    1: z.optional(Target),
    2: z.optional(Target),
    3: z.optional(Target),
    4: z.optional(Target),
  }),
  pausedWhile: z.array(z.enum(['awaiting-customer', 'solution-proposed'])),
});
