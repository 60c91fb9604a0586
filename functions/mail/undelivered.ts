import { applyFacts } from '#shared/domain/apply-facts.ts';
import type { Instant } from '#shared/schema/instant.ts';
import type { SupportRequest } from '#shared/schema/request.ts';
import { AlreadyExists, commit, VersionConflict } from '../io/commit.ts';
import { listStaff } from '../io/directory.ts';
import { loadRequest } from '../io/load-request.ts';
import type { WorkflowDeps } from '../workflow/deps.ts';

/** A lost version race is decided anew this often before the trigger retries: other mails wait behind this one. */
const ATTEMPTS = 3;

/**
 * Notes on the SR that a mail to the customer did not arrive: it was no contact attempt then (CLO-2), and the owner
 * is told to use another way. Once per mail, however often it is reported. Throws VersionConflict when others keep
 * writing: the caller is retried by its trigger.
 */
export async function noteUndelivered(
  number: string,
  mailId: string,
  recipient: string,
  now: Instant,
  deps: WorkflowDeps,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await noteOnce(number, mailId, recipient, now, deps);
    } catch (error) {
      if (error instanceof AlreadyExists) return;
      if (!(error instanceof VersionConflict) || attempt === ATTEMPTS) throw error;
    }
  }
}

async function noteOnce(
  number: string,
  mailId: string,
  recipient: string,
  now: Instant,
  { table, policies }: WorkflowDeps,
): Promise<void> {
  const [loaded, staff] = await Promise.all([loadRequest(table, number), listStaff(table)]);
  if (!loaded) return;
  const { request, workflow } = loaded;
  const policy = await policies.load(request.pack.name, request.pack.version);
  const facts = [{ type: 'MailBounced', mailId, recipient, attempt: attemptOf(request, mailId) }] as const;
  const applied = applyFacts(request, facts, { kind: 'workflow' }, now, policy, staff);
  await commit(table, { before: request, ...applied, workflow, policy, now, claim: `bounce/${mailId}` });
}

/** Which contact attempt of the present silence the mail called itself; null when it was none. */
function attemptOf(request: SupportRequest, mailId: string): number | null {
  if (request.status !== 'awaiting-customer' && request.status !== 'solution-proposed') return null;
  return request.silence.attempts.find((attempt) => attempt.mailId === mailId)?.attempt ?? null;
}
