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
  /** A filter as EventBridge patterns write it, on the record's form in the stream. */
  readonly filter: object;
  /** Changes handed over at once; 25 unless said otherwise. */
  readonly batchSize?: number;
}

/** Hands the table's changes that pass a filter to a function. */
export class StreamConsumer extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { table, consumer, onFailure, filter, batchSize = 25 }: StreamConsumerProps,
  ) {
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
      batchSize,
      filters: [{ pattern: JSON.stringify(filter) }],
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
