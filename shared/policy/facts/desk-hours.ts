import * as z from 'zod/mini';
import { PackText } from '../../schema/pack-text.ts';

/** A language by its BCP 47 tag, such as `pt` or `zh-Hans`: support speaks more of them than the desk's pages do. */
const LanguageTag = z
  .string()
  .check(z.regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?$/, 'must be a language tag such as fr or zh-Hans'));

/** A calendar of the pack, by name. */
const CalendarName = z.string().check(z.minLength(1), z.maxLength(60));

/** Who answers the phone, and on which calendar. */
export const PhoneHours = z.strictObject({ who: PackText, calendar: CalendarName });

/** What is spoken where (FIL-11). */
export const SpokenLanguages = z.strictObject({
  /** The languages for whose answers the targets hold; absent: all that are spoken. */
  targetsApplyTo: z.optional(z.array(LanguageTag).check(z.minLength(1))),
  regions: z.record(
    z.string(),
    z.strictObject({
      region: PackText,
      /** Absent where the guides say that there are some, but not which. */
      languages: z.optional(z.array(LanguageTag).check(z.minLength(1))),
      /** For which requests; absent: all. */
      requests: z.optional(z.enum(['technical', 'customer-service'])),
      how: z.enum(['direct', 'call-back']),
      /** Absent: in the hours of the offering. */
      calendar: z.optional(CalendarName),
    }),
  ),
});
