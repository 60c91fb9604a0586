import { describe, expect, it } from 'vitest';
import { synthesise } from './assembly.ts';

/** What costs money although nobody uses the desk, and how it is charged. Nothing here is charged by the hour. */
const BILLED_WHILE_IDLE = {
  'AWS::CloudWatch::Alarm': '0.10 USD a month for each metric that an alarm reads',
  'AWS::CloudWatch::Dashboard': '3 USD a month from the fourth dashboard of an account on',
  'AWS::DynamoDB::Table': 'stored data and its continuous backup, by the GB',
  'AWS::Logs::LogGroup': 'stored log lines by the GB, until their retention ends',
  'AWS::S3::Bucket': 'stored files by the GB, cheaper the longer nobody reads them',
};

/** What costs nothing until something happens, or nothing at all. */
const FREE_WHILE_IDLE = [
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::Cognito::ManagedLoginBranding',
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolClient',
  'AWS::Cognito::UserPoolDomain',
  'AWS::Cognito::UserPoolGroup',
  'AWS::Events::Rule',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::S3::BucketPolicy',
  'AWS::SES::ConfigurationSet',
  'AWS::SES::ConfigurationSetEventDestination',
  'AWS::SES::EmailIdentity',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::Queue',
  'AWS::SQS::QueuePolicy',
  'AWS::StepFunctions::StateMachine',
  'Custom::PolicyPack',
];

describe('what an idle desk costs', () => {
  const assembly = synthesise();
  const types = [...new Set(Object.values(assembly.resources).map(({ Type }) => Type))];

  it('has no type of resource whose idle cost nobody has judged, so none that is billed by the hour', () => {
    expect(types.sort()).toEqual([...Object.keys(BILLED_WHILE_IDLE), ...FREE_WHILE_IDLE].sort());
  });

  it('pays for the table by request', () => {
    expect(assembly.properties('AWS::DynamoDB::Table', 'Table')).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
    });
    expect(assembly.text).not.toContain('ProvisionedThroughput');
  });

  it('keeps no function warm', () => {
    expect(assembly.text).not.toContain('ProvisionedConcurrency');
  });

  it('wakes up for the sweepers only: 4,464 and 744 runs in the longest month', () => {
    const schedules = Object.entries(assembly.ofType('AWS::Events::Rule'))
      .filter(([, rule]) => 'ScheduleExpression' in rule.Properties)
      .map(([path, rule]) => [path, rule.Properties.ScheduleExpression]);

    expect(schedules).toEqual([
      ['UploadSweeper/Rule', 'rate(1 hour)'],
      ['Sweeper/Rule', 'rate(10 minutes)'],
    ]);
  });

  it('pays for 42 alarm metrics, 4.20 USD a month, and for the metrics that the sweepers write', () => {
    const metrics = Object.values(assembly.ofType('AWS::CloudWatch::Alarm')).flatMap(({ Properties }) => {
      const { Metrics } = Properties as { Metrics?: { MetricStat?: unknown }[] };
      return Metrics ? Metrics.filter((metric) => metric.MetricStat !== undefined) : [Properties];
    });

    expect(metrics).toHaveLength(42);
  });

  it('lets every log group end its lines', () => {
    const groups = Object.entries(assembly.ofType('AWS::Logs::LogGroup'));
    const retention = Object.fromEntries(
      groups.map(([path, group]) => [path, group.Properties.RetentionInDays]),
    );

    expect(retention).toEqual({
      ApiLogs: 180,
      WorkflowLogs: 180,
      WakeWorkflowLogs: 180,
      SendMailLogs: 180,
      RecordDeliveryLogs: 180,
      SweepLogs: 180,
      ReviveLogs: 180,
      PublishPolicyLogs: 180,
      UploadsLogs: 180,
      UploadScriptLogs: 180,
      VerifyUploadLogs: 180,
      SweepUploadsLogs: 180,
      'Http/AccessLog': 180,
      'SupportRequest/Logs': 30,
    });
  });
});
