import validate from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { AWAITED, MACHINE_REVISION, STEPS, TaskInput, WORKFLOW_ACTIONS } from '#shared/schema/task.ts';
import { definition, definitionText, routeOf, tasks } from './definition.ts';
import { evaluate } from './evaluate.ts';

const TOKEN_WAIT = 'arn:aws:states:::aws-sdk:dynamodb:updateItem.waitForTaskToken';
const waits = tasks.filter(([, { Resource }]) => Resource === TOKEN_WAIT);
const calls = tasks.filter(([, { Resource }]) => Resource === 'arn:aws:states:::lambda:invoke');

/** What Step Functions offers to expressions, one minute after the execution's start. */
const variables = {
  states: {
    input: { number: '26123456787', gen: 2, loops: 4 },
    context: {
      Execution: {
        Input: { number: '26123456787', gen: 2, loops: 0 },
        StartTime: '2026-03-02T09:00:00.000Z',
      },
      State: { EnteredTime: '2026-03-02T09:01:00.000Z' },
      Task: { Token: 'token-1' },
    },
    result: { Payload: 'the next plan' },
  },
  loops: 4,
  plan: {
    step: 'Wait',
    actionId: 'action-1',
    dueAt: '2026-03-02T10:00:00.000Z',
    version: 7,
    awaiting: 'customer',
  },
};

describe('the state machine of a support request', () => {
  it('is valid Amazon States Language', () => {
    const { isValid, errors } = validate(JSON.parse(definitionText), { checkArn: true, checkPaths: true });
    expect([isValid, errors]).toEqual([true, []]);
  });

  it('has no placeholder but those that the CDK app fills in', () => {
    const placeholders = [...definitionText.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name);
    expect([...new Set(placeholders)].sort()).toEqual(['TableName', 'WorkflowFunctionArn']);
  });

  it('reads no clock: time is the moment at which a state was entered', () => {
    expect(definitionText).not.toMatch(/\$(now|millis|random|uuid)\s*\(/);
  });

  it('keeps every expression on one line', () => {
    const expressions = [...definitionText.matchAll(/\{%[^"]*/g)].map(([text]) => text);
    expect(expressions.length).toBeGreaterThan(50);
    for (const expression of expressions) expect(expression).toMatch(/^\{% [^\n\\]+ %\}$/);
  });

  it('explains each of its states', () => {
    for (const { Comment } of Object.values(definition.States)) expect(Comment).toMatch(/^[A-Z].+\.$/);
  });
});

describe('the calls of the workflow function', () => {
  it('are one for each step that the function knows', () => {
    const steps = calls.map(([name, { Arguments }]) => [name, Arguments.Payload?.step]);
    expect(steps).toEqual(['AssessRequest', ...WORKFLOW_ACTIONS, 'HandOver'].map((step) => [step, step]));
    expect(TaskInput.shape.step.def.entries).toEqual(Object.fromEntries(steps));
  });

  it.each(calls)('%s sends what the function parses', async (name, { Arguments }) => {
    const payload = await evaluate(Arguments.Payload, variables);
    const action = { actionId: 'action-1', version: 7 };

    expect(TaskInput.parse(payload)).toEqual(payload);
    expect(payload).toEqual({
      step: name,
      number: '26123456787',
      gen: 2,
      now: '2026-03-02T09:01:00.000Z',
      startedAt: '2026-03-02T09:00:00.000Z',
      machineRevision: 1,
      loops: 4,
      ...(WORKFLOW_ACTIONS.some((known) => known === name) && action),
    });
  });

  it.each(calls)(
    '%s tells its revision, by which a newer function makes it hand over',
    (_, { Arguments }) => {
      expect(Arguments.Payload?.machineRevision).toBe(MACHINE_REVISION);
    },
  );

  it.each(calls)(
    '%s is tried again a few times whatever the error, longest while Lambda itself fails',
    (_, call) => {
      expect(call.Catch).toBeUndefined();
      expect(call.Retry.map(({ ErrorEquals }) => ErrorEquals)).toEqual([
        [
          'Lambda.ServiceException',
          'Lambda.AWSLambdaException',
          'Lambda.SdkClientException',
          'Lambda.TooManyRequestsException',
          'Lambda.ClientExecutionTimeoutException',
          'Sandbox.Timedout',
          'Lambda.Unknown',
          'States.Timeout',
        ],
        ['States.TaskFailed'],
      ]);
    },
  );

  it.each(calls.filter(([name]) => name !== 'HandOver'))(
    '%s keeps the plan and counts the loop',
    async (_, { Assign, Next }) => {
      expect(await evaluate(Assign, variables)).toEqual({ plan: 'the next plan', loops: 5 });
      expect(Next).toBe('Route');
    },
  );
});

describe('the waits', () => {
  it('are one for each thing awaited', () => {
    expect(waits.map(([name]) => name)).toEqual([
      'WaitForAssignment',
      'WaitForFirstResponse',
      'WaitForEngineer',
      'WaitForCustomer',
      'WaitForEscalationEngineer',
      'WaitForPromisedUpdate',
      'WaitToInviteToSurvey',
    ]);
  });

  it('are alike but for name and comment', () => {
    const bare = waits.map(([, { Comment: _, ...rest }]) => JSON.stringify(rest));
    expect(new Set(bare).size).toBe(1);
  });

  it.each(waits)('%s parks under the version and generation it was planned for', async (_, { Arguments }) => {
    expect(await evaluate(Arguments, variables)).toEqual({
      TableName: expect.stringMatching(/^\$\{TableName\}$/),
      Key: { pk: { S: 'SR#26123456787' }, sk: { S: 'WF' } },
      UpdateExpression:
        'SET taskToken = :t, parkedAt = :n, parkedUntil = :d, parkedVersion = :v, attendAt = :d, #signal = :parked REMOVE sweeps',
      ConditionExpression:
        'wfVersion = :v AND gen = :g AND (attribute_not_exists(parkedAt) OR parkedAt <= :n)',
      ExpressionAttributeNames: { '#signal': 'signal' },
      ExpressionAttributeValues: {
        ':t': { S: 'token-1' },
        ':n': { S: '2026-03-02T09:01:00.000Z' },
        ':d': { S: '2026-03-02T10:00:00.000Z' },
        ':v': { N: '7' },
        ':g': { N: '2' },
        ':parked': { S: 'parked' },
      },
    });
  });

  it.each([
    ['until the deadline', '2026-03-02T10:00:00.000Z', 3540],
    ['to the end of the second in which the deadline falls', '2026-03-02T09:01:01.001Z', 2],
    ['a second when the deadline is now', '2026-03-02T09:01:00.000Z', 1],
    ['a second when the deadline has passed', '2026-02-02T09:00:00.000Z', 1],
    ['seven days when the deadline is far', '2026-12-24T00:00:00.000Z', 604_800],
  ])('last %s', async (_, dueAt, seconds) => {
    for (const [, { TimeoutSeconds }] of waits) {
      expect(await evaluate(TimeoutSeconds, { ...variables, plan: { ...variables.plan, dueAt } })).toBe(
        seconds,
      );
    }
  });

  it('end in a new assessment, whether woken, timed out or overtaken by a change', () => {
    for (const [, { Next, Catch, Retry }] of waits) {
      expect(Next).toBe('AssessRequest');
      expect(Catch).toEqual([
        {
          ErrorEquals: ['DynamoDb.ConditionalCheckFailedException', 'States.Timeout'],
          Output: { loops: '{% $loops %}' },
          Next: 'AssessRequest',
        },
      ]);
      expect(Retry).toEqual([
        { ErrorEquals: ['DynamoDb.ConditionalCheckFailedException', 'States.Timeout'], MaxAttempts: 0 },
        {
          ErrorEquals: ['States.TaskFailed'],
          IntervalSeconds: 1,
          BackoffRate: 2,
          MaxAttempts: 8,
          MaxDelaySeconds: 60,
          JitterStrategy: 'FULL',
        },
      ]);
    }
  });

  it('hand the count of loops on to the assessment', async () => {
    for (const [, { Output }] of waits) expect(await evaluate(Output, variables)).toEqual({ loops: 4 });
  });
});

describe('the route', () => {
  const route = async (step: string, awaiting: string) => {
    for (const { Condition, Next } of routeOf('Route')) {
      if (await evaluate(Condition, { ...variables, plan: { ...variables.plan, step, awaiting } }))
        return Next;
    }
    return 'the default';
  };

  it.each([
    ...WORKFLOW_ACTIONS.map((action) => [action, '', action]),
    ['HandOver', '', 'HandOver'],
    ['Done', '', 'RequestFinished'],
    ['Wait', 'assignment', 'WaitForAssignment'],
    ['Wait', 'first-response', 'WaitForFirstResponse'],
    ['Wait', 'engineer', 'WaitForEngineer'],
    ['Wait', 'customer', 'WaitForCustomer'],
    ['Wait', 'escalation-engineer', 'WaitForEscalationEngineer'],
    ['Wait', 'promised-update', 'WaitForPromisedUpdate'],
    ['Wait', 'survey', 'WaitToInviteToSurvey'],
    ['Wait', 'godot', 'the default'],
    ['Dance', '', 'the default'],
  ] as [string, string, string][])('of %s %s leads to %s', async (step, awaiting, next) => {
    expect(await route(step, awaiting)).toBe(next);
  });

  it('knows every step and everything awaited that the function may answer with', async () => {
    const answers = STEPS.flatMap((step) =>
      step === 'Wait' ? AWAITED.map((it) => [step, it]) : [[step, '']],
    );
    for (const [step = '', awaiting = ''] of answers) {
      expect(await route(step, awaiting)).not.toBe('the default');
    }
  });

  it('leads to a named failure when it knows nothing of a step', async () => {
    expect(definition.States.Route).toMatchObject({ Default: 'UnknownStep' });
    const plan = { ...variables.plan, step: 'Wait', awaiting: 'godot' };
    expect(await evaluate(definition.States.UnknownStep, { ...variables, plan })).toMatchObject({
      Type: 'Fail',
      Error: 'UnknownStep',
      Cause: 'No route for step Wait, awaiting godot.',
    });
  });

  it('ends well in two ways', () => {
    const succeeding = Object.entries(definition.States).filter(([, { Type }]) => Type === 'Succeed');
    expect(succeeding.map(([name]) => name)).toEqual(['HandedOver', 'RequestFinished']);
    expect(tasks.find(([name]) => name === 'HandOver')?.[1].Next).toBe('HandedOver');
  });
});
