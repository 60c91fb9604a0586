import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const TESTS = fileURLToPath(new URL('.', import.meta.url));
const LESSONS = readFileSync(new URL('../docs/lessons.md', import.meta.url), 'utf8');

/** Every title that names a lesson, in the tests' sources and the policy packs' timelines. */
function titles(): string {
  const sources = readdirSync(TESTS, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts') && name !== 'lessons.test.ts')
    .map((name) => readFileSync(path.join(TESTS, name), 'utf8'));
  return sources
    .flatMap((text) => text.match(/(?:it|test|describe)\b[^\n]*\n?[^\n]*\[lesson \d+\][^\n]*/g) ?? [])
    .join('\n');
}

const numbers = [...LESSONS.matchAll(/^\| (\d+) \|/gm)].map(([, number]) => Number(number));

test('the page of lessons has the first twenty-one, and the one about odd hours', () => {
  expect(numbers).toEqual([...Array.from({ length: 21 }, (_, index) => index + 1), 28]);
});

const named = titles();

test.each(numbers)('lesson %i has a test that names it', (number) => {
  expect(named).toContain(`[lesson ${number}]`);
});
