import type { Policy } from '../policy/policy.ts';
import type { Fact } from '../schema/event.ts';
import type { Staff } from '../schema/person.ts';
import type { SupportRequest } from '../schema/request.ts';
import { duesOf, planView } from './plan.ts';
import { emails, toldStaff } from './told-staff.ts';

/**
 * The misses that the workflow has not come to yet. Whoever answers a moment too late would end the clock before it does,
 * and the miss would be told to nobody: so it is recorded with whatever they do (targets.md rule 13).
 */
export function overdueMisses(
  request: SupportRequest,
  policy: Policy,
  now: number,
  staff: readonly Staff[],
): Fact[] {
  return duesOf(planView(request, policy), policy, now).flatMap((due) =>
    due.step === 'RecordMissedTarget' && due.at <= now
      ? [
          {
            type: 'TargetMissed' as const,
            clock: due.clock,
            dueAt: due.dueAt,
            told: emails(toldStaff(request, due.tell, staff)),
          },
        ]
      : [],
  );
}
