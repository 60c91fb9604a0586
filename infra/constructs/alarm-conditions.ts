import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { ConfigurationSet } from 'aws-cdk-lib/aws-ses';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { FunctionId } from '../function-entries.ts';
import type { NodeFunction } from './node-function.ts';

/** What the alarms look at. */
export interface Watched {
  readonly functions: Readonly<Record<FunctionId, NodeFunction>>;
  readonly stateMachine: StateMachine;
  readonly httpApi: HttpApi;
  readonly queue: IQueue;
  readonly configurationSet: ConfigurationSet;
  /** How much may be announced by uploads that are not complete (GiB). */
  readonly incompleteAlarmGiB: number;
}

/** When an alarm goes off, and what it means in one sentence. The runbook has an article of the same name. */
export interface AlarmCondition {
  readonly meaning: string;
  readonly metric: IMetric;
  /** Goes off at or above this value, or below it when `whenBelow` says so. */
  readonly threshold: number;
  readonly whenBelow?: true;
}

const MINUTES_5 = { period: Duration.minutes(5) };
const MAXIMUM_OF_15_MINUTES = { period: Duration.minutes(15), statistic: Stats.MAXIMUM };

/** Every alarm by its id. One per promise that Casebell makes to its operator. */
export function alarmConditions(watched: Watched) {
  const { functions, stateMachine, httpApi, queue, configurationSet, incompleteAlarmGiB } = watched;

  return {
    ExecutionsFailed: {
      meaning: 'The workflow of a support request failed; a new generation was asked for.',
      metric: stateMachine.metricFailed(MINUTES_5),
      threshold: 1,
    },
    ExecutionsAborted: {
      meaning: 'Somebody stopped the workflow of a support request.',
      metric: stateMachine.metricAborted(MINUTES_5),
      threshold: 1,
    },
    ExecutionsTimedOut: {
      meaning: 'The workflow of a support request ran into a time limit of Step Functions.',
      metric: stateMachine.metricTimedOut(MINUTES_5),
      threshold: 1,
    },
    OpenExecutions: {
      meaning: 'The account nears the number of executions that Step Functions lets it keep open.',
      metric: new Metric({
        namespace: 'AWS/States',
        metricName: 'OpenExecutionCount',
        ...MAXIMUM_OF_15_MINUTES,
      }),
      // The quota is 1,000,000 for each account and Region.
      threshold: 800_000,
    },
    OverdueRequests: {
      meaning: 'A support request is past a deadline that nothing acted on.',
      metric: casebellMetric('OverdueRequests', 'Sweep', Stats.MAXIMUM),
      threshold: 1,
    },
    SweeperSilent: {
      meaning: 'The sweeper, which finds overdue requests, has not run for half an hour.',
      metric: functions.Sweep.metricInvocations({ period: Duration.minutes(30) }),
      threshold: 1,
      whenBelow: true,
    },
    UploadSweeperSilent: {
      meaning: 'The sweeper of uploads, which ends and removes what nobody needs, has not run for two hours.',
      metric: functions.SweepUploads.metricInvocations({ period: Duration.hours(2) }),
      threshold: 1,
      whenBelow: true,
    },
    HotLoops: {
      meaning: 'The workflow of a support request went round far more often than its request needs.',
      metric: casebellMetric('HotLoop', 'Workflow', Stats.SUM),
      threshold: 1,
    },
    UndeliveredEvents: {
      meaning: 'An event reached no function after all attempts and lies in the on-failure queue.',
      metric: queue.metricApproximateNumberOfMessagesVisible(MINUTES_5),
      threshold: 1,
    },
    StreamBehind: {
      meaning:
        'Changes wait for more than five minutes before they wake workflows, send mails or verify files.',
      metric: new MathExpression({
        expression: 'MAX([wake, mail, file])',
        usingMetrics: {
          wake: functions.WakeWorkflow.metric('IteratorAge', MAXIMUM_OF_15_MINUTES),
          mail: functions.SendMail.metric('IteratorAge', MAXIMUM_OF_15_MINUTES),
          // It reads Lambda's queue, not the stream.
          file: functions.VerifyUpload.metric('AsyncEventAge', MAXIMUM_OF_15_MINUTES),
        },
        label: 'Age of the oldest change (ms)',
        period: Duration.minutes(15),
      }),
      threshold: 5 * 60 * 1000,
    },
    ApiErrors: {
      meaning: 'The API answered with a 5xx status, which is always a defect.',
      metric: httpApi.metricServerError({ ...MINUTES_5, statistic: Stats.SUM }),
      threshold: 1,
    },
    FunctionErrors: {
      meaning: 'A function failed.',
      metric: sumOf(others(functions), 'Errors'),
      threshold: 1,
    },
    FunctionThrottles: {
      meaning: 'Lambda turned calls away because the account runs too many functions at once.',
      metric: sumOf(others(functions), 'Throttles'),
      threshold: 1,
    },
    UploadErrors: {
      meaning: 'A function of uploads failed.',
      metric: sumOf(ofUploads(functions), 'Errors'),
      threshold: 1,
    },
    UploadThrottles: {
      meaning: 'Lambda turned calls of uploads away because the account runs too many functions at once.',
      metric: sumOf(ofUploads(functions), 'Throttles'),
      threshold: 1,
    },
    MailFailed: {
      meaning: 'A mail could not be sent, or was refused for good.',
      metric: casebellMetric('MailFailed', 'SendMail', Stats.SUM),
      threshold: 1,
    },
    MailBounces: {
      meaning: 'So many mails bounce that SES may review the account.',
      metric: reputation('Reputation.BounceRate', configurationSet),
      // SES puts an account under review at 5 percent.
      threshold: 0.05,
    },
    MailComplaints: {
      meaning: 'So many mails are reported as spam that SES may review the account.',
      metric: reputation('Reputation.ComplaintRate', configurationSet),
      // SES puts an account under review at 0.1 percent.
      threshold: 0.001,
    },
    UploadsFailed: {
      meaning: 'A file that was uploaded is not the one that was sent.',
      metric: casebellMetric('UploadFailed', 'VerifyUpload', Stats.SUM),
      threshold: 1,
    },
    IncompleteUploads: {
      meaning: 'Uploads that nobody has completed yet announce more bytes than the operator expects.',
      metric: casebellMetric('IncompleteUploadGiB', 'SweepUploads', Stats.MAXIMUM),
      threshold: incompleteAlarmGiB,
    },
  } satisfies Record<string, AlarmCondition>;
}

/** A metric that a function writes itself; the metrics library adds the function's name as `service`. */
function casebellMetric(metricName: string, service: FunctionId, statistic: string): Metric {
  return new Metric({
    namespace: 'Casebell',
    metricName,
    dimensionsMap: { service },
    statistic,
    period: Duration.minutes(15),
  });
}

function reputation(metricName: string, { configurationSetName }: ConfigurationSet): Metric {
  return new Metric({
    namespace: 'AWS/SES',
    metricName,
    dimensionsMap: { 'ses:configuration-set': configurationSetName },
    statistic: Stats.AVERAGE,
    period: Duration.hours(1),
  });
}

type Functions = Partial<Watched['functions']>;

/** An alarm adds at most ten metrics up, so the functions of uploads have their own. */
const UPLOADS: readonly string[] = [
  'Uploads',
  'UploadScript',
  'VerifyUpload',
  'SweepUploads',
] satisfies FunctionId[];

function ofUploads(functions: Functions): Functions {
  return Object.fromEntries(Object.entries(functions).filter(([id]) => UPLOADS.includes(id)));
}

function others(functions: Functions): Functions {
  return Object.fromEntries(Object.entries(functions).filter(([id]) => !UPLOADS.includes(id)));
}

/** One number for several functions, so that one alarm is enough; the dashboard tells them apart. */
function sumOf(functions: Functions, metricName: 'Errors' | 'Throttles'): MathExpression {
  const all = Object.entries(functions).map(([id, fn]): [string, Metric] => [
    `of${id}`,
    fn.metric(metricName, { ...MINUTES_5, statistic: Stats.SUM, label: id }),
  ]);
  return new MathExpression({
    expression: `SUM([${all.map(([name]) => name).join(', ')}])`,
    usingMetrics: Object.fromEntries(all),
    label: metricName,
    ...MINUTES_5,
  });
}
