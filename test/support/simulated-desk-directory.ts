import { readFileSync } from 'node:fs';
import { enrol } from '#functions/io/enrol.ts';
import { type PolicyStore, publishPack } from '#functions/io/policy-store.ts';
import { DEMO_DIRECTORY } from '#local/demo/directory.ts';
import { loadPack } from '#shared/policy/load-pack.ts';
import { createPolicy, type Policy } from '#shared/policy/policy.ts';
import { openMemoryTable } from './memory-table.ts';
import type { Item } from './memory-table-expression.ts';

/** Someone who calls the API, with the claims their token would carry. */
export interface Person {
  readonly email: string;
  readonly name: string;
  /** As API Gateway hands them over: `[csr tse]`; undefined for customers. */
  readonly groups: string | undefined;
}

const staff = (email: string): Person => {
  const found = DEMO_DIRECTORY.staff.find((member) => member.email === email);
  if (!found) throw new Error(`${email} does not work here`);
  return { email, name: found.name, groups: `[${found.roles.join(' ')}]` };
};
const holder = (role: string): Person => {
  const found = DEMO_DIRECTORY.staff.find(({ roles }) => roles.some((one) => one === role));
  if (!found) throw new Error(`Nobody is ${role}`);
  return staff(found.email);
};
const customers = DEMO_DIRECTORY.contacts.map(
  ({ email, name }): Person => ({ email, name, groups: undefined }),
);
const [customer, colleague] = customers;
if (!customer || !colleague) throw new Error('The demo has too few customers');

/** The people of the simulation: one of each kind, from the demo's directory. */
export const PEOPLE = {
  customer,
  colleague,
  csr: holder('csr'),
  tse: holder('tse'),
  manager: holder('manager'),
  rem: holder('rem'),
};
export type PersonName = keyof typeof PEOPLE;

const pack = loadPack(readFileSync('policies/house.yaml', 'utf8'));

/** The policy all simulated SRs are filed under; prepared once, since it never changes. */
export const POLICY: Policy = createPolicy(pack);
export const policies: PolicyStore = { load: async () => POLICY };
export const HOUSE = { name: pack.pack, version: pack.version };

const base = openMemoryTable(() => undefined);
await publishPack(base, pack);
await enrol(base, DEMO_DIRECTORY);

/** What the table holds before the first SR is filed. */
export const BEGINNING: readonly Item[] = [...base.items()];
