import { Duration } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { NodeFunction } from './node-function.ts';

/** Keeps what could not be delivered after all attempts until an operator has looked at it. */
export class OnFailureQueue extends Queue {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // The longest that SQS keeps a message: an alarm that fires on a Friday is still mendable after a holiday.
      retentionPeriod: Duration.days(14),
    });
  }

  /** What Lambda wants as a destination, without the reading rights that CDK's own destination grants. */
  destinationFor(sender: IGrantable): { bind: () => { destination: string } } {
    sender.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.queueArn] }),
    );
    return { bind: () => ({ destination: this.queueArn }) };
  }

  /**
   * For a function that is called asynchronously: has Lambda try again twice, within an hour of the event, and keeps
   * what it failed on for good.
   */
  catchEventsOf(called: NodeFunction): void {
    called.configureAsyncInvoke({
      maxEventAge: Duration.hours(1),
      retryAttempts: 2,
      onFailure: this.destinationFor(called),
    });
  }
}
