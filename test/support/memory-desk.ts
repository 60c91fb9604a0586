import { dispatch } from '#functions/api/dispatch.ts';
import type { ApiDeps } from '#functions/api/route.ts';
import { HttpEvent } from '#functions/http-event.ts';
import { enrol } from '#functions/io/enrol.ts';
import type { Contact, Contract, Staff } from '#shared/schema/person.ts';
import { type MemoryTable, openMemoryTable } from './memory-table.ts';
import { ADA, BEN, CONTRACT, STAFF } from './people.ts';
import { HOUSE } from './policies.ts';

/** What a call says besides who makes it. Without a `name` the token has no such claim. */
interface MemoryCall {
  readonly body?: unknown;
  readonly number?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly name?: string;
  readonly at?: string;
}

/** The API over a table in memory, with Ada's account; what is refused rejects with the CasebellError. */
export interface MemoryDesk {
  readonly table: MemoryTable;
  call(who: Contact | Staff, routeKey: string, options?: MemoryCall): Promise<unknown>;
}

/** Opens a desk with the usual staff, Ada (pla) and Ben (sa) on one contract, and whoever else is named. */
export async function openMemoryDesk(
  more: { contacts?: Contact[]; contracts?: Contract[] } = {},
): Promise<MemoryDesk> {
  const table = openMemoryTable(() => undefined);
  const members: Contract['members'] = [
    { email: ADA.email, roles: ['pla'] },
    { email: BEN.email, roles: ['sa'] },
  ];
  await enrol(table, {
    staff: [...STAFF],
    contacts: [ADA, { ...BEN, customerNumber: '1000000438' }, ...(more.contacts ?? [])],
    contracts: [{ ...CONTRACT, members }, ...(more.contracts ?? [])],
  });
  let drawn = 0;
  const deps: ApiDeps = {
    table,
    policies: { load: async () => HOUSE },
    house: { name: 'house', version: 2 },
    random: () => ++drawn,
  };
  return {
    table,
    async call(who, routeKey, { body, number, query, name, at = '2026-03-02T09:00:00.000Z' } = {}) {
      const groups = 'roles' in who ? `[${who.roles.join(' ')}]` : undefined;
      const answer = await dispatch(
        HttpEvent.parse({
          routeKey,
          headers: {},
          ...(number && { pathParameters: { number } }),
          ...(query && { queryStringParameters: query }),
          ...(body !== undefined && { body: JSON.stringify(body) }),
          isBase64Encoded: false,
          requestContext: {
            requestId: 'r',
            timeEpoch: Date.parse(at),
            authorizer: {
              jwt: {
                claims: {
                  email: who.email,
                  email_verified: 'true',
                  ...(name && { name }),
                  ...(groups && { 'cognito:groups': groups }),
                },
              },
            },
          },
        }),
        deps,
      );
      return JSON.parse(answer.body ?? 'null');
    },
  };
}
