import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { PROJECT_ROOT } from '../project-root.ts';
import type { DeskTable } from './desk-table.ts';
import type { NodeFunction } from './node-function.ts';

export interface RequestWorkflowProps {
  readonly table: DeskTable;
  /** The function that every task of the definition calls. */
  readonly steps: NodeFunction;
}

/** Runs one execution per support request and generation; started and woken by the table's stream only. */
export class RequestWorkflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, { table, steps }: RequestWorkflowProps) {
    super(scope, id);

    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('states.amazonaws.com') });
    role.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [steps.functionArn] }),
    );
    table.allow(role, 'UpdateItem');

    this.stateMachine = new StateMachine(this, 'StateMachine', {
      // From a string, not a file: the definition is then part of the template and of its diff.
      definitionBody: DefinitionBody.fromString(
        readFileSync(join(PROJECT_ROOT, 'statemachines/support-request.asl.json'), 'utf8'),
      ),
      definitionSubstitutions: { WorkflowFunctionArn: steps.functionArn, TableName: table.tableName },
      role,
      logs: {
        level: LogLevel.ALL,
        // Task tokens and what a function answers stay out of the log.
        includeExecutionData: false,
        destination: new LogGroup(this, 'Logs', { retention: RetentionDays.ONE_MONTH }),
      },
    });
  }
}
