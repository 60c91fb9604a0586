import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createPolicy, type Policy } from '#shared/policy/policy.ts';
import { type Command, command } from '../command.ts';
import { CommandFailure } from '../command-failure.ts';
import type { Output } from '../main.ts';
import { findFiles } from './find-files.ts';
import { outcomeRecord } from './outcome-record.ts';
import { lifeLines } from './print-life.ts';
import { outcomeLines } from './print-outcome.ts';
import { readPackFile } from './read-pack-file.ts';
import { readTimelines, TIMELINE_SUFFIX } from './read-timelines.ts';
import { runTimeline } from './run-timeline.ts';
import type { Timeline } from './timeline.ts';

/** A file of timelines with the policy they are about. */
interface Suite {
  readonly path: string;
  readonly policy: Policy;
  readonly tests: readonly Timeline[];
}

/** `casebell policy test [FILE|FOLDER...]`: lives the timelines beside the packs and says what is other than expected. */
export function testCommand(output: Output): Command {
  return command(
    'policy test',
    'Live the timelines beside the policy packs, and say what is other than expected',
    {
      files: {
        type: 'positional',
        description: 'Files of timelines (*.test.yaml), or folders of them; policies/ where none is named',
        required: false,
      },
      filter: { type: 'string', description: 'Only tests with this text in their name', valueHint: 'TEXT' },
      verbose: { type: 'boolean', description: 'Print every whole timeline, in local times', default: false },
      json: { type: 'boolean', description: 'Print one line of JSON per test', default: false },
    },
    async ({ args }) => {
      const paths = findFiles(
        args._,
        (name) => name.endsWith(TIMELINE_SUFFIX),
        `timelines (*${TIMELINE_SUFFIX})`,
      );
      const suites = readSuites(paths).map((suite) => ({
        ...suite,
        tests: chosen(suite.tests, args.filter),
      }));
      const count = suites.reduce((sum, { tests }) => sum + tests.length, 0);
      if (count === 0) throw new CommandFailure(`No test has "${args.filter}" in its name.`, 2);
      const failed = suites.reduce((sum, suite) => sum + runSuite(suite, args, output), 0);
      const summary = `${count} ${count === 1 ? 'test' : 'tests'}: ${count - failed} ok, ${failed} failed.`;
      if (failed > 0) throw new CommandFailure(summary, 1);
      if (!args.json) output.out(summary);
    },
  );
}
/** Reads all files and their packs before anything is lived. Throws CommandFailure with every problem of each. */
function readSuites(paths: readonly string[]): Suite[] {
  const problems: string[] = [];
  const policies = new Map<string, Policy>();
  const suites: Suite[] = [];
  for (const path of paths) {
    const file = readTimelines(path, readFileSync(path, 'utf8'));
    if (!file.ok) {
      problems.push(...file.problems);
      continue;
    }
    const packPath = join(dirname(path), `${file.value.pack}.yaml`);
    const pack = policies.has(packPath) ? null : readPackFile(packPath);
    if (pack?.ok === false) problems.push(...pack.problems);
    if (pack?.ok) policies.set(packPath, createPolicy(pack.value));
    const policy = policies.get(packPath);
    if (policy) suites.push({ path, policy, tests: file.value.tests });
  }
  if (problems.length === 0) return suites;
  throw new CommandFailure(
    `The timelines cannot be read:\n${problems.map((one) => `  - ${one}`).join('\n')}`,
    2,
  );
}

function chosen(tests: readonly Timeline[], filter: string | undefined): readonly Timeline[] {
  if (filter === undefined) return tests;
  return tests.filter(({ name }) => name.toLowerCase().includes(filter.toLowerCase()));
}

/** Runs the tests of a file and prints them; how many failed. */
function runSuite(
  { path, policy, tests }: Suite,
  { json, verbose }: { readonly json: boolean; readonly verbose: boolean },
  output: Output,
): number {
  const { pack } = policy;
  if (!json && tests.length > 0) output.out(`${path} (${pack.pack} ${pack.version})`);
  let failed = 0;
  for (const test of tests) {
    const outcome = runTimeline(policy, test);
    if (outcome.failures.length > 0) failed += 1;
    if (json) output.out(JSON.stringify(outcomeRecord(path, policy, outcome)));
    else for (const line of outcomeLines(outcome)) output.out(line);
    if (verbose && !json) for (const line of lifeLines(outcome, policy)) output.out(line);
  }
  return failed;
}
