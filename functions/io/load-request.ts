import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { SupportRequest } from '#shared/schema/request.ts';
import { keys } from './keys.ts';
import type { Table } from './table.ts';
import { WorkflowItem } from './workflow-item.ts';

/** An SR and its workflow item as they stand; strongly consistent, since decisions rest on it. */
export interface LoadedRequest {
  readonly request: SupportRequest;
  readonly workflow: WorkflowItem;
}

/** Loads an SR by number; null when there is none. Throws when what is stored does not parse. */
export async function loadRequest(table: Table, number: string): Promise<LoadedRequest | null> {
  // One after the other, the workflow's item first: of a write that falls between, the head is then new and `wfVersion`
  // old, and whatever is conditioned on it fails. The other way round a plan for the old head could be parked on.
  const workflow = await getItem(table, keys.workflow(number));
  const head = await getItem(table, keys.head(number));
  if (!head) return null;
  return { request: SupportRequest.parse(head.state), workflow: WorkflowItem.parse(workflow) };
}

/** Loads only the SR, where the workflow item would not be looked at. */
export async function loadHead(table: Table, number: string): Promise<SupportRequest | null> {
  const head = await getItem(table, keys.head(number));
  return head ? SupportRequest.parse(head.state) : null;
}

/** One item, strongly consistent; undefined when there is none. */
export async function getItem(
  table: Table,
  Key: { pk: string; sk: string },
): Promise<Record<string, unknown> | undefined> {
  const found = await table.client.send(new GetCommand({ TableName: table.name, Key, ConsistentRead: true }));
  return found.Item;
}
