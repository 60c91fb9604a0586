import type { Contact, Contract, Staff } from '#shared/schema/person.ts';
import { ownerOf, type SupportRequest } from '#shared/schema/request.ts';
import type { StaffWritten } from './people.ts';

/** Where a customer is, and how they read. */
export type Customer = Pick<Contact, 'zone' | 'country' | 'language'>;

/** Who takes part in a timeline: the customer whose request it is, and the staff by the words that name them. */
export interface Cast {
  readonly customer: Contact;
  readonly staff: ReadonlyMap<string, Staff>;
}

/** The staff of a file that names none: one for each role, and a second engineer to hand a request to. */
export const USUAL_STAFF: Readonly<Record<string, StaffWritten>> = {
  csr: { roles: ['csr'] },
  engineer: { roles: ['tse'] },
  'second-engineer': { roles: ['tse'] },
  manager: { roles: ['manager'] },
  rem: { roles: ['rem'] },
};

/** Where the contract of every timeline is, and staff who name no other region. */
const REGION = 'EMEA';

/** What every contract of a timeline covers. */
export const PRODUCT = 'Product';

/** Makes the people of a timeline. */
export function createCast(customer: Customer, staff: Readonly<Record<string, StaffWritten>>): Cast {
  return {
    customer: {
      email: 'customer@customer.example',
      name: 'Customer',
      customerNumber: '1000000420',
      accountId: 'account',
      ...customer,
    },
    staff: new Map(Object.entries(staff).map(([key, written]) => [key, member(key, written, customer)])),
  };
}

function member(
  key: string,
  { name = key, roles, region = REGION }: StaffWritten,
  { zone }: Customer,
): Staff {
  return { email: `${key}@vendor.example`, name, roles, language: 'en', zone, region };
}

/** The contract of the customer on an offering; in force as long as the zone data reach. */
export function contractOn(
  offering: string,
  addOns: readonly string[],
  { email, accountId }: Contact,
): Contract {
  return {
    contractId: [offering, ...addOns].join('+').slice(0, 60),
    accountId,
    accountName: 'Account',
    offering,
    addOns: [...addOns],
    region: REGION,
    startsOn: '2024-01-01',
    endsOn: '2037-12-31',
    products: [PRODUCT],
    members: [{ email, roles: ['pla', 'sa'] }],
  };
}

/** Somebody's address, by their word or by the part they have in a request; undefined while nobody has it. */
export function findEmail(who: string, request: SupportRequest | null, cast: Cast): string | undefined {
  if (who === 'customer') return cast.customer.email;
  const member = cast.staff.get(who);
  if (member || !request) return member?.email;
  if (who === 'owner') return ownerOf(request)?.email;
  const { escalation } = request;
  return who === 'escalation-engineer' && escalation?.stage === 'led' ? escalation.engineer.email : undefined;
}

/** The word for whoever has this address. */
export function wordFor(email: string, { customer, staff }: Cast): string {
  if (email === customer.email) return 'customer';
  for (const [key, member] of staff) if (member.email === email) return key;
  return email;
}
