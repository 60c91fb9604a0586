import { describe, expect, it, test } from 'vitest';
import {
  authorise,
  type CustomerRelation,
  PERMISSIONS,
  type Permission,
  relationTo,
} from '#shared/domain/authorise.ts';
import { ACTION_NAMES } from '#shared/schema/action.ts';
import type { Actor, STAFF_ROLES } from '#shared/schema/person.ts';
import { ADA, BEN, CAROL, customer, staff } from '#test/support/people.ts';
import { given } from '#test/support/requests.ts';

/**
 * Who may do what, one line per permission. Columns: the customer who is the SR's contact (c), one of the same
 * contract (m), one of neither (-); staff: csr (C), tse (T), manager (M), rem (R); the workflow never.
 */
const TABLE: Record<Permission, string> = {
  file: 'cm CTM',
  read: 'cm CTMR',
  'read-internal': ' CTMR',
  'write-internal': ' CTMR',
  'list-staff': ' CTMR',
  assign: ' CTMR',
  reassign: ' CTMR',
  comment: 'cm CTMR',
  'await-customer': ' CTM',
  'log-phone-contact': ' CTMR',
  'change-severity': 'cm CTM',
  'change-contract': ' CTM',
  'end-entitlement': ' CM',
  'propose-solution': ' CTM',
  confirm: 'cm ',
  close: 'cm CTM',
  reopen: 'cm CM',
  escalate: 'cm CTMR',
  'name-escalation-engineer': ' MR',
  'give-update': ' CTMR',
  'de-escalate': ' MR',
  upload: 'cm CTMR',
  'sign-parts': 'cm CTMR',
  'complete-upload': 'cm CTMR',
  'abort-upload': 'cm CTMR',
  'abort-upload-of-others': ' CM',
  download: 'cm CTMR',
  'issue-ticket': 'cm CTMR',
  'revoke-ticket': 'cm CTMR',
};

const CALLERS: [string, Actor, CustomerRelation][] = [
  ['c', customer(ADA), 'contact'],
  ['m', customer(BEN), 'contract'],
  ['-', customer(BEN), 'none'],
  ['C', { kind: 'staff', email: 'a@vendor.example', name: 'A', roles: ['csr'] }, 'none'],
  ['T', { kind: 'staff', email: 'a@vendor.example', name: 'A', roles: ['tse'] }, 'none'],
  ['M', { kind: 'staff', email: 'a@vendor.example', name: 'A', roles: ['manager'] }, 'none'],
  ['R', { kind: 'staff', email: 'a@vendor.example', name: 'A', roles: ['rem'] }, 'none'],
  ['w', { kind: 'workflow' }, 'none'],
];

describe('[ACC-5] the authorisation table', () => {
  it('has a line for every permission, and every action is one', () => {
    expect(Object.keys(PERMISSIONS).sort()).toEqual(Object.keys(TABLE).sort());
    expect(Object.keys(TABLE)).toEqual(expect.arrayContaining([...ACTION_NAMES]));
  });

  test.each(Object.entries(TABLE) as [Permission, string][])('%s is for: %s', (permission, allowed) => {
    const may = CALLERS.filter(([, actor, relation]) => authorise(actor, permission, relation));
    expect(may.map(([letter]) => letter).join('')).toBe(allowed.replace(' ', ''));
  });

  it('several roles of one person add up, and none allows nothing', () => {
    const roles = (...held: (typeof STAFF_ROLES)[number][]): Actor => ({
      kind: 'staff',
      email: 'a@b.example',
      name: 'A',
      roles: held,
    });
    expect(authorise(roles('tse', 'rem'), 'de-escalate', 'none')).toBe(true);
    expect(authorise(roles('tse', 'rem'), 'propose-solution', 'none')).toBe(true);
    const permissions = Object.keys(TABLE) as Permission[];
    expect(permissions.filter((permission) => authorise(roles(), permission, 'none'))).toEqual([]);
  });

  it('a relation that belongs to a customer gives staff and the workflow nothing', () => {
    expect(authorise(staff(CAROL), 'confirm', 'contact')).toBe(false);
    expect(authorise({ kind: 'workflow' }, 'read', 'contact')).toBe(false);
  });
});

describe('how a caller stands to a request', () => {
  const request = given.filed();

  it('is the contact, one of the contract, or neither', () => {
    expect(relationTo(customer(ADA), request, [])).toBe('contact');
    expect(relationTo(customer(BEN), request, ['OTHER', 'ACME-1'])).toBe('contract');
    expect(relationTo(customer(BEN), request, ['OTHER'])).toBe('none');
  });

  it('is nothing for staff, even with the address of the contact', () => {
    expect(relationTo({ ...staff(CAROL), email: ADA.email } as Actor, request, ['ACME-1'])).toBe('none');
    expect(relationTo({ kind: 'workflow' }, request, ['ACME-1'])).toBe('none');
  });
});
