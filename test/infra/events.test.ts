import { describe, expect, it } from 'vitest';
import { synthesise } from './assembly.ts';

const queue = { 'Fn::GetAtt': [expect.stringMatching(/^OnFailure/), 'Arn'] };

describe('what starts the functions', () => {
  const assembly = synthesise();

  it.each([
    [
      'Wakes/Mapping',
      'WakeWorkflow',
      [
        '{"dynamodb":{"Keys":{"sk":{"S":["WF"]}},"NewImage":{"signal":{"S":["bumped"]}}}}',
        '{"dynamodb":{"Keys":{"sk":{"S":[{"prefix":"F#"}]}},"NewImage":{"state":{"S":["verifying"]}}}}',
      ],
    ],
    [
      'QueuedMails/Mapping',
      'SendMail',
      ['{"dynamodb":{"Keys":{"sk":{"S":[{"prefix":"M#"}]}},"NewImage":{"state":{"S":["queued"]}}}}'],
    ],
  ])('%s hands the right changes to %s, a bounded number of times', (path, consumer, patterns) => {
    expect(assembly.properties('AWS::Lambda::EventSourceMapping', path)).toEqual({
      FunctionName: { Ref: expect.stringMatching(new RegExp(`^${consumer}`)) },
      EventSourceArn: { 'Fn::GetAtt': [expect.stringMatching(/^Table/), 'StreamArn'] },
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 25,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 8,
      MaximumRecordAgeInSeconds: 3600,
      DestinationConfig: { OnFailure: { Destination: queue } },
      FilterCriteria: { Filters: patterns.map((Pattern) => ({ Pattern })) },
    });
  });

  it('reads the stream with two consumers, the most that DynamoDB has room for at one shard', () => {
    expect(Object.keys(assembly.ofType('AWS::Lambda::EventSourceMapping'))).toEqual([
      'Wakes/Mapping',
      'QueuedMails/Mapping',
    ]);
  });

  it('leaves verifications to the queue of Lambda, which runs them beside each other', () => {
    const { Variables } = Object(assembly.properties('AWS::Lambda::Function', 'WakeWorkflow').Environment);
    expect(Variables.VERIFY_FUNCTION).toEqual({ Ref: expect.stringMatching(/^VerifyUpload[0-9A-F]{8}$/) });
    expect(assembly.properties('AWS::Lambda::EventInvokeConfig', 'VerifyUpload/EventInvokeConfig')).toEqual({
      FunctionName: Variables.VERIFY_FUNCTION,
      Qualifier: '$LATEST',
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: 3600,
      DestinationConfig: { OnFailure: { Destination: queue } },
    });
  });

  it('includes the news of each mail that this desk sent', () => {
    expect(assembly.properties('AWS::Events::Rule', 'Deliveries/Rule')).toMatchObject({
      EventPattern: {
        source: ['aws.ses'],
        'detail-type': ['Email Delivered', 'Email Bounced', 'Email Complaint Received', 'Email Rejected'],
        detail: {
          mail: {
            tags: { 'ses:configuration-set': [{ Ref: expect.stringMatching(/^MailConfigurationSet/) }] },
          },
        },
      },
    });
    expect(assembly.properties('AWS::SES::ConfigurationSetEventDestination', 'Mail/Events')).toMatchObject({
      EventDestination: { Enabled: true, MatchingEventTypes: ['delivery', 'bounce', 'complaint', 'reject'] },
    });
  });

  it('includes every bad end of an execution of this state machine', () => {
    expect(assembly.properties('AWS::Events::Rule', 'Revival/Rule')).toMatchObject({
      EventPattern: {
        source: ['aws.states'],
        'detail-type': ['Step Functions Execution Status Change'],
        detail: {
          status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
          stateMachineArn: [{ Ref: expect.stringMatching(/^SupportRequestStateMachine/) }],
        },
      },
    });
  });

  it('keeps what a rule could not hand over, and what its function failed on', () => {
    const rules = Object.values(assembly.ofType('AWS::Events::Rule'));
    const calls = Object.values(assembly.ofType('AWS::Lambda::EventInvokeConfig'));
    expect([rules.length, calls.length]).toEqual([4, 5]);

    for (const { Properties } of rules) {
      expect(Properties.Targets).toEqual([
        expect.objectContaining({
          DeadLetterConfig: { Arn: queue },
          RetryPolicy: { MaximumRetryAttempts: 8, MaximumEventAgeInSeconds: 3600 },
        }),
      ]);
    }
    for (const { Properties } of calls) {
      expect(Properties).toMatchObject({
        MaximumRetryAttempts: 2,
        DestinationConfig: { OnFailure: { Destination: queue } },
      });
    }
  });

  it('publishes the pack of the configuration with the deploy', () => {
    const { pack } = assembly.properties('Custom::PolicyPack', 'Policy/Pack/Default') as {
      pack: string;
    };
    expect(JSON.parse(pack)).toMatchObject({ pack: 'house', version: 2 });
  });
});
