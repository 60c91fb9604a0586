import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type DynamoDbConnection, dynamoDbConnection } from './connection.ts';
import { endOrphan, forgetProcess, recordProcess } from './process-record.ts';

/** A JVM that starts fast on two cores matters more here than one that runs fast for days. */
const FAST_START = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto', '-Xms64m', '-Xmx512m'];

const START_LIMIT_MS = 60_000;

/** A running DynamoDB Local. */
export interface DynamoDbLocal {
  readonly connection: DynamoDbConnection;
  stop(): Promise<void>;
}

/** How to run DynamoDB Local. */
export interface DynamoDbLocalOptions {
  /** Path of a Java 17 or newer. */
  readonly java: string;
  readonly stateDir: string;
  /** Keeps nothing on disk. */
  readonly inMemory: boolean;
  /** Told when the database ends without being asked to. */
  readonly onExit: (reason: string) => void;
}

/**
 * Starts Amazon's DynamoDB Local on a free loopback port and resolves once it answers. Its data lie in
 * `<stateDir>/dynamodb`, its output in `<stateDir>/logs/dynamodb.log`. It ends with this process, however that ends.
 */
export async function startDynamoDbLocal(options: DynamoDbLocalOptions): Promise<DynamoDbLocal> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(options);
    } catch (error) {
      // Another process may take the free port before Java does.
      if (!(error instanceof NotStarted) || attempt === MOST_ATTEMPTS) throw error;
    }
  }
}

const MOST_ATTEMPTS = 3;

class NotStarted extends Error {
  override readonly name = 'NotStarted';
}

async function startOnce(options: DynamoDbLocalOptions): Promise<DynamoDbLocal> {
  const { stateDir, inMemory } = options;
  const data = path.join(stateDir, 'dynamodb');
  const logs = path.join(stateDir, 'logs');
  for (const folder of [data, logs]) mkdirSync(folder, { recursive: true });
  await endOrphan(stateDir);
  const port = await freePort();
  const emulator = emulatorFolder();
  const watchdog = spawn(
    process.execPath,
    [
      fileURLToPath(new URL('./watchdog.mjs', import.meta.url)),
      options.java,
      ...FAST_START,
      `-Djava.library.path=${path.join(emulator, 'DynamoDBLocal_lib')}`,
      '-jar',
      path.join(emulator, 'DynamoDBLocal.jar'),
      ...['-port', String(port), '-sharedDb'],
      ...(inMemory ? ['-inMemory'] : ['-dbPath', data]),
    ],
    {
      stdio: ['pipe', 'pipe', 'pipe'],
      // Its own process group: Ctrl+C in a terminal reaches the stack only, which then stops it in order.
      detached: true,
      cwd: data,
      // Its option -disableTelemetry does not stop it from reporting to Amazon; this does.
      env: { ...process.env, DDB_LOCAL_TELEMETRY: '0' },
    },
  );
  const log = createWriteStream(path.join(logs, 'dynamodb.log'), { flags: 'a' });
  watchdog.stderr.pipe(log);
  createInterface({ input: watchdog.stdout }).on('line', (pid) => recordProcess(stateDir, Number(pid)));
  let watched = false;
  const exited = new Promise<void>((resolve) => {
    watchdog.on('close', (code) => {
      log.end();
      if (watched)
        options.onExit(`DynamoDB Local ended with status ${code}; see ${path.join(logs, 'dynamodb.log')}`);
      resolve();
    });
  });
  const connection = dynamoDbConnection(port);
  const stop = async () => {
    watched = false;
    connection.close();
    watchdog.stdin.end();
    await exited;
    forgetProcess(stateDir);
  };
  try {
    await answering(connection, watchdog);
  } catch (error) {
    await stop();
    throw error;
  }
  watched = true;
  return { connection, stop };
}

async function answering(connection: DynamoDbConnection, watchdog: ChildProcess): Promise<void> {
  const giveUpAt = Date.now() + START_LIMIT_MS;
  for (;;) {
    if (watchdog.exitCode !== null)
      throw new NotStarted('DynamoDB Local did not start; see logs/dynamodb.log');
    const answer = await connection.send('DynamoDB_20120810.ListTables', '{}').catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED') return undefined;
      throw error;
    });
    if (answer?.status === 200) return;
    if (Date.now() > giveUpAt) throw new Error('DynamoDB Local did not answer within a minute');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function emulatorFolder(): string {
  const manifest = createRequire(import.meta.url).resolve('amplify-dynamodb-simulator/package.json');
  return path.join(path.dirname(manifest), 'emulator');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port);
        else reject(new Error('The system gave no free port'));
      });
    });
  });
}
