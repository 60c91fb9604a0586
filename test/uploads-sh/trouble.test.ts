import {
  appendFileSync,
  readdirSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Random, seededRandom } from '#local/step-functions/randomness.ts';
import { type FakeRequest, type Fault, startTicketFake, type TicketFake } from '../support/ticket-fake.ts';
import { runScript, startScript, stopAll } from './run-script.ts';
import { digestOf, writeSample } from './sample-file.ts';
import { SHELLS, testFolder } from './shells.ts';

const PART = 16_384;

/** Runs of faults in each shell; more where somebody asks for more. */
const SEEDS = Number(process.env.UPLOAD_SEEDS ?? 3);

let desk: TicketFake;
let folder: string;

beforeEach(async () => {
  desk = await startTicketFake({ partSize: PART });
  folder = testFolder();
});

afterEach(async () => {
  stopAll();
  await desk.close();
  rmSync(folder, { recursive: true });
});

/** About every fourth request goes wrong, in a way that suits it. */
function someFault(random: Random): (request: FakeRequest) => Fault | null {
  const everywhere: Fault[] = ['cut', 'cut-late', { status: 500 }, { status: 503 }, { status: 429 }];
  const ofParts: Fault[] = ['stale', 'stale-session', 'flip', 'lose', 'spoil'];
  return ({ kind }) => {
    if (random() > 0.25) return null;
    const kinds = kind === 'put' ? [...everywhere, ...ofParts] : everywhere;
    return kinds[Math.floor(random() * kinds.length)] ?? null;
  };
}

describe.each(SHELLS)('the upload script in $name', (shell) => {
  const run = (...args: string[]) => runScript({ shell, folder, args, piped: desk });

  it.each(Array.from({ length: SEEDS }, (_, index) => index + 1))(
    'brings a file whole through 500s, cuts, flipped bits, stale URLs and lost parts (seed %i)',
    async (seed) => {
      const bytes = writeSample(folder, 'f', 11 * PART + seed, seed);
      const fault = someFault(seededRandom(seed));
      let lost = 0;
      // Parts that the store loses are sent again twice; which happens to a third time is chance.
      desk.options.fault = (request) => {
        const found = fault(request);
        return (found === 'lose' || found === 'spoil') && ++lost > 2 ? null : found;
      };
      const { code, out } = await run('f');
      expect(out).toBe(`verified ${digestOf(bytes, PART)} f\n`);
      expect(code).toBe(0);
      expect(desk.complaints).toEqual([]);
      expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
    },
  );

  it('sends parts again that were confirmed and are not there, those alone', async () => {
    const bytes = writeSample(folder, 'f', 9 * PART);
    const spoilt = new Set<number>();
    desk.options.fault = ({ n }) => {
      if ((n !== 3 && n !== 8) || spoilt.has(n)) return null;
      spoilt.add(n);
      return n === 3 ? 'lose' : 'spoil';
    };
    const { code, out, err } = await run('f');
    expect({ code, out }).toEqual({ code: 0, out: `verified ${digestOf(bytes, PART)} f\n` });
    expect(err).toContain('Parts did not arrive as they were sent; they are sent again.');
    expect(desk.counts).toMatchObject({ put: 11, complete: 2 });
  });

  it('gives up where parts get lost every time, and where the store or the desk never works', async () => {
    writeSample(folder, 'f', 2 * PART);
    const never: [TicketFake['options']['fault'], number, RegExp, object][] = [
      [({ n }) => (n === 2 ? 'lose' : null), 3, /\(409\): 1 missing, 0 not as announced\./, { complete: 3 }],
      [
        ({ kind }) => (kind === 'put' ? { status: 500 } : null),
        1,
        /The store answers 500 injected, 9 times/,
        {},
      ],
      [({ kind }) => (kind === 'put' ? 'stale' : null), 1, /refuses part \d: 403 AccessDenied, 9 times/, {}],
      [({ kind }) => (kind === 'sign' ? 'cut' : null), 1, /^The desk broke off: .*, 9 times/m, {}],
    ];
    for (const [fault, expected, words, counts] of never) {
      desk.options.fault = fault;
      for (const key of Object.keys(desk.counts)) delete desk.counts[key];
      const { code, err } = await run('f');
      expect(err).toMatch(words);
      expect(code).toBe(expected);
      expect(desk.counts).toMatchObject(counts);
    }
    expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
  });

  it.each(['stale', 'stale-session'] as const)(
    'has a URL that is refused as %s signed again, which is no failed try',
    async (stale) => {
      const bytes = writeSample(folder, 'f', PART);
      // With eight failed tries it goes on, with nine it would give up.
      const refusals: Fault[] = [stale, ...Array.from({ length: 8 }, () => ({ status: 500 }))];
      desk.options.fault = ({ kind }) => (kind === 'put' ? (refusals.shift() ?? null) : null);
      const { code, out } = await run('f');
      expect({ code, out }).toEqual({ code: 0, out: `verified ${digestOf(bytes, PART)} f\n` });
      expect(desk.counts).toMatchObject({ put: 10, sign: 2 });
    },
  );

  it('has parts signed shortly before they are sent, at most 32 at a time, and sends four at a time', async () => {
    writeSample(folder, 'f', 30 * PART);
    desk.options.bytesPerSecond = 40_000;
    const { code } = await run('f');
    expect(code).toBe(0);
    expect(desk.mostAtOnce).toBe(4);
    expect(desk.mostSigned).toBeGreaterThan(1);
    expect(desk.mostSigned).toBeLessThanOrEqual(32);
  });

  it('waits for the network, says so, and goes on', async () => {
    const bytes = writeSample(folder, 'f', 30 * PART);
    desk.options.bytesPerSecond = 100_000;
    const running = startScript({ shell, folder, args: ['f'], piped: desk });
    while ((desk.uploads[0]?.received.size ?? 0) < 3) await sleep(20);
    await desk.goAway(1500);
    desk.options.bytesPerSecond = undefined;
    const { code, out, err } = await running.done;
    expect({ code, out }).toEqual({ code: 0, out: `verified ${digestOf(bytes, PART)} f\n` });
    const said = err.split('\n').filter((line) => /out of reach|answers again/.test(line));
    expect(said[0]).toMatch(
      /^The (desk|store) is out of reach: .*It is tried again until it answers; Ctrl-C ends that\.$/,
    );
    for (const who of ['desk', 'store']) {
      const news = said.filter((line) => line.startsWith(`The ${who} `));
      expect(news.at(-1)).toBe(news.length === 0 ? undefined : `The ${who} answers again.`);
      // Four workers share the news; at the border of two states it may be told twice.
      expect(news.length).toBeLessThanOrEqual(4);
    }
  });

  it('has a part signed again where the store stays out of reach, which is no failed try', async () => {
    const bytes = writeSample(folder, 'f', PART);
    const [gone] = desk.api.split(/(?<=:)\d+$/);
    desk.options.store = `${gone}1`;
    const running = startScript({ shell, folder, args: ['f'], piped: desk });
    // Four times five tries: more than the nine failures that it gives up after.
    while ((desk.counts.sign ?? 0) < 5) await sleep(20);
    while (!/waiting/.test(running.err())) await sleep(20);
    desk.options.store = undefined;
    const { code, out, err } = await running.done;
    expect({ code, out }).toEqual({ code: 0, out: `verified ${digestOf(bytes, PART)} f\n` });
    expect(desk.counts.put).toBe(1);
    const said = err.split('\n').filter((line) => /reach|again|waiting/.test(line));
    expect(said[0]).toMatch(/^The store is out of reach: .*; Ctrl-C ends that\.$/);
    expect(said[1]).toMatch(/^\d+ %, waiting until the store answers$/);
    expect(said.filter((line) => /reach|again/.test(line))).toHaveLength(2);
  });

  it.each([
    ['grows', (file: string) => appendFileSync(file, 'more')],
    ['shrinks', (file: string) => truncateSync(file, 5 * PART)],
    ['is written to', (file: string) => writeFileSync(file, Buffer.alloc(40), { flag: 'r+' })],
    ['is older than it was', (file: string) => utimesSync(file, 1_700_000_000, 1_700_000_000)],
    ['is replaced', (file: string) => renameSync(`${file}.new`, file)],
    ['is gone', (file: string) => rmSync(file)],
  ])('stops with 4 where the file %s meanwhile, and completes nothing', async (_what, change) => {
    const file = join(folder, 'f');
    const bytes = writeSample(folder, 'f', 40 * PART);
    writeFileSync(`${file}.new`, bytes);
    utimesSync(file, 1_600_000_000, 1_600_000_000);
    utimesSync(`${file}.new`, 1_600_000_000, 1_600_000_000);
    desk.options.bytesPerSecond = 100_000;
    const running = startScript({ shell, folder, args: ['f'], piped: desk });
    while ((desk.uploads[0]?.received.size ?? 0) < 2) await sleep(20);
    change(file);
    const { code, out, err } = await running.done;
    expect({ code, out }).toEqual({ code: 4, out: '' });
    expect(err).toMatch(/^f changed while it was uploaded\. /m);
    expect(desk.counts.complete).toBeUndefined();
    expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
  });

  it('stops with 3 where the ticket is revoked meanwhile', async () => {
    writeSample(folder, 'f', 40 * PART);
    desk.options.bytesPerSecond = 100_000;
    const running = startScript({ shell, folder, args: ['f'], piped: desk });
    while ((desk.uploads[0]?.received.size ?? 0) < 2) await sleep(20);
    desk.revoke();
    expect(await running.done).toMatchObject({ code: 3, out: '' });
  });
});
