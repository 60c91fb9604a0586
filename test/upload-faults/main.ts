import { fileURLToPath } from 'node:url';
import { synthesise } from '#local/synth.ts';
import { type Listener, liveTogether } from './lanes.ts';
import { HELP, type Options, optionsOf } from './options.ts';
import { hugePlanOf, planOf } from './plan.ts';
import { Report } from './report.ts';
import { Tally } from './tally.ts';

// The note of the AWS SDK about the next Node release it will ask for is for nobody here.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const say = (text: string) => void process.stdout.write(`${text}\n`);

/** A line of how far it is, at most so often (ms). */
const TOLD_EVERY_MS = 30_000;

async function run({ runs, first, lanes, huge, batch, keep }: Options): Promise<boolean> {
  const tally = new Tally();
  const report = new Report(tally, Date.now());
  let toldAt = Date.now();
  let violations = 0;
  const tell = () => {
    for (const violation of report.violations.slice(violations)) say(`VIOLATION ${violation}`);
    violations = report.violations.length;
    if (Date.now() - toldAt < TOLD_EVERY_MS) return;
    toldAt = Date.now();
    say(report.progress(runs + huge, toldAt));
  };
  const listener: Listener = {
    onLife(plan, life, ms) {
      report.add(plan, life);
      if (plan.sparse) say(`seed ${plan.seed}, more than 1,000 parts: ${life.ends.join(', ')}; ${ms} ms`);
      tell();
    },
    onStack(plans, wrong) {
      report.addStack(plans, wrong);
      tell();
    },
  };
  const assembly = await synthesise({ projectRoot: ROOT, log: say });
  const way = { lanes, assembly, keep };
  const seeds = Array.from({ length: runs }, (_, at) => first + at);
  for (let at = 0; at < runs; at += batch)
    await liveTogether(seeds.slice(at, at + batch).map(planOf), way, tally, listener);
  for (let at = 0; at < huge; at += 1)
    await liveTogether([hugePlanOf(first + runs + at)], { ...way, lanes: 1 }, tally, listener);
  say(report.table(Date.now()));
  return report.violations.length === 0;
}

try {
  const options = optionsOf(process.argv.slice(2));
  if (options === null) say(HELP);
  else process.exitCode = (await run(options)) ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 2;
}
