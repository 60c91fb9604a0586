import { type Applied, applyFacts } from '#shared/domain/apply-facts.ts';
import type { CustomerRelation } from '#shared/domain/authorise.ts';
import { decide } from '#shared/domain/decide.ts';
import { decideDue } from '#shared/domain/decide-due.ts';
import { decideFile } from '#shared/domain/decide-file.ts';
import type { Decision } from '#shared/domain/decision.ts';
import { plan, planView } from '#shared/domain/plan.ts';
import type { Policy } from '#shared/policy/policy.ts';
import type { Action, FileRequest } from '#shared/schema/action.ts';
import { toMs } from '#shared/schema/instant.ts';
import type { Actor, Contact, Contract, Staff } from '#shared/schema/person.ts';
import type { SupportRequest } from '#shared/schema/request.ts';
import {
  ADA,
  CAROL,
  CONTRACT,
  customer,
  GRACE,
  PREMIUM_CONTRACT,
  REMY,
  STAFF,
  staff,
  WORKFLOW,
} from './people.ts';
import { HOUSE } from './policies.ts';

/** When the sample requests are filed: Monday 10:00 in Berlin, within business hours. */
export const MONDAY_10 = '2026-03-02T09:00:00.000Z';
export const NUMBER = '26123456787';

export const FORM: FileRequest = {
  contractId: 'ACME-1',
  type: 'technical',
  severity: 3,
  subject: 'Restore stops at 80%',
  description: 'It stops and says nothing.',
  product: 'Vault 9',
};

/** What may differ from the usual sample: Ada files, under the house pack, on Monday morning. */
export interface Filing {
  readonly at?: string;
  readonly by?: Actor;
  readonly contact?: Contact;
  readonly policy?: Policy;
  readonly offering?: string;
  readonly contract?: Contract;
  readonly form?: Partial<FileRequest>;
  readonly staff?: readonly Staff[];
}

/** Files a request, as the API would. Throws when it is refused. */
export function file({
  at = MONDAY_10,
  by,
  contact = ADA,
  policy = HOUSE,
  offering = 'standard',
  contract: bought = CONTRACT,
  form = {},
  staff: everybody = STAFF,
}: Filing = {}): Applied {
  const actor = by ?? customer(contact);
  const contract = { ...bought, offering };
  const whole = { ...FORM, ...form };
  const decision = decideFile(whole, { now: at, actor, policy, contact, contract, number: NUMBER });
  return applyFacts(null, factsOf(decision), actor, at, policy, everybody);
}

/** Who acts, when, and under what; the actor's relation follows from the actor unless given. */
export interface Acting {
  readonly at: string;
  readonly by: Actor;
  readonly policy?: Policy;
  readonly relation?: CustomerRelation;
  readonly staff?: readonly Staff[];
  /** The account's contracts, of which a change of contract names one. */
  readonly contracts?: readonly Contract[];
  /** How many open requests the engineer has whom an action names. */
  readonly openRequests?: number;
}

/** What a person's action leads to. */
export function decided(request: SupportRequest, action: Action, acting: Acting): Decision {
  const { at, by, policy = HOUSE, staff: everybody = STAFF } = acting;
  const relation = acting.relation ?? relationOf(by, request);
  const contracts = acting.contracts ?? [CONTRACT, PREMIUM_CONTRACT];
  const contract =
    action.action === 'change-contract'
      ? (contracts.find(({ contractId }) => contractId === action.contractId) ?? null)
      : null;
  return decide(request, action, {
    now: at,
    actor: by,
    relation,
    policy,
    staff: everybody,
    contract,
    openRequests: acting.openRequests,
  });
}

/** The code with which an action is refused; null when it is accepted. */
export function refusal(request: SupportRequest, action: Action, acting: Acting): string | null {
  const decision = decided(request, action, acting);
  return decision.ok ? null : decision.refusal;
}

/** Carries out a person's action, as the API would. Throws when it is refused. */
export function act(request: SupportRequest, action: Action, acting: Acting): Applied {
  const { at, by, policy = HOUSE, staff: everybody = STAFF } = acting;
  return applyFacts(request, factsOf(decided(request, action, acting)), by, at, policy, everybody);
}

/** Carries out what the workflow owes the request at `at`, as its function would. Throws when nothing is due. */
export function workflowStep(
  request: SupportRequest,
  at: string,
  { policy = HOUSE, staff: everybody = STAFF, lastInvitedAt = null as string | null } = {},
): Applied {
  const { due } = plan(planView(request, policy), policy, toMs(at));
  if (!due) throw new Error(`Nothing is due at ${at}.`);
  const decision = decideDue(request, due, { staff: everybody, lastInvitedAt });
  return applyFacts(request, factsOf(decision), WORKFLOW, at, policy, everybody);
}

/** What the workflow would do at `at`: step, due instant, what is awaited and the action's id. */
export function planned(request: SupportRequest, at: string, policy: Policy = HOUSE) {
  const { step, dueAt, awaiting, actionId } = plan(planView(request, policy), policy, toMs(at));
  return { step, dueAt, awaiting, actionId };
}

function relationOf(by: Actor, { contact }: SupportRequest): CustomerRelation {
  if (by.kind !== 'customer') return 'none';
  return by.email === contact.email ? 'contact' : 'contract';
}

function factsOf(decision: Decision) {
  if (!decision.ok) throw new Error(`Refused: ${decision.refusal}.`);
  return decision.facts;
}

export const ANSWERS = {
  problemStatementRight: 'Yes.',
  businessImpactAccurate: 'Two sites are down.',
  workaroundsUnfit: 'A manual restore takes a day.',
  milestonesRecorded: 'Go-live is on Monday.',
};

const ESCALATE: Action = { action: 'escalate', reason: 'production-down', answers: ANSWERS };
const NAME: Action = {
  action: 'name-escalation-engineer',
  engineer: 'alan@vendor.example',
  plan: 'Call at noon.',
  nextUpdateAt: '2026-03-02T14:00:00.000Z',
};

/** A request of each status and stage, each one action further than the one it is made of. */
export const given = {
  filed: (filing: Filing = {}) => file(filing).after,
  /** Grace has it since 10:05. */
  inProgress: (filing: Filing = {}) =>
    act(
      given.filed(filing),
      { action: 'assign', engineer: GRACE.email },
      { at: '2026-03-02T09:05:00.000Z', by: staff(CAROL), ...under(filing) },
    ).after,
  /** Grace asked something at 11:00, which was the first response. */
  awaitingCustomer: (filing: Filing = {}) =>
    act(
      given.inProgress(filing),
      { action: 'await-customer', text: 'Which version?' },
      { at: '2026-03-02T10:00:00.000Z', by: staff(GRACE), ...under(filing) },
    ).after,
  /** Grace proposed a solution at 11:00, which was the first response. */
  solutionProposed: (filing: Filing = {}) =>
    act(
      given.inProgress(filing),
      { action: 'propose-solution', text: 'Update to 9.1.' },
      { at: '2026-03-02T10:00:00.000Z', by: staff(GRACE), ...under(filing) },
    ).after,
  /** Ada confirmed the solution at 12:00. */
  closed: (filing: Filing = {}) =>
    act(
      given.solutionProposed(filing),
      { action: 'confirm', text: 'Works.' },
      { at: '2026-03-02T11:00:00.000Z', by: customer(ADA), ...under(filing) },
    ).after,
  /** In progress; Ada asked for an escalation at 11:00. */
  escalationRequested: (filing: Filing = {}) =>
    act(given.inProgress(filing), ESCALATE, {
      at: '2026-03-02T10:00:00.000Z',
      by: customer(ADA),
      ...under(filing),
    }).after,
  /** The workflow gave it to Remy at once. */
  escalationRouted: (filing: Filing = {}) =>
    workflowStep(given.escalationRequested(filing), '2026-03-02T10:00:00.000Z', under(filing)).after,
  /** Remy named Alan at 11:30; the next update is promised for 15:00. */
  escalationLed: (filing: Filing = {}) =>
    act(given.escalationRouted(filing), NAME, {
      at: '2026-03-02T10:30:00.000Z',
      by: staff(REMY),
      ...under(filing),
    }).after,
};

function under({ policy, staff: everybody }: Filing) {
  return { ...(policy && { policy }), ...(everybody && { staff: everybody }) };
}
