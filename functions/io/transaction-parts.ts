import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { OutboxMail } from '#shared/domain/mails.ts';
import { wholeDays } from '#shared/policy/duration.ts';
import { type Instant, toInstant, toMs } from '#shared/schema/instant.ts';
import type { Change, KeptAnswer } from './change.ts';
import { headItem } from './head-item.ts';
import { keys, lists } from './keys.ts';
import { workflowPart } from './workflow-part.ts';

export type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** What there may be only one of. */
export type Unique = 'number' | 'claim' | 'answer' | 'upload';

/** What is used up at some point. */
export type Quota = 'request-quota' | 'account-quota';

/** A part of a transaction, and what it means when its condition fails. */
export interface Part {
  readonly item: TransactItem;
  readonly onFailure: 'conflict' | Unique | Quota;
}

/** How long a repeated request is answered as the first one was. */
const ANSWER_KEPT_DAYS = 30;

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
  for (const mail of mails) parts.push(mailPart(tableName, after.number, mail, now));
  const workflow = workflowPart(tableName, change);
  if (workflow) parts.push({ item: workflow, onFailure: before ? 'conflict' : 'number' });
  if (change.claim) {
    parts.push({
      item: put({ ...keys.claim(after.number, change.claim), claimedAt: now }),
      onFailure: 'claim',
    });
  }
  if (change.answer) parts.push(answerPart(tableName, change.answer, now));
  if (change.surveyed) parts.push(surveyedPart(tableName, change.surveyed, change));
  return [...parts, ...(change.besides ?? [])];
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

function answerPart(
  tableName: string,
  { who, key, fingerprint, status, body }: KeptAnswer,
  now: Instant,
): Part {
  const nowSeconds = Math.floor(toMs(now) / 1000);
  return {
    item: {
      Put: {
        TableName: tableName,
        Item: {
          ...keys.answer(who, key),
          fingerprint,
          status,
          body,
          expiresAt: nowSeconds + ANSWER_KEPT_DAYS * 86_400,
        },
        // TTL removes items late: an expired one may be taken over.
        ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now',
        ExpressionAttributeValues: { ':now': nowSeconds },
      },
    },
    onFailure: 'answer',
  };
}

function surveyedPart(tableName: string, email: string, { policy, now }: Change): Part {
  const span = wholeDays(policy.pack.closing.survey.atMostEvery) * 86_400_000;
  return {
    item: {
      Put: {
        TableName: tableName,
        Item: { ...keys.surveyed(email), lastInvitedAt: now },
        // Two SRs of one contact may come to this at the same moment: the second is decided anew.
        ConditionExpression: 'attribute_not_exists(pk) OR lastInvitedAt <= :before',
        ExpressionAttributeValues: { ':before': toInstant(toMs(now) - span) },
      },
    },
    onFailure: 'conflict',
  };
}

/** The part of a transaction that queues a mail; it fails where the mail was queued before. */
export function mailPart(tableName: string, number: string, mail: OutboxMail, now: Instant): Part {
  const Item = mailItem(number, mail, now);
  return {
    item: { Put: { TableName: tableName, Item, ConditionExpression: 'attribute_not_exists(pk)' } },
    onFailure: 'conflict',
  };
}

/** A mail waiting to be sent; `attendAt` brings it to the sweeper's notice until it is. */
export function mailItem(
  number: string,
  { id, to, content }: OutboxMail,
  now: Instant,
): Record<string, unknown> {
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
