import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { AddOn, Answer, Offering, Updates } from '#shared/policy/offering.ts';
import { Pack } from '#shared/policy/pack.ts';
import { PackFacts } from '#shared/policy/pack-facts.ts';

const PAGE = readFileSync(new URL('../../docs/policy-packs.md', import.meta.url), 'utf8');

/** What stands in backticks on the page: keys, and paths of keys. */
const NAMED = new Set(
  [...PAGE.matchAll(/`([A-Za-z.*]+)`/g)].flatMap(([, name = '']) =>
    name.split('.').filter((key) => key !== '*'),
  ),
);

it.each([
  ['a pack', Object.keys(Pack.shape).filter((key) => key !== 'countries')],
  ['an offering', Object.keys(Offering.shape)],
  ['an add-on', Object.keys(AddOn.shape)],
  ['an answer', Object.keys(Answer.shape)],
  ['updates', Object.keys(Updates.shape)],
  ['the facts', Object.keys(PackFacts.shape)],
])('[lesson 18] docs/policy-packs.md explains every key of %s', (_, keys) => {
  expect(keys.length).toBeGreaterThan(1);
  expect(keys.filter((key) => !NAMED.has(key))).toEqual([]);
});
