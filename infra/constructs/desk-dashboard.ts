import { AlarmStatusWidget, Dashboard, GraphWidget, type IMetric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Watched } from './alarm-conditions.ts';
import type { Alarms } from './alarms.ts';

/** One page that answers: is the desk well, and if not, where to look. */
export class DeskDashboard extends Dashboard {
  constructor(scope: Construct, id: string, { alarms, watched }: { alarms: Alarms; watched: Watched }) {
    super(scope, id);

    const { functions, httpApi, stateMachine } = watched;
    const all = Object.entries(functions);

    this.addWidgets(
      new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms.all], width: 24, height: 4 }),
    );
    this.addWidgets(
      graph('Requests to the API', [
        httpApi.metricCount({ statistic: Stats.SUM }),
        httpApi.metricClientError({ statistic: Stats.SUM }),
        httpApi.metricServerError({ statistic: Stats.SUM }),
      ]),
      graph('Slowest answers of the API', [
        httpApi.metricLatency({ statistic: Stats.p(50) }),
        httpApi.metricLatency({ statistic: Stats.p(99) }),
      ]),
      graph('Workflows', [
        stateMachine.metricStarted(),
        stateMachine.metricSucceeded(),
        stateMachine.metricFailed(),
      ]),
    );
    this.addWidgets(
      graph(
        'Errors of functions',
        all.map(([label, fn]) => fn.metricErrors({ label })),
      ),
      graph(
        'Duration of functions',
        all.map(([label, fn]) => fn.metricDuration({ label, statistic: Stats.p(99) })),
      ),
      graph('Age of the oldest change', [
        functions.WakeWorkflow.metric('IteratorAge', { statistic: Stats.MAXIMUM, label: 'WakeWorkflow' }),
        functions.SendMail.metric('IteratorAge', { statistic: Stats.MAXIMUM, label: 'SendMail' }),
        functions.VerifyUpload.metric('AsyncEventAge', { statistic: Stats.MAXIMUM, label: 'VerifyUpload' }),
      ]),
    );
  }
}

function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: 8, height: 6 });
}
