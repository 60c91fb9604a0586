import { CustomResource, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { NodeFunction } from './node-function.ts';

export interface PolicyPackProps {
  /** The function that stores a pack; it answers CloudFormation itself. */
  readonly publisher: NodeFunction;
  /** The pack as its loader gave it. */
  readonly pack: object;
}

/** Publishes the policy pack with each deploy that changed it. Older versions stay: open requests are pinned to them. */
export class PolicyPack extends Construct {
  constructor(scope: Construct, id: string, { publisher, pack }: PolicyPackProps) {
    super(scope, id);

    const published = new CustomResource(this, 'Pack', {
      resourceType: 'Custom::PolicyPack',
      serviceToken: publisher.functionArn,
      properties: { pack: JSON.stringify(pack) },
      // A publisher that cannot answer must not hold a deploy for CloudFormation's own hour.
      serviceTimeout: Duration.minutes(2),
      removalPolicy: RemovalPolicy.RETAIN,
    });
    // It is called the moment it exists; by then its role must allow what it does.
    published.node.addDependency(publisher.role ?? publisher);
  }
}
