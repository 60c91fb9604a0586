import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { DeskTable } from './desk-table.ts';
import type { NodeFunction } from './node-function.ts';
import type { OnFailureQueue } from './on-failure-queue.ts';

export interface StreamConsumerProps {
  readonly table: DeskTable;
  readonly consumer: NodeFunction;
  readonly onFailure: OnFailureQueue;
  /** What is handed over: changes that pass one of these patterns of EventBridge, on the record's form in the stream. */
  readonly filters: readonly object[];
}

/**
 * Hands the table's changes that pass a filter to a function. No more than two may read the stream at once, or both are
 * throttled: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
 */
export class StreamConsumer extends Construct {
  constructor(scope: Construct, id: string, { table, consumer, onFailure, filters }: StreamConsumerProps) {
    super(scope, id);

    const streamArn = table.tableStreamArn;
    if (streamArn === undefined) throw new Error('The table has no stream.');

    consumer.allow(
      ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
      [streamArn],
    );
    const mapping = new EventSourceMapping(this, 'Mapping', {
      target: consumer,
      eventSourceArn: streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 25,
      filters: filters.map((filter) => ({ pattern: JSON.stringify(filter) })),
      // Lambda's own default is to retry for ever: one poison record would block its shard for a day.
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: 8,
      maxRecordAge: Duration.hours(1),
      onFailure: onFailure.destinationFor(consumer),
    });
    // Lambda reads the stream once while it creates the mapping, so the role must be complete by then.
    mapping.node.addDependency(consumer.role ?? consumer);
  }
}
