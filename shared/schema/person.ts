import * as z from 'zod/mini';
import { CustomerNumber } from './customer-number.ts';
import { Language } from './language.ts';
import { Email, line } from './text.ts';

/** An IANA time-zone name; the engine's zone table decides whether it exists. */
export const ZoneName = z.string().check(z.regex(/^[A-Za-z][A-Za-z0-9_+\-/]{1,63}$/));

/** A country by its ISO 3166-1 code, such as DE. */
export const CountryCode = z.string().check(z.regex(/^[A-Z]{2}$/, 'must be a country code such as DE'));

/** Staff roles, as the field names them; each is a group of the identity provider. */
export const STAFF_ROLES = ['csr', 'tse', 'manager', 'rem'] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

/** Roles a contact holds on a contract (ACC-3, ACC-5, ACC-8). */
export const CONTRACT_ROLES = ['pla', 'sla-admin', 'sa', 'partner'] as const;
export type ContractRole = (typeof CONTRACT_ROLES)[number];

/** Someone of an account; the business e-mail identifies them, the customer number is theirs alone (ACC-1, ACC-2). */
export const Contact = z.object({
  email: Email,
  name: line(120),
  customerNumber: CustomerNumber,
  accountId: line(60),
  language: Language,
  zone: ZoneName,
  /** Whose public holidays their calendars keep; without one, they keep none, and deadlines come no later for it. */
  country: z.optional(CountryCode),
  phone: z.optional(line(40)),
});
export type Contact = z.infer<typeof Contact>;

/** Days on which somebody does not work, on the dates of their own zone; both included. */
const Away = z.strictObject({ from: z.iso.date(), until: z.iso.date() });

/** A member of the vendor's staff. */
export const Staff = z.object({
  email: Email,
  name: line(120),
  roles: z.array(z.enum(STAFF_ROLES)).check(z.minLength(1)),
  language: Language,
  zone: ZoneName,
  region: line(20),
  /** While away, nothing is assigned to them by oversight (WRK-1, lessons row 19). */
  away: z.optional(z.array(Away)),
  /** Most open requests they take on; as many as come where it is not said. */
  capacity: z.optional(z.int().check(z.positive())),
});
export type Staff = z.infer<typeof Staff>;

/** What an account bought: who may file under it, on which offering, from when to when (ACC-3). */
export const Contract = z.object({
  contractId: line(60),
  accountId: line(60),
  accountName: line(120),
  offering: line(60),
  /** What it has besides, by the pack's names (OFF-11). */
  addOns: z.optional(z.array(line(60))),
  region: line(20),
  startsOn: z.iso.date(),
  endsOn: z.iso.date(),
  products: z.array(line(80)).check(z.minLength(1)),
  /** While it is true, no file of its requests is deleted, however long they are closed. */
  legalHold: z.optional(z.boolean()),
  members: z.array(z.object({ email: Email, roles: z.array(z.enum(CONTRACT_ROLES)).check(z.minLength(1)) })),
});
export type Contract = z.infer<typeof Contract>;

/** Who did something to an SR. The workflow acts in its own name, never in a person's. */
export const Actor = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('customer'), email: Email, name: z.string() }),
  z.object({ kind: z.literal('staff'), email: Email, name: z.string(), roles: z.array(z.enum(STAFF_ROLES)) }),
  z.object({ kind: z.literal('workflow') }),
]);
export type Actor = z.infer<typeof Actor>;

/** The name an actor goes by in timelines and mails; the workflow has none of its own. */
export function nameOf(actor: Actor): string {
  return actor.kind === 'workflow' ? '' : actor.name;
}
