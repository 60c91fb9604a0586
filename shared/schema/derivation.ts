import * as z from 'zod/mini';
import { Instant } from './instant.ts';
import { Severity } from './request.ts';

/** Open time, to the millisecond: nothing is rounded (targets.md rule 2). */
const Seconds = z.number().check(z.gte(0));
/** A calendar of the pack, by its name. */
const CalendarId = z.string();

/** What was due from an instant on, and under which terms; a null due is nothing that was due: paused, or no target. */
const DueSince = z.object({
  at: Instant,
  severity: Severity,
  offering: z.string(),
  targetSeconds: z.nullable(Seconds),
  calendar: z.nullable(CalendarId),
  dueAt: z.nullable(Instant),
  /** It was reached under these terms: changing them does not unsay the miss. */
  missed: z.boolean(),
});

const Counted = z.object({
  kind: z.literal('counted'),
  /** The policy pack and its version, `house@1`. */
  pack: z.string(),
  severity: Severity,
  offering: z.string(),
  /** Null where nothing is promised. */
  targetSeconds: z.nullable(Seconds),
  calendar: z.nullable(
    z.object({
      id: CalendarId,
      /** Whose public holidays it keeps (ISO 3166-1); null for none, or for dates of its own. */
      country: z.nullable(z.string()),
      /** Which edition of them. */
      version: z.nullable(z.string()),
      timeZone: z.nullable(z.string()),
      alwaysOpen: z.boolean(),
    }),
  ),
  /** The tz database release that the local hours were read from. */
  zoneDataVersion: z.string(),
  /** Stretches of open time that counted, in order: up to the due, or to where the clock was stopped or held. */
  counted: z.array(
    z.object({
      from: Instant,
      to: Instant,
      seconds: Seconds,
      calendar: CalendarId,
      /** Why a date is worked whose weekday is not: a make-up day, by its name. */
      makeUpDay: z.optional(z.string()),
    }),
  ),
  /** Of all of them; the target, where a due is known and nothing was changed in the meantime. */
  countedSeconds: Seconds,
  /** Open time used when the clock ended; null while it has not. */
  usedSeconds: z.nullable(Seconds),
  /** Of a long series only the beginning and the end are listed; this is what lies between. */
  leftOut: z.nullable(z.object({ intervals: z.int(), seconds: Seconds })),
  /** Local dates that would have been worked, and what is kept on them where the pack says so. */
  skippedHolidays: z.array(z.object({ date: z.string(), name: z.nullable(z.string()) })),
  /** When the clock stood still; `to` is null while it does. */
  held: z.array(z.object({ from: Instant, to: z.nullable(Instant), reason: z.enum(['paused', 'solved']) })),
  /** When the promise was kept, solved, or ended; null while it is open. */
  endedAt: z.nullable(Instant),
  history: z.array(DueSince),
  /** The due lies after `knownUntil`: a holiday that is not announced yet may still move it. */
  provisional: z.boolean(),
  /** The last local date whose holidays are known; null for a calendar without holidays. */
  knownUntil: z.nullable(z.string()),
});

/** Somebody named the instant: the next update of an escalation (ESC-5). Nothing was counted. */
const Promised = z.object({ kind: z.literal('promised') });

/**
 * Why a clock is due when it is (targets.md rule 12), as data without words. It depends on the SR's history alone,
 * never on when it is looked at (lessons row 21).
 */
export const Derivation = z.discriminatedUnion('kind', [Counted, Promised]);
export type Derivation = z.infer<typeof Derivation>;
export type CountedDerivation = z.infer<typeof Counted>;
