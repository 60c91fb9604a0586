import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { outcomeLines } from '#cli/policy/print-outcome.ts';
import { readTimelines, TIMELINE_SUFFIX } from '#cli/policy/read-timelines.ts';
import { runTimeline } from '#cli/policy/run-timeline.ts';
import { readPack } from '#infra/read-pack.ts';
import { createPolicy } from '#shared/policy/policy.ts';

const files = readdirSync('policies').filter((name) => name.endsWith(TIMELINE_SUFFIX));

it('each pack of the project has its timelines', () => {
  expect(files).toEqual(['house.test.yaml', 'veeam.test.yaml', 'vmware-gss.test.yaml']);
});

describe.each(files)('policies/%s', (name) => {
  const path = `policies/${name}`;
  const file = readTimelines(path, readFileSync(path, 'utf8'));
  if (!file.ok) throw new Error(file.problems.join('\n'));
  const policy = createPolicy(readPack(`policies/${file.value.pack}.yaml`));

  it('has at least fifteen of them', () => {
    expect(file.value.tests.length).toBeGreaterThanOrEqual(15);
  });

  it.each(file.value.tests.map((test) => [test.name, test] as const))('%s', (_name, test) => {
    const outcome = runTimeline(policy, test);
    expect(outcome.failures.length === 0 ? [] : outcomeLines(outcome)).toEqual([]);
  });
});
