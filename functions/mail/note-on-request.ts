import { applyFacts } from '#shared/domain/apply-facts.ts';
import type { Policy } from '#shared/policy/policy.ts';
import type { Fact } from '#shared/schema/event.ts';
import type { Instant } from '#shared/schema/instant.ts';
import type { SupportRequest } from '#shared/schema/request.ts';
import { AlreadyExists, commit, VersionConflict } from '../io/commit.ts';
import { listStaff } from '../io/directory.ts';
import { loadRequest } from '../io/load-request.ts';
import type { WorkflowDeps } from '../workflow/deps.ts';

/** A lost version race is decided anew this often before the trigger retries: other mails wait behind this one. */
const ATTEMPTS = 3;

/** What became of a mail, as the SR is told it. */
export interface Note {
  readonly number: string;
  /** What must be noted only once, however often it is reported. */
  readonly claim: string;
  readonly at: Instant;
  /** The fact to note; null when it means nothing to this SR. */
  factOf(request: SupportRequest, policy: Policy): Fact | null;
}

/**
 * Notes on an SR what became of one of its mails. Throws VersionConflict when others keep writing: the caller is
 * retried by its trigger.
 */
export async function noteOnRequest(note: Note, deps: WorkflowDeps): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await noteOnce(note, deps);
    } catch (error) {
      if (error instanceof AlreadyExists) return;
      if (!(error instanceof VersionConflict) || attempt === ATTEMPTS) throw error;
    }
  }
}

async function noteOnce(
  { number, claim, at, factOf }: Note,
  { table, policies }: WorkflowDeps,
): Promise<void> {
  const [loaded, staff] = await Promise.all([loadRequest(table, number), listStaff(table)]);
  if (!loaded) return;
  const { request, workflow } = loaded;
  const policy = await policies.load(request.pack.name, request.pack.version);
  const fact = factOf(request, policy);
  if (!fact) return;
  const applied = applyFacts(request, [fact], { kind: 'workflow' }, at, policy, staff);
  await commit(table, { before: request, ...applied, workflow, policy, now: at, claim });
}
