import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type DynamoDbLocal, startDynamoDbLocal } from '#local/dynamodb/dynamodb-local.ts';
import { findJava } from '#local/dynamodb/java.ts';
import { provisionTables } from '#local/dynamodb/provision-tables.ts';
import type { TableDefinition } from '#local/dynamodb/table-definition.ts';
import { temporaryFolder } from '../template/assembly.ts';

const never = () => Promise.reject(new Error('no network'));

/** A program that says it is Java of that version. */
function fakeJava(home: string, version: string): string {
  const file = path.join(home, 'bin', 'java');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\necho 'openjdk version "${version}" 2025-01-21' >&2\n`);
  chmodSync(file, 0o755);
  return file;
}

describe('looking for Java', () => {
  const search = (JAVA_HOME: string, cacheDirectory: string, install = never) =>
    findJava({ environment: { JAVA_HOME }, cacheDirectory, log: () => undefined, install });

  it('takes the one in JAVA_HOME if it is new enough', async () => {
    const home = temporaryFolder();
    const java = fakeJava(home, '21.0.2');
    expect(await search(home, temporaryFolder())).toBe(java);
  });

  it('fetches one once where none is new enough, and says what to install where that fails', async () => {
    const old = temporaryFolder();
    fakeJava(old, '1.8.0_392');
    const cache = temporaryFolder();
    const lines: string[] = [];
    const options = {
      environment: { JAVA_HOME: old, PATH: path.dirname(fakeJava(temporaryFolder(), '11.0.1')) },
      cacheDirectory: cache,
      log: (line: string) => lines.push(line),
    };
    await expect(findJava({ ...options, install: never })).rejects.toThrow(
      'The local stack needs Java 17 or newer: install it (e.g. from https://adoptium.net) or set JAVA_HOME. ' +
        'Fetching it failed: no network',
    );
    let fetched = 0;
    const install = async (version: number, folder: string) => {
      fetched += 1;
      fakeJava(path.join(folder, 'jre', `jdk-${version}`), `${version}.0.1`);
    };
    const expected = path.join(cache, 'jre', 'jdk-21', 'bin', 'java');
    expect(await findJava({ ...options, install })).toBe(expected);
    expect(await findJava({ ...options, install })).toBe(expected);
    expect(fetched).toBe(1);
    expect(lines[0]).toBe('Java 17 or newer was not found; fetching Java 21 (about 50 MB) once ...');
  });
});

const TABLE: TableDefinition = {
  name: 'Desk',
  arn: 'arn:aws:dynamodb:us-east-1:000000000000:table/Desk',
  keySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  attributes: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'owner', AttributeType: 'S' },
  ],
  indexes: [
    {
      IndexName: 'byOwner',
      KeySchema: [{ AttributeName: 'owner', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
  ],
  streamViewType: 'NEW_AND_OLD_IMAGES',
};

describe('DynamoDB Local', () => {
  let running: DynamoDbLocal | undefined;
  afterEach(async () => {
    await running?.stop();
    running = undefined;
  });

  async function start(stateDir: string): Promise<DynamoDbLocal> {
    const java = await findJava({ environment: process.env, cacheDirectory: stateDir, log: () => undefined });
    running = await startDynamoDbLocal({ java, stateDir, inMemory: false, onExit: () => undefined });
    return running;
  }

  it('brings tables up to date and keeps what is in them', async () => {
    const stateDir = temporaryFolder();
    const { connection, stop } = await start(stateDir);
    const bare: TableDefinition = {
      name: TABLE.name,
      arn: TABLE.arn,
      keySchema: TABLE.keySchema,
      attributes: [{ AttributeName: 'pk', AttributeType: 'S' }],
      indexes: [],
    };
    await provisionTables([bare], connection);
    await connection.call('DynamoDB_20120810.PutItem', { TableName: 'Desk', Item: { pk: { S: 'kept' } } });
    await provisionTables([TABLE], connection);
    const streams = await provisionTables([TABLE], connection);
    expect([...streams.keys()]).toEqual(['Desk']);
    expect(await connection.call('DynamoDB_20120810.DescribeTable', { TableName: 'Desk' })).toMatchObject({
      Table: {
        ItemCount: 1,
        GlobalSecondaryIndexes: [{ IndexName: 'byOwner' }],
        StreamSpecification: { StreamEnabled: true },
      },
    });
    await expect(
      provisionTables([{ ...TABLE, keySchema: [{ AttributeName: 'owner', KeyType: 'HASH' }] }], connection),
    ).rejects.toThrow('The keys of table Desk changed; delete the local state folder to begin anew');
    expect(existsSync(path.join(stateDir, 'dynamodb.pid'))).toBe(true);
    await stop();
    expect(existsSync(path.join(stateDir, 'dynamodb.pid'))).toBe(false);
  });

  it('reports nothing to Amazon', async () => {
    const stateDir = temporaryFolder();
    await start(stateDir);
    // Where its telemetry is on, it notes an installation id where it was started.
    expect(existsSync(path.join(stateDir, 'dynamodb', 'dynamodb-local-metadata.json'))).toBe(false);
  });

  it('is ended when an earlier stack left it behind', async () => {
    const stateDir = temporaryFolder();
    await start(stateDir);
    const note = path.join(stateDir, 'dynamodb.pid');
    const { pid } = JSON.parse(readFileSync(note, 'utf8'));
    // As if the process that started it had been killed.
    writeFileSync(note, JSON.stringify({ pid, owner: 2 ** 22 + 1 }));
    const second = await start(stateDir);
    expect(JSON.parse(readFileSync(note, 'utf8')).pid).not.toBe(pid);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(await second.connection.call('DynamoDB_20120810.ListTables', {})).toEqual({ TableNames: [] });
  });
});
