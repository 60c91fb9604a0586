import { QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { toMs } from '#shared/schema/instant.ts';
import type { StoredFile } from '#shared/schema/stored-file.ts';
import { Sha256 } from '#shared/schema/upload.ts';
import { LONGEST_UPLOAD_DAYS } from '#shared/uploads/limits.ts';
import { ANNOUNCED_PREFIX, keys } from './keys.ts';
import type { Table } from './table.ts';

/** Parts of one item: their hashes are few KB, and one call to sign touches two items at most. */
const BLOCK = 100;

const DAY_S = 86_400;

interface Announced {
  readonly n: number;
  readonly sha256: string;
}

/**
 * Days after the begin of an upload on which its hashes are forgotten: nobody asks for them once it was verified or has
 * ended, which is 28 days after its begin at the latest, and a verification is tried again for as long as that once more.
 */
const KEPT_DAYS = 2 * LONGEST_UPLOAD_DAYS + 4;

/**
 * Remembers the hashes that an uploader announces of parts, until the upload has ended and nobody asks for them any
 * more; a part announced anew has the newer hash.
 */
export async function announceParts(
  table: Table,
  { id, createdAt }: Pick<StoredFile, 'id' | 'createdAt'>,
  parts: readonly Announced[],
): Promise<void> {
  const blocks = new Map<number, Announced[]>();
  for (const part of parts) {
    const block = Math.floor((part.n - 1) / BLOCK);
    blocks.set(block, [...(blocks.get(block) ?? []), part]);
  }
  const expiresAt = Math.floor(toMs(createdAt) / 1000) + KEPT_DAYS * DAY_S;
  await Promise.all([...blocks].map(([block, some]) => announceBlock(table, id, block, some, expiresAt)));
}

async function announceBlock(
  table: Table,
  id: string,
  block: number,
  parts: readonly Announced[],
  expiresAt: number,
): Promise<void> {
  await table.client.send(
    new UpdateCommand({
      TableName: table.name,
      Key: keys.announced(id, block),
      UpdateExpression: `SET expiresAt = :until, ${parts.map(({ n }) => `#p${n} = :h${n}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(parts.map(({ n }) => [`#p${n}`, `p${n}`])),
      ExpressionAttributeValues: {
        ':until': expiresAt,
        ...Object.fromEntries(parts.map(({ n, sha256 }) => [`:h${n}`, sha256])),
      },
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
