import { DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it, test } from 'vitest';
import type { Change } from '#functions/io/change.ts';
import { commit } from '#functions/io/commit.ts';
import { partsOf } from '#functions/io/transaction-parts.ts';
import type { WorkflowItem } from '#functions/io/workflow-item.ts';
import type { Applied } from '#shared/domain/apply-facts.ts';
import type { SupportRequest } from '#shared/schema/request.ts';
import { ADA, CAROL, customer, GRACE, staff } from '#test/support/people.ts';
import { HOUSE } from '#test/support/policies.ts';
import { act, file, given, MONDAY_10, workflowStep } from '#test/support/requests.ts';

const NOON = '2026-03-02T12:00:00.000Z';
const RUNNING: WorkflowItem = { gen: 2, wfVersion: 7, signal: 'parked', taskToken: 'token' };

function change(applied: Applied, before: SupportRequest | null, parts: Partial<Change> = {}): Change {
  return { ...applied, before, workflow: before && RUNNING, policy: HOUSE, now: NOON, ...parts };
}

/** A transaction as `what it writes | under which condition | what its failure means`. */
function told(whole: Change): string[] {
  return partsOf('desk', whole).map(({ item, onFailure }) => {
    const { Put, Update } = item;
    const { pk, sk } = Put?.Item ?? Update?.Key ?? {};
    return `${pk} ${sk} | ${Put?.ConditionExpression ?? Update?.ConditionExpression ?? '-'} | ${onFailure}`;
  });
}

const comment = (visibility: 'public' | 'internal') => {
  const before = given.awaitingCustomer();
  return [
    act(before, { action: 'comment', text: 'x', visibility }, { at: NOON, by: staff(GRACE) }),
    before,
  ] as const;
};

describe('the transaction of a filing', () => {
  const whole = { ...change(file(), null), now: MONDAY_10 };

  it('writes the request, its event, its mail and its workflow, all new or none', () => {
    expect(told(whole)).toEqual([
      'SR#26123456787 HEAD | attribute_not_exists(pk) | number',
      'SR#26123456787 E#00000001 | attribute_not_exists(pk) | number',
      'SR#26123456787 M#00000001-request-filed-0 | attribute_not_exists(pk) | conflict',
      'SR#26123456787 WF | attribute_not_exists(pk) | number',
    ]);
  });

  it('the head has the state, the summary and the index keys', () => {
    const head = partsOf('desk', whole)[0]?.item.Put;
    expect(head?.TableName).toBe('desk');
    expect(head?.Item).toMatchObject({
      number: '26123456787',
      version: 1,
      state: whole.after,
      summary: { number: '26123456787', nextDueAt: '2026-03-02T17:00:00.000Z' },
      accountKey: 'ACCOUNT#acme',
      filedSort: '2026-03-02T09:00:00.000Z#26123456787',
      queueKey: 'QUEUE#technical',
      dueSort: '2026-03-02T17:00:00.000Z#26123456787',
    });
    expect(head?.Item).not.toHaveProperty('ownerKey');
    expect(head?.Item).not.toHaveProperty('escalationKey');
  });

  it('the mail waits to be sent, and the workflow to be started; both are seen by the sweeper until then', () => {
    const items = partsOf('desk', whole).map(({ item }) => item.Put?.Item);
    expect(items[2]).toEqual({
      pk: 'SR#26123456787',
      sk: 'M#00000001-request-filed-0',
      state: 'queued',
      queuedAt: MONDAY_10,
      to: { email: ADA.email, name: ADA.name, language: 'en', zone: 'Europe/Berlin' },
      content: whole.mails[0]?.content,
      attendKey: 'ATTEND',
      attendAt: MONDAY_10,
    });
    expect(items[3]).toEqual({
      pk: 'SR#26123456787',
      sk: 'WF',
      number: '26123456787',
      gen: 1,
      wfVersion: 1,
      signal: 'bumped',
      attendKey: 'ATTEND',
      attendAt: MONDAY_10,
    });
  });
});

describe('the transaction of an action', () => {
  it('replaces the head it was decided on, and no later one', () => {
    const [applied, before] = comment('internal');
    const [head] = partsOf('desk', change(applied, before));
    expect(head?.item.Put).toMatchObject({
      ConditionExpression: 'version = :before',
      ExpressionAttributeValues: { ':before': 4 },
    });
  });

  it('that leaves the plan as it was does not wake the workflow', () => {
    expect(told(change(...comment('internal')))).toEqual([
      'SR#26123456787 HEAD | version = :before | conflict',
      'SR#26123456787 E#00000005 | attribute_not_exists(pk) | conflict',
    ]);
    expect(told(change(...comment('public')))).toEqual([
      'SR#26123456787 HEAD | version = :before | conflict',
      'SR#26123456787 E#00000005 | attribute_not_exists(pk) | conflict',
      'SR#26123456787 M#00000005-reply-0 | attribute_not_exists(pk) | conflict',
    ]);
  });

  it('[CLO-2] that changes the plan wakes it, under the version and the generation it was decided on', () => {
    const before = given.awaitingCustomer();
    const reply = act(
      before,
      { action: 'comment', text: 'x', visibility: 'public' },
      { at: NOON, by: customer(ADA) },
    );
    const update = partsOf('desk', change(reply, before)).find(({ item }) => item.Update)?.item.Update;
    expect(update).toMatchObject({
      Key: { pk: 'SR#26123456787', sk: 'WF' },
      ConditionExpression: 'wfVersion = :v AND gen = :g AND #signal <> :finished',
      ExpressionAttributeValues: { ':v': 7, ':g': 2, ':signal': 'bumped', ':now': NOON, ':attend': 'ATTEND' },
    });
  });

  it('[CLO-4] after the execution finished it begins a new generation', () => {
    const before = given.closed();
    const open = act(before, { action: 'reopen', reason: 'x' }, { at: NOON, by: staff(CAROL) });
    const workflow: WorkflowItem = { gen: 1, wfVersion: 9, signal: 'finished' };
    const update = partsOf('desk', change(open, before, { workflow })).find(({ item }) => item.Update)?.item
      .Update;
    expect(update?.UpdateExpression).toContain('gen = gen + :one');
    expect(update?.UpdateExpression).toContain('REMOVE taskToken');
    expect(update).toMatchObject({
      ConditionExpression: 'wfVersion = :v AND gen = :g AND #signal = :finished',
      ExpressionAttributeValues: { ':v': 9, ':g': 1, ':signal': 'bumped' },
    });
  });

  it('of the workflow itself claims its action, and does not wake the one who acts', () => {
    const before = given.awaitingCustomer();
    const contacted = workflowStep(before, '2026-03-03T07:00:00.000Z');
    const whole = change(contacted, before, { claim: '26123456787/ContactCustomer/x/1', acting: true });
    expect(told(whole)).toEqual([
      'SR#26123456787 HEAD | version = :before | conflict',
      'SR#26123456787 E#00000005 | attribute_not_exists(pk) | conflict',
      'SR#26123456787 M#00000005-contact-attempt-0 | attribute_not_exists(pk) | conflict',
      'SR#26123456787 WF | wfVersion = :v AND gen = :g AND #signal <> :finished | conflict',
      'SR#26123456787 A#26123456787/ContactCustomer/x/1 | attribute_not_exists(pk) | claim',
    ]);
    const update = partsOf('desk', whole).find(({ item }) => item.Update)?.item.Update;
    expect(update?.ExpressionAttributeValues).toMatchObject({ ':signal': 'acting' });
  });

  it('[CLO-5] keeps the answer for a repeated request for thirty days, and one invitation in two weeks', () => {
    const [applied, before] = comment('internal');
    const answer = { who: ADA.email, key: 'k', fingerprint: 'f', status: 200, body: '{}' };
    const parts = partsOf('desk', change(applied, before, { answer, surveyed: ADA.email }));
    expect(parts.slice(2).map(({ item, onFailure }) => [onFailure, item.Put])).toEqual([
      [
        'answer',
        {
          TableName: 'desk',
          Item: {
            pk: 'IDEM#ada@customer.example',
            sk: 'k',
            fingerprint: 'f',
            status: 200,
            body: '{}',
            expiresAt: 1775044800,
          },
          ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now',
          ExpressionAttributeValues: { ':now': 1772452800 },
        },
      ],
      [
        'conflict',
        {
          TableName: 'desk',
          Item: { pk: 'CONTACT#ada@customer.example', sk: 'SURVEY', lastInvitedAt: NOON },
          ConditionExpression: 'attribute_not_exists(pk) OR lastInvitedAt <= :before',
          ExpressionAttributeValues: { ':before': '2026-02-16T12:00:00.000Z' },
        },
      ],
    ]);
  });

  it('[ESC-6] an escalated request is listed by region, a closed one only by account', () => {
    const keysOf = (after: SupportRequest) => {
      const { accountKey, queueKey, ownerKey, escalationKey } =
        partsOf('desk', { ...change({ after, events: [], mails: [] }, after) })[0]?.item.Put?.Item ?? {};
      return { accountKey, queueKey, ownerKey, escalationKey };
    };
    expect(keysOf(given.escalationLed())).toEqual({
      accountKey: 'ACCOUNT#acme',
      queueKey: 'QUEUE#technical',
      ownerKey: 'OWNER#grace@vendor.example',
      escalationKey: 'ESCALATED#EMEA',
    });
    expect(keysOf(given.closed())).toEqual({ accountKey: 'ACCOUNT#acme' });
  });
});

describe('a transaction that DynamoDB cancels', () => {
  const dynamo = mockClient(DynamoDBDocumentClient);
  const table = {
    name: 'desk',
    client: DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'us-east-1' })),
  };
  const answer = { who: ADA.email, key: 'k', fingerprint: 'f', status: 200, body: '{}' };
  const [applied, before] = comment('internal');
  const whole = change(applied, before, { claim: 'c', answer });
  beforeEach(() => dynamo.reset());

  function cancelled(...codes: string[]): TransactionCanceledException {
    return new TransactionCanceledException({
      $metadata: {},
      message: 'Transaction cancelled',
      CancellationReasons: codes.map((Code) => ({ Code })),
    });
  }

  test.each<[string, string[], object]>([
    ['the head changed', ['ConditionalCheckFailed', 'None', 'None', 'None'], { name: 'VersionConflict' }],
    [
      'another transaction was under way',
      ['None', 'TransactionConflict', 'None', 'None'],
      { name: 'VersionConflict' },
    ],
    [
      'the claim exists',
      ['None', 'None', 'ConditionalCheckFailed', 'None'],
      { name: 'AlreadyExists', what: 'claim' },
    ],
    [
      'the claim exists, and so the head changed',
      ['ConditionalCheckFailed', 'None', 'ConditionalCheckFailed', 'None'],
      { name: 'AlreadyExists', what: 'claim' },
    ],
    [
      'the same call came first: that counts before all else',
      ['ConditionalCheckFailed', 'None', 'ConditionalCheckFailed', 'ConditionalCheckFailed'],
      { name: 'AlreadyExists', what: 'answer' },
    ],
    ['the table is throttled', ['ThrottlingError', 'None', 'None', 'None'], { name: 'TableBusy' }],
    [
      'an item is too large',
      ['ValidationError', 'None', 'None', 'None'],
      { name: 'TransactionCanceledException' },
    ],
  ])('because %s', async (_, codes, error) => {
    dynamo.on(TransactWriteCommand).rejects(cancelled(...codes));
    await expect(commit(table, whole)).rejects.toMatchObject(error);
  });

  it('because the number is taken', async () => {
    dynamo
      .on(TransactWriteCommand)
      .rejects(cancelled('ConditionalCheckFailed', 'ConditionalCheckFailed', 'None', 'None'));
    await expect(commit(table, change(file(), null))).rejects.toMatchObject({
      name: 'AlreadyExists',
      what: 'number',
    });
  });

  it('any other failure is passed on as it is', async () => {
    const lost = new Error('socket hang up');
    dynamo.on(TransactWriteCommand).rejects(lost);
    await expect(commit(table, whole)).rejects.toBe(lost);
  });
});
