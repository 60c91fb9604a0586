import {
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { pruneStates } from '#cli/upload/prune-states.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-22T08:00:00.000Z');
const NAME = `${'0123456789abcdef'.repeat(2)}.jsonl`;

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'casebell-states-'));
});

/** A file that was last written so many days ago. */
function written(name: string, days: number): void {
  const path = join(dir, name);
  writeFileSync(path, '{}\n');
  const at = new Date(NOW - days * DAY);
  utimesSync(path, at, at);
}

const left = () => readdirSync(dir).sort();

describe('state files that nobody came back to', () => {
  it('are removed after eight days, also what was never renamed, and no sooner', async () => {
    written(NAME, 8.01);
    written(`${NAME}.4711`, 30);
    const fresh = NAME.replace('0', 'f');
    written(fresh, 7.99);
    await pruneStates(dir, NOW);
    expect(left()).toEqual([fresh]);
  });

  it('are the only files that are removed', async () => {
    const others = ['notes.jsonl', `${NAME}.bak`, 'bundle.tgz', NAME.slice(1)];
    for (const name of others) written(name, 100);
    mkdirSync(join(dir, NAME));
    utimesSync(join(dir, NAME), new Date(0), new Date(0));
    const link = join(dir, NAME.replace('0', 'a'));
    symlinkSync(join(dir, 'bundle.tgz'), link);
    lutimesSync(link, new Date(0), new Date(0));
    const all = left();
    await pruneStates(dir, NOW);
    expect(left()).toEqual(all);
  });

  it('need not be there', async () => {
    await expect(pruneStates(join(dir, 'nowhere'), NOW)).resolves.toBeUndefined();
  });
});
