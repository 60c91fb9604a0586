import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { OutboxMail } from '#shared/domain/mails.ts';
import { planView } from '#shared/domain/plan.ts';
import { wholeDays } from '#shared/policy/duration.ts';
import type { Policy } from '#shared/policy/policy.ts';
import type { RequestEvent } from '#shared/schema/event.ts';
import { type Instant, toInstant, toMs } from '#shared/schema/instant.ts';
import type { SupportRequest } from '#shared/schema/request.ts';
import { headItem } from './head-item.ts';
import { keys, lists } from './keys.ts';
import type { Table } from './table.ts';
import type { WorkflowItem } from './workflow-item.ts';

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** Another write came first: load again and decide anew. */
export class VersionConflict extends Error {
  override readonly name = 'VersionConflict';
}

/** DynamoDB had no room for the transaction just now; nothing was changed. */
export class TableBusy extends Error {
  override readonly name = 'TableBusy';
}

/** What had to be unique exists: the number, the action's claim or the idempotency key, as `what` says. */
export class AlreadyExists extends Error {
  override readonly name = 'AlreadyExists';
  readonly what: Unique;

  constructor(what: Unique) {
    super(`exists already: ${what}`);
    this.what = what;
  }
}
type Unique = 'number' | 'claim' | 'answer';

/** An answer kept for a repeated request with the same Idempotency-Key. */
export interface KeptAnswer {
  readonly who: string;
  readonly key: string;
  readonly fingerprint: string;
  readonly status: number;
  readonly body: string;
}

/** Everything one command changes. `before` and `workflow` are as loaded; both null when the SR is filed. */
export interface Change {
  readonly before: SupportRequest | null;
  readonly after: SupportRequest;
  readonly events: readonly RequestEvent[];
  readonly mails: readonly OutboxMail[];
  readonly workflow: WorkflowItem | null;
  readonly policy: Policy;
  readonly now: Instant;
  /** What must happen only once, however often it is tried. */
  readonly claim?: string;
  /** The execution itself writes: it gets the next plan as its answer and need not be woken. */
  readonly acting?: boolean;
  readonly answer?: KeptAnswer;
  /** The contact with this address is invited to a survey: remembered for the next one (CLO-5). */
  readonly surveyed?: string;
}

/** How long a repeated request is answered as the first one was. */
const ANSWER_KEPT_DAYS = 30;

type Part = { readonly item: TransactItem; readonly onFailure: 'conflict' | Unique };

/** Stores a change whole or not at all, in one transaction. Throws VersionConflict, AlreadyExists or TableBusy. */
export async function commit(table: Table, change: Change): Promise<void> {
  const parts = partsOf(table.name, change);
  try {
    await table.client.send(new TransactWriteCommand({ TransactItems: parts.map(({ item }) => item) }));
  } catch (error) {
    throw translate(error, parts);
  }
}

/** A throttled transaction is a cancelled one; only its reasons tell. */
const BUSY = new Set(['ThrottlingError', 'ProvisionedThroughputExceeded']);

function translate(error: unknown, parts: readonly Part[]): unknown {
  if (!(error instanceof TransactionCanceledException)) return error;
  const reasons = error.CancellationReasons ?? [];
  const failed = parts.filter((_, index) => reasons[index]?.Code === 'ConditionalCheckFailed');
  // A repeated request is answered as before, even where the SR has changed since.
  for (const what of ['answer', 'claim', 'number'] as const) {
    if (failed.some(({ onFailure }) => onFailure === what)) return new AlreadyExists(what);
  }
  const raced = failed.length > 0 || reasons.some(({ Code }) => Code === 'TransactionConflict');
  if (raced) return new VersionConflict('the request changed meanwhile');
  const busy = reasons.some(({ Code = '' }) => BUSY.has(Code));
  return busy ? new TableBusy('the table is throttled', { cause: error }) : error;
}

/** The parts of the transaction, each with what it means when its condition fails. Pure. */
export function partsOf(tableName: string, change: Change): Part[] {
  const { before, after, events, mails, now } = change;
  const put = (item: Record<string, unknown>): TransactItem => ({
    Put: { TableName: tableName, Item: item, ConditionExpression: 'attribute_not_exists(pk)' },
  });
  const parts: Part[] = [headPart(tableName, change)];
  for (const event of events) {
    parts.push({
      item: put({ ...keys.event(after.number, event.seq), event }),
      onFailure: before ? 'conflict' : 'number',
    });
  }
  for (const mail of mails) {
    parts.push({ item: put(mailItem(after.number, mail, now)), onFailure: 'conflict' });
  }
  const workflow = workflowPart(tableName, change);
  if (workflow) parts.push({ item: workflow, onFailure: before ? 'conflict' : 'number' });
  if (change.claim) {
    parts.push({
      item: put({ ...keys.claim(after.number, change.claim), claimedAt: now }),
      onFailure: 'claim',
    });
  }
  if (change.answer) {
    const { who, key, fingerprint, status, body } = change.answer;
    const expiresAt = Math.floor(toMs(now) / 1000) + ANSWER_KEPT_DAYS * 86_400;
    parts.push({
      item: {
        Put: {
          TableName: tableName,
          Item: { ...keys.answer(who, key), fingerprint, status, body, expiresAt },
          // TTL removes items late: an expired one may be taken over.
          ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now',
          ExpressionAttributeValues: { ':now': Math.floor(toMs(now) / 1000) },
        },
      },
      onFailure: 'answer',
    });
  }
  if (change.surveyed) {
    const span = wholeDays(change.policy.pack.closing.survey.atMostEvery) * 86_400_000;
    parts.push({
      item: {
        Put: {
          TableName: tableName,
          Item: { ...keys.surveyed(change.surveyed), lastInvitedAt: now },
          // Two SRs of one contact may come to this at the same moment: the second is decided anew.
          ConditionExpression: 'attribute_not_exists(pk) OR lastInvitedAt <= :before',
          ExpressionAttributeValues: { ':before': toInstant(toMs(now) - span) },
        },
      },
      onFailure: 'conflict',
    });
  }
  return parts;
}

function headPart(tableName: string, { before, after, policy }: Change): Part {
  const Item = headItem(after, policy);
  if (!before) {
    return {
      item: { Put: { TableName: tableName, Item, ConditionExpression: 'attribute_not_exists(pk)' } },
      onFailure: 'number',
    };
  }
  return {
    item: {
      Put: {
        TableName: tableName,
        Item,
        ConditionExpression: 'version = :before',
        ExpressionAttributeValues: { ':before': before.version },
      },
    },
    onFailure: 'conflict',
  };
}

/** A mail waiting to be sent; `attendAt` brings it to the sweeper's notice until it is. */
function mailItem(number: string, { id, to, content }: OutboxMail, now: Instant): Record<string, unknown> {
  return {
    ...keys.mail(number, id),
    state: 'queued',
    queuedAt: now,
    to,
    content,
    attendKey: lists.attend,
    attendAt: now,
  };
}

/**
 * The workflow's item, if what its plan depends on changed; null otherwise, so that nothing is woken for nothing.
 * After its execution has finished a change begins a new generation, since a closed execution's name is burned.
 */
function workflowPart(
  tableName: string,
  { before, after, workflow, acting, now }: Change,
): TransactItem | null {
  const base = { TableName: tableName, Key: keys.workflow(after.number) };
  const bumped = { ':one': 1, ':now': now, ':attend': lists.attend };
  if (!before || !workflow) {
    return {
      Put: {
        TableName: tableName,
        Item: {
          ...base.Key,
          number: after.number,
          gen: 1,
          wfVersion: 1,
          signal: 'bumped',
          attendKey: lists.attend,
          attendAt: now,
        },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    };
  }
  if (samePlan(before, after)) return null;
  const finished = workflow.signal === 'finished';
  return {
    Update: {
      ...base,
      UpdateExpression: finished
        ? 'SET wfVersion = wfVersion + :one, gen = gen + :one, #signal = :signal, attendKey = :attend, attendAt = :now REMOVE taskToken, sweeps, revivals'
        : 'SET wfVersion = wfVersion + :one, #signal = :signal, attendKey = :attend, attendAt = :now REMOVE sweeps, revivals',
      // `finished` is part of it: an execution may finish between our reading and our writing.
      ConditionExpression: finished
        ? 'wfVersion = :v AND gen = :g AND #signal = :finished'
        : 'wfVersion = :v AND gen = :g AND #signal <> :finished',
      ExpressionAttributeNames: { '#signal': 'signal' },
      ExpressionAttributeValues: {
        ...bumped,
        ':signal': acting && !finished ? 'acting' : 'bumped',
        ':finished': 'finished',
        ':v': workflow.wfVersion,
        ':g': workflow.gen,
      },
    },
  };
}

function samePlan(before: SupportRequest, after: SupportRequest): boolean {
  return JSON.stringify(planView(before)) === JSON.stringify(planView(after));
}
