import { createHash } from 'node:crypto';
import {
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { listFiles } from '#functions/io/file-rows.ts';
import { keys } from '#functions/io/keys.ts';
import { getItem } from '#functions/io/load-request.ts';
import { localTable } from '#local/demo/local-table.ts';
import type { StoredFile } from '#shared/schema/stored-file.ts';
import type { StackAddress } from './stack-messages.ts';

/** A multipart upload that S3 has open, and how many bytes lie in it. */
export interface OpenMultipart {
  readonly key: string;
  readonly bytes: number;
}

/** What lies in the table and the bucket about one request, read past the desk. */
export interface RequestContents {
  readonly files: readonly StoredFile[];
  /** Bytes that count for its quota. */
  readonly quota: number;
  /** By key, in bytes. */
  readonly objects: ReadonlyMap<string, number>;
  readonly open: readonly OpenMultipart[];
}

const Quota = z.object({ usedBytes: z.number() });

export async function requestContents(address: StackAddress, number: string): Promise<RequestContents> {
  const table = localTable(address);
  const s3 = s3Client(address);
  try {
    const quota = await getItem(table, keys.requestQuota(number));
    return {
      files: await listFiles(table, number),
      quota: quota ? Quota.parse(quota).usedBytes : 0,
      objects: await objectsUnder(s3, address.bucket, `sr/${number}/`),
      open: await openUnder(s3, address.bucket, `sr/${number}/`),
    };
  } finally {
    table.close();
    s3.destroy();
  }
}

/** Bytes that count for the quotas of accounts, and those of all requests, together. */
export async function allQuotas(address: StackAddress): Promise<{ accounts: number; requests: number }> {
  const table = localTable(address);
  const sums = { accounts: 0, requests: 0 };
  try {
    let from: Record<string, unknown> | undefined;
    do {
      const page = await table.client.send(
        new ScanCommand({
          TableName: table.name,
          FilterExpression: 'sk = :quota',
          ExpressionAttributeValues: { ':quota': 'QUOTA' },
          ConsistentRead: true,
          ...(from && { ExclusiveStartKey: from }),
        }),
      );
      for (const item of page.Items ?? [])
        sums[String(item.pk).startsWith('ACCOUNT#') ? 'accounts' : 'requests'] += Quota.parse(item).usedBytes;
      from = page.LastEvaluatedKey;
    } while (from);
    return sums;
  } finally {
    table.close();
  }
}

/** Reads what a URL leads to, and hashes it. */
export async function download(url: string): Promise<{ sha256: string; size: number }> {
  const response = await fetch(url);
  if (response.status !== 200) throw new Error(`The download answered ${response.status}`);
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of response.body ?? []) {
    hash.update(chunk);
    size += chunk.length;
  }
  return { sha256: hash.digest('hex'), size };
}

const s3Client = ({ s3Url, awsEndpoint }: StackAddress) =>
  new S3Client({ endpoint: s3Url, region: 'us-east-1', credentials: awsEndpoint });

async function objectsUnder(s3: S3Client, bucket: string, prefix: string): Promise<Map<string, number>> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }));
  return new Map(Contents.map(({ Key = '', Size = 0 }) => [Key, Size]));
}

async function openUnder(s3: S3Client, bucket: string, prefix: string): Promise<OpenMultipart[]> {
  const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: prefix }));
  const open: OpenMultipart[] = [];
  for (const { Key = '', UploadId = '' } of Uploads) {
    const { Parts = [] } = await s3.send(new ListPartsCommand({ Bucket: bucket, Key, UploadId }));
    open.push({ key: Key, bytes: Parts.reduce((sum, { Size = 0 }) => sum + Size, 0) });
  }
  return open;
}
