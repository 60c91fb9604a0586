import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { callDynamoDb } from '#local/aws-endpoint/dynamodb-service.ts';
import { startDynamoDbLocal } from '#local/dynamodb/dynamodb-local.ts';
import { findJava } from '#local/dynamodb/java.ts';
import { provisionTables } from '#local/dynamodb/provision-tables.ts';
import type { TableDefinition } from '#local/dynamodb/table-definition.ts';
import { createAuthoriser } from '#local/iam/authoriser.ts';
import { temporaryFolder } from '../template/assembly.ts';

const TABLE: TableDefinition = {
  name: 'Table',
  arn: 'arn:aws:dynamodb:us-east-1:000000000000:table/Table',
  keySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  attributes: [{ AttributeName: 'pk', AttributeType: 'S' }],
  indexes: [],
  streamViewType: 'NEW_AND_OLD_IMAGES',
};

/** Without waiting for the commit, about every second kill loses a write that was answered. */
const KILLS = 6;

it('a write that was answered outlives a kill of the database, at whatever moment', async () => {
  const stateDir = temporaryFolder();
  const java = await findJava({ environment: process.env, cacheDirectory: stateDir, log: () => undefined });
  const answered: string[] = [];
  let next = 0;
  for (let round = 0; round <= KILLS; round += 1) {
    const database = await startDynamoDbLocal({
      java,
      stateDir,
      inMemory: false,
      onExit: () => undefined,
    });
    const { connection, stop } = database;
    await provisionTables([TABLE], connection);
    for (const pk of answered.splice(0)) {
      const Key = { pk: { S: pk } };
      const found = await connection.call('DynamoDB_20120810.GetItem', { TableName: 'Table', Key });
      expect(found, `round ${round}`).toMatchObject({ Item: Key });
    }
    const settings = {
      connection,
      authoriser: createAuthoriser(new Map()),
      onWrite: () => undefined,
      durable: true,
    };
    let killed = round === KILLS;
    const write = async () => {
      while (!killed) {
        next += 1;
        const pk = String(next);
        const Put = { TableName: 'Table', Item: { pk: { S: pk } } };
        const body = JSON.stringify({ TransactItems: [{ Put }] });
        await callDynamoDb(settings, { kind: 'root' }, 'TransactWriteItems', body).then(
          () => answered.push(pk),
          () => {
            killed = true;
          },
        );
      }
    };
    const writers = [write(), write(), write()];
    if (round < KILLS) {
      while (answered.length < 5) await sleep(5);
      await sleep(17 * round);
      process.kill(JSON.parse(readFileSync(path.join(stateDir, 'dynamodb.pid'), 'utf8')).pid, 'SIGKILL');
    }
    await Promise.all(writers);
    await stop();
  }
});
