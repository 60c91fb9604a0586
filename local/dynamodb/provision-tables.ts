import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { type DynamoDbConnection, DynamoDbError } from './connection.ts';
import type { TableDefinition } from './table-definition.ts';

const Described = z.object({
  Table: z.object({
    KeySchema: z.array(z.unknown()),
    GlobalSecondaryIndexes: z.optional(z.array(z.looseObject({ IndexName: z.string() }))),
    LatestStreamArn: z.optional(z.string()),
    StreamSpecification: z.optional(z.object({ StreamEnabled: z.boolean() })),
  }),
});

/**
 * Creates each table that is missing and brings the indexes and the stream of an existing one up to date.
 * Time to live stays off: DynamoDB Local would delete by the machine's time, which is not the stack's.
 * Resolves with the database's own ARN of each table's stream, by table name.
 */
export async function provisionTables(
  tables: readonly TableDefinition[],
  connection: DynamoDbConnection,
): Promise<ReadonlyMap<string, string>> {
  const streams = new Map<string, string>();
  for (const table of tables) {
    const existing = await describe(table, connection);
    if (existing === undefined) await create(table, connection);
    else await update(table, existing, connection);
    const streamArn = (await describe(table, connection))?.LatestStreamArn;
    if (table.streamViewType !== undefined && streamArn !== undefined) streams.set(table.name, streamArn);
  }
  return streams;
}

async function describe(table: TableDefinition, connection: DynamoDbConnection) {
  try {
    const answer = await connection.call('DynamoDB_20120810.DescribeTable', { TableName: table.name });
    return Described.parse(answer).Table;
  } catch (error) {
    if (error instanceof DynamoDbError && error.code === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

const streamOf = ({ streamViewType }: TableDefinition) =>
  streamViewType === undefined
    ? {}
    : { StreamSpecification: { StreamEnabled: true, StreamViewType: streamViewType } };

async function create(table: TableDefinition, connection: DynamoDbConnection): Promise<void> {
  await connection.call('DynamoDB_20120810.CreateTable', {
    TableName: table.name,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: table.keySchema,
    AttributeDefinitions: table.attributes,
    ...(table.indexes.length === 0 ? {} : { GlobalSecondaryIndexes: table.indexes }),
    ...streamOf(table),
  });
}

async function update(
  table: TableDefinition,
  existing: z.infer<typeof Described>['Table'],
  connection: DynamoDbConnection,
): Promise<void> {
  if (!isDeepStrictEqual(existing.KeySchema, table.keySchema)) {
    throw new Error(`The keys of table ${table.name} changed; delete the local state folder to begin anew`);
  }
  const change = (changes: object) =>
    connection.call('DynamoDB_20120810.UpdateTable', { TableName: table.name, ...changes });
  const present = (existing.GlobalSecondaryIndexes ?? []).map(({ IndexName }) => IndexName);
  const wanted = table.indexes.map(({ IndexName }) => IndexName);
  for (const IndexName of present.filter((name) => !wanted.includes(name))) {
    await change({ GlobalSecondaryIndexUpdates: [{ Delete: { IndexName } }] });
  }
  for (const index of table.indexes.filter(({ IndexName }) => !present.includes(IndexName))) {
    await change({
      AttributeDefinitions: table.attributes,
      GlobalSecondaryIndexUpdates: [{ Create: index }],
    });
  }
  const hasStream = existing.StreamSpecification?.StreamEnabled === true;
  if (table.streamViewType !== undefined && !hasStream) await change(streamOf(table));
}
