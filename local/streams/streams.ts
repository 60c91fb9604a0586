import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import type { Clock } from '#local/clock.ts';
import type { DynamoDbConnection } from '#local/dynamodb/connection.ts';
import type { Interpose } from '#local/interpose.ts';
import type { LambdaService } from '#local/lambda/lambda-service.ts';
import type { StateFile } from '#local/state-file.ts';
import type { EventSourceMapping } from './event-source-mapping.ts';
import type { FailureQueues } from './failure-queue.ts';
import { createLane, type GiveUpReason, type LaneSettings } from './lane.ts';
import { createShardReader } from './shard-reader.ts';
import type { StreamRecord } from './stream-record.ts';
import { createTableStream, type StreamConsumer } from './table-stream.ts';

/** How far each mapping got in each shard: mapping, then shard, then the last sequence number dealt with. */
export const Checkpoints = z.record(z.string(), z.record(z.string(), z.string()));
export type Checkpoints = z.infer<typeof Checkpoints>;

/** What streams are run with. */
export interface StreamSettings {
  readonly mappings: readonly EventSourceMapping[];
  /** DynamoDB Local's ARN of each table's stream, by table name. */
  readonly localStreamArns: ReadonlyMap<string, string>;
  readonly connection: DynamoDbConnection;
  readonly clock: Clock;
  readonly checkpoints: StateFile<Checkpoints>;
  readonly lambda: LambdaService;
  readonly queues: FailureQueues;
  readonly log: (line: string) => void;
  readonly interpose?: Interpose;
}

/** The event source mappings of the template at work. */
export interface Streams {
  /** Says that something was written, so that the streams are read at once. */
  notify(): void;
  /** True when every write notified so far was delivered, was given up, or waits for a retry on the clock. */
  atRest(): boolean;
  /** Resolves when `atRest` is true. */
  rest(): Promise<void>;
  /** Stops delivering; what was not delivered is delivered at the next start. */
  stop(): Promise<void>;
}

/** Writes that did not pass the endpoint (a database tool) are noticed this late. */
const IDLE_POLL_MS = 2000;

const RETRY_POLL_MS = 200;

/** Starts reading; what an earlier run did not finish is delivered first. */
export function startStreams(settings: StreamSettings): Streams {
  const tables = [...new Set(settings.mappings.map(({ tableName }) => tableName))];
  let waiting: (() => void)[] = [];
  let dirty = false;
  let polling: Promise<void> | undefined;
  let stopped = false;

  const streams = tables.map((tableName) => {
    const localArn = settings.localStreamArns.get(tableName);
    if (localArn === undefined)
      throw new Error(`The table ${tableName} has no stream, but a mapping reads it`);
    const mine = settings.mappings.filter((mapping) => mapping.tableName === tableName);
    const reader = createShardReader(settings.connection, localArn, mine[0]?.streamArn ?? localArn);
    const consumers = mine.map((mapping) => consumerOf(settings, mapping, checkRest));
    return createTableStream(reader, consumers, () => settings.clock.now());
  });

  const atRest = () =>
    stopped ||
    (!dirty &&
      polling === undefined &&
      streams.every((stream) => stream.lanes().every((lane) => lane.atRest())));

  function checkRest(): void {
    if (waiting.length === 0 || !atRest()) return;
    const resolves = waiting;
    waiting = [];
    for (const resolve of resolves) resolve();
  }

  async function pollWhileDirty(): Promise<void> {
    while (dirty && !stopped) {
      dirty = false;
      for (const stream of streams) await stream.poll();
    }
  }

  function notify(): void {
    dirty = true;
    if (polling !== undefined || stopped) return;
    polling = pollWhileDirty()
      .catch((error: unknown) => {
        if (stopped) return;
        settings.log(`Reading the streams failed, trying again: ${String(error)}`);
        // Still dirty, so nobody takes the streams for read to their end.
        dirty = true;
        setTimeout(notify, RETRY_POLL_MS).unref();
      })
      .finally(() => {
        polling = undefined;
        checkRest();
      });
  }

  const idlePoll = setInterval(notify, IDLE_POLL_MS);
  idlePoll.unref();
  notify();

  return {
    notify,
    atRest,
    rest: () => (atRest() ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
    async stop() {
      clearInterval(idlePoll);
      stopped = true;
      for (const stream of streams) for (const lane of stream.lanes()) lane.stop();
      await polling;
      checkRest();
    },
  };
}

function consumerOf(
  settings: StreamSettings,
  mapping: EventSourceMapping,
  onRest: () => void,
): StreamConsumer {
  const { checkpoints, lambda, interpose } = settings;
  const fn = lambda.find(mapping.functionName);
  const invoke = (records: readonly StreamRecord[]) => lambda.invoke(fn.id, { Records: records });
  const delivery = { functionId: fn.id, mappingId: mapping.id };
  const forShard = (shardId: string): LaneSettings => ({
    mapping,
    clock: settings.clock,
    deliver: (records) =>
      interpose?.deliver === undefined ? invoke(records) : interpose.deliver(delivery, records, invoke),
    giveUp(records, reason, attempts) {
      settings.log(`${fn.id}: gave up ${records.length} stream record(s): ${reason}`);
      if (mapping.onFailureArn === undefined) return;
      const message = failureMessage({ mapping, functionArn: fn.arn, shardId, records, reason, attempts });
      settings.queues.send(mapping.onFailureArn, { ...message, timestamp: isoInstant(settings.clock.now()) });
    },
    checkpoint(sequenceNumber) {
      const mine = { ...checkpoints.value[mapping.id], [shardId]: sequenceNumber };
      checkpoints.save({ ...checkpoints.value, [mapping.id]: mine });
    },
    onFailure: (error) => settings.log(`${fn.id}: ${error instanceof Error ? error.message : String(error)}`),
    onRest,
  });
  return {
    matches: (record) => mapping.matches(record),
    checkpointOf: (shardId) => checkpoints.value[mapping.id]?.[shardId],
    laneFor: (shardId) => createLane(forShard(shardId)),
  };
}

/** What Lambda sends to an on-failure queue: where the records lie, not the records themselves. */
function failureMessage(failure: {
  mapping: EventSourceMapping;
  functionArn: string;
  shardId: string;
  records: readonly StreamRecord[];
  reason: GiveUpReason;
  attempts: number;
}) {
  const { mapping, functionArn, shardId, records, reason, attempts } = failure;
  const [first, last] = [records.at(0), records.at(-1)];
  const arrival = (record: StreamRecord | undefined) =>
    isoInstant((record?.dynamodb.ApproximateCreationDateTime ?? 0) * 1000);
  return {
    requestContext: {
      requestId: randomUUID(),
      functionArn,
      condition: reason,
      approximateInvokeCount: attempts,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: first?.dynamodb.SequenceNumber,
      endSequenceNumber: last?.dynamodb.SequenceNumber,
      approximateArrivalOfFirstRecord: arrival(first),
      approximateArrivalOfLastRecord: arrival(last),
      batchSize: records.length,
      streamArn: mapping.streamArn,
    },
  };
}

function isoInstant(ms: number): string {
  return new Date(ms).toISOString();
}
