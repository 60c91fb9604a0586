import { describe, expect, it } from 'vitest';
import type { SupportRequest } from '#shared/schema/request.ts';
import { ADA, GRACE, staff } from '#test/support/people.ts';
import { HOUSE } from '#test/support/policies.ts';
import { act, file, given } from '#test/support/requests.ts';
import { catchUp } from '#test/support/requests-random.ts';

/** What the workflow does by an instant, as the kinds of its facts, and the request after it. */
function livedUntil(request: SupportRequest, at: string): { facts: string[]; after: SupportRequest } {
  const moments = catchUp(request, Date.parse(at), HOUSE);
  return {
    facts: moments.flatMap(({ applied }) => applied?.events.map(({ fact }) => fact.type) ?? []),
    after: moments.at(-1)?.request ?? request,
  };
}

const severity = (level: 1 | 2 | 3 | 4) =>
  ({
    action: 'change-severity',
    severity: level,
    reason: 'The impact changed.',
    agreedWith: 'Ada',
    reachableContact: 'Ada, +49 30 5550142',
  }) as const;

describe('a severity under which the time is used up already', () => {
  it('[OFF-6] of a target that was missed before: warns of nothing and misses nothing anew', () => {
    const missed = livedUntil(given.inProgress(), '2026-03-04T09:00:00.000Z');
    expect(missed.facts).toEqual(['TargetWarned', 'TargetWarned', 'TargetMissed']);
    const changed = act(missed.after, severity(2), {
      by: staff(GRACE),
      at: '2026-03-04T10:00:00.000Z',
    }).after;
    expect(livedUntil(changed, '2026-03-04T16:00:00.000Z').facts).toEqual([]);
  });

  it('[OFF-6] of a target that was still kept: misses it once, without warnings whose time is over', () => {
    // Three of the eight hours of severity 3 are used; severity 1 would have had two.
    const halfway = livedUntil(given.inProgress(), '2026-03-02T12:00:00.000Z').after;
    const raised = act(halfway, severity(1), { by: staff(GRACE), at: '2026-03-02T12:00:00.000Z' }).after;
    expect(livedUntil(raised, '2026-03-02T12:00:01.000Z').facts).toEqual(['TargetMissed']);
  });
});

describe('a customer number', () => {
  it('[FIL-7] of somebody else is not for a customer to file under', () => {
    expect(() => file({ form: { customerNumber: '1000000438' } })).toThrow(/NotYourNumber/);
    expect(file({ form: { customerNumber: ADA.customerNumber } }).after.contact.name).toBe(ADA.name);
  });
});
