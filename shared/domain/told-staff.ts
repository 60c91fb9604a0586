import type { Told } from '../policy/ladder.ts';
import type { Staff } from '../schema/person.ts';
import { type Engineer, ownerOf, type SupportRequest } from '../schema/request.ts';

/**
 * Who is told: the owner, the escalation engineer, and the holders of a role in the SR's region. Where nobody
 * holds the role there, its holders elsewhere; where nobody does at all, the managers: a warning always reaches somebody.
 */
export function toldStaff(
  request: SupportRequest,
  tell: readonly Told[],
  staff: readonly Staff[],
): Engineer[] {
  const told = new Map<string, Engineer>();
  const add = (person: Engineer | null) => {
    if (person) told.set(person.email, { email: person.email, name: person.name });
  };
  for (const whom of tell) {
    if (whom === 'owner') add(ownerOf(request));
    else if (whom === 'escalation-engineer')
      add(request.escalation?.stage === 'led' ? request.escalation.engineer : null);
    else for (const member of holders(whom, request.region, staff)) add(member);
  }
  if (told.size === 0) for (const member of holders('manager', request.region, staff)) add(member);
  return [...told.values()];
}

function holders(role: Staff['roles'][number], region: string, staff: readonly Staff[]): readonly Staff[] {
  const all = staff.filter((member) => member.roles.includes(role));
  const near = all.filter((member) => member.region === region);
  return near.length > 0 ? near : all;
}

/** Their addresses, as facts keep them. */
export function emails(people: readonly Engineer[]): string[] {
  return people.map(({ email }) => email);
}
