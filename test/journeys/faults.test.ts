import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { synthesise } from '#local/synth.ts';
import { type Desk, startDesk } from '#test/support/desk.ts';
import { ANA, DANA, KENJI, PREMIUM_FORM, STANDARD_FORM } from '#test/support/journey-forms.ts';

/** What a test lets a stream do with what it delivers to a function; by default nothing. */
let mislay: ((functionId: string) => boolean) | undefined;

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk({
    everySweep: true,
    interpose: {
      async deliver({ functionId }, records, next) {
        return mislay?.(functionId) === true ? { batchItemFailures: [] } : next(records);
      },
    },
  });
});
afterAll(() => desk?.stop());

describe('many at once', () => {
  it('gives one of several assignments at the same moment, and tells the others', async () => {
    const { number } = await desk.as('dana').file(STANDARD_FORM);
    const answers = await Promise.all(
      ['rita', 'mo', 'ingrid', 'kenji', 'ana'].map((person, index) =>
        desk.as(person).call('POST', `/v1/requests/${number}/actions`, {
          body: { action: 'assign', engineer: index % 2 === 0 ? ANA : KENJI },
        }),
      ),
    );
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused).toHaveLength(4);
    for (const { status, body } of refused) {
      expect(status).toBe(409);
      expect(['AlreadyAssigned', 'RequestChanged']).toContain((body as { code: string }).code);
    }
    expect(await desk.mails(number, 'assigned-to-you')).toHaveLength(1);
  });

  it('applies what does not conflict, each in its turn, and never fails', async () => {
    const { number } = await desk.as('dana').file(PREMIUM_FORM);
    await desk.as('rita').act(number, { action: 'assign', engineer: ANA });
    const actions = [
      ['dana', { action: 'comment', text: 'It is back.' }],
      ['li', { action: 'comment', text: 'In Shanghai too.' }],
      ['ana', { action: 'await-customer', text: 'Since when?' }],
      ['mo', { action: 'change-severity', severity: 3, reason: 'Calmer.', agreedWith: 'Dana' }],
      ['kenji', { action: 'comment', text: 'Seen before.', visibility: 'internal' }],
      ['ana', { action: 'propose-solution', text: 'Update to 4.2.1.' }],
    ] as const;
    const answers = await Promise.all(
      actions.map(([person, body]) =>
        desk.as(person).call('POST', `/v1/requests/${number}/actions`, { body }),
      ),
    );
    for (const { status, body } of answers) {
      if (status !== 200) expect(body).toMatchObject({ status: 409 });
    }
    const applied = answers.filter(({ status }) => status === 200).length;
    expect(applied).toBeGreaterThanOrEqual(1);
    const timeline = await desk.as('ana').timeline(number);
    // Every event once, numbered without a gap, and none of what was refused.
    expect(timeline.map(({ seq }) => seq)).toEqual(timeline.map((_, index) => index + 1));
    const done = timeline.filter(
      ({ fact }) => !['RequestFiled', 'EngineerAssigned', 'FirstResponseGiven'].includes(fact.type),
    );
    expect(done).toHaveLength(applied);
  });
});

describe('what goes wrong behind the desk', () => {
  it('is mended by the sweeper when the wake of a new SR is lost', async () => {
    mislay = (functionId) => functionId === 'WakeWorkflow';
    const { number } = await desk.as('dana').file(PREMIUM_FORM);
    await desk.stack.settle();
    mislay = undefined;
    expect(await desk.executions(number)).toEqual([]);
    await desk.pass('PT20M');
    expect(await desk.executions(number)).toMatchObject([{ name: `sr-${number}-g1`, status: 'RUNNING' }]);
    await desk.pass('PT3H');
    const timeline = await desk.as('mo').timeline(number);
    expect(timeline.map(({ fact }) => fact.type)).toEqual([
      'RequestFiled',
      'TargetWarned',
      'TargetWarned',
      'TargetMissed',
    ]);
  });

  it('is mended by the sweeper when a mail was never handed over', async () => {
    mislay = (functionId) => functionId === 'SendMail';
    const { number } = await desk.as('dana').file(PREMIUM_FORM);
    expect(await desk.mails(number)).toEqual([]);
    mislay = undefined;
    // [FIL-5] Still within the hour.
    await desk.pass('PT20M');
    expect(await desk.mails(number)).toMatchObject([{ kind: 'request-filed', to: DANA }]);
    await desk.pass('PT1H');
    expect(await desk.mails(number, 'request-filed')).toHaveLength(1);
  });

  it('is mended by a new generation when an execution is stopped', async () => {
    const { number } = await desk.as('dana').file(PREMIUM_FORM);
    const [running] = await desk.executions(number);
    const { url, accessKeyId, secretAccessKey } = desk.stack.awsEndpoint;
    const stepFunctions = new SFNClient({
      endpoint: url,
      region: 'us-east-1',
      credentials: { accessKeyId, secretAccessKey },
    });
    await stepFunctions.send(
      new StopExecutionCommand({ executionArn: running?.executionArn, cause: 'test' }),
    );
    stepFunctions.destroy();
    expect(await desk.executions(number)).toMatchObject([
      { name: `sr-${number}-g1`, status: 'ABORTED' },
      { name: `sr-${number}-g2`, status: 'RUNNING' },
    ]);
    await desk.pass('PT3H');
    const timeline = await desk.as('mo').timeline(number);
    expect(timeline.map(({ fact }) => fact.type)).toEqual([
      'RequestFiled',
      'TargetWarned',
      'TargetWarned',
      'TargetMissed',
    ]);
  });
});

const Template = z.looseObject({
  Resources: z.record(
    z.string(),
    z.looseObject({ Type: z.string(), Properties: z._default(z.record(z.string(), z.unknown()), {}) }),
  ),
});
const Statements = z.object({
  PolicyDocument: z.looseObject({ Statement: z.array(z.looseObject({ Action: z.unknown() })) }),
});

/** A copy of the project's assembly in which the API's role may no longer do one thing. */
async function assemblyWithout(action: string): Promise<string> {
  const original = await synthesise({ projectRoot: fileURLToPath(new URL('../..', import.meta.url)) });
  const copy = mkdtempSync(path.join(tmpdir(), 'casebell-assembly-'));
  cpSync(original, copy, { recursive: true });
  const file = path.join(copy, readdirSync(copy).find((name) => name.endsWith('.template.json')) ?? '');
  const template = Template.parse(JSON.parse(readFileSync(file, 'utf8')));
  const [policy] = Object.entries(template.Resources).filter(
    ([id, { Type }]) => Type === 'AWS::IAM::Policy' && id.startsWith('ApiRole'),
  );
  const [, resource] = policy ?? [];
  const parsed = Statements.parse(resource?.Properties);
  for (const statement of parsed.PolicyDocument.Statement) {
    if (Array.isArray(statement.Action))
      statement.Action = statement.Action.filter((granted) => granted !== action);
  }
  if (resource) resource.Properties = { ...resource.Properties, ...parsed };
  writeFileSync(file, JSON.stringify(template));
  return copy;
}

describe('a permission that is missing', () => {
  it('fails the call with AccessDenied, naming role, action and resource', async () => {
    const assembly = await assemblyWithout('dynamodb:PutItem');
    const logged: string[] = [];
    const crippled = await startDesk({ assembly, log: (line) => logged.push(line) });
    try {
      const { status } = await crippled.as('dana').call('POST', '/v1/requests', { body: STANDARD_FORM });
      expect(status).toBe(500);
      const said = logged.join('\n');
      expect(said).toContain('is not authorized to perform: dynamodb:PutItem on resource: arn:aws:dynamodb:');
      expect(said).toMatch(/assumed-role\/\S*ApiRole\S*/);
      // What needs no writing still works.
      expect((await crippled.as('dana').list()).items).toEqual([]);
    } finally {
      await crippled.stop();
      rmSync(assembly, { recursive: true, force: true });
    }
  });
});
