import { authorise } from '#shared/domain/authorise.ts';
import { nameOf } from '#shared/schema/person.ts';
import { CasebellError } from '../errors.ts';
import { findContact, listContracts as readContracts, listStaff as readStaff } from '../io/directory.ts';
import { namedActor } from './named-actor.ts';
import type { Run } from './route.ts';

/** `GET /v1/contacts/me`: who the caller is to the desk. */
export const getMe: Run<'GET /v1/contacts/me'> = async ({ actor }, { table }) => {
  if (actor.kind === 'workflow') throw new CasebellError('NotAllowed');
  const [contact, staff] = await Promise.all([
    findContact(table, actor.email),
    actor.kind === 'staff' ? readStaff(table) : [],
  ]);
  return {
    email: actor.email,
    name: nameOf(namedActor(actor, staff, contact)),
    staffRoles: actor.kind === 'staff' ? actor.roles : [],
    contact: contact && {
      customerNumber: contact.customerNumber,
      accountId: contact.accountId,
      language: contact.language,
      zone: contact.zone,
      country: contact.country ?? null,
    },
  };
};

/** `GET /v1/contracts`: the contracts of the caller's account, with the roles the caller has on each. */
export const listContracts: Run<'GET /v1/contracts'> = async ({ actor }, { table }) => {
  const contact = actor.kind === 'workflow' ? null : await findContact(table, actor.email);
  if (!contact) return { items: [], cursor: null };
  const contracts = await readContracts(table, contact.accountId);
  const items = contracts.map(({ members, region: _, legalHold: _hold, ...contract }) => ({
    ...contract,
    roles: members.find(({ email }) => email === contact.email)?.roles ?? [],
  }));
  return { items, cursor: null };
};

/** `GET /v1/staff`: who works at the desk, to assign requests to. */
export const listStaff: Run<'GET /v1/staff'> = async ({ actor }, { table }) => {
  if (!authorise(actor, 'list-staff', 'none')) throw new CasebellError('NotAllowed');
  const staff = await readStaff(table);
  const items = staff.map(({ email, name, roles, region, away, capacity }) => ({
    email,
    name,
    roles,
    region,
    ...(away && { away }),
    ...(capacity !== undefined && { capacity }),
  }));
  return { items, cursor: null };
};
