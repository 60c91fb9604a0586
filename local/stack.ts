import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createActivity } from './activity.ts';
import { LOCAL_SECRET, ROOT_ACCESS_KEY } from './aws-endpoint/caller.ts';
import type { LocalClock } from './clock.ts';
import { clockKeeper } from './clock-file.ts';
import { createClosers } from './closers.ts';
import { openDesk } from './desk.ts';
import { startDynamoDbLocal } from './dynamodb/dynamodb-local.ts';
import { findJava } from './dynamodb/java.ts';
import { startServices } from './embedded-aws.ts';
import type { ListedExecution } from './execution-list.ts';
import { createFrontDoor } from './front-door.ts';
import type { PermissionUse } from './iam/authoriser.ts';
import type { Interpose } from './interpose.ts';
import type { LocalS3 } from './s3/s3.ts';
import type { Mail } from './ses/mail.ts';
import type { Mailbox } from './ses/mailbox.ts';
import type { HistoryEvent } from './step-functions/history.ts';
import { synthesise } from './synth.ts';
import { loadTemplate, type Template } from './template.ts';

const PROJECT_ROOT = fileURLToPath(new URL('..', import.meta.url));

/** How to run a local stack. */
export interface LocalStackOptions {
  /** Folder of everything that outlives a restart. */
  readonly stateDir: string;
  /** Port of the desk; 0 or nothing for any. */
  readonly port?: number;
  readonly clock: LocalClock;
  /** Keeps data, executions and checkpoints in memory; mails and logs still go to `stateDir`. */
  readonly inMemory?: boolean;
  readonly log?: (line: string) => void;
  readonly interpose?: Interpose;
  /** A cloud assembly to run instead of the project's own. */
  readonly assembly?: string;
  /** Gets a JSON line for each permission that was used (`PermissionUse`). */
  readonly usageFile?: string;
  /**
   * While time is moved, runs a `rate()` schedule once where nothing else happens between its firings: ten quiet days
   * of a sweep every ten minutes take no time. By default every firing runs.
   */
  readonly skipIdleSchedules?: boolean;
  /** Loads every function at the end of the start, so that first requests are fast. */
  readonly warm?: boolean;
  /** Called when the database ends by itself; by default a line in the log. */
  readonly onFatal?: (reason: string) => void;
}

/** A running local stack. */
export interface LocalStack {
  readonly deskUrl: string;
  readonly clock: LocalClock;
  /** Folder of everything that outlives a restart, the functions' logs among it. */
  readonly stateDir: string;
  readonly template: Template;
  /** Name of the template's (first) table. */
  readonly tableName: string;
  /** Where AWS clients call; with `accessKeyId` they may do everything. */
  readonly awsEndpoint: {
    readonly url: string;
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
  };
  /** Where S3 clients call, with the same keys, and where signed URLs lead to. */
  readonly s3: LocalS3;
  /** DynamoDB Local itself, past all checks and streams. */
  readonly databaseUrl: string;
  readonly mailbox: Mailbox;
  /** Resolves when nothing is left to do before time moves. */
  settle(): Promise<void>;
  /** Moves time to an instant (epoch milliseconds), living through everything that is due on the way. */
  advanceTo(instantMs: number): Promise<void>;
  mails(): readonly Mail[];
  /** The newest first. */
  executions(): readonly ListedExecution[];
  /** The events of an execution by its name; throws when there is none. */
  history(executionName: string): readonly HistoryEvent[];
  /** Runs a function by its construct's name; rejects with `FunctionError`. */
  invoke(functionId: string, event: unknown): Promise<unknown>;
  /** The messages in an on-failure queue, by its name, logical id or ARN. */
  queueMessages(queue: string): readonly unknown[];
  /** Each permission used so far. */
  iamUsage(): readonly PermissionUse[];
  /** An ID token of a demo person (id, name or e-mail). */
  token(person: string): Promise<string>;
  /** Ends everything; what was in flight goes on at the next start on the same folder. */
  stop(): Promise<void>;
}

/**
 * Runs the synthesised template on this machine. Resolves when the desk answers and every custom resource has run.
 * Rejects, with nothing left running, when the template asks for something that cannot run here.
 */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const { clock, inMemory = false, log = () => undefined } = options;
  const stateDir = path.resolve(options.stateDir);
  mkdirSync(stateDir, { recursive: true });
  const closers = createClosers();
  const activity = createActivity();
  try {
    const desk = await openDesk(options.port ?? 0, (error) => log(`The desk failed: ${String(error)}`));
    closers.add(() => desk.stop());
    // Both to their end, so that a failed synthesis does not leave a database behind.
    const [databaseStart, synthesis] = await Promise.allSettled([
      startDatabase({ ...options, stateDir, inMemory, log }).then((started) => {
        closers.add(() => started.stop());
        return started;
      }),
      options.assembly ?? synthesise({ projectRoot: PROJECT_ROOT, log }),
    ]);
    const database = fulfilled(databaseStart);
    const assembly = fulfilled(synthesis);
    const databaseUrl = `http://127.0.0.1:${database.connection.port}`;
    const template = loadTemplate(assembly, { deskUrl: desk.url });
    const services = await startServices({
      template,
      database,
      clock,
      activity,
      stateDir,
      inMemory,
      log,
      closers,
      ...(options.usageFile === undefined ? {} : { usageFile: options.usageFile }),
      ...(options.interpose === undefined ? {} : { interpose: options.interpose }),
    });
    const keepClock = inMemory || clock.frozen ? () => undefined : clockKeeper(stateDir, clock);
    const { settle } = services;
    let moving = Promise.resolve();
    const advanceTo = (instantMs: number): Promise<void> => {
      // Two moves at once would each see the other's timers as work that never ends.
      const move = moving.then(() =>
        clock.advanceTo(instantMs, async () => {
          keepClock();
          await settle();
          if (options.skipIdleSchedules === true) services.bus.skipIdle(instantMs);
        }),
      );
      moving = move.catch(() => undefined);
      return move;
    };
    const door = await createFrontDoor({
      template,
      services,
      clock,
      activity,
      stateDir,
      deskUrl: desk.url,
      databaseUrl,
      advanceTo,
      log,
      ...(options.interpose === undefined ? {} : { interpose: options.interpose }),
    });
    closers.add(() => door.close());
    desk.serve(door.handle);
    if (options.warm === true) services.lambda.warm();
    return {
      deskUrl: desk.url,
      clock,
      stateDir,
      template,
      tableName: services.tableNames[0] ?? '',
      awsEndpoint: {
        url: services.endpoint.url,
        accessKeyId: ROOT_ACCESS_KEY,
        secretAccessKey: LOCAL_SECRET,
      },
      s3: services.s3,
      databaseUrl,
      mailbox: services.mailbox,
      settle,
      advanceTo,
      mails: () => services.mailbox.mails(),
      executions: () => services.executions.all(),
      history(name) {
        const found = services.executions.all().find((execution) => execution.name === name);
        if (found === undefined) throw new Error(`There is no execution ${name}`);
        return services.stepFunctions.history(found.executionArn);
      },
      invoke: (functionId, event) => services.lambda.invoke(functionId, event),
      queueMessages: (queue) => services.queues.messages(queueArn(template, queue)),
      iamUsage: () => services.authoriser.usage(),
      async token(person) {
        if (door.identity === undefined) throw new Error('The template has no user pool');
        return door.identity.token(person);
      },
      async stop() {
        clock.stop();
        await closers.close();
      },
    };
  } catch (error) {
    await closers.close();
    throw error;
  }
}

function fulfilled<T>(result: PromiseSettledResult<T>): T {
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}

async function startDatabase(options: {
  stateDir: string;
  inMemory: boolean;
  log: (line: string) => void;
  onFatal?: (reason: string) => void;
}) {
  const { stateDir, inMemory, log } = options;
  const java = await findJava({
    environment: process.env,
    cacheDirectory: path.join(PROJECT_ROOT, '.cache', 'java'),
    log,
  });
  return startDynamoDbLocal({ java, stateDir, inMemory, onExit: options.onFatal ?? log });
}

function queueArn(template: Template, queue: string): string {
  const found = template
    .resources('AWS::SQS::Queue')
    .find(({ id, name }) => [id, name, template.attribute(id, 'Arn')].includes(queue));
  if (found === undefined) throw new Error(`The template has no queue ${queue}`);
  return String(template.attribute(found.id, 'Arn'));
}
