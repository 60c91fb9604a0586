import { describe, expect, it } from 'vitest';
import { bucketDefinitions } from '#local/cloudformation/buckets.ts';
import { loadTemplate } from '#local/template.ts';
import { writeAssembly } from './assembly.ts';

/** The buckets of a template whose bucket `Files` has these properties, and whose policy these statements. */
function definitions(properties: object, statements: readonly object[] = []) {
  const folder = writeAssembly({
    resources: {
      Files: { Type: 'AWS::S3::Bucket', Properties: properties },
      FilesPolicy: {
        Type: 'AWS::S3::BucketPolicy',
        Properties: { Bucket: { Ref: 'Files' }, PolicyDocument: { Statement: statements } },
      },
    },
  });
  return bucketDefinitions(loadTemplate(folder, { deskUrl: 'http://localhost:4600' }));
}

const deny = (condition: object) => ({
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Condition: condition,
});

describe('the buckets of a template', () => {
  it('have their CORS rules, their encryption, the abortion of old uploads and the age of signatures', () => {
    expect(
      definitions(
        {
          BucketEncryption: {
            ServerSideEncryptionConfiguration: [
              { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k' } },
            ],
          },
          CorsConfiguration: {
            CorsRules: [
              {
                AllowedOrigins: ['https://desk.example.com'],
                AllowedMethods: ['PUT'],
                AllowedHeaders: ['x-amz-checksum-sha256'],
                ExposedHeaders: ['ETag'],
                MaxAge: 3600,
              },
            ],
          },
          LifecycleConfiguration: {
            Rules: [
              { Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } },
              { Id: 'Off', Status: 'Disabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } },
              { Id: 'Tier', Status: 'Enabled', Transitions: [{ StorageClass: 'INTELLIGENT_TIERING' }] },
            ],
          },
        },
        [
          deny({ Bool: { 'aws:SecureTransport': 'false' } }),
          deny({ NumericLessThan: { 's3:TlsVersion': 1.2 } }),
          deny({ NumericGreaterThan: { 's3:signatureAge': 3_600_000 } }),
        ],
      ),
    ).toEqual([
      {
        name: 'files',
        arn: 'arn:aws:s3:::files',
        cors: [
          {
            allowedOrigins: ['https://desk.example.com'],
            allowedMethods: ['PUT'],
            allowedHeaders: ['x-amz-checksum-sha256'],
            exposeHeaders: ['ETag'],
            maxAgeSeconds: 3600,
          },
        ],
        lifecycle: [{ id: 'rule-1', abortIncompleteAfterDays: 7 }],
        encryption: { algorithm: 'aws:kms', kmsKeyId: 'k' },
        maxSignatureAgeMs: 3_600_000,
      },
    ]);
  });

  it('may say nothing', () => {
    expect(definitions({})).toEqual([{ name: 'files', arn: 'arn:aws:s3:::files', cors: [], lifecycle: [] }]);
  });

  it.each([
    [{ VersioningConfiguration: { Status: 'Enabled' } }, 'VersioningConfiguration'],
    [{ LifecycleConfiguration: { Rules: [{ Status: 'Enabled', ExpirationInDays: 9 }] } }, 'ExpirationInDays'],
    [{ NotificationConfiguration: {} }, 'NotificationConfiguration'],
  ])('that ask for what the local S3 does not do stop the start: %j', (properties, named) => {
    expect(() => definitions(properties)).toThrow(named);
  });

  it.each([
    [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject' }],
    [deny({ StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } })],
    [deny({ NumericGreaterThan: { 's3:signatureAge': 'x' } })],
    [
      deny({
        Bool: { 'aws:SecureTransport': 'false' },
        NumericGreaterThan: { 's3:signatureAge': 1 },
      }),
    ],
  ])('whose policy says something else stop it too: %j', (statement) => {
    expect(() => definitions({}, [statement])).toThrow(
      'The policy of bucket Files has a statement that the local S3 does not know',
    );
  });
});
