import type { Instant } from '../schema/instant.ts';
import type { Staff } from '../schema/person.ts';
import type { Engineer, SupportRequest } from '../schema/request.ts';
import { accept, type Decision } from './decision.ts';
import { mailId } from './mail-id.ts';
import type { Due } from './plan.ts';
import { emails, toldStaff } from './told-staff.ts';

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

/** To the first REM of the region; where the vendor has none, `toldStaff` has found the managers instead. */
function decideRoute(told: readonly Engineer[]): Decision {
  return accept({ type: 'EscalationRouted', rem: told[0] ?? null, told: emails(told) });
}
