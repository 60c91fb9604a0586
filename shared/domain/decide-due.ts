import type { Told } from '../policy/ladder.ts';
import type { Instant } from '../schema/instant.ts';
import type { Staff } from '../schema/person.ts';
import { type Engineer, ownerOf, type SupportRequest } from '../schema/request.ts';
import { accept, type Decision } from './decision.ts';
import { mailId } from './mail-id.ts';
import type { Due } from './plan.ts';

/** What the workflow's own steps may depend on besides the SR. */
export interface DueSituation {
  readonly staff: readonly Staff[];
  /** When the SR's contact was last invited to a survey within the pack's span; null when not (CLO-5). */
  readonly lastInvitedAt: Instant | null;
}

/** Decides what a due step of the workflow leads to. It cannot refuse: the plan it comes from was made for this SR. */
export function decideDue(request: SupportRequest, due: Due, situation: DueSituation): Decision {
  const seq = request.version + 1;
  switch (due.step) {
    case 'WarnOfTarget':
      return accept({
        type: 'TargetWarned',
        clock: due.clock,
        dueAt: due.dueAt,
        threshold: due.threshold,
        told: emails(toldStaff(request, due.tell, situation.staff)),
      });
    case 'RecordMissedTarget':
      return accept({
        type: 'TargetMissed',
        clock: due.clock,
        dueAt: due.dueAt,
        told: emails(toldStaff(request, due.tell, situation.staff)),
      });
    case 'RemindUpdate':
      return accept({
        type: 'UpdateReminded',
        dueAt: due.dueAt,
        told: emails(toldStaff(request, ['escalation-engineer'], situation.staff)),
      });
    case 'RouteEscalation':
      return decideRoute(toldStaff(request, ['rem'], situation.staff));
    case 'ContactCustomer':
      return accept({
        type: 'CustomerContacted',
        attempt: due.attempt,
        mailId: mailId(seq, 'contact-attempt', 0),
      });
    case 'CloseUnanswered':
      return accept({ type: 'RequestClosed', reason: 'no-answer', description: '' });
    case 'InviteToSurvey':
      return situation.lastInvitedAt === null
        ? accept({ type: 'SurveyInvited', mailId: mailId(seq, 'survey-invitation', 0) })
        : accept({ type: 'SurveySkipped', lastInvitedAt: situation.lastInvitedAt });
  }
}

/**
 * Who is told: the owner, the escalation engineer, and the holders of a role in the SR's region. Where nobody
 * holds the role there, its holders elsewhere; where nobody does at all, the managers: a warning always reaches somebody.
 */
function toldStaff(request: SupportRequest, tell: readonly Told[], staff: readonly Staff[]): Engineer[] {
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

/** To the first REM of the region; where the vendor has none, `toldStaff` has found the managers instead. */
function decideRoute(told: readonly Engineer[]): Decision {
  return accept({ type: 'EscalationRouted', rem: told[0] ?? null, told: emails(told) });
}

function emails(people: readonly Engineer[]): string[] {
  return people.map(({ email }) => email);
}
