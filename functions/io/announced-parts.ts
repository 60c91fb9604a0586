import { QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { Sha256 } from '#shared/schema/upload.ts';
import { ANNOUNCED_PREFIX, keys } from './keys.ts';
import type { Table } from './table.ts';

/** Parts of one item: their hashes are few KB, and one call to sign touches two items at most. */
const BLOCK = 100;

interface Announced {
  readonly n: number;
  readonly sha256: string;
}

/** Remembers the hashes that an uploader announces of parts; a part announced anew has the newer hash. */
export async function announceParts(table: Table, id: string, parts: readonly Announced[]): Promise<void> {
  const blocks = new Map<number, Announced[]>();
  for (const part of parts) {
    const block = Math.floor((part.n - 1) / BLOCK);
    blocks.set(block, [...(blocks.get(block) ?? []), part]);
  }
  await Promise.all([...blocks].map(([block, some]) => announceBlock(table, id, block, some)));
}

async function announceBlock(
  table: Table,
  id: string,
  block: number,
  parts: readonly Announced[],
): Promise<void> {
  await table.client.send(
    new UpdateCommand({
      TableName: table.name,
      Key: keys.announced(id, block),
      UpdateExpression: `SET ${parts.map(({ n }) => `#p${n} = :h${n}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(parts.map(({ n }) => [`#p${n}`, `p${n}`])),
      ExpressionAttributeValues: Object.fromEntries(parts.map(({ n, sha256 }) => [`:h${n}`, sha256])),
    }),
  );
}

/** The hashes of all parts that were announced, by part number; strongly consistent. */
export async function announcedParts(table: Table, id: string): Promise<ReadonlyMap<number, string>> {
  const announced = new Map<number, string>();
  let from: Record<string, unknown> | undefined;
  do {
    const page = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': keys.upload(id).pk, ':prefix': ANNOUNCED_PREFIX },
        ConsistentRead: true,
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    for (const item of page.Items ?? []) {
      for (const [name, value] of Object.entries(item)) {
        if (/^p\d+$/.test(name)) announced.set(Number(name.slice(1)), Sha256.parse(value));
      }
    }
    from = page.LastEvaluatedKey;
  } while (from);
  return announced;
}
