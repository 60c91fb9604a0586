import { readConfig } from '../config.ts';
import { openPolicies, type PolicyStore } from '../io/policy-store.ts';
import { openTable, type Table } from '../io/table.ts';

/** What the functions work with that act on SRs without a caller. */
export interface WorkflowDeps {
  readonly table: Table;
  readonly policies: PolicyStore;
}

let live: WorkflowDeps | undefined;

/** The real ones, made on first use. */
export function liveDeps(): WorkflowDeps {
  if (live) return live;
  const table = openTable(readConfig('table').TABLE_NAME);
  live = { table, policies: openPolicies(table) };
  return live;
}
