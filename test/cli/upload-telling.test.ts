import { describe, expect, it } from 'vitest';
import { countText, timeText } from '#cli/upload/amounts.ts';
import { progressLine } from '#cli/upload/progress-line.ts';
import { parseRate } from '#cli/upload/rate-limit.ts';
import { tellPeople } from '#cli/upload/teller.ts';
import { columnsOf } from '#cli/upload/text-width.ts';
import type { Progress } from '#clients/upload/progress.ts';
import { amountText } from '#shared/uploads/amount-text.ts';

const GIB = 1024 ** 3;

const half: Progress = {
  state: 'sending',
  bytesSent: 1.5 * GIB,
  bytesVerified: 1.4 * GIB,
  bytesTotal: 3 * GIB,
  partsDone: 90,
  parts: 192,
  rate: 212 * 1024 ** 2,
  eta: 7.2,
  retries: 0,
};

describe('the line of progress', () => {
  it.each<[Partial<Progress>, string]>([
    [{}, 'bundle.tgz  [##########..........]  50 %  1.5 GiB of 3.0 GiB  212 MiB/s  8 s left'],
    [
      { state: 'offline', eta: null, retries: 3 },
      'bundle.tgz  [##########..........]  50 %  1.5 GiB of 3.0 GiB  offline, waiting  3 sent again',
    ],
    [{ state: 'paused', eta: null }, 'bundle.tgz  [##########..........]  50 %  1.5 GiB of 3.0 GiB  paused'],
    // [lesson 23] Everything is sent, nothing is verified.
    [
      { state: 'verifying', bytesSent: 3 * GIB, eta: null },
      'bundle.tgz  [###################.]  99 %  3.0 GiB of 3.0 GiB  verifying',
    ],
    [
      { state: 'verified', bytesSent: 3 * GIB, eta: null },
      'bundle.tgz  [####################] 100 %  3.0 GiB of 3.0 GiB',
    ],
    [
      { state: 'preparing', bytesSent: 0, bytesTotal: 0, eta: null },
      'bundle.tgz  [....................]   0 %  0 B of 0 B  preparing',
    ],
  ])('%j', (change, line) => {
    expect(progressLine('bundle.tgz', { ...half, ...change }, 120)).toBe(line);
  });

  it('fits into what there is, and gives up the bar before the name', () => {
    expect(progressLine('bundle.tgz', half, 70)).toBe(
      'bundle.tgz   50 %  1.5 GiB of 3.0 GiB  212 MiB/s  8 s left',
    );
    expect(progressLine('a-very-long-name-of-a-bundle.tgz', half, 60)).toBe(
      'a-very-long…   50 %  1.5 GiB of 3.0 GiB  212 MiB/s  8 s left',
    );
    for (let columns = 0; columns < 90; columns += 1)
      expect(progressLine('bundle.tgz', half, columns).length).toBeLessThanOrEqual(columns);
  });
});

describe('how wide a text is on a terminal', () => {
  it.each([
    ['bundle.tgz', 10],
    ['日志.zip', 8],
    ['ログ', 4],
    ['ﾛｸﾞ', 3],
    ['로그', 4],
    ['e\u0301te\u0301', 3],
    ['😀.log', 6],
  ])('%s takes %i columns', (text, columns) => expect(columnsOf(text)).toBe(columns));

  it('is what a line of progress is cut to, and no character is cut in two', () => {
    for (const name of ['日志档案二零二六年三月的支持包.tgz', '😀😀😀😀😀😀😀😀😀😀😀😀.tgz'])
      for (let columns = 0; columns < 110; columns += 1) {
        const line = progressLine(name, half, columns);
        expect(columnsOf(line)).toBeLessThanOrEqual(columns);
        expect(line).not.toMatch(/\p{Cs}/u);
      }
    expect(progressLine('日志档案二零二六年.tgz', half, 58)).toBe(
      '日志档案…   50 %  1.5 GiB of 3.0 GiB  212 MiB/s  8 s left',
    );
  });
});

describe('amounts', () => {
  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1.0 KiB'],
    [1024 ** 2 - 1, '1.0 MiB'],
    [150 * 1024 ** 2, '150 MiB'],
    [5 * 1024 ** 4, '5.0 TiB'],
  ])('%i bytes are %s', (bytes, text) => expect(amountText(bytes)).toBe(text));

  it.each([
    [0, '0 s'],
    [59.2, '1 min 00 s'],
    [245, '4 min 05 s'],
    [12_000, '3 h 20 min'],
  ])('%d seconds are %s', (seconds, text) => expect(timeText(seconds)).toBe(text));

  it('counts have their thousands apart', () =>
    expect([0, 999, 4000, 1_234_567].map(countText)).toEqual(['0', '999', '4,000', '1,234,567']));

  it.each([
    ['2000', 2000],
    ['1K', 1024],
    ['10M', 10_485_760],
    ['1.5g', 1_610_612_736],
  ])('the rate %s is %i bytes a second', (written, rate) => expect(parseRate(written)).toBe(rate));
});

describe('telling people', () => {
  function tell(isTTY: boolean) {
    const clock = { ms: 0 };
    const lines: string[] = [];
    const drawn: string[] = [];
    const output = { out: () => {}, err: (line: string) => void lines.push(line) };
    const terminal = { isTTY, columns: 100, write: (text: string) => drawn.push(text) };
    return {
      clock,
      lines,
      drawn,
      teller: tellPeople('bun\u001b[31mdle.tgz', output, terminal, () => clock.ms),
    };
  }

  it('draws a line at most ten times a second, and clears it before anything else is printed', () => {
    const { clock, lines, drawn, teller } = tell(true);
    for (let at = 0; at < 1000; at += 10) {
      clock.ms = at;
      teller.onProgress(half);
    }
    expect(drawn.filter((text) => text.startsWith('bun')).length).toBe(10);
    teller.onNote({ type: 'resuming', there: 312, parts: 4000 });
    expect(drawn.at(-1)).toBe('\r\u001b[K');
    expect(lines).toEqual(['bun[31mdle.tgz: resuming: 312 of 4,000 parts are there.']);
  });

  it('prints a line every ten seconds where nothing can be drawn, and at once when the network goes', () => {
    const { clock, lines, drawn, teller } = tell(false);
    for (let at = 0; at < 30_000; at += 100) {
      clock.ms = at;
      teller.onProgress(at < 25_000 ? half : { ...half, state: 'offline', eta: null });
    }
    expect(drawn).toEqual([]);
    expect(lines.map((line) => line.split('  ').at(-1))).toEqual([
      '8 s left',
      '8 s left',
      '8 s left',
      'offline, waiting',
    ]);
  });
});
