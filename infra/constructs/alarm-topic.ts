import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';

/** Brings alarms to the operators' address; SNS first asks there for a confirmation. */
export class AlarmTopic extends Topic {
  constructor(scope: Construct, id: string, { address }: { readonly address: string }) {
    super(scope, id, { enforceSSL: true });

    this.addSubscription(new EmailSubscription(address));
    // A topic with a policy of its own loses the default one, by which CloudWatch may publish.
    this.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
  }
}
