import { describe, expect, it } from 'vitest';
import { synthesise } from './assembly.ts';

describe('data', () => {
  const assembly = synthesise();

  it('outlives the stack', () => {
    const retained = Object.values(assembly.resources)
      .filter(
        ({ DeletionPolicy, UpdateReplacePolicy }) =>
          DeletionPolicy === 'Retain' && UpdateReplacePolicy === 'Retain',
      )
      .map(({ Type }) => Type);

    expect([...new Set(retained)].sort()).toEqual([
      'AWS::Cognito::UserPool',
      'AWS::DynamoDB::Table',
      'AWS::Logs::LogGroup',
      'AWS::S3::Bucket',
      'Custom::PolicyPack',
    ]);
  });

  it('[WRK-6] of uploads lies in a private bucket that encrypts, tiers, and ends what nobody completes', () => {
    expect(assembly.properties('AWS::S3::Bucket', 'Files')).toEqual({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      CorsConfiguration: {
        CorsRules: [
          {
            AllowedOrigins: [{ 'Fn::GetAtt': [expect.stringMatching(/^HttpApi/), 'ApiEndpoint'] }],
            AllowedMethods: ['PUT', 'GET'],
            AllowedHeaders: ['content-type', 'x-amz-checksum-sha256'],
            ExposedHeaders: ['ETag', 'x-amz-checksum-sha256'],
            MaxAge: 3600,
          },
        ],
      },
      LifecycleConfiguration: {
        Rules: [
          {
            Id: 'AbortIncomplete',
            Status: 'Enabled',
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 30 },
          },
          {
            Id: 'Tier',
            Status: 'Enabled',
            Transitions: [{ StorageClass: 'INTELLIGENT_TIERING', TransitionInDays: 0 }],
          },
        ],
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
  });

  it('[WRK-6] of uploads is reached with TLS 1.2, and with no URL that was signed more than an hour ago', () => {
    const { PolicyDocument } = assembly.properties('AWS::S3::BucketPolicy', 'Files/Policy') as {
      PolicyDocument: { Statement: { Effect: string; Condition: object; Principal: object }[] };
    };
    expect(
      PolicyDocument.Statement.map(({ Effect, Condition, Principal }) => [Effect, Principal, Condition]),
    ).toEqual([
      ['Deny', { AWS: '*' }, { Bool: { 'aws:SecureTransport': 'false' } }],
      ['Deny', { AWS: '*' }, { NumericLessThan: { 's3:TlsVersion': 1.2 } }],
      ['Deny', { AWS: '*' }, { NumericGreaterThan: { 's3:signatureAge': 3_600_000 } }],
    ]);
  });

  it('lies in a table that is backed up, streamed, expired and not deleted by mistake', () => {
    expect(assembly.properties('AWS::DynamoDB::Table', 'Table')).toMatchObject({
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: true,
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
  });

  it('is found by these indexes', () => {
    const { GlobalSecondaryIndexes } = assembly.properties('AWS::DynamoDB::Table', 'Table') as {
      GlobalSecondaryIndexes: {
        IndexName: string;
        KeySchema: { AttributeName: string }[];
        Projection: object;
      }[];
    };
    const list = { ProjectionType: 'INCLUDE', NonKeyAttributes: ['summary', 'number'] };

    expect(
      GlobalSecondaryIndexes.map(({ IndexName, KeySchema, Projection }) => [
        IndexName,
        KeySchema.map(({ AttributeName }) => AttributeName),
        Projection,
      ]),
    ).toEqual([
      ['byAccount', ['accountKey', 'filedSort'], list],
      ['byQueue', ['queueKey', 'dueSort'], list],
      ['byOwner', ['ownerKey', 'dueSort'], list],
      ['byEscalation', ['escalationKey', 'dueSort'], list],
      ['toAttend', ['attendKey', 'attendAt'], { ProjectionType: 'KEYS_ONLY' }],
    ]);
  });

  it('goes over encrypted connections only', () => {
    expect(assembly.properties('AWS::SES::ConfigurationSet', 'Mail/ConfigurationSet')).toMatchObject({
      DeliveryOptions: { TlsPolicy: 'REQUIRE' },
    });
    expect(assembly.properties('AWS::SQS::Queue', 'OnFailure')).toMatchObject({
      SqsManagedSseEnabled: true,
    });
    for (const [type, path] of [
      ['AWS::SQS::QueuePolicy', 'OnFailure/Policy'],
      ['AWS::SNS::TopicPolicy', 'AlarmTopic/Policy'],
    ] as const) {
      expect(JSON.stringify(assembly.properties(type, path))).toContain(
        '"Condition":{"Bool":{"aws:SecureTransport":"false"}},"Effect":"Deny"',
      );
    }
  });

  it('is not written into the log of the workflow', () => {
    expect(
      assembly.properties('AWS::StepFunctions::StateMachine', 'SupportRequest/StateMachine'),
    ).toMatchObject({ LoggingConfiguration: { IncludeExecutionData: false, Level: 'ALL' } });
  });
});
