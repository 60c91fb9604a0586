import type { Policy } from '../policy/policy.ts';
import type { Fact, RequestEvent } from '../schema/event.ts';
import type { Instant } from '../schema/instant.ts';
import type { Actor, Staff } from '../schema/person.ts';
import type { SupportRequest } from '../schema/request.ts';
import { evolve, toEvents } from './evolve.ts';
import { mailsFor, type OutboxMail } from './mails.ts';

/** What accepted facts make of an SR: the state after them, the events as stored, and the mails they cause. */
export interface Applied {
  readonly after: SupportRequest;
  readonly events: readonly RequestEvent[];
  readonly mails: readonly OutboxMail[];
}

/** Applies the facts of one decision; the first of a new SR must be RequestFiled. Throws when there are none. */
export function applyFacts(
  before: SupportRequest | null,
  facts: readonly Fact[],
  by: Actor,
  at: Instant,
  policy: Policy,
  staff: readonly Staff[],
): Applied {
  // The machines that write do not agree on the time to the millisecond, and one may have waited for another. What is
  // written later happened later: a history in two orders would lead to two states.
  const then = before && before.lastChangedAt > at ? before.lastChangedAt : at;
  const events = toEvents(before?.version ?? 0, facts, then, by);
  const mails: OutboxMail[] = [];
  let request = before;
  for (const event of events) {
    request = evolve(request, event);
    mails.push(...mailsFor(event, request, policy, staff));
  }
  if (!request) throw new Error('A decision without facts changes nothing and must not be applied.');
  return { after: request, events, mails };
}
