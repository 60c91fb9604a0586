import * as z from 'zod/mini';
import { Language } from '#shared/schema/language.ts';
import { CountryCode, STAFF_ROLES } from '#shared/schema/person.ts';
import { line } from '#shared/schema/text.ts';
import { isZone } from '#shared/targets/zone.ts';

const Zone = z
  .string()
  .check(z.refine(isZone, 'must be a time zone of the tz database, such as Europe/Paris'));

/** Where the customer is, and how they read; what a test does not say, its file says for all. */
export const WHERE = {
  zone: z.optional(Zone),
  country: z.optional(CountryCode),
  language: z.optional(Language),
};

/** A member of staff. Without a name they go by the word that names them; without a region they are in the contract's. */
export const StaffWritten = z.strictObject({
  name: z.optional(line(120)),
  roles: z.array(z.enum(STAFF_ROLES)).check(z.minLength(1)),
  region: z.optional(line(20)),
});
export type StaffWritten = z.infer<typeof StaffWritten>;

/** Words for people that mean whoever has that part just then. */
export const PARTS = ['customer', 'owner', 'escalation-engineer'] as const;

const StaffKey = z.string().check(
  z.regex(
    /^[a-z][a-z0-9-]{0,30}$/,
    'must be lower-case letters, digits and hyphens, such as second-engineer',
  ),
  z.refine((key) => !(PARTS as readonly string[]).includes(key), `must not be one of ${PARTS.join(', ')}`),
);

/** Who takes part in the tests of a file, unless a test says otherwise. */
export const People = z.strictObject({ ...WHERE, staff: z.optional(z.record(StaffKey, StaffWritten)) });
export type People = z.infer<typeof People>;
