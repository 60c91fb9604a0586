import { makeCustomerNumber } from '#shared/schema/customer-number.ts';
import type { Directory } from '#shared/schema/directory.ts';
import type { ContractRole } from '#shared/schema/person.ts';
import { PEOPLE, type Person } from '../identity/people.ts';

const ACCOUNT = 'northwind-optics';

/** Who the demo people are on the contracts of the demo account. */
const ROLES: Readonly<Record<string, ContractRole[]>> = {
  dana: ['pla', 'sa'],
  li: ['sa'],
  mori: ['sa'],
  chen: ['sla-admin'],
};

const customers = PEOPLE.filter(({ side }) => side === 'customer');
const members = customers.map(({ id, email }) => ({ email, roles: ROLES[id] ?? ['sa'] }));

/** Whose public holidays the demo's customers keep. */
const COUNTRIES: Readonly<Record<string, string>> = { dana: 'US', li: 'CN', mori: 'JP' };

function contact({ id, email, name, language, zone }: Person, index: number): Directory['contacts'][number] {
  const customerNumber = makeCustomerNumber(410_000_000 + index * 7_919);
  const country = COUNTRIES[id];
  return { email, name, customerNumber, accountId: ACCOUNT, language, zone, ...(country && { country }) };
}

/** The demo's directory: one account with two contracts, its people, and the vendor's staff. */
export const DEMO_DIRECTORY: Directory = {
  staff: PEOPLE.filter(({ side }) => side === 'staff').map(
    ({ email, name, roles, language, zone, region }) => ({
      email,
      name,
      roles: [...roles],
      language,
      zone,
      region,
    }),
  ),
  contacts: customers.map(contact),
  contracts: [
    {
      contractId: 'NW-PREMIUM',
      accountId: ACCOUNT,
      accountName: 'Northwind Optics',
      offering: 'premium',
      region: 'EMEA',
      startsOn: '2024-01-01',
      endsOn: '2037-06-30',
      products: ['Lens Server', 'Lens Client'],
      members,
    },
    {
      contractId: 'NW-STANDARD',
      accountId: ACCOUNT,
      accountName: 'Northwind Optics',
      offering: 'standard',
      region: 'EMEA',
      startsOn: '2024-01-01',
      endsOn: '2037-06-30',
      products: ['Lens Archive', 'Lens Client'],
      members,
    },
  ],
};

/** What other packs call what ours sells as `premium` and `standard`, the best first. */
const LIKE: Readonly<Record<string, readonly string[]>> = {
  premium: ['premium', 'premier', 'mission-critical', 'production'],
  standard: ['standard', 'basic'],
};

/** The demo's directory for a desk whose policy has these offerings. */
export function demoDirectory(offerings: readonly string[]): Directory {
  const contracts = DEMO_DIRECTORY.contracts.map((contract, index) => {
    const alike = LIKE[contract.offering]?.find((name) => offerings.includes(name));
    return { ...contract, offering: alike ?? offerings[index] ?? contract.offering };
  });
  return { ...DEMO_DIRECTORY, contracts };
}
