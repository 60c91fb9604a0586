import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { virtualClock } from '#local/clock.ts';
import { type LocalStack, startLocalStack } from '#local/stack.ts';
import { QUEUE, TABLE, temporaryFolder, writeAssembly } from '../template/assembly.ts';

const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:Worker';

/** What Worker was run with, oldest first. */
const seen: unknown[] = [];
let stack: LocalStack;

beforeAll(async () => {
  const mayInvoke = (Resource: object) => ({ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource });
  const assembly = writeAssembly({
    functions: {
      Worker: {
        source: `export async function handler(event) { if (event.fail) throw new Error('no luck'); }`,
        policy: [
          { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: { 'Fn::GetAtt': ['Failed', 'Arn'] } },
        ],
      },
      Caller: {
        source: 'export const handler = () => 1;',
        policy: [mayInvoke({ 'Fn::GetAtt': ['Worker', 'Arn'] })],
      },
      Stranger: { source: 'export const handler = () => 1;' },
    },
    resources: {
      Failed: QUEUE,
      Invoke: {
        Type: 'AWS::Lambda::EventInvokeConfig',
        Properties: {
          FunctionName: { Ref: 'Worker' },
          Qualifier: '$LATEST',
          DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Failed', 'Arn'] } } },
        },
      },
      Table: TABLE,
    },
  });
  stack = await startLocalStack({
    stateDir: temporaryFolder(),
    clock: virtualClock('2026-03-02T09:00:00.000Z'),
    inMemory: true,
    assembly,
    interpose: {
      async invoke(functionId, event, next) {
        if (functionId === 'Worker') seen.push(event);
        return next(event);
      },
    },
  });
});
afterAll(() => stack?.stop());

/** The SDK's client with the keys of a function of the template. */
function clientOf(functionId: string): LambdaClient {
  const { url, secretAccessKey } = stack.awsEndpoint;
  const credentials = { accessKeyId: `LOCAL${functionId}`, secretAccessKey };
  return new LambdaClient({ endpoint: url, region: 'us-east-1', credentials, maxAttempts: 1 });
}

function invoke(input: Partial<ConstructorParameters<typeof InvokeCommand>[0]>, as = 'Caller') {
  const event = { FunctionName: 'Worker', InvocationType: 'Event' } as const;
  return clientOf(as).send(new InvokeCommand({ ...event, ...input }));
}

it('an event for a function is taken with 202, and the function runs with it', async () => {
  seen.length = 0;
  const { $metadata: _, ...answer } = await invoke({ Payload: Buffer.from('{"file":"ä"}') });
  expect(answer).toMatchObject({ StatusCode: 202 });
  expect(answer.FunctionError).toBeUndefined();
  await stack.settle();
  expect(seen).toEqual([{ file: 'ä' }]);
});

it.each(['Worker', 'Worker:$LATEST', 'function:Worker', '000000000000:function:Worker', FUNCTION])(
  'a function may be called %s',
  async (FunctionName) => {
    seen.length = 0;
    expect(await invoke({ FunctionName })).toMatchObject({ StatusCode: 202 });
    await stack.settle();
    expect(seen).toEqual([{}]);
  },
);

it('an event that the function fails on is tried twice more, and then in its on-failure queue', async () => {
  seen.length = 0;
  await invoke({ Payload: Buffer.from('{"fail":true}') });
  await stack.settle();
  await stack.advanceTo(Date.parse('2026-03-02T10:00:00.000Z'));
  expect(seen).toEqual([{ fail: true }, { fail: true }, { fail: true }]);
  expect(stack.queueMessages('Failed')).toMatchObject([
    {
      requestContext: { functionArn: `${FUNCTION}:$LATEST`, approximateInvokeCount: 3 },
      requestPayload: { fail: true },
      responsePayload: { errorMessage: 'no luck' },
    },
  ]);
});

it('a caller needs the permission to invoke this very function', async () => {
  seen.length = 0;
  await expect(invoke({}, 'Stranger')).rejects.toMatchObject({
    name: 'AccessDeniedException',
    $metadata: { httpStatusCode: 403 },
    message:
      'User: arn:aws:sts::000000000000:assumed-role/StrangerRole/Stranger is not authorized to perform: ' +
      `lambda:InvokeFunction on resource: ${FUNCTION} because no identity-based policy allows the ` +
      'lambda:InvokeFunction action',
  });
  await expect(invoke({ FunctionName: 'Stranger' })).rejects.toMatchObject({ name: 'AccessDeniedException' });
  expect(seen).toEqual([]);
  expect(stack.iamUsage()).toContainEqual({
    role: 'CallerRole',
    statement: 'CallerPolicy/0',
    action: 'lambda:InvokeFunction',
    resource: FUNCTION,
  });
});

it.each([
  ['what is no JSON', { Payload: Buffer.from('{') }, 400, 'InvalidRequestContentException'],
  ['more than a MiB', { Payload: Buffer.alloc(1024 ** 2 + 1, '1') }, 413, 'RequestTooLargeException'],
  ['another version', { Qualifier: '1' }, 404, 'ResourceNotFoundException'],
  ['another version in the name', { FunctionName: 'Worker:live' }, 404, 'ResourceNotFoundException'],
  ['a call that is waited for', { InvocationType: 'RequestResponse' }, 501, 'UnknownOperationException'],
  ['a call that only asks', { InvocationType: 'DryRun' }, 501, 'UnknownOperationException'],
] as const)('refuses %s', async (_, input, httpStatusCode, name) => {
  seen.length = 0;
  await expect(invoke(input)).rejects.toMatchObject({ name, $metadata: { httpStatusCode } });
  await stack.settle();
  expect(seen).toEqual([]);
});

it.each([
  ['a function that is not there', '/2015-03-31/functions/Nobody/invocations', 404],
  ['a name that is none', '/2015-03-31/functions/a%20b/invocations', 400],
  ['any other operation', '/2015-03-31/functions/Worker/code', 501],
])('refuses %s, also to the owner of the account', async (_, path, status) => {
  const { url, accessKeyId } = stack.awsEndpoint;
  const answer = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260302/us-east-1/lambda/aws4_request`,
      'x-amz-invocation-type': 'Event',
    },
  });
  expect(answer.status).toBe(status);
});
