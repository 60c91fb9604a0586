import * as z from 'zod/mini';
import type { DynamoDbConnection } from '#local/dynamodb/connection.ts';
import { AccessDenied } from '#local/iam/access-denied.ts';
import type { Authoriser, Principal } from '#local/iam/authoriser.ts';
import { neededPermissions } from './dynamodb-permissions.ts';
import { jsonError, type ServiceAnswer } from './service-answer.ts';

/** What DynamoDB calls go through. */
export interface DynamoDbSettings {
  readonly connection: DynamoDbConnection;
  readonly authoriser: Authoriser;
  /** Told before the answer to every call that may have written, successful or not. */
  readonly onWrite: () => void;
  /** Answers a write only once it would outlive a kill of the database. */
  readonly durable: boolean;
}

const READS = ['GetItem', 'BatchGetItem', 'TransactGetItems', 'Query', 'Scan', 'DescribeTable'];

/** Answers a DynamoDB call (`GetItem`, JSON body) for a caller: checks its policies, then asks DynamoDB Local. */
export async function callDynamoDb(
  settings: DynamoDbSettings,
  principal: Principal,
  operation: string,
  body: string,
): Promise<ServiceAnswer> {
  const refusal = refuse(settings.authoriser, principal, operation, body);
  if (refusal !== undefined) return refusal;
  try {
    const {
      status,
      body: answer,
      crc32,
    } = await settings.connection.send(`DynamoDB_20120810.${operation}`, body);
    if (settings.durable && status === 200 && !READS.includes(operation)) await written(settings.connection);
    const headers = { 'content-type': 'application/x-amz-json-1.0' };
    return {
      status,
      headers: crc32 === undefined ? headers : { ...headers, 'x-amz-crc32': crc32 },
      body: answer,
    };
  } finally {
    if (!READS.includes(operation)) settings.onWrite();
  }
}

/**
 * DynamoDB Local answers a write some milliseconds before it commits it, and a kill in between loses what was answered.
 * It works on one call at a time: once it answers another one, what came before is on the disk.
 */
async function written(connection: DynamoDbConnection): Promise<void> {
  await connection.send('DynamoDB_20120810.ListTables', '{"Limit":1}');
}

function refuse(
  authoriser: Authoriser,
  principal: Principal,
  operation: string,
  body: string,
): ServiceAnswer | undefined {
  try {
    const input: unknown = JSON.parse(body);
    const needed = neededPermissions(operation, input);
    if (needed === undefined) {
      return jsonError('UnknownOperationException', `The local DynamoDB does not offer ${operation}`);
    }
    for (const { action, resource } of needed) authoriser.check(principal, action, resource);
    return undefined;
  } catch (error) {
    if (error instanceof AccessDenied) return jsonError('AccessDeniedException', error.message);
    if (error instanceof SyntaxError) return jsonError('SerializationException', error.message);
    if (error instanceof z.core.$ZodError) return jsonError('ValidationException', error.message);
    throw error;
  }
}
