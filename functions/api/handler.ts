import { randomInt } from 'node:crypto';
import { readConfig } from '../config.ts';
import { httpHandler } from '../http.ts';
import { openPolicies } from '../io/policy-store.ts';
import { openTable } from '../io/table.ts';
import { dispatch } from './dispatch.ts';
import type { ApiDeps } from './route.ts';

let live: ApiDeps | undefined;

function deps(): ApiDeps {
  if (live) return live;
  const config = readConfig('api');
  const table = openTable(config.TABLE_NAME);
  const [name = '', version] = config.POLICY_PACK.split('@');
  live = {
    table,
    policies: openPolicies(table),
    house: { name, version: Number(version) },
    random: (limit) => randomInt(limit),
  };
  return live;
}

export const handler = httpHandler((event) => dispatch(event, deps()));
