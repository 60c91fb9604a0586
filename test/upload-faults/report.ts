import { FAULT_KINDS } from './fault-kinds.ts';
import type { Life } from './life.ts';
import type { Plan } from './plan.ts';
import type { Tally } from './tally.ts';

const MIB = 1024 ** 2;

/** Gathers what uploads came to, and tells of it. */
export class Report {
  readonly violations: string[] = [];
  readonly #tally: Tally;
  readonly #begun: number;

  constructor(tally: Tally, now: number) {
    this.#tally = tally;
    this.#begun = now;
  }

  add({ seed, size }: Plan, { violations, ends, said }: Life): void {
    this.#tally.add('runs');
    this.#tally.add('bytes of files', size);
    if (ends.length > 1) this.#tally.add('resumed runs');
    for (const end of ends) this.#tally.add(`end ${end}`);
    for (const violation of violations)
      this.violations.push(`seed ${seed}: ${violation} [${ends.join(', ')}]\n${said}`);
  }

  addStack(plans: readonly Plan[], violations: readonly string[]): void {
    const seeds = `seeds ${plans[0]?.seed} to ${plans.at(-1)?.seed}`;
    for (const violation of violations) this.violations.push(`${seeds}: ${violation}`);
  }

  /** One line of how far it is. */
  progress(of: number, now: number): string {
    const tally = this.#tally;
    return [
      `${tally.of('runs')} of ${of} runs`,
      `${tally.of('kills of clients')} kills of clients`,
      `${this.violations.length} violations`,
      minutes(now - this.#begun),
    ].join(', ');
  }

  /** The table at the end. */
  table(now: number): string {
    const tally = this.#tally;
    const faults = FAULT_KINDS.map((kind): [string, number] => [kind, tally.of(`fault ${kind}`)]);
    const rows: [string, number | string][] = [
      ['runs', tally.of('runs')],
      ['of them resumed', tally.of('resumed runs')],
      ['bytes of files (MiB)', Math.round(tally.of('bytes of files') / MIB)],
      ['objects read back', tally.of('objects read back')],
      ['bytes read back (MiB)', Math.round(tally.of('bytes read back') / MIB)],
      ['kills of clients', tally.of('kills of clients')],
      ['kills of the stack', tally.of('kills of the stack')],
      ['files changed', tally.of('files changed')],
      ['most wasted by a kill of a client (MiB)', Math.round((tally.of('most wasted') / MIB) * 10) / 10],
      ['second clients at the same time', tally.of('second clients')],
      ['gone on with by another client', tally.of('gone on with by another client')],
      ['moments of success not compared', tally.of('moments of success not compared')],
      ...indented('runs of clients', tally.under('runs of clients ')),
      ...indented('ends of runs of clients', tally.under('end ')),
      ...indented('completions beside the client', tally.under('completions beside the client ')),
      ...indented('faults injected', faults),
      ['violations', this.violations.length],
      ['took', minutes(now - this.#begun)],
    ];
    return rows.map(([name, value]) => `${name.padEnd(44)}${String(value).padStart(10)}`).join('\n');
  }
}

function indented(title: string, rows: readonly [string, number][]): [string, number][] {
  const sum = rows.reduce((total, [, count]) => total + count, 0);
  return [[title, sum], ...rows.map(([name, count]): [string, number] => [`  ${name}`, count])];
}

function minutes(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} min`;
}
