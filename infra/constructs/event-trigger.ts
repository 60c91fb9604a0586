import { Duration } from 'aws-cdk-lib';
import { type EventPattern, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import type { NodeFunction } from './node-function.ts';
import type { OnFailureQueue } from './on-failure-queue.ts';

export interface EventTriggerProps {
  readonly target: NodeFunction;
  readonly onFailure: OnFailureQueue;
  readonly description: string;
  /** What starts the function: events of this form, or the passing of so many minutes. */
  readonly on: EventPattern | { readonly everyMinutes: number };
}

/** Starts a function on an event or a schedule; what fails for good ends in the on-failure queue. */
export class EventTrigger extends Construct {
  constructor(scope: Construct, id: string, { target, onFailure, description, on }: EventTriggerProps) {
    super(scope, id);

    const when =
      'everyMinutes' in on
        ? { schedule: Schedule.rate(Duration.minutes(on.everyMinutes)) }
        : { eventPattern: on };

    // Two hand-overs can fail: EventBridge to Lambda's queue, and from there to the function.
    new Rule(this, 'Rule', {
      description,
      ...when,
      targets: [
        new LambdaFunction(target, {
          deadLetterQueue: onFailure,
          maxEventAge: Duration.hours(1),
          retryAttempts: 8,
        }),
      ],
    });
    onFailure.catchEventsOf(target);
  }
}
