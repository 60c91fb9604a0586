import { Duration } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Config } from '#functions/config.ts';
import { bundledCode } from '../bundled-code.ts';
import type { FunctionId } from '../function-entries.ts';
import type { DeskTable } from './desk-table.ts';

/** What a function may be told beyond what all are told, by the names under which it parses its environment. */
export type FunctionSettings = Partial<
  Record<
    Exclude<
      keyof (Config<'api'> & Config<'stream'> & Config<'mail'> & Config<'uploads'> & Config<'sweepUploads'>),
      'TABLE_NAME'
    >,
    string
  >
>;

export interface NodeFunctionProps {
  readonly table: DeskTable;
  /** Lambda gives processor time in proportion to memory. */
  readonly memoryMb: 256 | 512;
  readonly timeoutSeconds: number;
  readonly settings?: FunctionSettings;
}

/** One Lambda function: the only place that sets runtime, bundle, logs and the common environment. */
export class NodeFunction extends LambdaFunction {
  constructor(scope: Construct, id: FunctionId, props: NodeFunctionProps) {
    const logGroup = new LogGroup(scope, `${id}Logs`, { retention: RetentionDays.SIX_MONTHS });
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    // Narrower than AWSLambdaBasicExecutionRole, which may write to every log group of the account.
    role.addToPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    );

    super(scope, id, {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: bundledCode(scope, id),
      handler: 'index.handler',
      memorySize: props.memoryMb,
      timeout: Duration.seconds(props.timeoutSeconds),
      role,
      logGroup,
      environment: {
        ...props.settings,
        TABLE_NAME: props.table.tableName,
        LOG_LEVEL: 'INFO',
        POWERTOOLS_SERVICE_NAME: id,
        POWERTOOLS_METRICS_NAMESPACE: 'Casebell',
      },
    });
  }

  /** Lets the function do exactly these things to exactly these resources. */
  allow(actions: string[], resources: string[]): void {
    this.addToRolePolicy(new PolicyStatement({ actions, resources }));
  }
}
