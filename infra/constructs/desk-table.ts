import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/** Each index by its two keys. Lists show `summary` and `number`; the sweeper needs the keys only. */
const INDEXES = {
  byAccount: { keys: ['accountKey', 'filedSort'], shows: ['summary', 'number'] },
  byQueue: { keys: ['queueKey', 'dueSort'], shows: ['summary', 'number'] },
  byOwner: { keys: ['ownerKey', 'dueSort'], shows: ['summary', 'number'] },
  byEscalation: { keys: ['escalationKey', 'dueSort'], shows: ['summary', 'number'] },
  toAttend: { keys: ['attendKey', 'attendAt'], shows: [] },
} as const;

export type TableIndex = keyof typeof INDEXES;

/** The actions that Casebell's functions use; there is no deleting one. */
export type TableAction = 'GetItem' | 'Query' | 'PutItem' | 'UpdateItem';

/** The one table: every request, its events, its mails, and the people and contracts around it. */
export class DeskTable extends Table {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      timeToLiveAttribute: 'expiresAt',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });

    for (const [indexName, { keys, shows }] of Object.entries(INDEXES)) {
      this.addGlobalSecondaryIndex({
        indexName,
        partitionKey: { name: keys[0], type: AttributeType.STRING },
        sortKey: { name: keys[1], type: AttributeType.STRING },
        ...(shows.length > 0
          ? { projectionType: ProjectionType.INCLUDE, nonKeyAttributes: [...shows] }
          : { projectionType: ProjectionType.KEYS_ONLY }),
      });
    }
  }

  /** Lets `grantee` do exactly these things to items. */
  allow(grantee: IGrantable, ...actions: TableAction[]): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: actions.map((action) => `dynamodb:${action}`),
        resources: [this.tableArn],
      }),
    );
  }

  /** Lets `grantee` query exactly these indexes. */
  allowQuery(grantee: IGrantable, ...indexes: TableIndex[]): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['dynamodb:Query'],
        resources: indexes.map((index) => `${this.tableArn}/index/${index}`),
      }),
    );
  }
}
