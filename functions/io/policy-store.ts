import { PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { Pack } from '#shared/policy/pack.ts';
import { createPolicy, type Policy } from '#shared/policy/policy.ts';
import { keys } from './keys.ts';
import { getItem } from './load-request.ts';
import type { Table } from './table.ts';

const PolicyItem = z.object({ document: z.string() });

/** Finds policies by name and version. A published version never changes, so each is read and prepared once. */
export interface PolicyStore {
  load(name: string, version: number): Promise<Policy>;
}

/** Opens the published packs. Loading one that was never published throws. */
export function openPolicies(table: Table): PolicyStore {
  const loaded = new Map<string, Promise<Policy>>();
  return {
    load(name, version) {
      const id = `${name}@${version}`;
      const known = loaded.get(id);
      if (known) return known;
      const loading = read(table, name, version);
      loaded.set(id, loading);
      // A failed read must not be remembered.
      loading.catch(() => loaded.delete(id));
      return loading;
    },
  };
}

async function read(table: Table, name: string, version: number): Promise<Policy> {
  const item = await getItem(table, keys.policy(name, version));
  if (!item) throw new Error(`Policy pack ${name}@${version} is not published in this table.`);
  return createPolicy(Pack.parse(JSON.parse(PolicyItem.parse(item).document)));
}

/**
 * Publishes a pack under its version. The same document again is a success; another document under a version
 * that is published answers `changed`, and nothing is written.
 */
export async function publishPack(table: Table, pack: Pack): Promise<'published' | 'unchanged' | 'changed'> {
  const document = JSON.stringify(pack);
  const key = keys.policy(pack.pack, pack.version);
  try {
    await table.client.send(
      new PutCommand({
        TableName: table.name,
        Item: { ...key, document },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
    return 'published';
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') throw error;
  }
  const item = await getItem(table, key);
  if (!item) return 'changed';
  // Compared as read today: a default that the schema gained since changes no pack.
  const published = Pack.parse(JSON.parse(PolicyItem.parse(item).document));
  return JSON.stringify(published) === document ? 'unchanged' : 'changed';
}
