import type { Fact } from '../schema/event.ts';
import { type Actor, nameOf } from '../schema/person.ts';
import type { ShownFact, ShownPerson } from '../schema/shown-fact.ts';

/** Who looks: staff see addresses and their own notes, customers do not. */
export type Audience = 'staff' | 'customer';

/** A member of staff as this audience sees them. Whoever has no name but an address stays unnamed to customers. */
export function shownPerson(person: { name: string; email: string }, audience: Audience): ShownPerson {
  const { name, email } = person;
  if (audience === 'staff') return { name, email };
  return { name: shownName(name, email) };
}

/** The name without the address that stands in for it where nobody knows one. */
export function shownName(name: string, email: string): string {
  return name === email ? '' : name;
}

/** The name that this audience knows whoever did something by; the workflow has none. */
export function actorName(by: Actor, audience: Audience): string {
  return by.kind === 'staff' && audience === 'customer' ? shownName(by.name, by.email) : nameOf(by);
}

/** A fact as this audience sees it. */
export function shownFact(fact: Fact, audience: Audience): ShownFact {
  if (audience === 'staff') return fact;
  switch (fact.type) {
    case 'EngineerAssigned':
    case 'EscalationEngineerNamed':
      return { ...fact, engineer: shownPerson(fact.engineer, audience) };
    case 'EngineerReassigned':
      return {
        ...fact,
        from: shownPerson(fact.from, audience),
        engineer: shownPerson(fact.engineer, audience),
      };
    case 'PhoneContactLogged': {
      const { note: _, ...told } = fact;
      return told;
    }
    default:
      return fact;
  }
}
