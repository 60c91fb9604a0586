import { durationMs } from '../policy/duration.ts';
import type { Policy } from '../policy/policy.ts';
import type { Action } from '../schema/action.ts';
import type { Fact } from '../schema/event.ts';
import { type Instant, toMs } from '../schema/instant.ts';
import type { Actor, Contract, Staff } from '../schema/person.ts';
import { type ClosingReason, type Engineer, ownerOf, type SupportRequest } from '../schema/request.ts';
import { authorise, type CustomerRelation } from './authorise.ts';
import { availabilityObstacle } from './availability.ts';
import { isLive } from './decide-file.ts';
import { accept, type Decision, refuse } from './decision.ts';
import { overdueMisses } from './overdue-misses.ts';
import { obstacle } from './preconditions.ts';
import type { RefusalCode } from './refusals.ts';
import { emails, toldStaff } from './told-staff.ts';

/** What a decision may depend on besides the SR: who asks, when, under which policy, and who works here. */
export interface Situation {
  readonly now: Instant;
  readonly actor: Actor;
  readonly relation: CustomerRelation;
  readonly policy: Policy;
  readonly staff: readonly Staff[];
  /** The contract of the SR's account that a `change-contract` names; null when there is none. */
  readonly contract?: Contract | null;
  /** How many open requests the engineer has whom an `assign` or `reassign` names. */
  readonly openRequests?: number | undefined;
}

/**
 * Decides what a person's action on an SR leads to: facts, led by the misses it comes too late for; or a refusal with
 * its code.
 */
export function decide(request: SupportRequest, action: Action, situation: Situation): Decision {
  const decision = decideAction(request, action, situation);
  if (!decision.ok) return decision;
  const { policy, now, staff } = situation;
  return accept(...overdueMisses(request, policy, toMs(now), staff), ...decision.facts);
}

function decideAction(request: SupportRequest, action: Action, situation: Situation): Decision {
  const { actor, relation, policy, now } = situation;
  if (!authorise(actor, action.action, relation)) return refuse('NotAllowed');
  const inTheWay = obstacle(request, action.action, actor, policy, toMs(now));
  if (inTheWay) return refuse(inTheWay);

  switch (action.action) {
    case 'assign':
      return decideAssign(action, situation);
    case 'reassign':
      return decideReassign(request, action, situation);
    case 'comment':
      return decideComment(request, action, situation);
    case 'await-customer':
      return accept({ type: 'CustomerAwaited', text: action.text }, ...firstResponse(request, 'web'));
    case 'log-phone-contact':
      return accept(
        {
          type: 'PhoneContactLogged',
          direction: action.direction,
          reached: action.reached,
          note: action.note,
        },
        ...(action.reached ? firstResponse(request, 'phone') : []),
      );
    case 'change-severity':
      return decideSeverity(request, action, policy);
    case 'change-contract':
      return decideContract(request, action, situation);
    case 'end-entitlement':
      return accept({ type: 'EntitlementEnded', reason: action.reason });
    case 'propose-solution':
      return accept({ type: 'SolutionProposed', text: action.text }, ...firstResponse(request, 'web'));
    case 'confirm':
      return accept({ type: 'RequestClosed', reason: 'solved', description: action.text ?? '' });
    case 'close':
      return offered(policy).includes(action.reason)
        ? accept({ type: 'RequestClosed', reason: action.reason, description: action.description })
        : refuse('ReasonNotOffered');
    case 'reopen':
      return decideReopen(request, action, situation);
    case 'escalate':
      return policy.pack.escalation.reasons.includes(action.reason)
        ? accept({ type: 'EscalationRequested', reason: action.reason, answers: action.answers })
        : refuse('ReasonNotOffered');
    case 'name-escalation-engineer':
      return decideLead(action, situation);
    case 'give-update':
      return (
        updateObstacle(action.nextUpdateAt, situation) ??
        accept(
          { type: 'EscalationUpdateGiven', text: action.text, nextUpdateAt: action.nextUpdateAt },
          ...firstResponse(request, 'web'),
        )
      );
    case 'de-escalate': {
      const { actionPlanAccepted, analysisConfirmed, customerAgreement } = action;
      return accept({ type: 'RequestDeescalated', actionPlanAccepted, analysisConfirmed, customerAgreement });
    }
  }
}

/** Reopened more than once: the managers look at it, for the customer may be about to escalate (lessons row 13). */
function decideReopen(request: SupportRequest, { reason }: Of<'reopen'>, { staff }: Situation): Decision {
  const reopened = { type: 'RequestReopened', reason } as const;
  const times = request.reopenCount + 1;
  if (times === 1) return accept(reopened);
  const told = emails(toldStaff(request, ['manager'], staff));
  return accept(reopened, { type: 'ReopenedAgain', times, reason, told });
}

/** Wider than what a pack may offer: a person may name any reason, and is refused the workflow's own. */
function offered(policy: Policy): readonly ClosingReason[] {
  return policy.pack.closing.reasons;
}

type Of<Name extends Action['action']> = Extract<Action, { action: Name }>;

function decideAssign(action: Of<'assign'>, situation: Situation): Decision {
  const engineer = findEngineer(action.engineer, situation.staff);
  if (!engineer) return refuse('NotAnEngineer');
  const inTheWay = loadObstacle(action, situation);
  return inTheWay ? refuse(inTheWay) : accept({ type: 'EngineerAssigned', engineer });
}

function decideReassign(request: SupportRequest, action: Of<'reassign'>, situation: Situation): Decision {
  const engineer = findEngineer(action.engineer, situation.staff);
  const from = ownerOf(request);
  if (!engineer) return refuse('NotAnEngineer');
  if (!from) return refuse('NotAssigned');
  if (from.email === engineer.email) return refuse('SameEngineer');
  const inTheWay = loadObstacle(action, situation);
  if (inTheWay) return refuse(inTheWay);
  return accept({ type: 'EngineerReassigned', from, engineer, reason: action.reason });
}

function loadObstacle(
  { engineer, anyway }: Of<'assign'> | Of<'reassign'>,
  { staff, openRequests, now }: Situation,
): RefusalCode | null {
  const member = staff.find(({ email }) => email === engineer);
  return member && !anyway ? availabilityObstacle(member, openRequests, now) : null;
}

function decideComment(request: SupportRequest, action: Of<'comment'>, situation: Situation): Decision {
  if (action.visibility === 'internal') {
    return authorise(situation.actor, 'write-internal', situation.relation)
      ? accept({ type: 'InternalNoteAdded', text: action.text })
      : refuse('NotAllowed');
  }
  if (situation.actor.kind === 'customer') return accept({ type: 'CustomerReplied', text: action.text });
  // A public word on a closed SR would promise that somebody listens; the customer may reopen it instead.
  if (request.status === 'closed') return refuse('RequestClosed');
  return accept({ type: 'PublicReplySent', text: action.text }, ...firstResponse(request, 'web'));
}

function decideSeverity(request: SupportRequest, action: Of<'change-severity'>, { pack }: Policy): Decision {
  const { severity: to, reason, agreedWith, reachableContact = null } = action;
  if (request.severity === to) return refuse('SameSeverity');
  if (pack.severities[to].reachableContact && (reachableContact ?? request.reachableContact) === null)
    return refuse('ReachableContactNeeded');
  return accept({
    type: 'SeverityChanged',
    from: request.severity,
    to,
    reason,
    agreedWith,
    reachableContact,
  });
}

/** Whatever a promise was made of is looked at again: offering, add-ons, product (OFF-6, lessons row 20). */
function decideContract(
  request: SupportRequest,
  { product = request.product, reason }: Of<'change-contract'>,
  { contract, policy, now }: Situation,
): Decision {
  if (!contract) return refuse('NoSuchContract');
  const { contractId, offering, addOns = [] } = contract;
  if (!policy.offering(offering)) return refuse('OfferingNotInPolicy');
  if (!isLive(contract, request.contact, policy, now)) return refuse('ContractNotLive');
  if (!contract.products.includes(product)) return refuse('ProductNotCovered');
  const same = JSON.stringify([request.contractId, request.offering, request.addOns, request.product]);
  if (JSON.stringify([contractId, offering, addOns, product]) === same) return refuse('SameTerms');
  return accept({
    type: 'ContractChanged',
    from: { contractId: request.contractId, offering: request.offering },
    to: { contractId, offering, addOns },
    product,
    reason,
  });
}

function decideLead(action: Of<'name-escalation-engineer'>, situation: Situation): Decision {
  const engineer = findEngineer(action.engineer, situation.staff);
  if (!engineer) return refuse('NotAnEngineer');
  const { plan, nextUpdateAt } = action;
  return (
    updateObstacle(nextUpdateAt, situation) ??
    accept({ type: 'EscalationEngineerNamed', engineer, plan, nextUpdateAt })
  );
}

/** A promise of an update is one that can still be kept, and not so far off that it promises nothing (ESC-5). */
function updateObstacle(nextUpdateAt: Instant, { now, policy }: Situation): Decision | null {
  const ahead = toMs(nextUpdateAt) - toMs(now);
  if (ahead <= 0) return refuse('UpdateNotAhead');
  return ahead > durationMs(policy.pack.escalation.updateAtMost) ? refuse('UpdateTooFarAhead') : null;
}

/** The first public word of staff ends the first-response clock (targets.md rule 7). */
function firstResponse(request: SupportRequest, channel: 'web' | 'phone'): Fact[] {
  const responded = request.marks.some((mark) => mark.type === 'responded');
  return responded ? [] : [{ type: 'FirstResponseGiven', channel }];
}

function findEngineer(email: string, staff: readonly Staff[]): Engineer | null {
  const found = staff.find((member) => member.email === email);
  if (!found?.roles.some((role) => role === 'tse' || role === 'csr')) return null;
  return { email: found.email, name: found.name };
}
