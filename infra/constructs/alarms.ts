import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Construct } from 'constructs';
import { type AlarmCondition, alarmConditions, type Watched } from './alarm-conditions.ts';
import type { AlarmTopic } from './alarm-topic.ts';

/** The heading's anchor in the runbook: `ExecutionsFailed` is explained under `executions-failed`. */
export function runbookAnchor(alarmId: string): string {
  return alarmId.replaceAll(/(?<!^)(?=[A-Z])/g, '-').toLowerCase();
}

/** Every alarm of the deployment, each leading to its article in the runbook. */
export class Alarms extends Construct {
  readonly all: readonly Alarm[];

  constructor(scope: Construct, id: string, { topic, watched }: { topic: AlarmTopic; watched: Watched }) {
    super(scope, id);

    const conditions: Record<string, AlarmCondition> = alarmConditions(watched);
    this.all = Object.entries(conditions).map(([alarmId, condition]) => this.add(alarmId, condition, topic));
  }

  private add(
    id: string,
    { meaning, metric, threshold, whenBelow }: AlarmCondition,
    topic: AlarmTopic,
  ): Alarm {
    const alarm = new Alarm(this, id, {
      alarmDescription: `${meaning} See docs/runbook.md#${runbookAnchor(id)}`,
      metric,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: whenBelow
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      // Nothing happened means no data: silence is good news, unless silence is what the alarm listens for.
      treatMissingData: whenBelow ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(topic));
    alarm.addOkAction(new SnsAction(topic));
    return alarm;
  }
}
