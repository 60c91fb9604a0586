import * as z from 'zod/mini';
import { enrol } from '#functions/io/enrol.ts';
import type { LocalStack } from '../stack.ts';
import { demoDirectory } from './directory.ts';
import { localTable } from './local-table.ts';

/** Who on the desk asks for its policy. */
const ASKER = 'rita';

const Offerings = z.object({
  offerings: z.record(z.string(), z.object({ firstResponse: z.optional(z.unknown()) })),
});

/** Brings the demo's people and contracts in; again at every start, to the same effect. */
export async function seedDemo(stack: LocalStack): Promise<void> {
  const table = localTable(stack);
  try {
    await enrol(table, demoDirectory(await promisingOfferings(stack)));
  } finally {
    table.close();
  }
}

/** The offerings of the desk's policy that promise something. */
async function promisingOfferings({ deskUrl, token }: LocalStack): Promise<string[]> {
  const headers = { authorization: `Bearer ${await token(ASKER)}` };
  const response = await fetch(`${deskUrl}/v1/policy`, { headers });
  const { offerings } = Offerings.parse(await response.json());
  return Object.keys(offerings).filter((name) => offerings[name]?.firstResponse !== undefined);
}
