import type { ActionName } from '../schema/action.ts';
import type { Actor, StaffRole } from '../schema/person.ts';
import type { SupportRequest } from '../schema/request.ts';

/** Everything that may be allowed or not: the actions, and what is done outside them. */
export type Permission =
  | ActionName
  | 'file'
  | 'read'
  | 'read-internal'
  | 'write-internal'
  | 'list-staff'
  | UploadPermission;

/** What is done with files; each on its own, so that a role may have one without the others. */
type UploadPermission =
  | 'upload'
  | 'sign-parts'
  | 'complete-upload'
  | 'abort-upload'
  | 'abort-upload-of-others'
  | 'download'
  | 'issue-ticket'
  | 'revoke-ticket';

/** How a customer stands to an SR: its contact, a member of the same contract, or neither. */
export type CustomerRelation = 'contact' | 'contract' | 'none';

type Row = {
  /** The closest relation a customer needs; absent: customers never may. */
  readonly customer?: 'contact' | 'contract';
  readonly staff: readonly StaffRole[];
};

const ALL: readonly StaffRole[] = ['csr', 'tse', 'manager', 'rem'];

/**
 * Who may do what, as one table. Customers act within their contract; staff by role. The workflow's own steps
 * are not in it: they come from the state machine and never over HTTP.
 */
export const PERMISSIONS: Readonly<Record<Permission, Row>> = {
  file: { customer: 'contract', staff: ['csr', 'tse', 'manager'] },
  read: { customer: 'contract', staff: ALL },
  'read-internal': { staff: ALL },
  'write-internal': { staff: ALL },
  'list-staff': { staff: ALL },
  assign: { staff: ['csr', 'tse', 'manager', 'rem'] },
  reassign: { staff: ['csr', 'tse', 'manager', 'rem'] },
  comment: { customer: 'contract', staff: ALL },
  'await-customer': { staff: ['csr', 'tse', 'manager'] },
  'log-phone-contact': { staff: ALL },
  'change-severity': { customer: 'contract', staff: ['csr', 'tse', 'manager'] },
  'change-contract': { staff: ['csr', 'tse', 'manager'] },
  'end-entitlement': { staff: ['csr', 'manager'] },
  'propose-solution': { staff: ['csr', 'tse', 'manager'] },
  confirm: { customer: 'contract', staff: [] },
  close: { customer: 'contract', staff: ['csr', 'tse', 'manager'] },
  reopen: { customer: 'contract', staff: ['csr', 'manager'] },
  escalate: { customer: 'contract', staff: ['csr', 'tse', 'manager', 'rem'] },
  // A vendor too small for a REM has its managers lead escalations.
  'name-escalation-engineer': { staff: ['manager', 'rem'] },
  // Whoever may be named to lead an escalation must be able to keep its promise.
  'give-update': { staff: ALL },
  'de-escalate': { staff: ['manager', 'rem'] },
  upload: { customer: 'contract', staff: ALL },
  'sign-parts': { customer: 'contract', staff: ALL },
  'complete-upload': { customer: 'contract', staff: ALL },
  'abort-upload': { customer: 'contract', staff: ALL },
  'abort-upload-of-others': { staff: ['csr', 'manager'] },
  download: { customer: 'contract', staff: ALL },
  'issue-ticket': { customer: 'contract', staff: ALL },
  'revoke-ticket': { customer: 'contract', staff: ALL },
};

/** Whether the table lets this actor do this, given how a customer stands to the SR. */
export function authorise(actor: Actor, permission: Permission, relation: CustomerRelation): boolean {
  const row = PERMISSIONS[permission];
  switch (actor.kind) {
    case 'workflow':
      return false;
    case 'staff':
      return actor.roles.some((role) => row.staff.includes(role));
    case 'customer':
      if (row.customer === undefined || relation === 'none') return false;
      return row.customer === 'contract' || relation === 'contact';
  }
}

/** How this actor stands to an SR; `contracts` are the ids of the contracts the actor is a member of. */
export function relationTo(
  actor: Actor,
  request: Pick<SupportRequest, 'contact' | 'contractId'>,
  contracts: readonly string[],
): CustomerRelation {
  if (actor.kind !== 'customer') return 'none';
  if (actor.email === request.contact.email) return 'contact';
  return contracts.includes(request.contractId) ? 'contract' : 'none';
}
