import type { CustomerRelation } from '#shared/domain/authorise.ts';
import type { Action } from '#shared/schema/action.ts';
import { toInstant } from '#shared/schema/instant.ts';
import type { Actor, Contract, StaffRole } from '#shared/schema/person.ts';
import { ownerOf, type SupportRequest } from '#shared/schema/request.ts';
import { type Cast, contractOn, findEmail } from './cast.ts';
import type { Deed } from './happening.ts';

/** A person's action as the desk takes it. */
export interface Act {
  readonly action: Action;
  readonly actor: Actor;
  readonly relation: CustomerRelation;
  /** The contract that a change of contract names. */
  readonly contract: Contract | null;
}

/** Nobody of a timeline's people can play a part: its words name none, and the test must. */
export class NobodyToAct extends Error {
  override readonly name = 'NobodyToAct';
}

/** What a word of a timeline means: who does what, with whatever the test leaves unsaid. */
export function actOf(deed: Deed, request: SupportRequest, cast: Cast): Act {
  const by = deed.by ?? usualActor(deed, request, cast);
  const isCustomer = by === 'customer';
  return {
    action: actionOf(deed, request, cast),
    actor: actorOf(by, request, cast),
    relation: isCustomer ? 'contact' : 'none',
    contract: deed.do === 'change-contract' ? contractOn(deed.offering, deed.addOns, cast.customer) : null,
  };
}

function actionOf(deed: Deed, request: SupportRequest, cast: Cast): Action {
  const { text = `Said in the test: ${deed.do}.` } = deed;
  switch (deed.do) {
    case 'assign':
      return { action: 'assign', engineer: emailOf(deed.to ?? first(cast, ['tse', 'csr']), request, cast) };
    case 'reassign':
      return { action: 'reassign', engineer: emailOf(deed.to, request, cast), reason: text };
    case 'reply':
    case 'customer-replies':
      return { action: 'comment', text, visibility: 'public' };
    case 'note':
      return { action: 'comment', text, visibility: 'internal' };
    case 'ask-customer':
      return { action: 'await-customer', text };
    case 'propose-solution':
      return { action: 'propose-solution', text };
    case 'call':
      return { action: 'log-phone-contact', direction: deed.direction, reached: deed.reached, note: text };
    case 'change-severity':
      return {
        action: 'change-severity',
        severity: deed.to,
        reason: text,
        agreedWith: cast.customer.name,
        ...(deed.reachableContact && { reachableContact: REACHABLE }),
      };
    case 'change-contract': {
      const { contractId } = contractOn(deed.offering, deed.addOns, cast.customer);
      return { action: 'change-contract', contractId, reason: text };
    }
    case 'end-entitlement':
      return { action: 'end-entitlement', reason: text };
    case 'customer-confirms':
      return { action: 'confirm', text };
    case 'close':
      return { action: 'close', reason: deed.reason, description: text };
    case 'reopen':
      return { action: 'reopen', reason: text };
    case 'escalate':
      return {
        action: 'escalate',
        reason: deed.reason,
        answers: {
          problemStatementRight: text,
          businessImpactAccurate: text,
          workaroundsUnfit: text,
          milestonesRecorded: text,
        },
      };
    case 'name-escalation-engineer':
      return {
        action: 'name-escalation-engineer',
        engineer: emailOf(deed.engineer ?? first(cast, ['tse', 'csr']), request, cast),
        plan: text,
        nextUpdateAt: toInstant(deed.nextUpdate),
      };
    case 'give-update':
      return { action: 'give-update', text, nextUpdateAt: toInstant(deed.nextUpdate) };
    case 'de-escalate':
      return {
        action: 'de-escalate',
        actionPlanAccepted: text,
        analysisConfirmed: text,
        customerAgreement: text,
      };
  }
}

/** Who can be reached where a severity asks for it. */
export const REACHABLE = 'The customer, +1 202 555 0100';

/** Who does this at a desk, unless the test says it. */
function usualActor(deed: Deed, request: SupportRequest, cast: Cast): string {
  switch (deed.do) {
    case 'customer-replies':
    case 'customer-confirms':
    case 'escalate':
    case 'reopen':
      return 'customer';
    case 'assign':
    case 'reassign':
    case 'change-contract':
    case 'end-entitlement':
      return first(cast, ['csr', 'manager', 'tse']);
    case 'name-escalation-engineer':
    case 'de-escalate':
      return first(cast, ['rem', 'manager']);
    case 'give-update':
      return request.escalation?.stage === 'led' ? 'escalation-engineer' : first(cast, ['rem', 'manager']);
    default:
      return ownerOf(request) ? 'owner' : first(cast, ['tse', 'csr']);
  }
}

/** The first of the staff with the first of these roles that anybody has. */
function first({ staff }: Cast, roles: readonly StaffRole[]): string {
  for (const role of roles) {
    for (const [key, member] of staff) if (member.roles.includes(role)) return key;
  }
  throw new NobodyToAct(`Nobody in people.staff is ${roles.join(' or ')}: name who does it, with by or to.`);
}

/** Somebody as an actor of the desk. */
export function actorOf(who: string, request: SupportRequest | null, cast: Cast): Actor {
  const email = emailOf(who, request, cast);
  const member = [...cast.staff.values()].find((one) => one.email === email);
  if (member) return { kind: 'staff', email, name: member.name, roles: member.roles };
  return { kind: 'customer', email, name: cast.customer.name };
}

function emailOf(who: string, request: SupportRequest | null, cast: Cast): string {
  const email = findEmail(who, request, cast);
  if (email !== undefined) return email;
  throw new NobodyToAct(`There is no ${who} at that time: name somebody else, with by or to.`);
}
