import * as z from 'zod/mini';
import { LOCAL_REGION } from '#local/cloudformation/local-account.ts';
import { type DynamoDbConnection, DynamoDbError } from '#local/dynamodb/connection.ts';
import { StreamRecord } from './stream-record.ts';

const Described = z.object({
  StreamDescription: z.object({
    Shards: z.array(z.object({ ShardId: z.string(), ParentShardId: z.optional(z.string()) })),
    LastEvaluatedShardId: z.optional(z.string()),
  }),
});
const Iterator = z.object({ ShardIterator: z.string() });
const Page = z.object({
  Records: z.array(StreamRecord),
  NextShardIterator: z.optional(z.nullable(z.string())),
});

/** Where a shard is read on: behind a sequence number, or from its first record. */
export type ShardPosition = string | undefined;

/** Reads the shards of one stream of DynamoDB Local. */
export interface ShardReader {
  /** The ids of all shards, a parent before its children. */
  shards(): Promise<string[]>;
  /**
   * Reads a shard to its present end, page by page; resolves with true when the shard is closed and fully read.
   * Everything that was written before the call is read, because DynamoDB Local stores a change and its record
   * together.
   */
  readToEnd(
    shardId: string,
    position: ShardPosition,
    take: (page: readonly StreamRecord[]) => void,
  ): Promise<boolean>;
}

/**
 * A reader of the stream that DynamoDB Local knows as `localArn` and the template as `streamArn`.
 * Iterators are kept between reads.
 */
export function createShardReader(
  connection: DynamoDbConnection,
  localArn: string,
  streamArn: string,
): ShardReader {
  const iterators = new Map<string, string>();
  const call = (operation: string, input: object) =>
    connection.call(`DynamoDBStreams_20120810.${operation}`, input);

  async function iteratorAt(shardId: string, position: ShardPosition): Promise<string> {
    const base = { StreamArn: localArn, ShardId: shardId };
    const start =
      position === undefined
        ? { ShardIteratorType: 'TRIM_HORIZON' }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: position };
    try {
      return Iterator.parse(await call('GetShardIterator', { ...base, ...start })).ShardIterator;
    } catch (error) {
      // The stream forgets after a day; what it still has comes next.
      if (!(error instanceof DynamoDbError) || error.code !== 'TrimmedDataAccessException') throw error;
      const oldest = await call('GetShardIterator', { ...base, ShardIteratorType: 'TRIM_HORIZON' });
      return Iterator.parse(oldest).ShardIterator;
    }
  }

  async function page(shardId: string, position: ShardPosition) {
    const kept = iterators.get(shardId);
    if (kept !== undefined) {
      try {
        return Page.parse(await call('GetRecords', { ShardIterator: kept }));
      } catch (error) {
        if (!(error instanceof DynamoDbError) || !OUTLIVED.includes(error.code)) throw error;
      }
    }
    return Page.parse(await call('GetRecords', { ShardIterator: await iteratorAt(shardId, position) }));
  }

  return {
    async shards() {
      const ids: string[] = [];
      let from: string | undefined;
      do {
        const start = from === undefined ? {} : { ExclusiveStartShardId: from };
        const { StreamDescription } = Described.parse(
          await call('DescribeStream', { StreamArn: localArn, ...start }),
        );
        ids.push(...StreamDescription.Shards.map(({ ShardId }) => ShardId));
        from = StreamDescription.LastEvaluatedShardId;
      } while (from !== undefined);
      return ids;
    },
    async readToEnd(shardId, position, take) {
      let last = position;
      for (;;) {
        const { Records, NextShardIterator } = await page(shardId, last);
        if (Records.length > 0) {
          take(Records.map((record) => asOnAws(record, streamArn)));
          last = Records.at(-1)?.dynamodb.SequenceNumber;
        }
        if (typeof NextShardIterator !== 'string') {
          iterators.delete(shardId);
          return true;
        }
        iterators.set(shardId, NextShardIterator);
        if (Records.length === 0) return false;
      }
    },
  };
}

/** An iterator lives a quarter of an hour. */
const OUTLIVED: readonly string[] = ['ExpiredIteratorException', 'TrimmedDataAccessException'];

function asOnAws(record: StreamRecord, streamArn: string): StreamRecord {
  return { ...record, awsRegion: LOCAL_REGION, eventSourceARN: streamArn };
}
