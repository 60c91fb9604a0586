import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readPack } from '#infra/read-pack.ts';
import type { Pack } from '#shared/policy/pack.ts';
import { createPolicy, type Policy } from '#shared/policy/policy.ts';

/** Where a pack of the project is. */
export function packFile(name: string): string {
  return fileURLToPath(new URL(`../../policies/${name}.yaml`, import.meta.url));
}

/** The text of the house pack, as it is written. */
export const HOUSE_YAML = readFileSync(packFile('house'), 'utf8');

/** The house pack, ready for use. */
export const HOUSE: Policy = createPolicy(readPack(packFile('house')));

/** A pack under which every clock there is may run. */
export const EVERY_CLOCK: Policy = createPolicy({
  ...HOUSE.pack,
  pack: 'every-clock',
  updates: {
    every: { 1: '2h', 2: '1d', 3: { within: '20h', calendar: 'business' } },
    pausedWhile: ['awaiting-customer'],
  },
  confirmationMail: { within: '1h', calendar: 'around-the-clock' },
  addOns: {
    'after-hours': { title: { en: 'After hours' }, severities: [1], calendar: 'around-the-clock' },
  },
  ladder: {
    ...HOUSE.pack.ladder,
    answerGoal: [{ at: 'missed', tell: ['owner'] }],
    promisedUpdate: [
      { at: '80%', tell: ['owner'] },
      { at: 'missed', tell: ['owner', 'manager'] },
    ],
    confirmationMail: [{ at: 'missed', tell: ['csr'] }],
  },
});

/** The house pack with some parts replaced. */
export function houseWith(parts: Partial<Pack>): Policy {
  return createPolicy({ ...HOUSE.pack, ...parts });
}
