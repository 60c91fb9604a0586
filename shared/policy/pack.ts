import * as z from 'zod/mini';
import { PackText } from '../schema/pack-text.ts';
import { STAFF_ROLES } from '../schema/person.ts';
import { CHOOSABLE_REASONS, ESCALATION_REASONS } from '../schema/request.ts';
import { Days, Duration } from './duration.ts';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const Window = z.string().check(z.regex(/^\d{2}:\d{2}-\d{2}:\d{2}$/, 'must be a window such as 08:00-18:00'));
const LocalDate = z.iso.date();

/** When promises count: always, or weekly windows in a fixed zone or the customer's own (OFF-2, lessons row 7). */
export const PackCalendar = z.union([
  z.literal('always'),
  z.strictObject({
    /** Keys are days or ranges: `mon`, `mon..fri`. */
    weekly: z.record(z.string(), z.array(Window)),
    zone: z.string(),
    holidays: z.optional(z.array(LocalDate)),
    overrides: z.optional(z.record(LocalDate, z.array(Window))),
  }),
]);
export type PackCalendar = z.infer<typeof PackCalendar>;

const BySeverity = z.strictObject({ 1: Duration, 2: Duration, 3: Duration, 4: Duration });

export const Offering = z.strictObject({
  title: PackText,
  calendar: z.string(),
  /** Absent where the offering promises nothing: best effort (OFF-3). */
  firstResponse: z.optional(BySeverity),
});
export type Offering = z.infer<typeof Offering>;

/** Who is told at a ladder step: the owner, or everybody of a staff role. */
export const Told = z.enum(['owner', 'escalation-engineer', ...STAFF_ROLES]);
export type Told = z.infer<typeof Told>;

/** A step of a ladder: at a share of the target (`50%`), or when it is missed. */
export const LadderStep = z.strictObject({
  at: z
    .string()
    .check(z.regex(/^([1-9]|[1-9]\d)%$|^missed$/, 'must be a percentage from 1% to 99%, or missed')),
  tell: z.array(Told).check(z.minLength(1)),
});
export type LadderStep = z.infer<typeof LadderStep>;

/**
 * A policy pack: everything a vendor promises, as data. Its file form (YAML) and its stored form (JSON) are the
 * same document; a version, once published, never changes.
 */
export const Pack = z.strictObject({
  pack: z.string().check(z.regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and hyphens')),
  version: z.int().check(z.positive()),
  title: PackText,
  calendars: z.record(z.string(), PackCalendar),
  offerings: z.record(z.string(), Offering),
  severities: z.strictObject({
    1: z.strictObject({ title: PackText, definition: PackText, reachableContact: z.boolean() }),
    2: z.strictObject({ title: PackText, definition: PackText, reachableContact: z.boolean() }),
    3: z.strictObject({ title: PackText, definition: PackText, reachableContact: z.boolean() }),
    4: z.strictObject({ title: PackText, definition: PackText, reachableContact: z.boolean() }),
  }),
  onSeverityChange: z.enum(['carry', 'retroactive', 'restart']),
  ladder: z.strictObject({ firstResponse: z.array(LadderStep).check(z.minLength(1)) }),
  contact: z.strictObject({
    calendar: z.string(),
    /** Days of the customer's silence after which each attempt is made; on service days of `calendar`. */
    after: z.array(Days).check(z.minLength(1), z.maxLength(10)),
    /** Days of silence after which the SR closes, if every attempt was effective. */
    close: Days,
  }),
  escalation: z.strictObject({
    reasons: z.array(z.enum(ESCALATION_REASONS)).check(z.minLength(1)),
    /** How long before a promised update its engineer is reminded; counted around the clock. */
    remindBefore: Duration,
    /** Longest a promised update may lie ahead; counted around the clock. */
    updateAtMost: Duration,
    tellWhenMissed: z.array(Told).check(z.minLength(1)),
  }),
  closing: z.strictObject({
    /** Those a person may choose; `no-answer` is the workflow's own. */
    reasons: z.array(z.enum(CHOOSABLE_REASONS)).check(z.minLength(1)),
    reopenWithin: Days,
    /** Delay counted around the clock; one contact is invited at most once in `atMostEvery`. */
    survey: z.strictObject({ delay: Duration, atMostEvery: Days }),
  }),
});
export type Pack = z.infer<typeof Pack>;
