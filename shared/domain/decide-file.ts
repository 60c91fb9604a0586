import type { Place, Policy } from '../policy/policy.ts';
import type { FileRequest } from '../schema/action.ts';
import { type Instant, toMs } from '../schema/instant.ts';
import type { Actor, Contact, Contract } from '../schema/person.ts';
import type { RequestNumber } from '../schema/request-number.ts';
import { authorise } from './authorise.ts';
import { accept, type Decision, refuse } from './decision.ts';
import type { RefusalCode } from './refusals.ts';

/** What filing depends on besides the form: for whom, under which contract, and the number it would get. */
export interface FilingSituation {
  readonly now: Instant;
  readonly actor: Actor;
  readonly policy: Policy;
  /** The customer the request is for; null when the number given is nobody's. */
  readonly contact: Contact | null;
  /** The contract of the contact's account with the id given; null when there is none. */
  readonly contract: Contract | null;
  readonly number: RequestNumber;
}

/** Decides whether a request may be filed, and files it (FIL-2, FIL-5, FIL-6, FIL-7). */
export function decideFile(form: FileRequest, situation: FilingSituation): Decision {
  const { actor, policy, contact, contract, number } = situation;
  if (!authorise(actor, 'file', 'contact')) return refuse('NotAllowed');
  if (!contact) {
    if (actor.kind === 'customer') return refuse('UnknownContact');
    return refuse(form.customerNumber ? 'NoSuchCustomer' : 'CustomerNumberNeeded');
  }
  if (actor.kind === 'customer' && (form.customerNumber ?? contact.customerNumber) !== contact.customerNumber)
    return refuse('NotYourNumber');
  if (!contract) return refuse('NoSuchContract');
  const inTheWay = entitlementObstacle(form, contact, contract, situation);
  if (inTheWay) return refuse(inTheWay);
  const { reachableContact: mustBeReachable } = policy.pack.severities[form.severity];
  if (form.type !== 'call-back' && mustBeReachable && !form.reachableContact)
    return refuse('ReachableContactNeeded');
  const callBack = callBackObstacle(form, policy);
  if (callBack) return refuse(callBack);

  return accept({
    type: 'RequestFiled',
    number,
    pack: { name: policy.pack.pack, version: policy.pack.version },
    offering: contract.offering,
    addOns: contract.addOns ?? [],
    accountId: contract.accountId,
    contractId: contract.contractId,
    region: contract.region,
    requestType: form.type,
    subject: form.subject,
    product: form.product,
    severity: form.severity,
    contact,
    description: form.description,
    businessImpact: form.businessImpact ?? '',
    environment: form.environment ?? '',
    reachableContact: form.reachableContact ?? null,
    callBack: form.callBack ?? null,
  });
}

function entitlementObstacle(
  form: FileRequest,
  contact: Contact,
  contract: Contract,
  { now, policy }: FilingSituation,
): RefusalCode | null {
  // Somebody of the account may always ask the desk something; the rest is for those the contract names.
  const roles = contract.members.find((member) => member.email === contact.email)?.roles ?? [];
  if (form.type === 'licensing' && roles.length === 0) return 'NotOnContract';
  if (form.type === 'technical' && !roles.some((role) => role !== 'sla-admin')) return 'NotEntitled';
  if (!policy.offering(contract.offering)) return 'OfferingNotInPolicy';
  if (!isLive(contract, contact, policy, now)) return 'ContractNotLive';
  return contract.products.includes(form.product) ? null : 'ProductNotCovered';
}

/** Whether a contract is in force on the customer's own date, on an offering that the policy has. */
export function isLive(contract: Contract, place: Place, policy: Policy, now: Instant): boolean {
  const offering = policy.offering(contract.offering);
  if (!offering) return false;
  const today = policy.openTime(offering.calendar, place).localDate(toMs(now));
  return today >= contract.startsOn && today <= contract.endsOn;
}

function callBackObstacle({ type, callBack }: FileRequest, { pack }: Policy): RefusalCode | null {
  if (type !== 'call-back') return callBack ? 'NoCallBack' : null;
  if (!pack.callBack) return 'CallBackNotOffered';
  return callBack ? null : 'CallBackNeeded';
}
