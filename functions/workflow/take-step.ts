import { applyFacts } from '#shared/domain/apply-facts.ts';
import { decideDue } from '#shared/domain/decide-due.ts';
import { type Due, type Planned, plan, planView } from '#shared/domain/plan.ts';
import { wholeDays } from '#shared/policy/duration.ts';
import type { Policy } from '#shared/policy/policy.ts';
import { type Instant, toInstant, toMs } from '#shared/schema/instant.ts';
import {
  MACHINE_REVISION,
  MAX_EXECUTION_DAYS,
  MAX_LOOPS,
  type Plan,
  type TaskInput,
} from '#shared/schema/task.ts';
import { AlreadyExists, commit, VersionConflict } from '../io/commit.ts';
import { lastInvited, listStaff } from '../io/directory.ts';
import { type LoadedRequest, loadRequest } from '../io/load-request.ts';
import { finishWorkflow, raiseGeneration } from '../io/workflow-writes.ts';
import type { WorkflowDeps } from './deps.ts';

const DAY_MS = 86_400_000;

/** The number in an execution's input leads to no SR: nothing the machine could do would mend it. */
class RequestMissing extends Error {
  override readonly name = 'RequestMissing';
}

/** One pass of the workflow: do what the task asks, if it is still what is due, and answer what is next. */
export async function takeStep(input: TaskInput, deps: WorkflowDeps): Promise<Plan> {
  const now = toInstant(Date.parse(input.now));
  const loaded = await load(input.number, deps);
  // A newer generation has taken over, so this execution ends; it can write nothing, `gen` is in every condition.
  if (loaded.workflow.gen !== input.gen) return ended(loaded, now);
  if (input.step === 'HandOver') return handOver(input, loaded, now, deps);

  const policy = await deps.policies.load(loaded.request.pack.name, loaded.request.pack.version);
  const planned = plan(planView(loaded.request, policy), policy, toMs(now));
  const asked = input.step !== 'AssessRequest' && planned.actionId === input.actionId;
  if (asked && planned.due && loaded.workflow.wfVersion === input.version) {
    const acted = await act(loaded, planned.actionId, planned.due, policy, now, deps);
    // Whether we acted or lost the race, what is next is planned from what is stored now.
    return acted
      ? assess(acted, policy, input, now, deps)
      : takeStep({ ...input, step: 'AssessRequest' }, deps);
  }
  return assess(loaded, policy, input, now, deps);
}

async function load(number: string, { table }: WorkflowDeps): Promise<LoadedRequest> {
  const loaded = await loadRequest(table, number);
  if (!loaded) throw new RequestMissing(`There is no request ${number}.`);
  return loaded;
}

/** Carries out what is due in one transaction; false when somebody else's write, or our own repeated one, came first. */
async function act(
  { request, workflow }: LoadedRequest,
  actionId: string,
  due: Due,
  policy: Policy,
  now: Instant,
  deps: WorkflowDeps,
): Promise<LoadedRequest | false> {
  const [staff, lastInvitedAt] = await Promise.all([
    listStaff(deps.table),
    due.step === 'InviteToSurvey' ? recentInvitation(request.contact.email, policy, now, deps) : null,
  ]);
  const decision = decideDue(request, due, { staff, lastInvitedAt });
  if (!decision.ok) return false;
  const by = { kind: 'workflow' } as const;
  const { after, events, mails } = applyFacts(request, decision.facts, by, now, policy, staff);
  const invited = decision.facts.some(({ type }) => type === 'SurveyInvited');
  try {
    await commit(deps.table, {
      before: request,
      after,
      events,
      mails,
      workflow,
      policy,
      now,
      claim: actionId,
      acting: true,
      ...(invited && { surveyed: request.contact.email }),
    });
  } catch (error) {
    if (error instanceof VersionConflict || error instanceof AlreadyExists) return false;
    throw error;
  }
  return load(request.number, deps);
}

/** When the contact was invited within the pack's span before `now`; null when not. */
async function recentInvitation(
  email: string,
  policy: Policy,
  now: Instant,
  { table }: WorkflowDeps,
): Promise<Instant | null> {
  const last = await lastInvited(table, email);
  const span = wholeDays(policy.pack.closing.survey.atMostEvery) * DAY_MS;
  return last !== null && toMs(now) - toMs(last) < span ? last : null;
}

async function assess(
  loaded: LoadedRequest,
  policy: Policy,
  input: TaskInput,
  now: Instant,
  deps: WorkflowDeps,
): Promise<Plan> {
  const { request, workflow } = loaded;
  if (workflow.gen !== input.gen) return ended(loaded, now);
  const planned = plan(planView(request, policy), policy, toMs(now));
  if (planned.step === 'Done') {
    const finished = await finishWorkflow(deps.table, request.number, workflow);
    return finished ? ended(loaded, now) : takeStep({ ...input, step: 'AssessRequest' }, deps);
  }
  if (planned.step === 'Wait' && mustHandOver(input, now)) {
    return { step: 'HandOver', actionId: '', dueAt: now, version: workflow.wfVersion, awaiting: '' };
  }
  return answer(planned, workflow.wfVersion);
}

function answer({ step, actionId, dueAt, awaiting }: Planned, version: number): Plan {
  return { step, actionId, dueAt, version, awaiting };
}

function ended({ workflow }: LoadedRequest, now: Instant): Plan {
  return { step: 'Done', actionId: '', dueAt: now, version: workflow.wfVersion, awaiting: '' };
}

/** Before an execution grows too long or too old for AWS, or when its definition is no longer ours. */
function mustHandOver({ loops, startedAt, machineRevision }: TaskInput, now: Instant): boolean {
  const age = toMs(now) - Date.parse(startedAt);
  // Not on its first pass: while a deployment is under way new executions still begin with the old definition, and
  // would hand over to each other as fast as they can. Nor to a definition older than its own.
  const outdated = machineRevision < MACHINE_REVISION && loops > 0;
  return loops >= MAX_LOOPS || age >= MAX_EXECUTION_DAYS * DAY_MS || outdated;
}

async function handOver(
  input: TaskInput,
  loaded: LoadedRequest,
  now: Instant,
  { table }: WorkflowDeps,
): Promise<Plan> {
  // Lost only to a writer who raised it already, or to a wake that the new generation will see.
  await raiseGeneration(table, input.number, input.gen, now, 'handed over');
  return ended(loaded, now);
}
