import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DynamoDbLocal, startDynamoDbLocal } from '#local/dynamodb/dynamodb-local.ts';
import { findJava } from '#local/dynamodb/java.ts';
import { provisionTables } from '#local/dynamodb/provision-tables.ts';
import { createShardReader } from '#local/streams/shard-reader.ts';
import { type MemoryTable, openMemoryTable, type Written } from './memory-table.ts';
import { INDEXES } from './memory-table-query.ts';

type Command = GetCommand | PutCommand | QueryCommand | TransactWriteCommand | UpdateCommand;

const folder = mkdtempSync(path.join(tmpdir(), 'memory-table-'));
let database: DynamoDbLocal;
let real: DynamoDBDocumentClient;
let streamArn: string;

beforeAll(async () => {
  const java = await findJava({ environment: process.env, cacheDirectory: folder, log: () => undefined });
  database = await startDynamoDbLocal({ java, stateDir: folder, inMemory: true, onExit: () => undefined });
  const indexKeys = Object.values(INDEXES).flatMap(({ keys }) => keys);
  const streams = await provisionTables(
    [
      {
        name: 'desk',
        arn: 'arn:aws:dynamodb:us-east-1:000000000000:table/desk',
        keySchema: keySchema('pk', 'sk'),
        attributes: ['pk', 'sk', ...new Set(indexKeys)].map((AttributeName) => ({
          AttributeName,
          AttributeType: 'S',
        })),
        indexes: Object.entries(INDEXES).map(([IndexName, { keys, shows }]) => ({
          IndexName,
          KeySchema: keySchema(keys[0], keys[1]),
          Projection:
            shows.length > 0
              ? { ProjectionType: 'INCLUDE', NonKeyAttributes: [...shows] }
              : { ProjectionType: 'KEYS_ONLY' },
        })),
        streamViewType: 'NEW_AND_OLD_IMAGES',
      },
    ],
    database.connection,
  );
  streamArn = streams.get('desk') ?? '';
  real = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint: `http://127.0.0.1:${database.connection.port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    }),
    { marshallOptions: { removeUndefinedValues: true } },
  );
});

afterAll(async () => {
  real?.destroy();
  await database?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function keySchema(hash: string, range: string) {
  return [
    { AttributeName: hash, KeyType: 'HASH' as const },
    { AttributeName: range, KeyType: 'RANGE' as const },
  ];
}

const TableName = 'desk';
const sk = fc.constantFrom('HEAD', 'WF', 'M#1', 'M#2', 'E#00000001');
const instant = fc.constantFrom('2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04');
const small = fc.integer({ min: 1, max: 3 });
const signal = fc.constantFrom('bumped', 'parked', 'finished', 'queued');

const item = fc.record(
  {
    gen: small,
    wfVersion: small,
    signal,
    sweeps: small,
    state: fc.constantFrom('queued', 'sent', 'bounced'),
    attendAt: instant,
    attendKey: fc.constant('ATTEND'),
    queueKey: fc.constantFrom('QUEUE#a', 'QUEUE#b'),
    dueSort: instant,
    summary: fc.constantFrom({ b: 1, a: [1, { c: null }] }, { a: 'x' }),
    taskToken: fc.constantFrom('one', 'two'),
  },
  { requiredKeys: [] },
);

/** Every condition and update the functions and the state machine write, with values that hold about half the time. */
const conditions = fc.oneof(
  fc.constant({}),
  fc.constant({ ConditionExpression: 'attribute_not_exists(pk)' }),
  fc.record({
    ConditionExpression: fc.constant('attribute_not_exists(pk) OR attendAt <= :limit'),
    ExpressionAttributeValues: fc.record({ ':limit': instant }),
  }),
  fc.record({
    ConditionExpression: fc.constantFrom(
      'wfVersion = :v AND gen = :g AND #signal = :s',
      'wfVersion = :v AND gen = :g AND #signal <> :s',
      'wfVersion <= :v OR gen >= :g AND #signal < :s',
      '(wfVersion > :v OR gen < :g) AND #signal IN (:s, :v)',
    ),
    ExpressionAttributeNames: fc.constant({ '#signal': 'signal' }),
    ExpressionAttributeValues: fc.record({ ':v': small, ':g': small, ':s': signal }),
  }),
  fc.record({
    ConditionExpression: fc.constantFrom(
      'attendAt = :seen AND (attribute_not_exists(sweeps) OR sweeps < :patience)',
      'attendAt = :seen AND sweeps >= :patience',
      'begins_with(attendAt, :seen) AND sweeps <> :patience',
    ),
    ExpressionAttributeValues: fc.record({ ':seen': instant, ':patience': small }),
  }),
);

const updates = fc.oneof(
  fc.record({
    UpdateExpression: fc.constantFrom(
      'SET wfVersion = wfVersion + :one, #n = :new, attendAt = :now REMOVE taskToken, sweeps',
      'SET #n = :new, sweeps = if_not_exists(sweeps, :one) + :one, attendAt = :now',
      'SET gen = if_not_exists(wfVersion, :one), wfVersion = :one, #n = :new, attendAt = :now',
    ),
    ExpressionAttributeNames: fc.constant({ '#n': 'state' }),
    ExpressionAttributeValues: fc.record({ ':one': small, ':new': signal, ':now': instant }),
  }),
  fc.constant({ UpdateExpression: 'REMOVE attendKey, attendAt' }),
);

const put = fc.tuple(sk, item, conditions).map(([sort, fields, condition]) => ({
  Put: { TableName, Item: { pk: 'SR#1', sk: sort, ...fields }, ...condition },
}));
const update = fc.tuple(sk, updates, conditions).map(([sort, change, condition]) => ({
  Update: {
    TableName,
    Key: { pk: 'SR#1', sk: sort },
    ...change,
    ...condition,
    ...merged('ExpressionAttributeNames', change, condition),
    ...merged('ExpressionAttributeValues', change, condition),
  },
}));

function merged(field: string, ...parts: object[]): object {
  const all: object[] = parts.flatMap((part) => (field in part ? [Object(part)[field]] : []));
  return all.length === 0 ? {} : { [field]: Object.assign({}, ...all) };
}

function sortKeyOf(write: object): string {
  const { Put, Update } = Object(write);
  return (Put?.Item ?? Update.Key).sk;
}

const command: fc.Arbitrary<Command> = fc.oneof(
  put.map(({ Put }) => new PutCommand(Put)),
  update.map(({ Update }) => new UpdateCommand(Update)),
  fc
    .uniqueArray(fc.oneof(put, update), { minLength: 1, maxLength: 3, selector: sortKeyOf })
    .map((TransactItems) => new TransactWriteCommand({ TransactItems })),
  sk.map((sort) => new GetCommand({ TableName, Key: { pk: 'SR#1', sk: sort }, ConsistentRead: true })),
  fc.record({ limit: fc.option(small, { nil: undefined }), prefix: fc.constantFrom('M#', 'E#', 'X') }).map(
    ({ limit, prefix }) =>
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': 'SR#1', ':prefix': prefix },
        ConsistentRead: true,
        ...(limit !== undefined && { Limit: limit }),
      }),
  ),
  fc.record({ limit: small, before: instant }).map(
    ({ limit, before }) =>
      new QueryCommand({
        TableName,
        IndexName: 'toAttend',
        KeyConditionExpression: 'attendKey = :attend AND attendAt < :before',
        ExpressionAttributeValues: { ':attend': 'ATTEND', ':before': before },
        Limit: limit,
      }),
  ),
  fc.boolean().map(
    (ScanIndexForward) =>
      new QueryCommand({
        TableName,
        IndexName: 'byQueue',
        KeyConditionExpression: '#hash = :hash',
        ExpressionAttributeNames: { '#hash': 'queueKey' },
        ExpressionAttributeValues: { ':hash': 'QUEUE#a' },
        ScanIndexForward,
        Limit: 10,
      }),
  ),
);

/** What a caller sees: the data of a success, or the error's name and cancellation codes. */
async function outcome(client: MemoryTable['client'], one: Command): Promise<unknown> {
  try {
    // `send` has one overload per command, and none for a union of them.
    const { Item, Items, LastEvaluatedKey } = Object(await client.send(one as UpdateCommand));
    return { Item, Items: sorted(one, Items), LastEvaluatedKey };
  } catch (error) {
    const { name, CancellationReasons } = Object(error);
    return { name, codes: CancellationReasons?.map(({ Code }: { Code: string }) => Code) };
  }
}

/** Items of one index sort key come in no order that DynamoDB promises. */
function sorted(one: Command, items: unknown): unknown {
  const byKey = (left: unknown, right: unknown) => Object(left).sk.localeCompare(Object(right).sk);
  return one instanceof QueryCommand && one.input.IndexName && Array.isArray(items)
    ? items.toSorted(byKey)
    : items;
}

/** A page of an index that ends within equal sort keys may hold any of them. */
function isLoose(one: Command): boolean {
  return one instanceof QueryCommand && one.input.IndexName === 'toAttend';
}

describe('the table in memory', () => {
  it('answers random commands as DynamoDB does, and tells the same writes in its stream', async () => {
    const written: Written[] = [];
    const memory = openMemoryTable((write) => void written.push(write));
    const commands = fc.sample(command, { numRuns: 1_500, seed: 20_260_301 });
    let refused = 0;
    for (const one of commands) {
      const [expected, answered] = [await outcome(real, one), await outcome(memory.client, one)];
      if ('name' in Object(expected) && Object(expected).name) refused += 1;
      if (isLoose(one)) expect(instants(answered)).toEqual(instants(expected));
      else expect(answered, JSON.stringify(one.input)).toEqual(expected);
    }
    // The comparison is worth something only if both outcomes are common.
    expect(refused).toBeGreaterThan(200);
    expect(refused).toBeLessThan(1_000);
    expect(written.map(({ before, after }) => ({ before, after }))).toEqual(await streamOfReal());
  });

  it('refuses what it does not understand instead of guessing', async () => {
    const { client } = openMemoryTable(() => undefined);
    const key = { TableName, Key: { pk: 'SR#1', sk: 'WF' } };
    const unknown = [
      { ...key, UpdateExpression: 'ADD gen :one', ExpressionAttributeValues: { ':one': 1 } },
      { ...key, UpdateExpression: 'SET a.b = :one', ExpressionAttributeValues: { ':one': 1 } },
      { ...key, UpdateExpression: 'REMOVE a', ConditionExpression: 'NOT attribute_not_exists(pk)' },
      { ...key, UpdateExpression: 'REMOVE a', ConditionExpression: 'size(a) = pk' },
    ];
    for (const input of unknown)
      await expect(client.send(new UpdateCommand(input))).rejects.toMatchObject({
        name: 'UnsupportedExpression',
      });
  });

  it('refuses a value that no expression uses, as DynamoDB does', async () => {
    const unused = new PutCommand({
      TableName,
      Item: { pk: 'SR#1', sk: 'WF' },
      ConditionExpression: 'attribute_not_exists(pk)',
      ExpressionAttributeValues: { ':idle': 1 },
    });
    const { client } = openMemoryTable(() => undefined);
    await expect(client.send(unused)).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(real.send(unused)).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

function instants(answer: unknown): unknown {
  const { Items, LastEvaluatedKey } = Object(answer);
  return {
    at: Items?.map(({ attendAt }: { attendAt: string }) => attendAt).toSorted(),
    more: LastEvaluatedKey?.attendAt,
  };
}

async function streamOfReal(): Promise<unknown[]> {
  const reader = createShardReader(database.connection, streamArn, streamArn);
  const records: unknown[] = [];
  const plain = (image: Record<string, unknown> | undefined) =>
    image ? unmarshall(Object(image)) : undefined;
  for (const shard of await reader.shards()) {
    await reader.readToEnd(shard, undefined, (page) => {
      for (const { dynamodb } of page)
        records.push({ before: plain(dynamodb.OldImage), after: plain(dynamodb.NewImage) });
    });
  }
  return records;
}
