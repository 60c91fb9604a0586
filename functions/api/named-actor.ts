import type { Actor, Contact, Staff } from '#shared/schema/person.ts';

/**
 * The caller by the name that the desk's own directory has: many identity providers send no `name` claim, and what
 * a person calls themselves there is nobody's business here. Staff are named by the staff list, customers by their
 * contact. Whoever is in neither keeps the name of their token.
 */
export function namedActor(actor: Actor, staff: readonly Staff[], contact: Contact | null): Actor {
  if (actor.kind === 'workflow') return actor;
  const member = actor.kind === 'staff' ? staff.find(({ email }) => email === actor.email) : undefined;
  // When staff file for a customer, the contact at hand is not the caller.
  const known = member ?? (contact?.email === actor.email ? contact : undefined);
  return known ? { ...actor, name: known.name } : actor;
}
