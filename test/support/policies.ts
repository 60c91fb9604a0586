import { readFileSync } from 'node:fs';
import { loadPack } from '#shared/policy/load-pack.ts';
import type { Pack } from '#shared/policy/pack.ts';
import { createPolicy, type Policy } from '#shared/policy/policy.ts';

/** The text of the house pack, as it is published. */
export const HOUSE_YAML = readFileSync(new URL('../../policies/house.yaml', import.meta.url), 'utf8');

/** The house pack, ready for use. */
export const HOUSE: Policy = createPolicy(loadPack(HOUSE_YAML));

/** The house pack with some parts replaced. */
export function houseWith(parts: Partial<Pack>): Policy {
  return createPolicy({ ...HOUSE.pack, ...parts });
}
