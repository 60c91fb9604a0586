import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { type Instant, toInstant, toMs } from '#shared/schema/instant.ts';
import { type FileIn, StoredFile } from '#shared/schema/stored-file.ts';
import { FILE_PREFIX, keys, lists } from './keys.ts';
import { getItem } from './load-request.ts';
import type { Table } from './table.ts';
import type { Part, TransactItem } from './transaction-parts.ts';
import { updateIf } from './update-if.ts';

const FileItem = z.object({ file: StoredFile });
const UploadPointer = z.object({ number: z.string() });
const SameUpload = z.object({ fileId: z.string() });

const DAY_MS = 86_400_000;

/** An uploader is told this long before the end. */
const WARNED_BEFORE_MS = DAY_MS;

/** A part that was under way when its upload was aborted may still arrive while its URL is good (an hour). */
const LATE_PARTS_MS = 2 * 3_600_000;

/** A file by its id alone, strongly consistent; null when there is none. */
export async function findFile(table: Table, id: string): Promise<StoredFile | null> {
  const pointer = await getItem(table, keys.upload(id));
  return pointer ? loadFile(table, UploadPointer.parse(pointer).number, id) : null;
}

/** A file of an SR, strongly consistent; null when there is none. */
export async function loadFile(table: Table, number: string, id: string): Promise<StoredFile | null> {
  const item = await getItem(table, keys.file(number, id));
  return item ? FileItem.parse(item).file : null;
}

/** The files of an SR, in the order in which their uploads were begun. */
export async function listFiles(table: Table, number: string): Promise<StoredFile[]> {
  const files: StoredFile[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const page = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': keys.head(number).pk, ':prefix': FILE_PREFIX },
        ConsistentRead: true,
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    files.push(...(page.Items ?? []).map((item) => FileItem.parse(item).file));
    from = page.LastEvaluatedKey;
  } while (from);
  return files;
}

/** The file that was last begun with these values, by their hash; null when none was. */
export async function findSameUpload(table: Table, number: string, hash: string): Promise<StoredFile | null> {
  const item = await getItem(table, keys.sameUpload(number, hash));
  return item ? loadFile(table, number, SameUpload.parse(item).fileId) : null;
}

/**
 * The parts of a transaction that begin an upload: its row, the way to it by its id, and its claim to be the only one
 * of these values; `instead` is the ended one that had it before.
 */
export function newFileParts(
  tableName: string,
  file: StoredFile,
  hash: string,
  instead: StoredFile | null,
): Part[] {
  const put = (Item: Record<string, unknown>): TransactItem => ({
    Put: { TableName: tableName, Item, ConditionExpression: 'attribute_not_exists(pk)' },
  });
  const claim = { ...keys.sameUpload(file.number, hash), fileId: file.id };
  return [
    { item: put(fileItem(file, file.createdAt)), onFailure: 'conflict' },
    { item: put({ ...keys.upload(file.id), number: file.number }), onFailure: 'conflict' },
    { item: instead ? putInstead(tableName, claim, instead.id) : put(claim), onFailure: 'upload' },
  ];
}

function putInstead(tableName: string, Item: Record<string, unknown>, instead: string): TransactItem {
  return {
    Put: {
      TableName: tableName,
      Item,
      ConditionExpression: 'fileId = :instead',
      ExpressionAttributeValues: { ':instead': instead },
    },
  };
}

/**
 * The part of a transaction that takes a file from one state to the next; it fails when another came first, also where
 * that only put the end of the upload off: who gives up what has ended must not do so to what goes on.
 */
export function filePart(tableName: string, before: StoredFile, after: StoredFile, now: Instant): Part {
  return {
    item: {
      Put: {
        TableName: tableName,
        Item: fileItem(after, now),
        ConditionExpression: '#state = :before AND #file.abortAt = :end',
        ExpressionAttributeNames: { '#state': 'state', '#file': 'file' },
        ExpressionAttributeValues: { ':before': before.state, ':end': before.abortAt },
      },
    },
    onFailure: 'conflict',
  };
}

/** Takes a file to its next state where nothing else changes with it; false when another came first. */
export function moveFile(
  table: Table,
  before: StoredFile,
  after: StoredFile,
  now: Instant,
): Promise<boolean> {
  const { attendKey, attendAt } = attention(after, now);
  return updateIf(table, {
    Key: keys.file(before.number, before.id),
    UpdateExpression: 'SET #state = :after, #file = :file, attendKey = :attend, attendAt = :at',
    ConditionExpression: '#state = :before',
    ExpressionAttributeNames: { '#state': 'state', '#file': 'file' },
    ExpressionAttributeValues: {
      ':after': after.state,
      ':file': after,
      ':attend': attendKey,
      ':at': attendAt,
      ':before': before.state,
    },
  });
}

/**
 * Puts the end of an upload off to `end`, and with it when the sweeper is to look; false where the upload has ended, was
 * completed or was put off meanwhile.
 */
export function putOffEnd(table: Table, before: FileIn<'uploading'>, end: Instant): Promise<boolean> {
  return updateIf(table, {
    Key: keys.file(before.number, before.id),
    UpdateExpression: 'SET #file.abortAt = :end, attendAt = :at',
    ConditionExpression: '#state = :uploading AND #file.abortAt = :seen',
    ExpressionAttributeNames: { '#state': 'state', '#file': 'file' },
    ExpressionAttributeValues: {
      ':end': end,
      ':at': later(end, -WARNED_BEFORE_MS),
      ':uploading': 'uploading',
      ':seen': before.abortAt,
    },
  });
}

/** A file's row: `state` for the stream's filter, the file itself, and when somebody must look at it. */
export function fileItem(file: StoredFile, now: Instant): Record<string, unknown> {
  return { ...keys.file(file.number, file.id), state: file.state, file, ...attention(file, now) };
}

/** When the sweeper is to look at a file, by its state at `now`. */
function attention(
  file: StoredFile,
  now: Instant,
): { readonly attendKey: string; readonly attendAt: Instant } {
  switch (file.state) {
    case 'uploading':
      return { attendKey: lists.uploads, attendAt: later(file.abortAt, -WARNED_BEFORE_MS) };
    case 'aborted':
      return { attendKey: lists.uploads, attendAt: later(now, LATE_PARTS_MS) };
    case 'verifying':
    case 'failed':
    case 'deleted':
      return { attendKey: lists.uploads, attendAt: now };
    case 'verified':
      return { attendKey: lists.files, attendAt: later(now, DAY_MS) };
  }
}

function later(instant: Instant, ms: number): Instant {
  return toInstant(toMs(instant) + ms);
}
