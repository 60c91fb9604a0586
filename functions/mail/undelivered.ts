import type { Instant } from '#shared/schema/instant.ts';
import type { SupportRequest } from '#shared/schema/request.ts';
import type { WorkflowDeps } from '../workflow/deps.ts';
import { noteOnRequest } from './note-on-request.ts';

/**
 * Notes on the SR that a mail to the customer did not arrive: it was no contact attempt then (CLO-2), and the owner
 * is told to use another way.
 */
export async function noteUndelivered(
  number: string,
  mailId: string,
  recipient: string,
  at: Instant,
  deps: WorkflowDeps,
): Promise<void> {
  const factOf = (request: SupportRequest) =>
    ({ type: 'MailBounced', mailId, recipient, attempt: attemptOf(request, mailId) }) as const;
  await noteOnRequest({ number, claim: `bounce/${mailId}`, at, factOf }, deps);
}

/** Which contact attempt of the present silence the mail called itself; null when it was none. */
function attemptOf(request: SupportRequest, mailId: string): number | null {
  if (request.status !== 'awaiting-customer' && request.status !== 'solution-proposed') return null;
  return request.silence.attempts.find((attempt) => attempt.mailId === mailId)?.attempt ?? null;
}
