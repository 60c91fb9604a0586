import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PerformanceObserver } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { buildSync } from 'esbuild';
import { BUNDLE_OPTIONS } from '#infra/bundle.ts';
import { PROJECT_ROOT } from '#infra/project-root.ts';

/**
 * How fast the target engine is (shared/targets), beside other ways to find a due: interleaved rounds of one run,
 * medians. Everything measured is bundled as the functions are. Only ratios carry over to other machines.
 *
 *     node --import tsx bench/targets.ts
 */
const ROUNDS = 21;

// The whole engine but the schema of calendars, which only its borders need.
const ENGINE = [
  'clock',
  'clock-reading',
  'contact-plan',
  'explain',
  'interval-index',
  'next-reply',
  'service-days',
  'sites',
  'warning',
]
  .map((file) => `export * from '#shared/targets/${file}.ts';`)
  .join('\n');

const FIRST_DUE = `
import { openCalendar } from '#shared/targets/interval-index.ts';
const hours = [['08:00', '20:00']];
const weekly = { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours };
const calendar = openCalendar({ timeZone: 'America/Chicago', weekly, holidays: ['2026-11-26'] });
export const due = calendar.due(Date.UTC(2026, 5, 9, 15), 7_200_000);
`;
const EMPTY = 'export const due = Date.UTC(2026, 5, 9, 17);';

const TIMER = `
const startedAt = process.hrtime.bigint();
const { due } = await import(process.argv[1]);
const ms = Number(process.hrtime.bigint() - startedAt) / 1e6;
if (due !== Date.UTC(2026, 5, 9, 17)) throw new Error('wrong due');
process.stdout.write(String(ms));
`;

const folder = mkdtempSync(path.join(tmpdir(), 'casebell-bench-'));

function bundle(name: string, contents: string): string {
  const outfile = path.join(folder, `${name}.mjs`);
  buildSync({ ...BUNDLE_OPTIONS, stdin: { contents, resolveDir: PROJECT_ROOT, loader: 'ts' }, outfile });
  return outfile;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Nanoseconds it takes. */
function timed(run: () => unknown): number {
  const startedAt = process.hrtime.bigint();
  run();
  return Number(process.hrtime.bigint() - startedAt);
}

function print(label: string, value: string, goal = ''): void {
  process.stdout.write(`${label.padEnd(44)}${value.padStart(12)}${goal && `   ${goal}`}\n`);
}

async function sideBySide(loops: typeof import('./targets-loops.ts').loops): Promise<void> {
  const times = new Map(loops.map(({ name }) => [name, [] as number[]]));
  for (let round = -3; round < ROUNDS; round++) {
    for (const { name, calls, run } of loops) {
      const ns = timed(run) / calls;
      if (round >= 0) times.get(name)?.push(ns);
    }
  }
  const ns = (name: string) => median(times.get(name) ?? []);
  const due = ns('due()');
  process.stdout.write(`${''.padEnd(44)}  ns a call   calls a second   against due()\n`);
  for (const { name } of loops) {
    const each = ns(name);
    const rate = Math.round(1e9 / each).toLocaleString('en');
    process.stdout.write(
      `${name.padEnd(44)}${each.toFixed(2).padStart(11)}${rate.padStart(17)}${(each / due).toPrecision(3).padStart(16)}\n`,
    );
  }
  const drawn = ns('due(), inputs drawn in the loop') / ns('bare loop, inputs drawn in the loop');
  print('\ndue() to the bare loop', `${(due / ns('bare loop')).toFixed(1)} x`, 'goal 3 x');
  print('  with inputs drawn in the loop', `${drawn.toFixed(1)} x`, 'goal 3 x');
  const walk = ns('day walk, temporal-polyfill') / due;
  print('the day walk to due()', `${Math.round(walk).toLocaleString('en')} x`, 'goal 300 x');
}

/** Bytes the heap has grown by, and how often it was swept, over ten million dues. */
async function allocation(dues: (count: number) => number): Promise<string> {
  setFlagsFromString('--expose-gc');
  const sweep: () => void = runInNewContext('gc');
  let sweeps = 0;
  const observer = new PerformanceObserver((list) => {
    sweeps += list.getEntries().length;
  });
  // Until V8 has compiled the loop with due() inside: a double that a function returns is boxed.
  for (let round = 0; round < 20; round++) dues(500_000);
  sweep();
  await new Promise((resolve) => setTimeout(resolve, 50));
  observer.observe({ entryTypes: ['gc'] });
  const before = process.memoryUsage().heapUsed;
  dues(10_000_000);
  const grown = process.memoryUsage().heapUsed - before;
  await new Promise((resolve) => setTimeout(resolve, 50));
  observer.disconnect();
  return `${(grown / 1e7).toFixed(4)} bytes, ${sweeps} sweeps`;
}

function coldMs(): { empty: number; engine: number } {
  const files = { empty: bundle('empty', EMPTY), engine: bundle('first-due', FIRST_DUE) };
  const times = { empty: [] as number[], engine: [] as number[] };
  for (let round = -1; round < ROUNDS; round++) {
    for (const name of ['empty', 'engine'] as const) {
      const args = ['--input-type=module', '-e', TIMER, pathToFileURL(files[name]).href];
      const ms = Number(execFileSync(process.execPath, args, { encoding: 'utf8' }));
      if (round >= 0) times[name].push(ms);
    }
  }
  return { empty: median(times.empty), engine: median(times.engine) };
}

try {
  const file = bundle('loops', `export * from './bench/targets-loops.ts';`);
  const measured: typeof import('./targets-loops.ts') = await import(pathToFileURL(file).href);
  if (!measured.agree()) throw new Error('The rivals do not find the same dues.');
  await sideBySide(measured.loops);
  print('allocated by a due()', await allocation(measured.dues), 'goal 0');

  const folds = Array.from({ length: ROUNDS }, () => timed(() => measured.folds(20_000)) / 20_000 / 1_000);
  print('\na clock of 20 events, folded', `${median(folds).toFixed(2)} us`, 'goal 3 us');
  const dues = Array.from({ length: ROUNDS }, () => timed(measured.millionDues) / 1e9);
  print('a million dues on 200 calendars', `${median(dues).toFixed(3)} s`);
  const clocks = Array.from({ length: ROUNDS }, () => timed(measured.hundredThousandClocks) / 1e8);
  print('a million open clocks on 200 calendars', `${median(clocks).toFixed(3)} s`, 'goal 1 s');

  const { empty, engine } = coldMs();
  print('first due in a fresh process', `${engine.toFixed(2)} ms`, 'median of 21');
  print('  an empty module', `${empty.toFixed(2)} ms`);
  print('  apart', `${(engine - empty).toFixed(2)} ms`, 'goal 3 ms');
  const bytes = statSync(bundle('engine', ENGINE)).size;
  print('the engine with its zone table', `${(bytes / 1_024).toFixed(1)} KB`, 'goal 50 KB');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
