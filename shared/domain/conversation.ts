import type { Fact, RequestEvent } from '../schema/event.ts';
import { type ContactAttempt, ownerOf, type SupportRequest } from '../schema/request.ts';
import { common } from './common-parts.ts';
import { withMark } from './marks.ts';

/** A sign of life ends the silence, whatever was tried against it (CLO-2). */
export function heard(request: SupportRequest, { at, seq }: RequestEvent): SupportRequest {
  if (request.status !== 'awaiting-customer' && request.status !== 'solution-proposed') return request;
  const now = { ...common(request), status: 'in-progress', owner: request.owner } as const;
  return withMark(now, { type: 'heard', at, seq });
}

/** The customer waits for an answer. Before the first response that promise covers the message already. */
export function asked(request: SupportRequest, { at, seq }: RequestEvent): SupportRequest {
  const responded = request.marks.some(({ type }) => type === 'responded' || type === 'called-back');
  return responded ? withMark(request, { type: 'asked', at, seq }) : request;
}

/** Staff said something to the customer: what was asked is answered, and the next update is due from here. */
export function spoken(request: SupportRequest, event: RequestEvent): SupportRequest {
  return withMark(answered(request, event), { type: 'updated', at: event.at, seq: event.seq });
}

/** What the customer asked is answered: by a word of staff, or by closing, after which a reopening asks anew. */
export function answered(request: SupportRequest, { at, seq }: RequestEvent): SupportRequest {
  return withMark(request, { type: 'answered', at, seq });
}

/** A call: spoken if it reached the customer, a sign of life if it came from them, an attempt otherwise. */
export function phoned(
  request: SupportRequest,
  event: RequestEvent,
  { reached, direction }: Extract<Fact, { type: 'PhoneContactLogged' }>,
): SupportRequest {
  const { at } = event;
  const called = reached || direction === 'outbound' ? calledBack(request, event) : request;
  const now = reached ? spoken(called, event) : called;
  // A customer who called is no silent one, though nobody could speak to them then.
  if (reached || direction === 'inbound') return heard(now, event);
  return addAttempt(now, { at, channel: 'phone', effective: true });
}

/** Calling is what was promised, whether or not somebody answered (FIL-8). */
function calledBack(request: SupportRequest, { at, seq }: RequestEvent): SupportRequest {
  const waits = request.type === 'call-back' && !request.marks.some(({ type }) => type === 'called-back');
  return waits ? withMark(request, { type: 'called-back', at, seq }) : request;
}

/** The SR waits for the customer from here on; without an owner nobody would hear the answer. */
export function awaitingCustomer(
  request: SupportRequest,
  status: 'awaiting-customer' | 'solution-proposed',
  { at, seq }: RequestEvent,
  text: string,
): SupportRequest {
  const owner = ownerOf(request);
  if (!owner) return request;
  const silent = { ...common(request), status, owner, silence: { since: at, text, attempts: [] } };
  return withMark(silent, { type: 'silent', at, seq, status });
}

/** One more try against the silence; nothing where there is none. */
export function addAttempt(request: SupportRequest, attempt: ContactAttempt): SupportRequest {
  if (request.status !== 'awaiting-customer' && request.status !== 'solution-proposed') return request;
  const { silence } = request;
  return { ...request, silence: { ...silence, attempts: [...silence.attempts, attempt] } };
}

/** The attempt whose mail came back was none (CLO-2). */
export function bounced(request: SupportRequest, mailId: string): SupportRequest {
  if (request.status !== 'awaiting-customer' && request.status !== 'solution-proposed') return request;
  const attempts = request.silence.attempts.map((attempt) =>
    attempt.mailId === mailId ? { ...attempt, effective: false } : attempt,
  );
  return { ...request, silence: { ...request.silence, attempts } };
}
