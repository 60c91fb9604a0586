import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { AccessDenied } from '#local/iam/access-denied.ts';
import { createAuthoriser } from '#local/iam/authoriser.ts';
import { evaluate } from '#local/iam/evaluate.ts';
import { requireInvokePermission } from '#local/iam/invoke-permission.ts';
import { rolePolicies } from '#local/iam/role-policies.ts';
import { readStatements } from '#local/iam/statement.ts';
import { unusedPermissions } from '#local/iam/unused-permissions.ts';
import { loadTemplate } from '#local/template.ts';
import { TABLE, temporaryFolder, writeAssembly } from '../template/assembly.ts';

const TABLE_ARN = 'arn:aws:dynamodb:us-east-1:000000000000:table/Table';

function outcome(statements: object[], action: string, resource: string, context = {}): string {
  const parsed = readStatements('P', { Version: '2012-10-17', Statement: statements });
  return evaluate(parsed, { action, resource, context }).outcome;
}

describe('evaluating policies', () => {
  const allow = (Action: unknown, Resource: unknown, more = {}) => ({
    Effect: 'Allow',
    Action,
    Resource,
    ...more,
  });

  it.each([
    ['an exact match', [allow('dynamodb:GetItem', TABLE_ARN)], 'allowed'],
    ['another action', [allow('dynamodb:PutItem', TABLE_ARN)], 'implicit-deny'],
    ['another resource', [allow('dynamodb:GetItem', `${TABLE_ARN}/index/x`)], 'implicit-deny'],
    ['no statement', [], 'implicit-deny'],
    ['wildcards', [allow('dynamodb:Get*', 'arn:aws:dynamodb:*:*:table/T?ble')], 'allowed'],
    ['an action in other case', [allow('dynamodb:getitem', '*')], 'allowed'],
    ['a resource in other case', [allow('dynamodb:GetItem', TABLE_ARN.toLowerCase())], 'implicit-deny'],
    ['a list', [allow(['s3:*', 'dynamodb:GetItem'], ['x', TABLE_ARN])], 'allowed'],
    ['NotAction', [{ Effect: 'Allow', NotAction: 'dynamodb:Put*', Resource: '*' }], 'allowed'],
    [
      'NotAction that names it',
      [{ Effect: 'Allow', NotAction: 'dynamodb:*', Resource: '*' }],
      'implicit-deny',
    ],
    [
      'NotResource that names it',
      [{ Effect: 'Allow', Action: '*', NotResource: TABLE_ARN }],
      'implicit-deny',
    ],
    [
      'an explicit Deny after an Allow',
      [allow('*', '*'), { Effect: 'Deny', Action: 'dynamodb:*', Resource: '*' }],
      'explicit-deny',
    ],
  ])('decides on %s', (_name, statements, expected) => {
    expect(outcome(statements, 'dynamodb:GetItem', TABLE_ARN)).toBe(expected);
  });

  it.each([
    ['StringEquals', { StringEquals: { 'ses:FromAddress': 'desk@example.com' } }, 'allowed'],
    ['StringEquals of another', { StringEquals: { 'ses:FromAddress': 'x@example.com' } }, 'implicit-deny'],
    ['StringLike', { StringLike: { 'ses:FromAddress': ['*@example.com'] } }, 'allowed'],
    ['ForAllValues', { 'ForAllValues:StringLike': { 'ses:Recipients': ['*@a.example'] } }, 'implicit-deny'],
    ['ForAnyValue', { 'ForAnyValue:StringLike': { 'ses:Recipients': ['*@a.example'] } }, 'allowed'],
  ])('honours the condition %s', (_name, Condition, expected) => {
    const context = {
      'ses:fromaddress': ['desk@example.com'],
      'ses:recipients': ['dana@a.example', 'kim@b.example'],
    };
    const statement = allow('ses:SendRawEmail', '*', { Condition });
    expect(outcome([statement], 'ses:SendRawEmail', 'arn:x', context)).toBe(expected);
  });

  it('refuses to guess about an unknown operator or context key', () => {
    const withCondition = (Condition: object) => () =>
      outcome([allow('*', '*', { Condition })], 'a:b', 'c', { 'aws:known': ['1'] });
    expect(withCondition({ NumericLessThan: { 'aws:known': '2' } })).toThrow(
      'uses the condition operator NumericLessThan, which the local stack does not know',
    );
    expect(withCondition({ StringEquals: { 'aws:SourceIp': '::1' } })).toThrow(
      'asks for aws:SourceIp, which the local stack does not supply',
    );
  });
});

function deskTemplate() {
  return loadTemplate(
    writeAssembly({
      functions: {
        Api: {
          source: 'export const handler = () => 1;',
          policy: [
            {
              Sid: 'Data',
              Effect: 'Allow',
              Action: ['dynamodb:GetItem', 'dynamodb:PutItem'],
              Resource: [
                { 'Fn::GetAtt': ['Table', 'Arn'] },
                { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Table', 'Arn'] }, '/index/*']] },
              ],
            },
            { Effect: 'Allow', Action: ['logs:PutLogEvents'], Resource: '*' },
          ],
        },
      },
      resources: {
        Table: TABLE,
        Other: {
          Type: 'AWS::IAM::Role',
          Properties: {
            ManagedPolicyArns: [
              {
                'Fn::Sub': `arn:\${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole`,
              },
            ],
            Policies: [
              {
                PolicyName: 'Inline',
                PolicyDocument: {
                  Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' }],
                },
              },
            ],
          },
        },
        Permission: {
          Type: 'AWS::Lambda::Permission',
          Properties: {
            Action: 'lambda:InvokeFunction',
            FunctionName: { 'Fn::GetAtt': ['Api', 'Arn'] },
            Principal: 'events.amazonaws.com',
            SourceArn: 'arn:aws:events:us-east-1:000000000000:rule/Mine',
          },
        },
      },
    }),
    { deskUrl: '' },
  );
}

describe('the roles of a template', () => {
  it('have their inline, attached and AWS managed policies', () => {
    const policies = rolePolicies(deskTemplate());
    expect(policies.get('ApiRole')?.map(({ id }) => id)).toEqual(['ApiPolicy/Data', 'ApiPolicy/1']);
    expect(policies.get('Other')?.map(({ id }) => id)).toEqual([
      'Other/Inline/0',
      'Other/AWSLambdaBasicExecutionRole',
    ]);
  });

  it('refuse with the words of AWS, and record what they were used for once', () => {
    const usageFile = path.join(temporaryFolder(), 'usage.jsonl');
    const authoriser = createAuthoriser(rolePolicies(deskTemplate()), usageFile);
    const api = { kind: 'role', role: 'ApiRole', session: 'Api' } as const;
    authoriser.check(api, 'dynamodb:GetItem', TABLE_ARN);
    authoriser.check(api, 'dynamodb:GetItem', TABLE_ARN);
    const refused = () => authoriser.check(api, 'dynamodb:DeleteItem', TABLE_ARN);
    expect(refused).toThrow(AccessDenied);
    expect(refused).toThrow(
      'User: arn:aws:sts::000000000000:assumed-role/ApiRole/Api is not authorized to perform: dynamodb:DeleteItem ' +
        `on resource: ${TABLE_ARN} because no identity-based policy allows the dynamodb:DeleteItem action`,
    );
    const use = {
      role: 'ApiRole',
      statement: 'ApiPolicy/Data',
      action: 'dynamodb:GetItem',
      resource: TABLE_ARN,
    };
    expect(authoriser.usage()).toEqual([use]);
    expect(readFileSync(usageFile, 'utf8')).toBe(`${JSON.stringify(use)}\n`);
  });

  it('show which permissions nobody used, but for those that only AWS itself uses', () => {
    const uses = [
      { role: 'ApiRole', statement: 'ApiPolicy/Data', action: 'dynamodb:GetItem', resource: TABLE_ARN },
      { role: 'Other', statement: 'Other/Inline/0', action: 'sqs:SendMessage', resource: '*' },
    ];
    expect(unusedPermissions(deskTemplate(), uses)).toEqual([
      { role: 'ApiRole', statement: 'ApiPolicy/Data', unused: { action: 'dynamodb:PutItem' } },
      { role: 'ApiRole', statement: 'ApiPolicy/Data', unused: { resource: `${TABLE_ARN}/index/*` } },
    ]);
  });

  it('let a service call a function only with a permission for its source', () => {
    const template = deskTemplate();
    const call = (rule: string) => () =>
      requireInvokePermission(template, {
        functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:Api',
        service: 'events.amazonaws.com',
        sourceArn: `arn:aws:events:us-east-1:000000000000:rule/${rule}`,
      });
    expect(call('Mine')).not.toThrow();
    expect(call('Yours')).toThrow('No AWS::Lambda::Permission lets events.amazonaws.com');
  });
});
