import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Table } from '#functions/io/table.ts';
import { LOCAL_REGION } from '../cloudformation/local-account.ts';
import type { LocalStack } from '../stack.ts';

/** The stack's table, reached as an operator with every right would reach it; `close` frees its connections. */
export function localTable(stack: Pick<LocalStack, 'awsEndpoint' | 'tableName'>): Table & { close(): void } {
  const { url, accessKeyId, secretAccessKey } = stack.awsEndpoint;
  const client = new DynamoDBClient({
    endpoint: url,
    region: LOCAL_REGION,
    credentials: { accessKeyId, secretAccessKey },
  });
  return {
    name: stack.tableName,
    client: DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
    close: () => client.destroy(),
  };
}
