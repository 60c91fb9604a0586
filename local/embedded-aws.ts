import { randomUUID } from 'node:crypto';
import path from 'node:path';
import * as z from 'zod/mini';
import type { Activity } from './activity.ts';
import { type AwsEndpoint, startAwsEndpoint } from './aws-endpoint/aws-endpoint.ts';
import { createCallerDirectory, LOCAL_SECRET } from './aws-endpoint/caller.ts';
import { callDynamoDb, type DynamoDbSettings } from './aws-endpoint/dynamodb-service.ts';
import { callLambda } from './aws-endpoint/invoke-service.ts';
import { callStepFunctions } from './aws-endpoint/step-functions-service.ts';
import { createTaskRunner } from './aws-endpoint/task-runner.ts';
import type { LocalClock } from './clock.ts';
import type { Closers } from './closers.ts';
import { bucketDefinitions } from './cloudformation/buckets.ts';
import { CustomResourceStates, createCustomResources } from './cloudformation/custom-resource.ts';
import { stateMachines, statusChangeEvent } from './cloudformation/state-machines.ts';
import type { DynamoDbLocal } from './dynamodb/dynamodb-local.ts';
import { provisionTables } from './dynamodb/provision-tables.ts';
import { tableDefinitions } from './dynamodb/table-definition.ts';
import { createEventBus, type EventBus, LastFirings } from './events/event-bus.ts';
import { eventRules } from './events/event-rule.ts';
import { createExecutionList, type ExecutionList } from './execution-list.ts';
import { type Authoriser, createAuthoriser } from './iam/authoriser.ts';
import { rolePolicies } from './iam/role-policies.ts';
import type { Interpose } from './interpose.ts';
import { createAsyncInvocations, PendingInvocations } from './lambda/async-invocations.ts';
import { lambdaFunctions } from './lambda/lambda-function.ts';
import { createLambdaService, type LambdaService } from './lambda/lambda-service.ts';
import { isFree } from './port.ts';
import { quiescence } from './quiescence.ts';
import { type LocalS3, startS3 } from './s3/s3.ts';
import { readSes } from './ses/definition.ts';
import { createMailbox, type Mailbox } from './ses/mailbox.ts';
import { createSes } from './ses/ses.ts';
import { openStateFile } from './state-file.ts';
import { fileJournal, memoryJournal } from './step-functions/journal.ts';
import { unguessableRandom } from './step-functions/randomness.ts';
import { createStepFunctions, type StepFunctions } from './step-functions/step-functions.ts';
import { eventSourceMappings } from './streams/event-source-mapping.ts';
import { createFailureQueues, type FailureQueues } from './streams/failure-queue.ts';
import { requireMappingPermissions } from './streams/mapping-permissions.ts';
import { Checkpoints, type Streams, startStreams } from './streams/streams.ts';
import type { Template } from './template.ts';

const Port = z.int();

/** What the services of a stack run with. */
export interface ServiceSettings {
  readonly template: Template;
  readonly database: DynamoDbLocal;
  readonly clock: LocalClock;
  readonly activity: Activity;
  readonly stateDir: string;
  /** Without it nothing but mails and logs outlives the process. */
  readonly inMemory: boolean;
  readonly usageFile?: string;
  readonly interpose?: Interpose;
  readonly log: (line: string) => void;
  /** Gets how to stop each service that was started. */
  readonly closers: Closers;
}

/** The AWS services of a running stack. */
export interface Services {
  readonly authoriser: Authoriser;
  readonly bus: EventBus;
  readonly endpoint: AwsEndpoint;
  readonly executions: ExecutionList;
  readonly lambda: LambdaService;
  readonly mailbox: Mailbox;
  readonly queues: FailureQueues;
  readonly s3: LocalS3;
  readonly stepFunctions: StepFunctions;
  readonly tableNames: readonly string[];
  settle(): Promise<void>;
}

/**
 * Starts everything the template declares: tables, functions, state machines, rules, stream mappings, and runs its
 * custom resources. What an earlier process left unfinished goes on.
 */
export async function startServices(settings: ServiceSettings): Promise<Services> {
  const { template, database, clock, activity, log, closers } = settings;
  const interpose = settings.interpose === undefined ? {} : { interpose: settings.interpose };
  const kept = settings.inMemory ? undefined : settings.stateDir;
  const tables = tableDefinitions(template);
  const functions = lambdaFunctions(template);
  const mappings = eventSourceMappings(template);
  const machines = stateMachines(template);
  const rules = eventRules(template);

  const authoriser = createAuthoriser(rolePolicies(template), settings.usageFile);
  const callers = createCallerDirectory();
  const queues = createFailureQueues(kept);
  const executions = createExecutionList();
  let streams: Streams | undefined;
  const dynamoDb: DynamoDbSettings = {
    connection: database.connection,
    authoriser,
    onWrite: () => streams?.notify(),
    durable: kept !== undefined,
  };

  const endpoint = await startAwsEndpoint(
    callers,
    {
      json: {
        DynamoDB_20120810: (principal, operation, body) => callDynamoDb(dynamoDb, principal, operation, body),
        AWSStepFunctions: (principal, operation, body) =>
          callStepFunctions(stepFunctions, authoriser, principal, operation, body),
      },
      query: async (principal, body) => {
        const {
          status,
          contentType,
          body: answer,
        } = await ses.call(body, (action, resource) => authoriser.check(principal, action, resource));
        return { status, headers: { 'content-type': contentType }, body: answer };
      },
      lambda: (principal, call) =>
        callLambda({ functions, authoriser, invocations: asyncInvocations }, principal, call),
      customResourceAnswer: (url, body) => customResources.answer(url, body),
    },
    activity,
  );
  closers.add(() => endpoint.stop());

  const s3Port = openStateFile(kept, 's3-port', Port, 0);
  const s3 = await startS3({
    // Where it was before: URLs that were signed before a restart are still good.
    port: (await isFree(s3Port.value)) ? s3Port.value : 0,
    dataDir: path.join(settings.stateDir, 's3'),
    buckets: bucketDefinitions(template),
    clock,
    credential(accessKeyId) {
      const principal = callers.principalOf(accessKeyId);
      return principal && { secretAccessKey: LOCAL_SECRET, principal };
    },
    authorise: authoriser.check,
    activity,
    log,
    ...(settings.interpose?.s3 === undefined ? {} : { interpose: settings.interpose.s3 }),
  });
  closers.add(() => s3.stop());
  s3Port.save(Number(new URL(s3.url).port));

  const lambda = createLambdaService({
    functions,
    endpointUrl: endpoint.url,
    s3Url: s3.url,
    accessKeyOf: ({ role, name }) => callers.keyFor(role, name),
    logDirectory: path.join(settings.stateDir, 'logs'),
    activity,
    ...interpose,
  });
  closers.add(() => lambda.stop());

  const asyncInvocations = createAsyncInvocations({
    lambda,
    clock,
    pending: openStateFile(kept, 'pending-events', PendingInvocations, []),
    queues,
    activity,
    log,
  });
  const bus = createEventBus({
    rules,
    clock,
    lastFirings: openStateFile(kept, 'schedules', LastFirings, {}),
    deliver: (functionArn, event) => asyncInvocations.accept(functionArn, event),
  });
  closers.add(() => {
    bus.stop();
    asyncInvocations.stop();
  });

  const { identities, configurationSets } = readSes(template.resources());
  const mailbox = createMailbox({
    stateDir: settings.stateDir,
    clock,
    configurationSets,
    publish: async (event) => bus.put(event),
    onError: (error) => log(`An event of a mail was not delivered: ${String(error)}`),
  });
  const send = settings.interpose?.send;
  const ses = createSes({
    mailbox,
    identities,
    configurationSets: new Set(configurationSets.keys()),
    ...(send === undefined ? {} : { interpose: send }),
  });

  const stepFunctions = createStepFunctions({
    stateMachines: machines,
    clock,
    journal: kept === undefined ? memoryJournal() : fileJournal(path.join(kept, 'executions.jsonl')),
    invokeTask: createTaskRunner(lambda, dynamoDb),
    onStatusChange(change) {
      executions.note(change);
      bus.put(statusChangeEvent(change, randomUUID(), clock.now()));
    },
    random: unguessableRandom(),
  });
  closers.add(() => stepFunctions.stop());
  await executions.load(stepFunctions, machines);

  const localStreamArns = await provisionTables(tables, database.connection);
  const customResources = createCustomResources({
    template,
    states: openStateFile(kept, 'custom-resources', CustomResourceStates, {}),
    endpointUrl: endpoint.url,
    invoke: (functionArn, event) => lambda.invoke(functionArn, event),
  });
  await customResources.apply();

  // What AWS checks when the mappings and the failure destinations are created.
  for (const mapping of mappings)
    requireMappingPermissions(authoriser, mapping, lambda.find(mapping.functionName));
  for (const { role, name, async } of functions) {
    if (async.onFailureArn === undefined) continue;
    authoriser.check({ kind: 'role', role, session: name }, 'sqs:SendMessage', async.onFailureArn);
  }
  stepFunctions.resume();
  asyncInvocations.resume();
  mailbox.resume();
  const running = startStreams({
    mappings,
    localStreamArns,
    connection: database.connection,
    clock,
    checkpoints: openStateFile(kept, 'stream-checkpoints', Checkpoints, {}),
    lambda,
    queues,
    log,
    ...interpose,
  });
  streams = running;
  closers.add(() => running.stop());
  bus.startSchedules();

  return {
    authoriser,
    bus,
    endpoint,
    executions,
    lambda,
    mailbox,
    queues,
    s3,
    stepFunctions,
    tableNames: tables.map(({ name }) => name),
    settle: () =>
      quiescence({
        activity,
        streams: running,
        clock,
        counts: [() => stepFunctions.pending(), () => mailbox.inFlight()],
      }),
  };
}
