import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateQuery, paginateScan } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { RequestEvent } from '#shared/schema/event.ts';
import { RequestSummary } from '#shared/schema/view.ts';

/** An SR as the table holds it, with when its workflow next attends to it. */
export interface RequestRecord {
  readonly summary: RequestSummary;
  /** Null when nothing is planned. */
  readonly attendAt: string | null;
  /** The generation of its execution, which is named `sr-<number>-g<gen>`. */
  readonly gen: number;
}

/** SRs as they stand in the table, for reading only. */
export interface DeskRecords {
  /** All SRs, the newest first. */
  requests(): Promise<readonly RequestRecord[]>;
  /** One SR with its events, the oldest first; undefined when there is none. */
  request(number: string): Promise<{ record: RequestRecord; events: readonly RequestEvent[] } | undefined>;
  close(): void;
}

/** The name of an SR's current execution. */
export function executionName({ summary, gen }: RequestRecord): string {
  return `sr-${summary.number}-g${gen}`;
}

const Head = z.object({ summary: RequestSummary });
const Event = z.object({ event: RequestEvent });
const Workflow = z.object({ gen: z.int(), attendAt: z.optional(z.string()) });
const Key = z.looseObject({ pk: z.string(), sk: z.string() });

/** Reads SRs straight from DynamoDB Local, past every permission: the control room is not part of the desk. */
export function deskRecords(endpoint: string, tableName: string): DeskRecords {
  const base = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const client = DynamoDBDocumentClient.from(base);
  return {
    async requests() {
      const items: z.infer<typeof Key>[] = [];
      const pages = paginateScan(
        { client },
        {
          TableName: tableName,
          FilterExpression: 'sk = :head OR sk = :workflow',
          ExpressionAttributeValues: { ':head': 'HEAD', ':workflow': 'WF' },
        },
      );
      for await (const { Items } of pages) items.push(...z.array(Key).parse(Items ?? []));
      const workflows = new Map(items.filter(({ sk }) => sk === 'WF').map((item) => [item.pk, item]));
      return items
        .filter(({ sk }) => sk === 'HEAD')
        .map((head) => recordOf(head, workflows.get(head.pk)))
        .sort((a, b) => (a.summary.filedAt < b.summary.filedAt ? 1 : -1));
    },
    async request(number) {
      const items: z.infer<typeof Key>[] = [];
      const pages = paginateQuery(
        { client },
        {
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': `SR#${number}` },
          ConsistentRead: true,
        },
      );
      for await (const { Items } of pages) items.push(...z.array(Key).parse(Items ?? []));
      const head = items.find(({ sk }) => sk === 'HEAD');
      if (head === undefined) return undefined;
      const events = items.filter(({ sk }) => sk.startsWith('E#')).map((item) => Event.parse(item).event);
      return {
        record: recordOf(
          head,
          items.find(({ sk }) => sk === 'WF'),
        ),
        events,
      };
    },
    close: () => base.destroy(),
  };
}

function recordOf(head: unknown, workflow: unknown): RequestRecord {
  const { gen, attendAt } = workflow === undefined ? { gen: 1 } : Workflow.parse(workflow);
  return { summary: Head.parse(head).summary, attendAt: attendAt ?? null, gen };
}
