import { DynamoDBClient, PutItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCallerDirectory } from '#local/aws-endpoint/caller.ts';
import { neededPermissions } from '#local/aws-endpoint/dynamodb-permissions.ts';
import { virtualClock } from '#local/clock.ts';
import { type LocalStack, startLocalStack } from '#local/stack.ts';
import { TABLE, temporaryFolder, writeAssembly } from '../template/assembly.ts';
import { awsCall } from './aws-call.ts';

const TABLE_ARN = 'arn:aws:dynamodb:us-east-1:000000000000:table/Table';
const MACHINE = 'arn:aws:states:us-east-1:000000000000:stateMachine:Machine';

/** Stores a task's payload, or fails with a name that a definition can catch. */
const STEP = `
  export async function handler({ name }) {
    if (name === 'bad') { const error = new Error('not today'); error.name = 'NotToday'; throw error; }
    return { hello: name };
  }`;
const SPY = `export async function handler(event) {
  const { DynamoDBClient, PutItemCommand } = await import('@aws-sdk/client-dynamodb');
  await new DynamoDBClient({ maxAttempts: 1 }).send(new PutItemCommand({
    TableName: process.env.TABLE_NAME,
    Item: { pk: { S: 'status' }, sk: { S: event.detail.name + ' ' + event.detail.status } },
  }));
}`;

const DEFINITION = {
  QueryLanguage: 'JSONata',
  StartAt: 'Greet',
  States: {
    Greet: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: `\${StepArn}`, Payload: '{% $states.input %}' },
      Output: '{% $states.result.Payload %}',
      Next: 'Store',
    },
    Store: {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:dynamodb:updateItem',
      Arguments: {
        TableName: `\${TableName}`,
        Key: { pk: { S: '{% $states.input.hello %}' }, sk: { S: 'greeted' } },
        UpdateExpression: 'SET greeted = :yes',
        ConditionExpression: 'attribute_not_exists(pk)',
        ExpressionAttributeValues: { ':yes': { BOOL: true } },
      },
      Catch: [{ ErrorEquals: ['DynamoDb.ConditionalCheckFailedException'], Next: 'Again' }],
      Output: 'first',
      End: true,
    },
    Again: { Type: 'Succeed', Output: 'again' },
  },
};

const client = () => ({
  endpoint: stack.awsEndpoint.url,
  region: 'us-east-1',
  credentials: stack.awsEndpoint,
  maxAttempts: 1,
});
let stack: LocalStack;

beforeAll(async () => {
  const assembly = writeAssembly({
    functions: {
      Step: { source: STEP },
      Spy: {
        source: SPY,
        environment: { TABLE_NAME: { Ref: 'Table' } },
        policy: [
          { Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: { 'Fn::GetAtt': ['Table', 'Arn'] } },
        ],
      },
    },
    resources: {
      Table: TABLE,
      Identity: { Type: 'AWS::SES::EmailIdentity', Properties: { EmailIdentity: 'mail.example.com' } },
      MachineRole: {
        Type: 'AWS::IAM::Role',
        Properties: {
          Policies: [
            {
              PolicyName: 'Work',
              PolicyDocument: {
                Statement: [
                  {
                    Effect: 'Allow',
                    Action: 'lambda:InvokeFunction',
                    Resource: { 'Fn::GetAtt': ['Step', 'Arn'] },
                  },
                  {
                    Effect: 'Allow',
                    Action: 'dynamodb:UpdateItem',
                    Resource: { 'Fn::GetAtt': ['Table', 'Arn'] },
                  },
                ],
              },
            },
          ],
        },
      },
      Machine: {
        Type: 'AWS::StepFunctions::StateMachine',
        Properties: {
          RoleArn: { 'Fn::GetAtt': ['MachineRole', 'Arn'] },
          DefinitionString: JSON.stringify(DEFINITION),
          DefinitionSubstitutions: {
            StepArn: { 'Fn::GetAtt': ['Step', 'Arn'] },
            TableName: { Ref: 'Table' },
          },
        },
      },
      Changes: {
        Type: 'AWS::Events::Rule',
        Properties: {
          EventPattern: { source: ['aws.states'], detail: { status: ['FAILED', 'SUCCEEDED'] } },
          Targets: [{ Id: 'Target0', Arn: { 'Fn::GetAtt': ['Spy', 'Arn'] } }],
        },
      },
      Permission: {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          Action: 'lambda:InvokeFunction',
          FunctionName: { 'Fn::GetAtt': ['Spy', 'Arn'] },
          Principal: 'events.amazonaws.com',
          SourceArn: { 'Fn::GetAtt': ['Changes', 'Arn'] },
        },
      },
    },
  });
  stack = await startLocalStack({
    stateDir: temporaryFolder(),
    clock: virtualClock('2026-03-02T09:00:00.000Z'),
    inMemory: true,
    assembly,
  });
});
afterAll(() => stack?.stop());

describe('the AWS endpoint', () => {
  it('hands errors of DynamoDB through to the SDK, reasons of a cancelled transaction included', async () => {
    const dynamoDb = new DynamoDBClient(client());
    const Item = { pk: { S: 'a' }, sk: { S: 'b' } };
    await dynamoDb.send(new PutItemCommand({ TableName: stack.tableName, Item }));
    const ConditionExpression = 'attribute_not_exists(pk)';
    const twice = dynamoDb.send(
      new TransactWriteItemsCommand({
        TransactItems: [{ Put: { TableName: stack.tableName, Item, ConditionExpression } }],
      }),
    );
    await expect(twice).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'ConditionalCheckFailed' }],
    });
  });

  it.each([
    ['an unknown caller', 'STRANGER', 'DynamoDB_20120810.GetItem', 403, 'UnrecognizedClientException'],
    ['an unknown service', 'CASEBELLROOT', 'AmazonSQS.SendMessage', 400, 'UnknownOperationException'],
    [
      'an unknown operation',
      'CASEBELLROOT',
      'DynamoDB_20120810.ExecuteStatement',
      400,
      'UnknownOperationException',
    ],
    ['an input that is none', 'CASEBELLROOT', 'DynamoDB_20120810.GetItem', 400, 'ValidationException'],
  ])('refuses %s', async (_name, accessKeyId, target, status, code) => {
    const answer = await awsCall({ url: stack.awsEndpoint.url, accessKeyId }, target, {});
    expect(answer).toMatchObject({ status, body: { __type: code } });
  });

  it('takes mail through SES', async () => {
    const ses = new SESClient(client());
    const Data = Buffer.from(
      'From: desk@mail.example.com\r\nTo: dana@northwind.example\r\nSubject: Hello\r\n\r\nText\r\n',
    );
    const { MessageId } = await ses.send(new SendRawEmailCommand({ RawMessage: { Data } }));
    expect(stack.mails()).toMatchObject([
      { id: MessageId, subject: 'Hello', to: ['dana@northwind.example'] },
    ]);
  });

  it('runs executions whose tasks use the role of their state machine, and tells the rules how they end', async () => {
    const sfn = new SFNClient(client());
    const start = (name: string, input: object) =>
      sfn.send(new StartExecutionCommand({ stateMachineArn: MACHINE, name, input: JSON.stringify(input) }));
    await start('one', { name: 'Dana' });
    await stack.settle();
    await start('two', { name: 'Dana' });
    await start('three', { name: 'bad' });
    await stack.settle();
    const described = async (name: string) => {
      const executionArn = `${MACHINE.replace(':stateMachine:', ':execution:')}:${name}`;
      const { status, output, error } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      return { status, output, error };
    };
    expect(await described('one')).toMatchObject({ status: 'SUCCEEDED', output: '"first"' });
    expect(await described('two')).toMatchObject({ status: 'SUCCEEDED', output: '"again"' });
    expect(await described('three')).toMatchObject({ status: 'FAILED', error: 'NotToday' });
    expect(
      stack
        .executions()
        .map(({ name, status }) => `${name} ${status}`)
        .sort(),
    ).toEqual(['one SUCCEEDED', 'three FAILED', 'two SUCCEEDED']);
    const { body } = await awsCall(stack.awsEndpoint, 'DynamoDB_20120810.Query', {
      TableName: stack.tableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: 'status' } },
    });
    expect(body).toMatchObject({
      Items: [{ sk: { S: 'one SUCCEEDED' } }, { sk: { S: 'three FAILED' } }, { sk: { S: 'two SUCCEEDED' } }],
    });
  });
});

describe('what a DynamoDB call needs', () => {
  it.each([
    ['GetItem', { TableName: 'Table' }, [['dynamodb:GetItem', TABLE_ARN]]],
    [
      'Query',
      { TableName: 'Table', IndexName: 'byOwner' },
      [['dynamodb:Query', `${TABLE_ARN}/index/byOwner`]],
    ],
    ['Scan', { TableName: TABLE_ARN }, [['dynamodb:Scan', TABLE_ARN]]],
    ['BatchWriteItem', { RequestItems: { Table: [] } }, [['dynamodb:BatchWriteItem', TABLE_ARN]]],
    [
      'TransactWriteItems',
      {
        TransactItems: [
          { Put: { TableName: 'Table' } },
          { Put: { TableName: 'Table' } },
          { Update: { TableName: 'Table' } },
          { Delete: { TableName: 'Table' } },
          { ConditionCheck: { TableName: 'Table' } },
        ],
      },
      [
        ['dynamodb:PutItem', TABLE_ARN],
        ['dynamodb:UpdateItem', TABLE_ARN],
        ['dynamodb:DeleteItem', TABLE_ARN],
        ['dynamodb:ConditionCheckItem', TABLE_ARN],
      ],
    ],
  ])('for %s', (operation, input, expected) => {
    expect(neededPermissions(operation, input)?.map(({ action, resource }) => [action, resource])).toEqual(
      expected,
    );
  });
});

describe('the callers', () => {
  it('are told apart by the access key of the signature', () => {
    const callers = createCallerDirectory();
    const key = callers.keyFor('ApiRole', 'Api');
    expect(
      callers.callerOf(`AWS4-HMAC-SHA256 Credential=${key}/20260302/us-east-1/dynamodb/aws4_request`),
    ).toEqual({
      kind: 'role',
      role: 'ApiRole',
      session: 'Api',
    });
    expect(callers.callerOf('Bearer x')).toBeUndefined();
    expect(callers.callerOf(undefined)).toBeUndefined();
    expect(() => callers.keyFor('OtherRole', 'Api')).toThrow(
      'Two callers would share the access key LOCALApi',
    );
  });
});
