import type { Lane, SeenRecord } from './lane.ts';
import type { ShardReader } from './shard-reader.ts';
import type { StreamRecord } from './stream-record.ts';

/** One mapping on a stream, as the reader of the stream sees it. */
export interface StreamConsumer {
  matches(record: StreamRecord): boolean;
  /** What the consumer is done with in a shard, or undefined. */
  checkpointOf(shardId: string): string | undefined;
  laneFor(shardId: string): Lane;
}

interface Shard {
  readonly lanes: readonly { consumer: StreamConsumer; lane: Lane; from: bigint }[];
  position: string | undefined;
  closed: boolean;
}

/** Reads one table's stream and hands its records to every consumer. */
export interface TableStream {
  /** Reads everything written before the call and puts it into the lanes. */
  poll(): Promise<void>;
  lanes(): readonly Lane[];
}

/** `now` stamps the records: the machine's time, which DynamoDB Local puts on them, is not the stack's. */
export function createTableStream(
  reader: ShardReader,
  consumers: readonly StreamConsumer[],
  now: () => number,
): TableStream {
  const shards = new Map<string, Shard>();
  let mayHaveNewShards = true;

  function open(shardId: string): Shard {
    const checkpoints = consumers.map((consumer) => consumer.checkpointOf(shardId));
    const known = checkpoints.filter((checkpoint) => checkpoint !== undefined);
    const earliest = known.toSorted((left, right) => (BigInt(left) < BigInt(right) ? -1 : 1))[0];
    return {
      lanes: consumers.map((consumer, position) => ({
        consumer,
        lane: consumer.laneFor(shardId),
        from: BigInt(checkpoints[position] ?? -1),
      })),
      position: known.length === consumers.length ? earliest : undefined,
      closed: false,
    };
  }

  function hand(shard: Shard, page: readonly StreamRecord[]): void {
    const seenAt = now();
    const seen = page.map(
      (record): SeenRecord => ({
        seenAt,
        record: {
          ...record,
          dynamodb: { ...record.dynamodb, ApproximateCreationDateTime: Math.floor(seenAt / 1000) },
        },
      }),
    );
    const last = page.at(-1)?.dynamodb.SequenceNumber;
    if (last === undefined) return;
    shard.position = last;
    for (const { consumer, lane, from } of shard.lanes) {
      const isNew = ({ record }: SeenRecord) => BigInt(record.dynamodb.SequenceNumber) > from;
      if (BigInt(last) > from) {
        lane.push(
          seen.filter((candidate) => isNew(candidate) && consumer.matches(candidate.record)),
          last,
        );
      }
    }
  }

  return {
    async poll() {
      do {
        if (mayHaveNewShards) {
          mayHaveNewShards = false;
          for (const id of await reader.shards()) if (!shards.has(id)) shards.set(id, open(id));
        }
        for (const [id, shard] of shards) {
          if (shard.closed) continue;
          shard.closed = await reader.readToEnd(id, shard.position, (page) => hand(shard, page));
          // The stream goes on in the closed shard's children.
          if (shard.closed) mayHaveNewShards = true;
        }
      } while (mayHaveNewShards);
    },
    lanes: () => [...shards.values()].flatMap(({ lanes }) => lanes.map(({ lane }) => lane)),
  };
}
