import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const PROJECT_ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** A function of a test's template: its source is an ES module that may import the AWS SDK. */
export interface TestFunction {
  readonly source: string;
  /** Statements of its role's policy. */
  readonly policy?: readonly object[];
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, unknown>>;
}

/** A folder that the test run leaves behind in the system's temporary folder. */
export function temporaryFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'casebell-test-'));
}

/** Writes a cloud assembly with a small template and returns its folder. */
export function writeAssembly(parts: {
  functions?: Readonly<Record<string, TestFunction>>;
  resources?: Readonly<Record<string, object>>;
  rest?: Readonly<Record<string, unknown>>;
}): string {
  const folder = temporaryFolder();
  const files: Record<string, { source: { path: string } }> = {};
  const resources: Record<string, unknown> = { ...parts.resources };
  for (const [name, fn] of Object.entries(parts.functions ?? {})) {
    const hash = `${name.toLowerCase()}hash`;
    files[hash] = { source: { path: `asset.${hash}` } };
    bundle(fn.source, path.join(folder, `asset.${hash}`, 'index.mjs'));
    Object.assign(resources, functionResources(name, fn, hash));
  }
  const template = { ...parts.rest, Resources: resources };
  writeFileSync(path.join(folder, 'Test.template.json'), JSON.stringify(template));
  writeFileSync(path.join(folder, 'Test.assets.json'), JSON.stringify({ version: '1', files }));
  return folder;
}

/** A table with keys pk and sk and a stream. */
export const TABLE = {
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
  },
};

/** What a role needs to read the stream of `Table` and to fill the queue `Failed`. */
export const STREAM_POLICY = [
  {
    Effect: 'Allow',
    Action: [
      'dynamodb:DescribeStream',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:ListStreams',
    ],
    Resource: { 'Fn::GetAtt': ['Table', 'StreamArn'] },
  },
  { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: { 'Fn::GetAtt': ['Failed', 'Arn'] } },
];

/** A stream mapping from `Table` to a function, with the settings the desk uses. */
export function streamMapping(
  functionName: string,
  properties: Readonly<Record<string, unknown>> = {},
): object {
  return {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: { 'Fn::GetAtt': ['Table', 'StreamArn'] },
      FunctionName: { Ref: functionName },
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 25,
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 8,
      MaximumRecordAgeInSeconds: 3600,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Failed', 'Arn'] } } },
      ...properties,
    },
  };
}

export const QUEUE = { Type: 'AWS::SQS::Queue' };

function functionResources(name: string, fn: TestFunction, hash: string): Record<string, object> {
  return {
    [`${name}Role`]: { Type: 'AWS::IAM::Role', Properties: {} },
    ...(fn.policy === undefined
      ? {}
      : {
          [`${name}Policy`]: {
            Type: 'AWS::IAM::Policy',
            Properties: {
              PolicyName: `${name}Policy`,
              PolicyDocument: { Version: '2012-10-17', Statement: fn.policy },
              Roles: [{ Ref: `${name}Role` }],
            },
          },
        }),
    [name]: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Handler: 'index.handler',
        Runtime: 'nodejs24.x',
        Role: { 'Fn::GetAtt': [`${name}Role`, 'Arn'] },
        Code: { S3Bucket: { 'Fn::Sub': `cdk-assets-\${AWS::AccountId}` }, S3Key: `${hash}.zip` },
        Environment: { Variables: fn.environment ?? {} },
        MemorySize: 256,
        ...fn.properties,
      },
    },
  };
}

function bundle(source: string, outfile: string): void {
  buildSync({
    stdin: { contents: source, resolveDir: PROJECT_ROOT, loader: 'js' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    mainFields: ['module', 'main'],
    conditions: ['module'],
    logLevel: 'error',
  });
}
