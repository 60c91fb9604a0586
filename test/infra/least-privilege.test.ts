import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { synthesise } from './assembly.ts';

const oneOrMany = <S extends z.core.$ZodType>(schema: S) => z.union([schema, z.array(schema)]);

const Policy = z.object({
  PolicyDocument: z.object({
    Statement: z.array(
      z.object({
        Effect: z.literal('Allow'),
        Action: oneOrMany(z.string()),
        Resource: oneOrMany(z.unknown()),
      }),
    ),
  }),
});

/** The log delivery actions exist for all resources only; Step Functions needs them to write its log. */
const MAY_NAME_ALL_RESOURCES = ['SupportRequest/Role/DefaultPolicy'];

/** The files of requests, and nothing else of the bucket. */
function isFiles(resource: unknown): boolean {
  return /^\{"Fn::Join":\["",\[\{"Fn::GetAtt":\["Files\w+","Arn"\]\},"\/sr\/\*"\]\]\}$/.test(
    JSON.stringify(resource),
  );
}

const LOGS = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const TABLE = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'];
const STREAM = [
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
];

describe('what the roles may do', () => {
  const assembly = synthesise();
  const policies = Object.entries(assembly.ofType('AWS::IAM::Policy')).map(([path, { Properties }]) => ({
    path,
    statements: Policy.parse(Properties).PolicyDocument.Statement.map(({ Action, Resource }) => ({
      actions: [Action].flat(),
      resources: [Resource].flat(),
    })),
  }));

  it('is exactly what each needs', () => {
    const actions = Object.fromEntries(
      policies.map(({ path, statements }) => [
        path.replace('/DefaultPolicy', ''),
        [...new Set(statements.flatMap((statement) => statement.actions))].sort(),
      ]),
    );

    expect(actions).toEqual({
      ApiRole: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem', ...LOGS],
      WorkflowRole: [
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
        ...LOGS,
      ],
      WakeWorkflowRole: [
        ...STREAM,
        'lambda:InvokeFunction',
        ...LOGS,
        'sqs:SendMessage',
        'states:SendTaskSuccess',
        'states:StartExecution',
      ],
      SendMailRole: [
        ...[
          ...STREAM,
          'dynamodb:GetItem',
          'dynamodb:PutItem',
          'dynamodb:Query',
          'dynamodb:UpdateItem',
        ].sort(),
        ...LOGS,
        'ses:SendRawEmail',
        'sqs:SendMessage',
      ],
      RecordDeliveryRole: [
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
        ...LOGS,
        'sqs:SendMessage',
      ],
      SweepRole: ['dynamodb:Query', 'dynamodb:UpdateItem', ...LOGS, 'sqs:SendMessage'],
      ReviveRole: ['dynamodb:GetItem', 'dynamodb:UpdateItem', ...LOGS, 'sqs:SendMessage'],
      PublishPolicyRole: ['dynamodb:GetItem', 'dynamodb:PutItem', ...LOGS],
      UploadsRole: [
        ...TABLE,
        ...LOGS,
        's3:AbortMultipartUpload',
        's3:GetObject',
        's3:ListMultipartUploadParts',
        's3:PutObject',
      ],
      UploadScriptRole: ['dynamodb:GetItem', ...LOGS],
      VerifyUploadRole: [
        ...TABLE,
        ...LOGS,
        's3:GetObject',
        's3:ListBucket',
        's3:ListMultipartUploadParts',
        's3:PutObject',
        'sqs:SendMessage',
      ],
      SweepUploadsRole: [...TABLE, ...LOGS, 's3:AbortMultipartUpload', 's3:DeleteObject', 'sqs:SendMessage'],
      'SupportRequest/Role': [
        'dynamodb:UpdateItem',
        'lambda:InvokeFunction',
        'logs:CreateLogDelivery',
        'logs:DeleteLogDelivery',
        'logs:DescribeLogGroups',
        'logs:DescribeResourcePolicies',
        'logs:GetLogDelivery',
        'logs:ListLogDeliveries',
        'logs:PutResourcePolicy',
        'logs:UpdateLogDelivery',
      ],
    });
  });

  it('lets WakeWorkflow call the one function that verifies files', () => {
    const wake = policies.find(({ path }) => path === 'WakeWorkflowRole/DefaultPolicy');
    expect(wake?.statements.filter(({ actions }) => actions.includes('lambda:InvokeFunction'))).toEqual([
      {
        actions: ['lambda:InvokeFunction'],
        resources: [{ 'Fn::GetAtt': [expect.stringMatching(/^VerifyUpload[0-9A-F]{8}$/), 'Arn'] }],
      },
    ]);
  });

  it('names every action in full', () => {
    const wild = policies.flatMap(({ statements }) =>
      statements.flatMap(({ actions }) => actions.filter((action) => action.includes('*'))),
    );
    expect(wild).toEqual([]);
  });

  it('names every resource, but for the log deliveries of Step Functions and files, which come and go', () => {
    const wild = policies.flatMap(({ path, statements }) =>
      statements
        .map((statement) => ({ ...statement, resources: statement.resources.filter((one) => !isFiles(one)) }))
        .filter(({ resources }) => resources.some((resource) => JSON.stringify(resource).includes('*')))
        .map(({ actions }) => ({
          path,
          services: [...new Set(actions.map((action) => action.split(':')[0]))],
        })),
    );
    expect(wild).toEqual(MAY_NAME_ALL_RESOURCES.map((path) => ({ path, services: ['logs'] })));
  });

  it('comes from no policy that AWS may widen', () => {
    expect(assembly.text).not.toContain('ManagedPolicyArns');
  });

  it('is given to services of AWS only', () => {
    const trusted = Object.values(assembly.ofType('AWS::IAM::Role')).map(({ Properties }) =>
      JSON.stringify(Properties.AssumeRolePolicyDocument),
    );
    for (const document of trusted) {
      expect(document).toMatch(/"Principal":\{"Service":"(lambda|states)\.amazonaws\.com"\}/);
    }
  });
});
