import { applyFacts } from '#shared/domain/apply-facts.ts';
import type { Fact } from '#shared/schema/event.ts';
import type { Instant } from '#shared/schema/instant.ts';
import type { Actor } from '#shared/schema/person.ts';
import type { SupportRequest } from '#shared/schema/request.ts';
import { CasebellError } from '../errors.ts';
import { commit, VersionConflict } from '../io/commit.ts';
import { listStaff } from '../io/directory.ts';
import { loadRequest } from '../io/load-request.ts';
import type { Part } from '../io/transaction-parts.ts';
import type { WorkflowDeps } from '../workflow/deps.ts';

/** Several files of an SR may come to an end at the same moment: each waits its turn by trying again. */
const ATTEMPTS = 8;

/** What a look at the SR came to: an outcome, and what changes on the way to it, if anything. */
export interface Step<Outcome> {
  readonly outcome: Outcome;
  readonly change?: {
    readonly facts: readonly Fact[];
    readonly by: Actor;
    /** Rows, quotas and tickets that change in the same transaction. */
    readonly parts: readonly Part[];
  };
}

/**
 * Changes an SR and whatever goes with it in one transaction. `look` is asked anew, with the SR as it then is, each
 * time that another write came first; it may be asked often, so what it does besides must bear repeating. Throws
 * RequestNotFound, and RequestChanged where others keep writing.
 */
export async function changeRequest<Outcome>(
  { table, policies }: WorkflowDeps,
  number: string,
  now: Instant,
  look: (request: SupportRequest) => Promise<Step<Outcome>>,
): Promise<Outcome> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const [loaded, staff] = await Promise.all([loadRequest(table, number), listStaff(table)]);
    if (!loaded) throw new CasebellError('RequestNotFound');
    const { request, workflow } = loaded;
    const { outcome, change } = await look(request);
    if (!change) return outcome;
    const policy = await policies.load(request.pack.name, request.pack.version);
    const applied = applyFacts(request, change.facts, change.by, now, policy, staff);
    try {
      await commit(table, { before: request, ...applied, workflow, policy, now, besides: change.parts });
      return outcome;
    } catch (error) {
      if (!(error instanceof VersionConflict)) throw error;
    }
  }
  throw new CasebellError('RequestChanged');
}
