import * as z from 'zod/mini';
import { PackText } from '../schema/pack-text.ts';
import { CountryCode } from '../schema/person.ts';
import { CHOOSABLE_REASONS, ESCALATION_REASONS } from '../schema/request.ts';
import { line } from '../schema/text.ts';
import { CountryHolidays } from './country-holidays.ts';
import { Days, Duration } from './duration.ts';
import { Ladder, Told } from './ladder.ts';
import { AddOn, Answer, Offering, Updates, WithCalendar } from './offering.ts';
import { PackFacts } from './pack-facts.ts';

/** The days of the week as packs name them. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const Window = z.string().check(z.regex(/^\d{2}:\d{2}-\d{2}:\d{2}$/, 'must be a window such as 08:00-18:00'));
const LocalDate = z.iso.date();

/**
 * Which public holidays a calendar keeps: those of the customer's country, of one country, or dates of its own.
 * The first two come from the reviewed files that are embedded in the published pack (`countries`).
 */
const Holidays = z.union([
  z.literal('customer-country'),
  z.strictObject({ country: CountryCode }),
  z.array(LocalDate),
]);

/** When promises count: always, or weekly windows in a fixed zone or the customer's own (OFF-2, lessons row 7). */
export const PackCalendar = z.union([
  z.literal('always'),
  z.strictObject({
    /** Keys are days or ranges: `mon`, `mon..fri`. */
    weekly: z.record(z.string(), z.array(Window)),
    zone: z.string(),
    holidays: z.optional(Holidays),
    overrides: z.optional(z.record(LocalDate, z.array(Window))),
  }),
]);
export type PackCalendar = z.infer<typeof PackCalendar>;

/**
 * A policy pack: everything a vendor promises, as data. Its file form (YAML) and its stored form (JSON) are the
 * same document; a version, once published, never changes.
 */
export const Pack = z.strictObject({
  pack: z.string().check(z.regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and hyphens')),
  version: z.int().check(z.positive()),
  title: PackText,
  /** Where the facts of the pack are from, by a short name. */
  sources: z.optional(z.record(z.string(), line(300))),
  /** Facts that the vendor's guides do not state: the path of each in this document, and its source. */
  notFromGuides: z.optional(z.record(z.string(), z.string())),
  calendars: z.record(z.string(), PackCalendar),
  /** The reviewed holidays its calendars need; put in when the pack is read, never written by hand. */
  countries: z.optional(z.record(CountryCode, CountryHolidays)),
  offerings: z.record(z.string(), Offering),
  /** What a contract may have besides its offering (OFF-11). */
  addOns: z.optional(z.record(z.string(), AddOn)),
  /** Requests that are answered, rather than worked: a promise, and the goal for most of them (OFF-7). */
  answers: z.optional(
    z.strictObject({ 'customer-service': z.optional(Answer), licensing: z.optional(Answer) }),
  ),
  /** When a caller who found nobody free is called back (FIL-8); absent: no call-backs are taken. */
  callBack: z.optional(WithCalendar),
  /** By when the confirmation of a new SR has left (FIL-5). */
  confirmationMail: z.optional(WithCalendar),
  /** How often the customer hears from the engineer once the first response was given. */
  updates: z.optional(Updates),
  severities: z.strictObject({
    1: z.strictObject({ title: PackText, definition: PackText, reachableContact: z.boolean() }),
    2: z.strictObject({ title: PackText, definition: PackText, reachableContact: z.boolean() }),
    3: z.strictObject({ title: PackText, definition: PackText, reachableContact: z.boolean() }),
    4: z.strictObject({ title: PackText, definition: PackText, reachableContact: z.boolean() }),
  }),
  /** What a change of severity, contract or offering does to time already used (OFF-6, targets.md rule 6). */
  onSeverityChange: z.enum(['carry', 'retroactive', 'restart']),
  ladder: Ladder,
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
    /** How long after closing an SR may be reopened; `never` where a new one is to be filed instead (CLO-4). */
    reopenWithin: z.union([Days, z.literal('never')]),
    /** Delay counted around the clock; one contact is invited at most once in `atMostEvery`. */
    survey: z.strictObject({ delay: Duration, atMostEvery: Days }),
  }),
  facts: z.optional(PackFacts),
});
export type Pack = z.infer<typeof Pack>;
