import { enrol } from '#functions/io/enrol.ts';
import type { LocalStack } from '../stack.ts';
import { DEMO_DIRECTORY } from './directory.ts';
import { localTable } from './local-table.ts';

/** Brings the demo's people and contracts in; again at every start, to the same effect. */
export async function seedDemo(stack: LocalStack): Promise<void> {
  const table = localTable(stack);
  try {
    await enrol(table, DEMO_DIRECTORY);
  } finally {
    table.close();
  }
}
