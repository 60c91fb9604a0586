import { requestSummary } from '#shared/domain/request-view.ts';
import { toMs } from '#shared/schema/instant.ts';
import type { Expectation } from './expectation.ts';
import { judgeClock, whyDue } from './judge-clock.ts';
import { judgeMails } from './judge-mails.ts';
import { closings, contactAttempts, judgeSteps, occurrences } from './judge-occurrences.ts';
import { type Lived, standAt } from './lived.ts';
import { type Difference, difference, type Failure, instantDifference } from './shown.ts';

/** Everything about a life that is other than expected. */
export function judge(lived: Lived, expectations: readonly Expectation[]): Failure[] {
  if (lived.life.moments.length === 0) return [];
  return expectations.flatMap((expectation, index) => {
    const differences = differencesOf(expectation, lived);
    if (differences.length === 0) return [];
    const why = whyDue(expectation, lived);
    return [{ of: `expect ${index + 1}, ${titleOf(expectation)}`, differences, ...(why && { why }) }];
  });
}

function differencesOf(expectation: Expectation, lived: Lived): Difference[] {
  switch (expectation.is) {
    case 'clock':
      return judgeClock(expectation, lived);
    case 'warned':
    case 'missed':
    case 'reminded':
      return judgeSteps(expectation, lived);
    case 'mails':
      return judgeMails(expectation, lived);
    case 'contacts':
      return occurrences('at', expectation.contacts, contactAttempts(lived));
    case 'closed': {
      const seen = closings(lived);
      const reason = seen.at(-1)?.text;
      return [
        ...occurrences('at', expectation.closed, seen),
        ...(expectation.reason === undefined ? [] : difference('reason', expectation.reason, reason)),
      ];
    }
    case 'status':
      return difference('status', expectation.status, standAt(lived, expectation.at).request.status);
    case 'owed': {
      const { nextDueAt } = requestSummary(standAt(lived, expectation.at).request, lived.policy);
      return instantDifference('next due', expectation.owed, nextDueAt === null ? null : toMs(nextDueAt));
    }
  }
}

function titleOf(expectation: Expectation): string {
  switch (expectation.is) {
    case 'clock':
      return `clock ${expectation.clock}`;
    case 'warned':
      return ['warned', expectation.warned, expectation.threshold].filter(Boolean).join(' ');
    case 'missed':
      return `missed ${expectation.missed}`;
    default:
      return expectation.is;
  }
}
