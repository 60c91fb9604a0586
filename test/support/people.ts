import type { Actor, Contact, Contract, Staff, StaffRole } from '#shared/schema/person.ts';

/** The customer whose request it is. Berlin: business hours are 07:00 to 17:00 UTC in winter, 06:00 to 16:00 in summer. */
export const ADA: Contact = {
  email: 'ada@customer.example',
  name: 'Ada Lovelace',
  customerNumber: '1000000420',
  accountId: 'acme',
  language: 'en',
  zone: 'Europe/Berlin',
};

/** A colleague of Ada's on the same contract. */
export const BEN: Contact = { ...ADA, email: 'ben@customer.example', name: 'Ben Babbage' };

export const CONTRACT: Contract = {
  contractId: 'ACME-1',
  accountId: 'acme',
  accountName: 'Acme',
  offering: 'standard',
  region: 'EMEA',
  startsOn: '2026-01-01',
  endsOn: '2026-12-31',
  products: ['Vault 9'],
  members: [
    { email: ADA.email, roles: ['pla'] },
    { email: BEN.email, roles: ['sla-admin'] },
  ],
};

/** The same account's other contract, with more of everything. */
export const PREMIUM_CONTRACT: Contract = {
  ...CONTRACT,
  contractId: 'ACME-2',
  offering: 'premium',
  products: ['Vault 9', 'Vault 10'],
};

function member(email: string, name: string, roles: StaffRole[], region = 'EMEA'): Staff {
  return { email: `${email}@vendor.example`, name, roles, language: 'en', zone: 'Europe/Berlin', region };
}

export const CAROL = member('carol', 'Carol Shaw', ['csr']);
export const GRACE = member('grace', 'Grace Hopper', ['tse']);
export const ALAN = member('alan', 'Alan Turing', ['tse']);
export const MONA = member('mona', 'Mona Singh', ['manager']);
export const REMY = member('remy', 'Remy Roux', ['rem']);
export const RAUL = member('raul', 'Raul Rojas', ['rem'], 'AMER');

/** Everybody who works at the desk. */
export const STAFF: readonly Staff[] = [CAROL, GRACE, ALAN, MONA, REMY, RAUL];

export const WORKFLOW: Actor = { kind: 'workflow' };

/** A contact, signed in. */
export function customer({ email, name }: Contact): Actor {
  return { kind: 'customer', email, name };
}

/** A member of staff, signed in. */
export function staff({ email, name, roles }: Staff): Actor {
  return { kind: 'staff', email, name, roles };
}
